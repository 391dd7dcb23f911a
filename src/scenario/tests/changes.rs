//! What the paths of a change address, and what they do.

use super::{SMALL, open, page};
use crate::random::Distribution;
use crate::scenario::model::{Act, Effect, Target};
use crate::units::{DAY, HOUR, WEEK};

fn effects(set: &str) -> Vec<Effect> {
    let text =
        format!("{SMALL}\n[change.it]\nset = {{ {set} }}\n[variant.today]\nchanges = [\"it\"]\n");
    let document = open(&text, &[]).unwrap_or_else(|page| panic!("{page}"));
    document.variants()[0].scenario.changes[0].set.clone()
}

fn only(set: &str) -> (Target, Act) {
    let effects = effects(set);
    assert_eq!(effects.len(), 1, "{set}");
    (effects[0].target, effects[0].act.clone())
}

#[test]
fn numbers_are_set_scaled_or_added_to() {
    assert_eq!(
        only("\"code.pace\" = \"+30%\""),
        (Target::Pace(0), Act::Scale(1.3))
    );
    assert_eq!(
        only("\"code.pace\" = 1.5"),
        (Target::Pace(0), Act::Set(1.5))
    );
    assert_eq!(
        only("\"code.staff\" = \"+2\""),
        (Target::Staff(0), Act::Add(2.0))
    );
    assert_eq!(
        only("\"code.staff\" = \"unlimited\""),
        (Target::Staff(0), Act::Remove)
    );
    assert_eq!(
        only("\"code.focus\" = \"50%\""),
        (Target::Focus(0), Act::Set(0.5))
    );
    assert_eq!(only("\"intake.wip_limit\" = \"none\"").1, Act::Remove);
    let share = only("\"work.feature.share\" = 2");
    assert_eq!(share, (Target::Share(0), Act::Set(2.0)));
    let rate = only("\"work.fix.demand.poisson\" = \"7 / week\"");
    assert_eq!(rate, (Target::Rate(1), Act::Set(7.0 / WEEK as f64)));
}

#[test]
fn chances_are_addressed_by_entry_and_step() {
    let entry = only("\"review.rework.2.chance\" = \"+10pp\"");
    assert_eq!(
        entry,
        (
            Target::ReworkChance {
                station: 2,
                entry: 1
            },
            Act::Add(0.1)
        )
    );
    let effort = only("\"review.rework.1.effort\" = 0.5");
    assert_eq!(
        effort,
        (
            Target::ReworkEffort {
                station: 2,
                entry: 0
            },
            Act::Set(0.5)
        )
    );
    let step = only("\"work.feature.route.legal.chance\" = \"50%\"");
    assert_eq!(
        step,
        (Target::StepChance { kind: 0, step: 1 }, Act::Set(0.5))
    );
}

#[test]
fn touch_concerns_the_kinds_without_a_time_of_their_own() {
    let touch = |kind| Target::Touch { station: 0, kind };
    assert_eq!(
        only("\"code.touch\" = \"-10%\""),
        (touch(0), Act::Scale(0.9))
    );
    assert_eq!(
        only("\"code.touch\" = \"+1h\""),
        (touch(0), Act::Add(HOUR as f64))
    );
    let fixed = Act::Replace(Distribution::constant(HOUR as f64));
    assert_eq!(only("\"code.touch\" = \"1h\""), (touch(0), fixed.clone()));
    assert_eq!(only("\"code.touch_for.fix\" = \"1h\""), (touch(1), fixed));
    assert_eq!(effects("\"review.touch\" = \"x0.5\"").len(), 2);
    // Part of a distribution: the whole new one takes its place.
    let (target, act) = only("\"code.touch.cv\" = 2");
    assert_eq!(target, touch(0));
    assert!(matches!(act, Act::Replace(new) if (new.cv() - 2.0).abs() < 1e-12));
}

#[test]
fn gates_change_slots_and_cadence() {
    let slots = |act| (Target::Slots(1), act);
    assert_eq!(only("\"legal.gate.slots\" = \"+2\""), slots(Act::Add(2.0)));
    assert_eq!(only("\"legal.gate.slots\" = \"none\""), slots(Act::Remove));
    let constant = Act::Replace(Distribution::constant(6.0));
    assert_eq!(only("\"legal.gate.slots\" = 6"), slots(constant));
    assert_eq!(
        only("\"legal.gate.every\" = \"x0.5\""),
        (Target::Cadence(1), Act::Scale(0.5))
    );
    assert_eq!(
        only("\"legal.gate.every\" = \"3d\"").1,
        Act::Set(3.0 * DAY as f64)
    );
    let delay = Act::Replace(Distribution::constant(DAY as f64));
    assert_eq!(only("\"code.delay\" = \"1d\""), (Target::Delay(0), delay));
}

#[test]
fn the_rest_is_for_variants() {
    let fixed = [
        ("code.calendar", "\"always\""),
        ("work.fix.priority", "3"),
        ("work.fix.size", "2"),
        ("legal.gate", "{ every = \"1w\" }"),
        ("review.rework", "\"none\""),
        ("clock.horizon", "\"2y\""),
        ("work.fix.demand", "{ every = \"1d\" }"),
    ];
    for (path, value) in fixed {
        let more = format!("[change.it]\nset = {{ \"{path}\" = {value} }}\n");
        assert!(
            page(&more, &[]).contains("only a variant can set this"),
            "{path}"
        );
    }
}

#[test]
fn changes_that_fit_together_act_as_they_are_written() {
    let more = "[change.a]\nset = { \"code.staff\" = \"-2\" }\n\
                [change.b]\nat = \"1mo\"\nset = { \"code.staff\" = \"-1\" }\n\
                [variant.today]\nchanges = [\"b\", \"a\"]\n";
    let document = open(&format!("{SMALL}{more}"), &[]).unwrap_or_else(|page| panic!("{page}"));
    let changes = &document.variants()[0].scenario.changes;
    let acts: Vec<&Act> = changes.iter().map(|change| &change.set[0].act).collect();
    assert_eq!(acts, [&Act::Add(-1.0), &Act::Add(-2.0)]);
    let page = page(&more.replace("-2", "-3"), &[]);
    let said = "after change `a`, \"-1\" makes it 0, which is too little";
    assert!(page.contains(said), "{page}");
}
