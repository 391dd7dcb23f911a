//! What deliveries bring: when it comes up, in which order, with which luck, and what it undoes.

use throughline::experiment::{Regime, VariantOutcome};
use throughline::units::HOUR;

use super::{always, scenario, shows, timeline};
use crate::support::{check, judge, mean, none, run_once, trace};

const EVENTS: [&str; 4] = ["undone", "released", "starts", "delivered"];

/// Features that bring an incident each, which undoes them.
fn undoing(items: &str, after: &str) -> String {
    format!(
        "work.feature = {{ demand = {{ items = [{items}] }}, route = ['desk'], \
                           leads_to = {{ work = 'incident', after = '{after}', undoes = true }} }}\n\
         work.incident = {{ route = ['desk'], counts = false }}\n\
         station.desk = {{ staff = 1, touch = '2h' }}"
    )
}

#[test]
fn a_delivery_brings_an_item_that_undoes_it_as_it_comes_up() {
    let text = always(&undoing("'0h', '1h'", "5h"));
    shows(
        &text,
        &EVENTS,
        &[
            "0 released feature 0",
            "0 starts feature 0 desk after 0",
            "1 released feature 1",
            "2 delivered feature 0",
            "2 starts feature 1 desk after 1",
            "4 delivered feature 1",
            "7 undone feature 0",
            "7 released incident 0",
            "7 starts incident 0 desk after 0",
            "9 delivered incident 0",
            "9 undone feature 1",
            "9 released incident 1",
            "9 starts incident 1 desk after 0",
            "11 delivered incident 1",
        ],
    );
    let found = run_once(&text);
    assert_eq!(mean(&found.delivered), 2.0);
    assert_eq!(mean(&found.undone), 2.0);
    assert_eq!(mean(&found.throughput), 0.0);
    assert_eq!(mean(&found.earned), 2.0);
    let (feature, incident) = (&found.work["feature"], &found.work["incident"]);
    assert_eq!(
        (mean(&feature.delivered), mean(&feature.undone)),
        (2.0, 2.0)
    );
    assert_eq!((mean(&incident.delivered), &incident.undone), (2.0, &None));
    assert_eq!(mean(&feature.throughput), 0.0);
    assert_eq!(mean(&incident.throughput), 2.0 / (400.0 / 168.0));
    // Both stayed inside for 2 and 3 hours, whatever became of them.
    assert_eq!(mean(&feature.flow_time.mean), 2.5);
    assert_eq!((found.checks.mass_balance, found.checks.ledger), (0, 0));
    assert_eq!(found.checks.little, 0.0);
}

/// Items delivered, undone, and per week those that stay, in the series too.
fn stays(text: &str) -> (f64, f64, f64, f64) {
    let found: VariantOutcome = run_once(text);
    let series = found.series.throughput.iter().map(mean).sum();
    let weeks = 400.0 / 168.0;
    let throughput = (mean(&found.throughput) * weeks).round();
    (
        mean(&found.delivered),
        mean(&found.undone),
        throughput,
        series,
    )
}

#[test]
fn what_comes_up_at_the_horizon_or_later_is_outside() {
    // Delivered at 2 h: undone at 399 h, or at the horizon.
    let inside = stays(&always(&undoing("'0h'", "397h")));
    assert_eq!(inside, (1.0, 1.0, 0.0, 0.0));
    let (delivered, undone, throughput, series) = stays(&always(&undoing("'0h'", "398h")));
    assert_eq!((delivered, undone, throughput), (1.0, 0.0, 1.0));
    // One day of sixteen and two thirds had a delivery.
    assert!((series - 7.0).abs() < 1e-9, "{series}");
}

#[test]
fn what_was_delivered_before_the_window_is_none_of_its_deliveries() {
    let text = |burn_in: &str, items: &str| {
        let clock = format!("calendar = 'always', burn_in = '{burn_in}', horizon = '400h'");
        let one_waits = undoing(items, "9h").replace("demand = {", "demand = { initial = 1,");
        scenario(&clock, &one_waits)
    };
    // Delivered at -8 h and at 3 h, undone at 1 h and at 12 h.
    assert_eq!(stays(&text("10h", "'1h'")), (1.0, 1.0, 0.0, 0.0));
    // Delivered as the window begins.
    assert_eq!(stays(&text("2h", "")), (1.0, 1.0, 0.0, 0.0));
}

