//! Paths and values of `--set`, which are those of every `set`.

use super::{page, small};
use crate::random::Distribution;
use crate::units::{HOUR, WORKING_DAY, YEAR};

#[test]
fn a_path_may_be_short_or_full() {
    assert_eq!(staff(&small(&["code.staff=7"])), Some(7));
    assert_eq!(staff(&small(&["station.code.staff = 7"])), Some(7));
    assert_eq!(staff(&small(&["station.code.staff=unlimited"])), None);
}

#[test]
fn any_key_has_a_path() {
    assert_eq!(small(&["title=Mine"]).title, "Mine");
    assert_eq!(small(&["run.trials=20"]).run.trials, 20);
    assert_eq!(small(&["money.currency=EUR"]).money.currency, "EUR");
    assert_eq!(
        small(&["work.fix.demand.poisson=7 / week"]).kinds[1].demand,
        small(&["work.fix.demand={ poisson = \"7 / week\" }"]).kinds[1].demand
    );
    assert_eq!(
        small(&["review.rework.2.chance=30%"]).stations[2].rework[1].chance,
        0.3
    );
    assert_eq!(
        small(&["work.feature.route.legal.chance=50%"]).kinds[0].route[1].chance,
        0.5
    );
    assert_eq!(
        small(&["work.feature.route.2.chance=50%"]).kinds[0].route[1].chance,
        0.5
    );
    // A step that is only a name becomes a table.
    assert_eq!(
        small(&["work.fix.route.review.chance=50%"]).kinds[1].route[1].chance,
        0.5
    );
    assert_eq!(
        small(&["code.touch_for.feature=1h"]).stations[0].touch[0].mean(),
        HOUR as f64
    );
    assert!((small(&["code.touch.cv=2"]).stations[0].touch[0].cv() - 2.0).abs() < 1e-12);
    assert_eq!(
        small(&["work.fix.value=5", "work.fix.value=+1"]).kinds[1]
            .value
            .unwrap()
            .amount,
        6.0
    );
}

#[test]
fn a_single_table_counts_as_itself() {
    let single = "review.rework={ chance = \"20%\", to = \"code\" }";
    for path in ["review.rework.chance", "review.rework.1.chance"] {
        let scenario = small(&[single, &format!("{path}=+50%")]);
        assert!(
            (scenario.stations[2].rework[0].chance - 0.3).abs() < 1e-12,
            "{path}"
        );
    }
}

#[test]
fn relative_values_build_on_the_value_in_force() {
    assert_eq!(small(&["code.pace=+30%"]).stations[0].pace, 1.3);
    assert_eq!(
        small(&["code.pace=1.5", "code.pace=x2"]).stations[0].pace,
        3.0
    );
    assert_eq!(staff(&small(&["code.staff=+2"])), Some(6));
    assert_eq!(staff(&small(&["code.staff=+2", "code.staff=-1"])), Some(5));
    assert_eq!(small(&["clock.horizon=+1y"]).clock.horizon.0, 2 * YEAR);
    assert_eq!(small(&["clock.burn_in=+1y"]).clock.burn_in.0, YEAR);
    let chance = |edit: &str| small(&[edit]).stations[2].rework[0].chance;
    assert!((chance("review.rework.1.chance=+30%") - 0.26).abs() < 1e-12);
    assert!((chance("review.rework.1.chance=+10pp") - 0.3).abs() < 1e-12);
    assert!((chance("review.rework.1.chance=-5pp") - 0.15).abs() < 1e-12);
}

#[test]
fn a_distribution_is_scaled_and_keeps_its_shape() {
    let touch = |edit: &str| small(&[edit]).stations[0].touch.clone();
    let before = touch("title=x");
    let scaled = touch("code.touch=-50%");
    assert_eq!(scaled[0], before[0].clone().with_mean(WORKING_DAY as f64));
    // The kind with a time of its own keeps it.
    assert_eq!(scaled[1], before[1]);
    assert_eq!(touch("code.touch=+1wd")[0].mean(), 3.0 * WORKING_DAY as f64);
    assert_eq!(
        touch("code.touch_for.fix=x2")[1],
        Distribution::constant(4.0 * HOUR as f64)
    );
    // Without a time of its own, the time of the station is what it changes.
    assert_eq!(
        touch("code.touch_for.feature=x2")[0].mean(),
        4.0 * WORKING_DAY as f64
    );
}

