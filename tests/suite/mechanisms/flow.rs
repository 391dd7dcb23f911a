//! Routes: rework, chances, sizes, ties, delivery and value.

use super::{always, scenario, shows, timeline};
use crate::support::{cause, mean, run, run_once};

#[test]
fn rework_takes_its_share_of_effort_through_the_sender_and_then_passes() {
    let text = always(
        "work.job = { demand = { items = ['0h'] }, route = ['a', 'b', 'c', 'd'] }\n\
         station.a = { staff = 1, touch = '4h' }\n\
         station.b = { staff = 1, touch = '2h' }\n\
         station.c = { staff = 1, touch = '1h', \
                       rework = { chance = 1.0, to = 'a', effort = 0.5, max = 1 } }\n\
         station.d = { staff = 1, touch = '2h' }",
    );
    shows(
        &text,
        &["completes", "sent back"],
        &[
            "4 completes job 0 a",
            "6 completes job 0 b",
            "7 completes job 0 c",
            "7 sent back job 0 c",
            "9 completes job 0 a",
            "10 completes job 0 b",
            "10.5 completes job 0 c",
            "12.5 completes job 0 d",
        ],
    );
}

#[test]
fn a_later_send_back_replaces_the_effort() {
    // [S5] The factor of c (0.5) is in force when b sends back with 0.25, through b alone.
    let text = always(
        "work.job = { demand = { items = ['0h'] }, route = ['a', 'b', 'c'] }\n\
         station.a = { staff = 1, touch = '4h' }\n\
         station.b = { staff = 1, touch = '2h', \
                       rework = { chance = 0, to = 'a', effort = 0.25, max = 1 } }\n\
         station.c = { staff = 1, touch = '1h', \
                       rework = { chance = 1.0, to = 'a', effort = 0.5, max = 1 } }\n\
         change.strict = { at = '10h', set = { 'b.rework.chance' = 1.0 } }\n\
         variant.one.changes = ['strict']",
    );
    shows(
        &text,
        &["completes", "sent back"],
        &[
            "4 completes job 0 a",
            "6 completes job 0 b",
            "7 completes job 0 c",
            "7 sent back job 0 c",
            "9 completes job 0 a",
            // Changes come before services that end at the same instant.
            "10 completes job 0 b",
            "10 sent back job 0 b",
            "11 completes job 0 a",
            "11.5 completes job 0 b",
            "12.5 completes job 0 c",
        ],
    );
}

#[test]
fn a_maximum_counts_per_item_and_entry_and_only_its_kinds() {
    let text = always(
        "work.fix = { demand = { items = ['0h', '0h'] }, route = ['a', 'b'] }\n\
         work.new = { demand = { items = ['0h'] }, route = ['a', 'b'] }\n\
         station.a = { staff = 1, touch = '1h' }\n\
         station.b = { staff = 1, touch = '1h', \
                       rework = { chance = 1.0, to = 'a', max = 2, only = ['fix'] } }",
    );
    let visits = |item: &str| {
        let all = timeline(&text, &["completes"]);
        all.iter()
            .filter(|line| line.ends_with(&format!("{item} b")))
            .count()
    };
    assert_eq!(
        [visits("fix 0"), visits("fix 1"), visits("new 0")],
        [3, 3, 1]
    );
    assert_eq!(mean(&run_once(&text).stations["b"].sent_back), 4.0 / 7.0);
}

#[test]
fn rework_leads_to_the_last_place_before() {
    // [R6] The item passes everything between again.
    let text = always(
        "work.job = { demand = { items = ['0h'] }, route = ['a', 'b', 'a', 'c', 'd'] }\n\
         station.a = { staff = 1, touch = '1h' }\n\
         station.b = { staff = 1, touch = '1h' }\n\
         station.c = { staff = 1, touch = '1h' }\n\
         station.d = { staff = 1, touch = '1h', rework = { chance = 1.0, to = 'a', max = 1 } }",
    );
    let route: Vec<String> = timeline(&text, &["completes"])
        .iter()
        .map(|line| line.split(' ').next_back().unwrap().to_owned())
        .collect();
    assert_eq!(route, ["a", "b", "a", "c", "d", "a", "c", "d"]);
}

