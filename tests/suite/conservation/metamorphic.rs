//! What must not change, or not for the worse, when an organisation is changed.

use throughline::experiment::VariantOutcome;
use throughline::report::json;

use super::{TRIALS, generate, organisations};
use crate::determinism::permuted;
use crate::support::{mean, read, run, run_document};

/// The result of a text, without what tells texts apart.
fn numbers(text: &str, seed: u64, threads: usize) -> String {
    let outcome = run_document(&read(text), TRIALS, seed, threads);
    json(&outcome, None).replace(&outcome.sha256, "")
}

#[test]
fn order_of_tables_names_of_calendars_and_threads_change_no_number() {
    for number in 0..organisations() / 2 {
        let text = generate::organisation(number);
        let written = numbers(&text, number, 1);
        let other = permuted(&text, number as usize % 5);
        assert!(numbers(&other, number, 2) == written, "{text}");
        let renamed = text
            .replace("nights", "a-first-name")
            .replace("split", "zz");
        assert_ne!(renamed, text);
        assert!(numbers(&renamed, number, 1) == written, "{renamed}");
    }
}

/// All names of stations, kinds, pools and changes (letters and one digit) longer by a letter, in the
/// same alphabetical order.
fn renamed(text: &str) -> String {
    // Factors are written `x2`.
    let is_name = |word: &str| {
        let letters = word.trim_end_matches(|c: char| c.is_ascii_digit());
        let short = (1..=2).contains(&letters.len()) && word.len() == letters.len() + 1;
        short && letters != "x" && letters.chars().all(|c| c.is_ascii_lowercase())
    };
    let mut longer = String::new();
    for part in text.split_inclusive(|c: char| !c.is_ascii_alphanumeric()) {
        let word = part.trim_end_matches(|c: char| !c.is_ascii_alphanumeric());
        longer += word;
        if is_name(word) {
            longer.push('x');
        }
        longer += &part[word.len()..];
    }
    longer
}

#[test]
fn names_in_the_same_order_change_no_number_where_nothing_is_drawn() {
    for number in 0..organisations() / 2 {
        let text = generate::certain(number);
        let (written, other) = (numbers(&text, number, 1), renamed(&text));
        assert_ne!(other, text);
        assert!(numbers(&other, number, 1) == renamed(&written), "{other}");
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