#[test]
fn counts_are_rounded_and_it_is_said() {
    assert_eq!(staff(&small(&["code.staff=+10%"])), Some(4));
    let page = page("", &["code.staff=+40%"]);
    assert!(page.contains("5.6 is rounded to 6"), "{page}");
    assert!(page.contains("--set 1:1:12"), "{page}");
}

#[test]
fn none_removes() {
    assert_eq!(
        small(&["legal.gate.slots=none"]).stations[1]
            .gate
            .clone()
            .unwrap()
            .slots,
        None
    );
    assert_eq!(small(&["review.rework=none"]).stations[2].rework, []);
    assert_eq!(small(&["review.rework.1=none"]).stations[2].rework.len(), 1);
    let gone = small(&["station.legal=none"]);
    assert_eq!(gone.stations.len(), 2);
    assert_eq!(gone.kinds[0].route.len(), 2);
    assert_eq!(
        small(&["work.feature.route.legal=none"]).kinds[0]
            .route
            .len(),
        2
    );
    assert_eq!(small(&["work.fix=none"]).kinds.len(), 1);
}

#[test]
fn a_table_or_list_is_replaced_whole() {
    let scenario = small(&["legal.gate={ every = \"1w\" }"]);
    assert_eq!(scenario.stations[1].gate.clone().unwrap().slots, None);
    assert_eq!(
        small(&["work.feature.route=[\"code\", \"review\"]"]).kinds[0]
            .route
            .len(),
        2
    );
}

#[test]
fn an_edit_that_changes_nothing_is_mentioned() {
    let idle = [
        "code.staff=4",
        "code.pace=1",
        "code.pace=+0%",
        "legal.gate.every=14d",
    ];
    for edit in idle {
        assert!(page("", &[edit]).contains("changes nothing"), "{edit}");
    }
    assert!(!page("", &["code.pace=1.1"]).contains("changes nothing"));
    // The second one does change something: it takes the first one back.
    assert_eq!(page("", &["code.staff=5", "code.staff=4"]), page("", &[]));
}

#[test]
fn the_edits_of_a_change_have_paths_too() {
    let more = "[change.it]\nset = { \"code.pace\" = \"+30%\" }\n\
                [variant.a]\nchanges = [\"it\"]\n";
    let pace = |edits: &[&str]| {
        let document = super::open(&format!("{}{more}", super::SMALL), edits).unwrap();
        document.variants()[0].scenario.changes[0].set[0]
            .act
            .clone()
    };
    use crate::scenario::model::Act;
    assert_eq!(pace(&["change.it.set.code.pace=+50%"]), Act::Scale(1.5));
    assert_eq!(
        pace(&["change.it.set.station.code.pace=1.25"]),
        Act::Set(1.25)
    );
    let page = page(more, &["change.it.set.cod.pace=2"]);
    assert!(page.contains("did you mean `code`?"), "{page}");
}

#[test]
fn too_many_relative_edits_are_refused() {
    let edits = vec!["code.pace=+1%"; 100];
    assert!(page("", &edits).contains("too-many-edits"));
}

#[test]
fn the_built_in_calendar_has_a_path() {
    let edit = "calendar.office.week=Mon-Thu 09:00-17:00";
    assert_eq!(small(&[edit]).calendars[0].week.len(), 4);
    let holidays = small(&[
        "clock.start=2026-01-05",
        "calendar.office.holidays=[2026-01-06]",
    ]);
    assert_eq!(holidays.calendars[0].holidays, [(1, 1)]);
    assert_eq!(holidays.calendars[0].week.len(), 5);
}

#[test]
fn what_was_wrong_before_an_edit_stays_where_it_is() {
    let broken = "[station.more]\ntouch = { p50 = \"2h\", p90 = \"1h\" }\n";
    let page = page(broken, &["station.more.touch.p50=3h", "code.staff=7"]);
    assert!(page.contains("small.toml:33:9"), "{page}");
    assert!(!page.contains("--set"), "{page}");
}

/// How many people work at the first station.
fn staff(scenario: &crate::scenario::model::Scenario) -> Option<u32> {
    scenario.staff_of(&scenario.stations[0])
}