#[test]
fn entries_of_rework_share_one_draw() {
    let text = always(
        "work.job = { demand = { every = '1h' }, route = ['a', 'b', 'c'] }\n\
         station.a = { staff = 'unlimited' }\n\
         station.b = { staff = 'unlimited' }\n\
         station.c = { staff = 'unlimited', \
                       rework = [{ chance = 0.5, to = 'a', max = 1 }, { chance = 0.5, to = 'b', max = 1 }] }",
    );
    // Together their chance is 1: the first verdict always sends back.
    let first: Vec<String> = timeline(&text, &["leaves", "sent back"])
        .into_iter()
        .filter(|line| line.ends_with(" c"))
        .collect();
    let mut seen = std::collections::BTreeSet::new();
    for line in &first {
        let words: Vec<&str> = line.split(' ').collect();
        let item = words[words.len() - 2].to_owned();
        if seen.insert(item) {
            assert!(line.contains("sent back"), "{line}");
        }
    }
    assert!(seen.len() > 300);
}

#[test]
fn a_step_with_a_chance_is_decided_once_per_item() {
    // [R2] Everything comes back three times and finds the same answer.
    let text = always(
        "work.job = { demand = { every = '1h', total = 200 }, \
                      route = ['a', { station = 'legal', chance = '50%' }, 'c'] }\n\
         station.a = { staff = 'unlimited' }\n\
         station.legal = { staff = 'unlimited' }\n\
         station.c = { staff = 'unlimited', rework = { chance = 1.0, to = 'a', max = 3 } }",
    );
    let all = timeline(&text, &["arrives"]);
    let mut taken = 0;
    for item in 0..200 {
        let visits = |station: &str| {
            let end = format!("job {item} {station}");
            all.iter().filter(|line| line.ends_with(&end)).count()
        };
        assert_eq!(visits("a"), 4);
        assert!([0, 4].contains(&visits("legal")), "item {item}");
        taken += visits("legal") / 4;
    }
    assert!((60..=140).contains(&taken), "{taken} of 200");
}

#[test]
fn size_multiplies_touch_and_each_kind_may_have_its_own() {
    let text = always(
        "work.big = { demand = { items = ['0h'] }, size = 2.5, route = ['desk'] }\n\
         work.fix = { demand = { items = ['0h'] }, route = ['desk'] }\n\
         work.job = { demand = { items = ['0h'] }, route = ['desk'] }\n\
         station.desk = { staff = 3, touch = '2h', touch_for = { fix = '30min' }, pace = 2 }",
    );
    shows(
        &text,
        &["completes"],
        &[
            "0.25 completes fix 0 desk",
            "1 completes job 0 desk",
            "2.5 completes big 0 desk",
        ],
    );
}

#[test]
fn items_that_arrive_together_go_by_kind_and_number() {
    // [S2] Never by the order of tables.
    let text = always(
        "work.c = { demand = { items = ['5h'] }, route = ['desk'] }\n\
         work.a = { demand = { items = ['5h', '5h'] }, route = ['desk'] }\n\
         work.b = { demand = { items = ['5h'] }, route = ['desk'] }\n\
         station.desk = { staff = 1, touch = '1h' }",
    );
    shows(
        &text,
        &["starts"],
        &[
            "5 starts a 0 desk after 0",
            "6 starts a 1 desk after 1",
            "7 starts b 0 desk after 2",
            "8 starts c 0 desk after 3",
        ],
    );
}

#[test]
fn stations_that_end_together_hand_over_by_kind() {
    // y comes from the first station by name, x from the last, z at this instant from outside.
    let text = always(
        "work.z = { demand = { items = ['5h'] }, route = ['join'] }\n\
         work.y = { demand = { items = ['0h'] }, route = ['s1', 'join'] }\n\
         work.x = { demand = { items = ['2h'] }, route = ['s2', 'join'] }\n\
         work.w = { demand = { items = ['1h'] }, route = ['s3', 'join'] }\n\
         station.s1 = { staff = 1, touch = '5h' }\n\
         station.s2 = { staff = 1, touch = '3h' }\n\
         station.s3 = { delay = '4h' }\n\
         station.join = { staff = 1, touch = '1h' }",
    );
    let all = timeline(&text, &["starts"]);
    let at_join: Vec<&String> = all.iter().filter(|line| line.contains("join")).collect();
    assert_eq!(
        at_join,
        [
            "5 starts w 0 join after 0",
            "6 starts x 0 join after 1",
            "7 starts y 0 join after 2",
            "8 starts z 0 join after 3",
        ]
    );
}