#[test]
fn s1_what_comes_at_once_is_there_before_people_start() {
    // The incident is more urgent than the feature that has waited.
    let text = always(
        "work.feature = { demand = { items = ['0h', '0h'] }, route = ['desk'], \
                          leads_to = { work = 'incident' } }\n\
         work.incident = { route = ['desk'], priority = 1 }\n\
         station.desk = { staff = 1, touch = '2h', order = 'priority' }",
    );
    shows(
        &text,
        &["starts"],
        &[
            "0 starts feature 0 desk after 0",
            "2 starts incident 0 desk after 0",
            "4 starts feature 1 desk after 4",
            "6 starts incident 1 desk after 0",
        ],
    );
    let found = run_once(&text);
    assert_eq!(mean(&found.delivered), 4.0);
    assert_eq!(found.undone, None);
}

#[test]
fn t4_what_is_brought_waits_in_its_backlog() {
    // One at a time: feature 1 has waited for longer than the incident of feature 0.
    let text = always(
        "intake.wip_limit = 1\n\
         work.feature = { demand = { items = ['0h', '0h'] }, route = ['desk'], \
                          leads_to = { work = 'incident' } }\n\
         work.incident = { route = ['desk'] }\n\
         station.desk = { staff = 2, touch = '2h' }",
    );
    shows(
        &text,
        &["released"],
        &[
            "0 released feature 0",
            "2 released feature 1",
            "4 released incident 0",
            "6 released incident 1",
        ],
    );
    let found = run_once(&text);
    // They arrived at 2 and 4 h, and were done at 6 and 8 h.
    assert_eq!(mean(&found.work["incident"].lead_time.mean), 4.0);
}

#[test]
fn t3_what_falls_into_closed_time_comes_at_the_next_opening() {
    let text = |calendar: &str| {
        scenario(
            "calendar = 'office', horizon = '400h'",
            &format!(
                "work.feature = {{ demand = {{ items = ['16h'] }}, route = ['desk'], leads_to = \
                                   {{ work = 'incident', after = '2h', undoes = true }} }}\n\
                 work.incident = {{ {calendar} route = ['desk'], counts = false }}\n\
                 station.desk = {{ staff = 1, touch = '30min' }}"
            ),
        )
    };
    let events = ["undone", "released", "starts"];
    shows(
        &text(""),
        &events,
        &[
            "16 released feature 0",
            "16 starts feature 0 desk after 0",
            "33 undone feature 0",
            "33 released incident 0",
            "33 starts incident 0 desk after 0",
        ],
    );
    shows(
        &text("demand = { calendar = 'always' },"),
        &events,
        &[
            "16 released feature 0",
            "16 starts feature 0 desk after 0",
            "18.5 undone feature 0",
            "18.5 released incident 0",
            "33 starts incident 0 desk after 14.5",
        ],
    );
}

#[test]
fn a_delivery_is_undone_once_by_the_first_that_undoes_it() {
    let text = always(
        "work.feature = { demand = { items = ['0h'] }, route = ['desk'], leads_to = [\
             { work = 'thanks', after = '1h' }, \
             { work = 'incident', after = '9h', undoes = true }, \
             { work = 'incident', after = '4h', undoes = true }, \
             { work = 'incident', chance = 0, undoes = true }] }\n\
         work.thanks = { route = ['desk'], counts = false }\n\
         work.incident = { route = ['desk'], counts = false }\n\
         station.desk = { staff = 1, touch = '2h' }",
    );
    // Their numbers tell by which of the three ways they came.
    shows(
        &text,
        &["undone", "released"],
        &[
            "0 released feature 0",
            "3 released thanks 0",
            "6 undone feature 0",
            "6 released incident 1",
            "11 released incident 0",
        ],
    );
    assert_eq!(mean(&run_once(&text).undone), 1.0);
}

#[test]
fn what_is_delivered_before_its_route_ends_brings_at_its_delivery() {
    let text = always(
        "work.feature = { demand = { items = ['0h'] }, route = ['desk', 'sales'], \
                          delivered_at = 'desk', value = 10, \
                          leads_to = { work = 'incident', after = '1h', undoes = true } }\n\
         work.incident = { route = ['desk'], counts = false, leads_to = { work = 'review' } }\n\
         work.review = { route = ['desk'], counts = false }\n\
         station.desk = { staff = 1, touch = '2h' }\n\
         station.sales = { delay = '20h' }",
    );
    shows(
        &text,
        &["undone", "released", "out"],
        &[
            "0 released feature 0",
            "3 undone feature 0",
            "3 released incident 0",
            "5 out incident 0",
            "5 released review 0",
            "7 out review 0",
            "22 out feature 0",
        ],
    );
    // What was earned stays earned.
    let found = run_once(&text);
    assert_eq!((mean(&found.earned), mean(&found.value)), (1.0, 10.0));
}

