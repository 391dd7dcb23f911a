//! What is said before a run: predictions or why there are none, what edits mean, what is foreseen.

use crate::support::{check, judge, none, read};
use throughline::experiment::{foresee, regime_before, short_trials};
use throughline::network::compile;
use throughline::theory::oracle::{Model, Prediction, predict};

/// Three stations with rework, by an always open calendar.
const LINE: &str = "\
format = 1
title = 'A line'
clock = { calendar = 'always', burn_in = '2000h', horizon = '4000h' }
work.item = { demand = { poisson = '0.5 / h' }, route = ['code', 'review', 'post'] }
station.code = { staff = 3, touch = { exponential = '4h' } }
station.review = { staff = 1, touch = { exponential = '1h' }, rework = { chance = '20%', to = 'code' } }
station.post = { delay = '5h' }
";

fn theory(text: &str) -> Result<Prediction, String> {
    predict(&compile(&read(text).variants()[0].scenario)).map_err(|reason| reason.0)
}

/// Holds the headline of a prediction against a run.
fn agrees(text: &str, predicted: &Prediction) {
    let checks = [
        check("throughput", predicted.throughput, |found| {
            found.throughput.clone()
        }),
        check("flow time", predicted.flow_time, |found| {
            found.flow_time.mean.clone()
        }),
        check("wip", predicted.wip, |found| found.wip.clone()),
    ];
    none(&judge(text, 96, &checks));
}

#[test]
fn an_open_network_is_predicted_exactly() {
    let predicted = theory(LINE).unwrap();
    assert_eq!(predicted.model, Model::Open);
    let code = predicted
        .stations
        .iter()
        .find(|station| station.name == "code")
        .unwrap();
    assert!((code.utilisation.unwrap() - 0.5 / 0.8 * 4.0 / 3.0).abs() < 1e-9);
    agrees(LINE, &predicted);
}

#[test]
fn a_wip_limit_is_predicted_exactly() {
    let text =
        LINE.replace("{ poisson = '0.5 / h' }", "{ endless = true }") + "intake.wip_limit = 9\n";
    let predicted = theory(&text).unwrap();
    assert_eq!(predicted.model, Model::Closed);
    assert_eq!(predicted.wip, 9.0);
    agrees(&text, &predicted);
}

#[test]
fn what_is_not_exponential_is_an_approximation() {
    let text = LINE.replace("exponential = '4h'", "mean = '4h', cv = 0.5");
    let predicted = theory(&text).unwrap();
    assert_eq!(predicted.model, Model::Approximate);
    assert!(predicted.flow_time < theory(LINE).unwrap().flow_time);
    // By another name it is exponential all the same.
    let same = LINE.replace("exponential = '4h'", "gamma = { mean = '4h', cv = 1 }");
    assert_eq!(theory(&same).unwrap().model, Model::Open);
}

/// What a text becomes, and the reason theory then gives.
const REFUSED: &[(&str, &str, &str)] = &[
    (
        "calendar = 'always'",
        "calendar = 'office'",
        "item is released by a calendar",
    ),
    (
        "staff = 1,",
        "staff = 1, calendar = 'office',",
        "review works by a calendar",
    ),
    (
        "delay = '5h'",
        "gate = { every = '1w' }",
        "there is a gate at post",
    ),
    (
        "route = [",
        "size = { mean = 1, cv = 1 }, route = [",
        "sizes vary",
    ),
    (
        "to = 'code'",
        "to = 'code', effort = 0.35",
        "what review sends back takes another time",
    ),
    (
        "to = 'code'",
        "to = 'code', max = 2",
        "review sends an item back only so many times",
    ),
    (
        "staff = 1,",
        "staff = 1, order = 'shortest',",
        "review does not work in the order of arrival",
    ),
    (
        "staff = 1,",
        "staff = 1, waiting_room = 3,",
        "review lets only so many wait",
    ),
    (
        "staff = 1,",
        "staff = 1, abandon = { after = '3d' },",
        "review loses what waits too long",
    ),
    (
        "staff = 1,",
        "staff = 1, setup = '1h',",
        "review takes time to change over",
    ),
    (
        "staff = 1,",
        "staff = 1, away = { every = '30d', lasts = '1d' },",
        "review has people who are absent at times",
    ),
    (
        "staff = 1,",
        "staff = 1, attrition = { after = '9y' },",
        "review has people who leave for good",
    ),
    (
        "staff = 1,",
        "staff = 1, looks_every = '1h',",
        "review looks for work only now and then",
    ),
    (
        "staff = 1,",
        "staff = { profile = [{ from = '0h', n = 1 }] },",
        "review has other people at other times",
    ),
    ("0.5 / h'", "0.9 / h'", "code is at or above its capacity"),
    (
        "0.5 / h'",
        "0.5 / h', at_once = 3",
        "several items arrive at once",
    ),
    (
        "poisson = '0.5 / h'",
        "every = '2h'",
        "times between arrivals are not exponential",
    ),
    (
        "poisson = '0.5 / h'",
        "endless = true",
        "nothing limits what is inside",
    ),
    (
        "work.item",
        "intake.wip_limit = 9\nwork.item",
        "wait for room under the WIP limit",
    ),
    (
        "work.item",
        "work.other = { demand = { poisson = '1 / w' }, route = ['post'] }\nwork.item",
        "more than one kind of work",
    ),
    (
        "work.item",
        "change.c = { at = '10h', set = { 'code.pace' = 2 } }\nvariant.v.changes = ['c']\nwork.item",
        "the change c comes during the run",
    ),
];