#[test]
fn who_is_delivered_may_still_have_a_way_to_go() {
    let text = scenario(
        "calendar = 'always', horizon = '52w'",
        "work.job = { demand = { items = ['0h', '0h'] }, route = ['code', 'sales'], \
                      delivered_at = 'code', value = { amount = 1000, decay = '10% / mo' } }\n\
         station.code = { staff = 2, touch = '0.5h' }\n\
         station.sales = { delay = '730h' }",
    );
    shows(
        &text,
        &["delivered", "out"],
        &[
            "0.5 delivered job 0",
            "0.5 delivered job 1",
            "730.5 out job 0",
            "730.5 out job 1",
        ],
    );
    let found = run_once(&text);
    assert_eq!(mean(&found.flow_time.mean), 0.5);
    assert_eq!((mean(&found.delivered), mean(&found.earned)), (2.0, 2.0));
    assert!((mean(&found.wip) - 1.0 / 8736.0).abs() < 1e-15);
    assert!(
        (mean(&found.value) - 1800.0).abs() < 1e-9,
        "a month is 730.5 h"
    );
    let bare = text.replace("{ amount = 1000, decay = '10% / mo' }", "1000");
    assert_eq!(mean(&run_once(&bare).value), 2000.0);
}

#[test]
fn focus_takes_longer_and_the_rest_is_other_duties() {
    let text = always(
        "work.job = { demand = { items = ['0h'] }, route = ['desk'] }\n\
         station.desk = { staff = 1, touch = '4h', focus = '50%' }\n\
         variant.half = {}\n\
         change.free = { at = '2h', set = { 'desk.focus' = 1.0 } }\n\
         variant.freed.changes = ['free']",
    );
    shows(&text, &["completes"], &["8 completes job 0 desk"]);
    let found = run(&text, 2, 1).variants;
    let split = |at: usize| {
        let time = &found[at].time;
        (cause(time, "touch"), cause(time, "other_duties"))
    };
    assert_eq!((split(0), split(1)), ((4.0, 4.0), (4.0, 1.0)));
    assert_eq!(mean(&found[1].flow_time.mean), 5.0);
}

#[test]
fn who_skips_the_step_that_delivers_is_delivered_there() {
    let text = always(
        "work.job = { demand = { items = ['0h'] }, delivered_at = 'launch', \
                      route = ['desk', { station = 'launch', chance = 0 }, 'sales'] }\n\
         station.desk = { staff = 1, touch = '1h' }\n\
         station.launch = { staff = 1, touch = '1h' }\n\
         station.sales = { delay = '5h' }",
    );
    shows(
        &text,
        &["delivered", "out"],
        &["1 delivered job 0", "6 out job 0"],
    );
}

#[test]
fn a_send_back_after_delivery_delivers_only_once() {
    let text = always(
        "work.job = { demand = { items = ['0h'] }, delivered_at = 'code', \
                      route = ['code', 'check'] }\n\
         station.code = { staff = 1, touch = '2h' }\n\
         station.check = { staff = 1, touch = '1h', \
                           rework = { chance = 1.0, to = 'code', max = 1 } }",
    );
    shows(
        &text,
        &["delivered", "sent back", "out"],
        &[
            "2 delivered job 0",
            "3 sent back job 0 check",
            "6 out job 0",
        ],
    );
    let found = run_once(&text);
    assert_eq!(mean(&found.delivered), 1.0);
    assert_eq!(mean(&found.flow_time.mean), 2.0);
    assert_eq!(mean(&found.wip), 2.0 / 400.0);
}
