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
        validation_quality,
        feedback_time,
        context_loss,
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
    let of_flaws = [validation_quality, feedback_time, context_loss];
    assert!(of_flaws.iter().all(|of| of.is_none()));
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

#[test]
fn validation_finds_its_share_of_the_flaws_and_feedback_takes_its_time() {
    // Only the first visits to a and b leave flaws, at 4 h and 6 h, found at 7 h; that of d escapes.
    let text = always(
        "work.job = { demand = { items = ['0h'] }, route = ['a', 'b', 'c', 'd'] }\n\
         station.a = { staff = 1, touch = '4h', flaws = 1 }\n\
         station.b = { staff = 1, touch = '2h', flaws = 1 }\n\
         station.c = { staff = 1, touch = '1h', catches = 0.999 }\n\
         station.d = { staff = 1, touch = '1h', flaws = 1 }\n\
         change.careful = { at = '6.5h', set = { 'a.flaws' = 0, 'b.flaws' = 0 } }\n\
         variant.one.changes = ['careful']",
    );
    let found = run_once(&text).measures;
    close(mean(&found.validation_quality), 2.0 / 3.0);
    close(mean(&found.feedback_time), 2.0);
    assert_eq!(found.context_loss, None);
}

#[test]
fn context_is_lost_at_handoffs_alone() {
    // From b to c an item stays with the same people, and a policy is handed nothing.
    let text = always(
        "handoff = { effort = '30min' }\n\
         work.job = { demand = { items = ['0h', '50h'] }, route = ['a', 'b', 'c'] }\n\
         work.ruled = { demand = { items = ['100h', '150h'] }, route = ['a', 'd'] }\n\
         pool.team = { staff = 1 }\n\
         station.a = { staff = 1, touch = '4h' }\n\
         station.b = { pool = 'team', touch = '2h', pace = 2 }\n\
         station.c = { pool = 'team', touch = '2h' }\n\
         station.d = { staff = 1, touch = '1h', auto = { share = 1 } }",
    );
    let found = run_once(&text).measures;
    close(mean(&found.context_loss), 2.0 * 0.5 / 4.0);
    assert_eq!(
        (found.validation_quality, found.feedback_time),
        (None, None)
    );
}