#[test]
fn c1_a_change_moves_how_often_and_how_much_later() {
    let text = always(
        "work.feature = { demand = { items = ['0h', '4h', '8h'] }, route = ['desk'], \
                          leads_to = { work = 'incident', chance = 0, after = '1h' } }\n\
         work.incident = { route = ['desk'] }\n\
         station.desk = { staff = 'unlimited', touch = '1h' }\n\
         change.more = { at = '3h', set = { 'work.feature.leads_to.chance' = '+100pp' } }\n\
         change.later = { at = '6h', set = { 'work.feature.leads_to.after' = 'x3' } }\n\
         variant.one = { changes = ['more', 'later'] }",
    );
    // Deliveries at 1, 5 and 9 h.
    shows(
        &text,
        &["released"],
        &[
            "0 released feature 0",
            "4 released feature 1",
            "6 released incident 1",
            "8 released feature 2",
            "12 released incident 2",
        ],
    );
}

/// Features with luck, which bring incidents with this chance.
fn lucky(chance: &str) -> String {
    format!(
        "format = 1\nclock = {{ calendar = 'always', horizon = '60d' }}\n\
         work.feature = {{ demand = {{ poisson = '12 / d' }}, route = ['desk'], leads_to = \
             {{ work = 'incident', chance = {chance}, after = {{ exponential = '3d' }}, undoes = true }} }}\n\
         work.incident = {{ route = ['desk'], counts = false, \
                            leads_to = {{ work = 'incident', chance = 0.5, after = '1d' }} }}\n\
         station.desk = {{ staff = 'unlimited', touch = {{ exponential = '5h' }} }}"
    )
}

#[test]
fn a_larger_chance_only_adds() {
    let lines = |chance: &str| -> Vec<String> {
        let text = trace(&lucky(chance));
        text.lines().map(str::to_owned).collect()
    };
    let (few, many, none) = (lines("0.2"), lines("0.6"), lines("0"));
    let all: std::collections::BTreeSet<&String> = many.iter().collect();
    assert!(few.iter().all(|line| all.contains(line)));
    assert!(few.len() > none.len() && many.len() > few.len());
    let features = |of: &[String]| of.iter().filter(|line| line.contains(",feature,")).count();
    let undone = |of: &[String]| of.iter().filter(|line| line.contains(",undone,")).count();
    assert_eq!(features(&none), features(&many) - undone(&many));
}

#[test]
fn a_chain_comes_to_what_it_must() {
    // Each feature brings 0.2 incidents, each of those half of another: twice as many in the end.
    let text = lucky("0.2").replace("horizon", "burn_in = '60d', horizon");
    none(&judge(
        &text,
        400,
        &[
            check("features", 720.0, |found| {
                found.work["feature"].delivered.clone()
            }),
            check("incidents", 288.0, |found| {
                found.work["incident"].delivered.clone()
            }),
            // What is delivered with t hours to go is undone with chance 0.2 (1 - exp(-t / 72)).
            check("undone", 144.0 - 2.4 * 3.0, |found| found.undone.clone()),
        ],
    ));
}

#[test]
fn numbers_of_what_is_brought_do_not_meet_those_of_the_demand() {
    let text = always(
        "work.feature = { demand = { items = ['0h', '5h'] }, route = ['desk'], \
                          leads_to = { work = 'fix' } }\n\
         work.fix = { demand = { items = ['1h', '9h'], total = 2 }, route = ['desk'] }\n\
         station.desk = { staff = 'unlimited', touch = '2h' }",
    );
    shows(
        &text,
        &["released"],
        &[
            "0 released feature 0",
            "1 released fix 0",
            "2 released fix 2147483648",
            "5 released feature 1",
            "7 released fix 2147483649",
            "9 released fix 1",
        ],
    );
}