#[test]
fn what_stands_in_the_way_of_theory_is_named() {
    for &(old, new, reason) in REFUSED {
        let text = LINE.replacen(old, new, 1);
        assert_ne!(text, LINE);
        let said = theory(&text).expect_err(reason);
        assert!(said.contains(reason), "{said} does not say: {reason}");
    }
}

#[test]
fn edits_are_echoed_in_both_readings() {
    let document = read(&format!(
        "{LINE}change.later = {{ at = '9h', set = {{ 'code.pace' = '+30%' }} }}\n\
         variant.v = {{ changes = ['later'], set = {{ 'code.pace' = 2, 'review.touch' = 'x0.5', \
         'code.staff' = '+10%', 'review.rework.chance' = '+30%', 'clock.horizon' = 'x2' }} }}\n"
    ));
    let echoes = &document.variants()[0].echoes;
    let said: Vec<String> = echoes
        .iter()
        .map(|echo| {
            let reading = echo.reading.clone().unwrap_or_default();
            format!("{} {} -> {}: {reading}", echo.path, echo.old, echo.new)
        })
        .collect();
    let expected = [
        "code.pace 1 -> 2: 100% more per hour, 50% less time",
        "review.touch 1h on average (cv 1) -> 30min on average (cv 1): 50% less time, 100% more per hour",
        "code.staff 3 -> 3: 3.3 is rounded to 3",
        "review.rework.chance 20% -> 26%: 6 points more, 30% more often",
        "clock.horizon 4000h -> 8000h: 100% more",
        "code.pace 2 -> 2.6: 30% more per hour, 23.1% less time",
    ];
    assert_eq!(said, expected);
    assert_eq!(echoes[5].change.as_deref(), Some("later"));
}

#[test]
fn an_overload_says_by_how_much_it_grows() {
    // Code can do 0.75 an hour and is asked for 0.9 / 0.8; what it lets through, review can do.
    let text = LINE.replace("0.5 / h", "0.9 / h");
    let document = read(&text);
    let growth = regime_before(&document.variants()[0])[0].growth.unwrap();
    assert!(
        (growth / (0.9 - 0.75 * 0.8) / 168.0 - 1.0).abs() < 1e-6,
        "{growth}"
    );
    assert!(
        foresee(&document)
            .iter()
            .any(|found| found.message.starts_with("`code` would need"))
    );
}

#[test]
fn returns_up_to_a_maximum_are_counted_as_they_happen() {
    let text = LINE
        .replace("to = 'code'", "to = 'code', max = 1")
        .replace("20%", "90%");
    let document = read(&text);
    // 1.9 visits of 4 hours, twice an hour: 3.8 people needed, not 20.
    let found = foresee(&document);
    assert!(
        found
            .iter()
            .any(|found| found.message.contains("3.8 people at work and has 3")),
        "{found:?}"
    );
}

#[test]
fn a_short_run_is_planned_from_the_work_in_it() {
    let document = read(LINE);
    assert_eq!(short_trials(document.variants(), 1e9), Some(100));
    // 3.5 visits of half an item an hour, 6000 hours long.
    assert_eq!(short_trials(document.variants(), 4e5), Some(38));
    assert_eq!(short_trials(document.variants(), 1e3), None);
}

/// Forty hours a week, a limit, and a gate that sits once a week.
const GATED: &str = "\
format = 1
clock = { burn_in = '26w', horizon = '52w' }
intake.wip_limit = 12
work.item = { demand = { endless = true }, route = ['code', 'legal'] }
station.code = { staff = 2, touch = '16h', rework = { chance = '50%', to = 'code', max = 1 } }
station.legal = { staff = 1, touch = '2h', gate = { every = '1w', slots = 3 } }
";

fn narrowest(text: &str) -> String {
    let found = regime_before(&read(text).variants()[0]);
    found[0].narrowest.clone().unwrap_or_default()
}

#[test]
fn the_narrowest_place_under_a_limit_is_named_with_the_next() {
    // Two people do 80 hours, an item takes 24: 3.33 a week; the people of legal 20.
    assert_eq!(
        narrowest(GATED),
        "at most 3 a week pass the gate of legal; code, the next narrowest, could do 3.33"
    );
    let wider = GATED.replace("slots = 3", "slots = 4");
    assert_eq!(
        narrowest(&wider),
        "at most 3.33 a week pass code; the gate of legal, the next narrowest, could do 4"
    );
    // In a hurry the two of them do half as much again.
    let hurried = wider.replace(
        "staff = 2,",
        "staff = 2, hurry = { queue = 1, pace = 'x1.5' },",
    );
    assert_eq!(
        narrowest(&hurried),
        "at most 4 a week pass the gate of legal; code, the next narrowest, could do 5"
    );
    // One other in three weeks takes a slot, and two thirds of the rest are items.
    let shared = format!(
        "{}work.odd = {{ demand = {{ endless = true }}, route = ['legal'] }}\n\
         work.rare = {{ demand = {{ poisson = '0.333333333 / w' }}, counts = false, route = ['legal'] }}\n",
        GATED.replace("work.item = {", "work.item = { share = 2,")
    );
    assert_eq!(
        narrowest(&shared),
        "at most 1.78 a week pass the gate of legal; code, the next narrowest, could do 3.33"
    );
}
