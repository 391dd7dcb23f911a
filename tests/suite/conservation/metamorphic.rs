//! What must not change, or not for the worse, when an organisation is changed.

use throughline::experiment::VariantOutcome;
use throughline::report::json;
use throughline::scenario::Document;

use super::{TRIALS, generate, organisations};
use crate::determinism::permuted;
use crate::support::{mean, run, run_document};

/// The result of a text, without what tells texts apart.
fn numbers(text: &str, seed: u64) -> Option<String> {
    let document = Document::parse("random.toml", text, &[]).ok()?;
    let outcome = run_document(&document, TRIALS, seed, 1);
    let all = json(&outcome, None);
    Some(all.replace(&outcome.sha256, ""))
}

#[test]
fn order_of_tables_and_names_of_calendars_change_no_number() {
    for number in 0..organisations() / 2 {
        let text = generate::organisation(number);
        let Some(written) = numbers(&text, number) else {
            continue;
        };
        let other = permuted(&text, number as usize % 5);
        assert!(numbers(&other, number).as_ref() == Some(&written), "{text}");
        let renamed = text
            .replace("nights", "a-first-name")
            .replace("split", "zz");
        assert_ne!(renamed, text);
        assert!(numbers(&renamed, number) == Some(written), "{renamed}");
    }
}

/// A line of stations: people and touch of each.
fn line(stations: &[(u64, String)]) -> VariantOutcome {
    let names: Vec<String> = (0..stations.len()).map(|at| format!("'s{at}'")).collect();
    let mut text = format!(
        "format = 1\ntitle = 'Line'\nclock = {{ calendar = 'always', horizon = '30d' }}\n\
         work.item = {{ demand = {{ poisson = '0.5 / h' }}, route = [{}] }}\n",
        names.join(", ")
    );
    for (at, (staff, touch)) in stations.iter().enumerate() {
        text += &format!("station.s{at} = {{ staff = {staff}, touch = {touch} }}\n");
    }
    run(&text, 3, 11).variants.remove(0)
}

/// Wait per visit over all stations, and items delivered.
fn outcome(stations: &[(u64, String)]) -> (f64, f64) {
    let found = line(stations);
    let waits = found.stations.values().map(|station| mean(&station.wait));
    (waits.sum(), mean(&found.delivered))
}

/// Random lines that just about keep up, with the same touch for every item or not.
fn lines(constant: bool) -> impl Iterator<Item = Vec<(u64, String)>> {
    let mut dice = 5_u64;
    let mut roll = move |sides: u64| {
        dice = dice.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        (dice >> 33) % sides
    };
    (0..30).map(move |_| {
        let stations = 1 + roll(4);
        (0..stations)
            .map(|_| {
                let hours = 1 + roll(12);
                let touch = match constant {
                    true => format!("'{hours}h'"),
                    false => format!("{{ mean = '{hours}h', cv = 1.2 }}"),
                };
                (hours / 2 + 1, touch)
            })
            .collect()
    })
}

/// With one more at the last station, no item starts later there: its arrivals are the same, and so
/// is every item's effort (the vector of Kiefer and Wolfowitz is monotone in the people).
#[test]
fn another_person_at_the_end_of_a_line_never_hurts() {
    for mut stations in lines(false) {
        let before = outcome(&stations);
        stations.last_mut().unwrap().0 += 1;
        let after = outcome(&stations);
        assert!(
            after.0 <= before.0 && after.1 >= before.1,
            "{stations:?} {before:?} {after:?}"
        );
    }
}

/// Where every item takes the same time at a station, who comes first makes no difference, and
/// earlier departures are earlier arrivals: another person helps wherever he is, to the end.
#[test]
fn another_person_anywhere_never_hurts_where_efforts_are_constant() {
    for stations in lines(true) {
        let flow = |stations: &[(u64, String)]| {
            let found = line(stations);
            (mean(&found.wip), mean(&found.delivered))
        };
        let before = flow(&stations);
        for at in 0..stations.len() {
            let mut more = stations.clone();
            more[at].0 += 1;
            let after = flow(&more);
            assert!(
                after.0 <= before.0 && after.1 >= before.1,
                "{more:?} {before:?} {after:?}"
            );
        }
    }
}
