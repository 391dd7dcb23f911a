//! Judgment and trust, people's cost: each measure against a timeline worked out by hand.

use throughline::experiment::Measures;

use super::always;
use crate::support::{mean, run, run_once};

/// Four changes: two are right, one is undone, one is sent back once.
fn line(rest: &str) -> String {
    always(&format!(
        "work.change = {{ demand = {{ items = ['0h', '20h'] }}, route = ['code', 'review', 'merge'], \
                          leads_to = {{ work = 'incident', after = '30h', undoes = true }} }}\n\
         work.small = {{ demand = {{ items = ['40h', '60h'] }}, route = ['code', 'merge'] }}\n\
         work.incident = {{ route = ['code'], counts = false }}\n\
         station.code = {{ staff = 1, touch = '4h' }}\n\
         station.review = {{ staff = 1, touch = '3h', role = 'judgment' }}\n\
         station.merge = {{ staff = 1, touch = '1h', delay = '2h', role = 'integration' }}\n{rest}"
    ))
}

fn close(found: f64, truth: f64) {
    assert!((found - truth).abs() < 1e-12, "{found} is not {truth}");
}

#[test]
fn what_a_unit_of_judgment_buys() {
    let found = run_once(&line(""));
    let Measures {
        trusted_per_judgment_hour,
        intervention_rate,
        integration_friction,
        rework,
        rollback_risk,
        cost,
        cost_per_item,
    } = &found.measures;
    assert_eq!((mean(&found.delivered), mean(&found.undone)), (4.0, 2.0));
    // Two stay; two reviews took 3 h each.
    close(mean(trusted_per_judgment_hour), 2.0 / 6.0);
    close(mean(intervention_rate), 0.5);
    // Nobody waits: 1 h of work and 2 h of delay each.
    close(mean(integration_friction), 3.0);
    close(mean(rollback_risk), 0.5);
    assert_eq!(*rework, None);
    assert_eq!((cost, cost_per_item), (&None, &None));
}

#[test]
fn judgment_is_hands_on_time_alone() {
    // Half focus stretches a review to 6 h; both come at once, so one waits for as long.
    let text = line("").replace("touch = '3h'", "focus = 0.5, touch = '3h'");
    let text = text.replace("'0h', '20h'", "'0h', '0h'");
    let found = run_once(&text);
    assert!(mean(&found.stations["review"].wait) > 0.0);
    close(mean(&found.measures.trusted_per_judgment_hour), 2.0 / 6.0);
}

#[test]
fn repeats_are_visits_to_where_an_item_has_been() {
    // Each is sent back once: 4 h of code and 3 h of review, then half of each.
    let text = always(
        "work.change = { demand = { items = ['0h', '50h'] }, route = ['code', 'review'] }\n\
         station.code = { staff = 1, touch = '4h' }\n\
         station.review = { staff = 1, touch = '3h', role = 'judgment', \
                            rework = { chance = 1, to = 'code', effort = 0.5, max = 1 } }",
    );
    let found = run_once(&text);
    close(mean(&found.measures.rework), 3.5 / 10.5);
    close(mean(&found.measures.trusted_per_judgment_hour), 1.0 / 4.5);
    close(mean(&found.measures.intervention_rate), 1.0);
    assert_eq!(found.measures.rollback_risk, None);
    assert_eq!(found.measures.integration_friction, None);
}

#[test]
fn a_branch_that_is_judged_is_judgment_of_its_item() {
    let text = always(
        "work.change = { demand = { items = ['0h'] }, route = ['code', ['review', 'docs']] }\n\
         work.plain = { demand = { items = ['0h'] }, route = ['code'] }\n\
         station.code = { staff = 2, touch = '4h' }\n\
         station.docs = { staff = 1, touch = '9h' }\n\
         station.review = { staff = 1, touch = '3h', role = 'judgment' }",
    );
    // The branch with the review is not the one that completes the join.
    let found = run_once(&text);
    close(mean(&found.measures.intervention_rate), 0.5);
    close(mean(&found.measures.trusted_per_judgment_hour), 2.0 / 3.0);
}

#[test]
fn people_cost_what_they_cost_whether_they_work_or_not() {
    let text = line("").replace(
        "station.code = { staff = 1,",
        "money.currency = 'USD'\nstation.code = { staff = 1, cost_per_year = 87660,",
    );
    let text = text.replace(
        "station.review = { staff = 1,",
        "station.review = { staff = 2,",
    );
    let text = text.replace(
        "role = 'judgment'",
        "role = 'judgment', cost_per_year = 43830",
    );
    let found = run_once(&text);
    // A year has 8766 h: 10 an hour, and twice 5; nobody knows what merging costs.
    close(mean(&found.measures.cost), 20.0 * 400.0);
    close(mean(&found.measures.cost_per_item), 20.0 * 100.0);
    assert_eq!(found.measures.cost.unwrap().unit, "USD");
}

#[test]
fn a_comparison_tells_what_judgment_buys_on_the_same_luck() {
    let text = line(
        "variant.today = {}\n\
         variant.checked = { set = { 'work.change.leads_to.chance' = 0 } }\n",
    );
    let outcome = run(&text, 2, 1);
    let found = &outcome.comparisons[0].trusted_per_judgment_hour;
    close(mean(&found.difference), 4.0 / 6.0 - 2.0 / 6.0);
    close(mean(&found.relative), 1.0);
}