#[test]
fn what_is_brought_asks_people_for_their_time() {
    // One feature a day, two incidents each: with a day and a half of work they are too much.
    let text = |touch: &str| {
        format!(
            "format = 1\nclock = {{ calendar = 'always', horizon = '400d' }}\n\
             work.feature = {{ demand = {{ every = '1d' }}, route = ['desk'], leads_to = [\
                 {{ work = 'incident' }}, {{ work = 'incident', after = '3h' }}] }}\n\
             work.incident = {{ route = ['fire'], counts = false }}\n\
             station.desk = {{ staff = 1, touch = '1h' }}\n\
             station.fire = {{ staff = 1, touch = '{touch}' }}"
        )
    };
    let of = |touch: &str| run_once(&text(touch)).work["incident"].regime;
    assert_eq!(of("11h"), Regime::DemandLimited);
    assert_eq!(of("13h"), Regime::Overloaded);
    let found = run_once(&text("6h"));
    let used = mean(&found.stations["fire"].utilisation);
    let begun = (400.0 * 12.0 - 12.0) / (400.0 * 24.0);
    assert!((used - begun).abs() < 6.0 / 9600.0, "{used}");
    assert_eq!(HOUR, 3_600_000_000);
}

/// Three items with three, two and one flaw; only the first station can leave none.
fn flawed(ways: &str) -> String {
    always(&format!(
        "work.feature = {{ demand = {{ items = ['0h', '3h', '6h'] }}, route = ['a', 'b', 'c'], \
                           leads_to = {ways} }}\n\
         work.incident = {{ route = ['desk'], counts = false }}\n\
         station.a = {{ staff = 1, touch = '1h', flaws = 1 }}\n\
         station.b = {{ staff = 1, touch = '1h', flaws = 1 }}\n\
         station.c = {{ staff = 1, touch = '1h', flaws = 1 }}\n\
         station.desk = {{ staff = 9, touch = '2h' }}\n\
         change.better = {{ at = '3.5h', set = {{ 'a.flaws' = 0 }} }}\n\
         change.best = {{ at = '6.5h', set = {{ 'b.flaws' = 0 }} }}\n\
         variant.one.changes = ['better', 'best']"
    ))
}

#[test]
fn a_delivery_brings_an_item_for_every_flaw_it_carries() {
    let text = flawed("{ work = 'incident', per = 'flaw', after = '10h', undoes = true }");
    shows(
        &text,
        &["escaped", "undone"],
        &[
            "3 escaped feature 0",
            "3 escaped feature 0",
            "3 escaped feature 0",
            "6 escaped feature 1",
            "6 escaped feature 1",
            "9 escaped feature 2",
            "13 undone feature 0",
            "16 undone feature 1",
            "19 undone feature 2",
        ],
    );
    // Each delivery is undone once, by the first.
    let found = run_once(&text);
    assert_eq!((mean(&found.delivered), mean(&found.undone)), (3.0, 3.0));
    assert_eq!(mean(&found.work["incident"].delivered), 6.0);
    assert_eq!((found.checks.mass_balance, found.checks.ledger), (0, 0));
}

#[test]
fn items_for_flaws_are_told_apart_from_those_of_other_ways() {
    let text =
        flawed("[{ work = 'incident', per = 'flaw', after = '10h' }, { work = 'incident' }]");
    let released = timeline(&text, &["released"]);
    let numbers: Vec<&str> = released
        .iter()
        .filter_map(|line| Some(line.split_once(" released incident ")?.1))
        .collect();
    // A way for flaws has 16 places: its items, and those of the way behind it, each of 17 an item.
    assert_eq!(numbers, ["16", "33", "50", "0", "1", "2", "17", "18", "34"]);
}

#[test]
fn a_larger_chance_for_each_flaw_only_adds() {
    let lines = |chance: &str| -> Vec<String> {
        let text = lucky(chance).replacen("undoes = true", "per = 'flaw'", 1);
        let text = text.replace("staff = 'unlimited'", "staff = 'unlimited', flaws = 0.7");
        trace(&text.replace("['desk'], leads", "['desk', 'desk'], leads"))
            .lines()
            .map(str::to_owned)
            .collect()
    };
    let (few, many) = (lines("0.2"), lines("0.6"));
    let all: std::collections::BTreeSet<&String> = many.iter().collect();
    assert!(few.iter().all(|line| all.contains(line)));
    assert!(many.len() > few.len());
}
