//! Random organisations two by two: one begins later, takes over demand and people of the other, and
//! is closed. Nothing is lost, and nobody.

use std::cell::RefCell;

use throughline::scenario::{Document, OpenError};

use super::generate::organisation;
use super::{Seen, hold_of};
use crate::support::{mean, read, test_effort};

/// Pairs in a test run.
fn pairs() -> usize {
    if test_effort() >= 25 { 200 } else { 12 }
}

/// An organisation without its changes, as another one beside it would be.
fn plain(number: u64) -> String {
    let text = organisation(number);
    let ends = text.find("[change.").or_else(|| text.find("[variant."));
    text[..ends.unwrap_or(text.len())].to_owned()
}

/// The name of its first kind of work.
fn first_kind(text: &str) -> &str {
    let at = text.find("[work.").expect("there is work") + "[work.".len();
    &text[at..at + 2]
}

/// What opens empty, and whose first kind has no demand but what is handed over to it.
fn taker(text: &str, kind: &str, endless: bool) -> String {
    let own = first_kind(text).to_owned();
    let text = text.replace(&own, kind);
    let mut lines: Vec<String> = Vec::new();
    let mut is_taker = false;
    for line in text.lines() {
        if line.starts_with('[') {
            is_taker = line == format!("[work.{kind}]");
        }
        let of_demand = line.starts_with("demand = ") || line.starts_with("share = ");
        match is_taker && of_demand && !endless {
            true => {}
            false => lines.push(without_initial(line)),
        }
    }
    lines.join("\n")
}

fn without_initial(line: &str) -> String {
    let Some((before, rest)) = line.split_once(", initial = ") else {
        return line.to_owned();
    };
    let end = match rest.starts_with('{') {
        true => rest.find('}').map(|at| at + 1),
        false => rest.find([',', ' ']),
    };
    format!("{before}{}", &rest[end.expect("it ends")..])
}

/// A pair that has a meaning.
fn pair(number: u64) -> Option<Document> {
    let giver = plain(number);
    let kind = first_kind(&giver).to_owned();
    let demand = giver.split(&format!("[work.{kind}]\n")).nth(1)?;
    let endless = demand.starts_with("demand = { endless");
    let taker = taker(&plain(number + 7_000), &kind, endless);
    let team = |text: &str| -> Option<String> {
        let document = read(text);
        let teams = document.variants()[0].scenario.teams.iter();
        let mut teams = teams.filter(|team| team.shifts.is_none() && team.staff > 1);
        teams.next().map(|team| team.name.clone())
    };
    let (from, to) = (team(&giver), team(&plain(number + 7_000)));
    let people = match (from, to) {
        (Some(from), Some(to)) => {
            format!(", people = [{{ from = '{from}', to = '{to}', n = 2 }}]")
        }
        _ => String::new(),
    };
    let text = format!(
        "format = 1\ntitle = 'Pair {number}'\n\
         clock = {{ start = 2026-01-05, burn_in = '9d', horizon = '5w' }}\n\
         [org.a]\nfrom = 'a.toml'\n\
         [org.b]\nfrom = 'b.toml'\nstarts = '{starts}h'\nfounding = {{ mean = '90h', cv = 1.0 }}\n\
         stop = [{{ at = '1w', unless = {{ delivered = 1 }} }},\n\
                 {{ at = '24d', unless = {{ delivered = 99999 }}, then = 'close' }}]\n\
         [[handover]]\nwork = '{kind}'\nfrom = 'a'\nto = 'b'\nbegins = '{begins}h'\nover = '8d'\n\
         up_to = '80%'{people}\n\
         [variant.pair]\norgs = ['a', 'b']\n[variant.turned]\norgs = ['b', 'a']\n",
        starts = (number * 37) % 300,
        begins = (number * 53) % 400,
        people = people.replacen(", ", "\n", 1),
    );
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    std::fs::write(path("a.toml"), giver).unwrap();
    std::fs::write(path("b.toml"), taker).unwrap();
    std::fs::write(path("pair.toml"), &text).unwrap();
    match Document::open(path("pair.toml").to_str().unwrap(), &[]) {
        Ok(document) => Some(document),
        // A gate of the law that the other lacks, endless demand without a limit.
        Err(OpenError::Invalid(_)) => None,
        Err(OpenError::Unreadable { path, reason }) => panic!("{path}: {reason}"),
    }
}

#[test]
fn nothing_is_lost_when_one_takes_over_and_is_closed() {
    // [O3, O5, O6]
    let seen = RefCell::new(Seen::default());
    let mut of_taker = 0.0;
    let mut closed = 0.0;
    let documents = (0..).filter_map(|number| Some((number, pair(number)?)));
    for (number, document) in documents.take(pairs()) {
        let outcome = hold_of(&document, number, &seen);
        let taker = &outcome.variants[0].orgs[1];
        of_taker += mean(&taker.delivered);
        closed += mean(&taker.withdrawn);
    }
    let asked = pairs() as f64;
    assert!(seen.borrow().delivered > 20.0 * asked);
    assert!(of_taker > asked && closed > asked, "{of_taker} {closed}");
}
