//! How changes go on: how often they come, how far, how long, and whether they come to anything.

use super::{always, scenario, shows, timeline};
use crate::support::{read, trace_of};

const HR: &str = "work.policy = { demand = { items = ['1h', '5h'] }, counts = false, route = ['hr'] }\n\
                  station.hr = { staff = 1, touch = '3h' }\n";

/// One desk, jobs, and one change that the only variant makes.
pub(super) fn desk(items: &str, touch: &str, change: &str) -> String {
    always(&format!(
        "work.job = {{ demand = {{ items = {items} }}, route = ['desk'] }}\n\
         station.desk = {{ staff = 1, touch = '{touch}' }}\n\
         change.it = {{ {change} }}\nvariant.one.changes = ['it']\nvariant.none = {{}}\n"
    ))
}

/// Traces of all variants of a scenario, without what names a change.
fn traces(text: &str, trials: u64) -> Vec<String> {
    let document = read(text);
    let of = |variant| {
        let all = (0..trials).map(|trial| trace_of(variant, 7, trial));
        let all: String = all.collect();
        let rows = all.lines().filter(|row| !row.contains(",change"));
        rows.map(|row| format!("{row}\n")).collect()
    };
    document.variants().iter().map(of).collect()
}

/// The hour at which the first item is done at the desk.
fn done(text: &str) -> f64 {
    let row = &timeline(text, &["completes"])[0];
    let at = row.split(' ').collect::<Vec<_>>();
    let scale = if at[1] == "s" { 3600.0 } else { 1.0 };
    at[0].parse::<f64>().unwrap() / scale
}

#[test]
fn c2_each_comes_again_with_every_delivery() {
    // 4 h at pace 1, 4 h at 2, the other 88 h of work at 4.
    let text = desk(
        "['0h']",
        "100h",
        "at = { each = 'policy' }, set = { 'desk.pace' = 'x2' }",
    ) + HR;
    shows(
        &text,
        &["change", "completes"],
        &[
            "4 completes policy 0 hr",
            "4 change it",
            "8 completes policy 1 hr",
            "8 change it",
            "30 completes job 0 desk",
        ],
    );
}

#[test]
fn c1_each_never_acts_before_time_zero() {
    let text = scenario(
        "calendar = 'always', burn_in = '10h', horizon = '400h'",
        "work.job = { demand = { initial = 1 }, route = ['desk'] }\n\
         work.policy = { demand = { initial = 1 }, counts = false, route = ['hr'] }\n\
         station.desk = { staff = 1, touch = '14h' }\n\
         station.hr = { staff = 1, touch = '3h' }\n\
         change.it = { at = { each = 'policy' }, set = { 'desk.pace' = 'x2' } }\n\
         variant.one.changes = ['it']",
    );
    shows(
        &text,
        &["change", "completes"],
        &["-7 completes policy 0 hr", "4 completes job 0 desk"],
    );
}

#[test]
fn c2_a_claim_is_never_simulated() {
    let it = |claimed: &str| {
        let set = "at = '2h', set = { 'desk.pace' = '+10%' }";
        desk("['0h', '3h']", "20h", &format!("{set}{claimed}"))
    };
    let told = it(", claimed = { 'desk.pace' = '+90%', 'desk.staff' = '+3' }, cost = 5000");
    assert_eq!(traces(&told, 1), traces(&it(""), 1));
}

#[test]
fn c2_adoption_moves_day_by_day_as_an_average_over_people() {
    // A quarter of them on the first day, three quarters on the second, then all: 30 h and 42 h of
    // work on the two days, then two an hour.
    let it = "set = { 'desk.pace' = 'x2' }, adoption = { over = '2d' }";
    shows(
        &desk("['0h']", "80h", it),
        &["completes"],
        &["52 completes job 0 desk"],
    );
    // Four in ten of them in the end: a tenth, three tenths, four tenths.
    let it = "set = { 'desk.pace' = 'x2' }, adoption = { over = '2d', ceiling = '40%' }";
    shows(
        &desk("['0h']", "71.6h", it),
        &["completes"],
        &["58 completes job 0 desk"],
    );
    // From noon on: an eighth until midnight, then half of them, then fifteen sixteenths.
    let it = "at = '12h', set = { 'desk.pace' = 'x2' }, adoption = { over = '2d' }";
    shows(
        &desk("['0h']", "77h", it),
        &["completes"],
        &["56 completes job 0 desk"],
    );
}

#[test]
fn c2_adoption_over_no_time_is_everybody_at_once() {
    let set = "at = '5h', set = { 'desk.pace' = 'x2' }, side = { 'desk.touch' = '+20%' }";
    let text = |more: &str| desk("['0h', '1h', '9h']", "20h", &format!("{set}{more}"));
    let at_once = traces(&text(""), 1);
    assert_eq!(traces(&text(", adoption = { over = '0d' }"), 1), at_once);
    assert_ne!(at_once[0], at_once[1]);
}

#[test]
fn c2_slack_keeps_a_share_of_the_gain() {
    // +30% with five sixths of it slack acts as 1.05; the first hour at pace 1.
    let it = "at = '1h', set = { 'desk.pace' = '+30%' }, slack = { share = 0.8333333333333334 }";
    shows(
        &desk("['0h']", "22h", it),
        &["completes"],
        &["21 completes job 0 desk"],
    );
}

#[test]
fn c2_slack_takes_no_loss_and_nothing_that_comes_along() {
    // Half of the gain in pace is slack (1.5), all of the longer touch is there (30 h), and all of the
    // second look.
    let it = "set = { 'desk.pace' = 'x2', 'desk.touch' = '+50%' }, slack = { share = '50%' }, \
              side = { 'desk.delay' = '+4h' }";
    let text = desk("['1h']", "20h", it).replace("touch = '20h'", "touch = '20h', delay = '1h'");
    shows(
        &text,
        &["completes", "leaves"],
        &["21 completes job 0 desk", "26 leaves job 0 desk"],
    );
}

#[test]
fn c2_side_follows_adoption() {
    // On the first day a quarter of the longer delay, on the second three quarters.
    let it = "set = { 'desk.pace' = 'x2' }, side = { 'desk.delay' = '+8h' }, \
              adoption = { over = '2d' }";
    let text = desk("['0h', '24h', '48h']", "0h", it).replace("touch = '0h'", "delay = '2h'");
    shows(
        &text,
        &["leaves"],
        &[
            "4 leaves job 0 desk",
            "32 leaves job 1 desk",
            "58 leaves job 2 desk",
        ],
    );
}

#[test]
fn c2_no_degree_changes_no_bit() {
    let set = "at = '5h', set = { 'desk.pace' = '+30%' }";
    for more in [
        ", slack = { share = 1 }",
        ", adoption = { over = '3d', ceiling = 0 }",
        ", succeeds = 0",
    ] {
        let text = desk("['0h', '1h', '9h']", "20.1h", &format!("{set}{more}"));
        let found = traces(&text, 1);
        assert_eq!(found[0], found[1], "{more}");
    }
}

#[test]
fn c2_what_fades_halves_in_every_half_life() {
    // Ten days of a gain that began as 100% and halves every two days: what is done by then is the
    // area under the curve, ten days and 2 / ln 2 (1 - 2^-5) days.
    let area = 24.0 * (10.0 + 2.0 / std::f64::consts::LN_2 * (1.0 - 1.0 / 32.0));
    let it = "set = { 'desk.pace' = 'x2' }, lasts = { half_life = '2d' }";
    let found = done(&desk("['0h']", &format!("{area}h"), it));
    assert!((found - 240.0).abs() < 1e-6, "{found}");
}

#[test]
fn c2_adoption_and_fading_multiply() {
    // Day by day (1 - 2^-0.5) 2 / ln 2 of what is there, and half of the people on the first day.
    let left = (1.0 - 0.5_f64.sqrt()) * 2.0 / std::f64::consts::LN_2;
    let work = 24.0 * (2.0 + 0.5 * left + left * 0.5_f64.sqrt());
    let it =
        "set = { 'desk.pace' = 'x2' }, adoption = { over = '1d' }, lasts = { half_life = '2d' }";
    let found = done(&desk("['0h']", &format!("{work}h"), it));
    assert!((found - 48.0).abs() < 1e-6, "{found}");
}

#[test]
fn c4_lasts_ends_it_and_the_written_value_is_back() {
    // Four hours at pace 1, six at 2, then 1 again.
    let it = "at = '4h', set = { 'desk.pace' = 'x2' }, lasts = '6h'";
    shows(
        &desk("['0h']", "20h", it),
        &["change", "change ends", "completes"],
        &[
            "4 change it",
            "10 change ends it",
            "14 completes job 0 desk",
        ],
    );
}

#[test]
fn c4_what_is_left_is_worked_out_from_the_written_value() {
    // 2 h at 1, 2 h at 2, 4 h at 3; as the first one ends, the second acts on what is written: 1.5.
    let text = always(
        "work.job = { demand = { items = ['0h'] }, route = ['desk'] }\n\
         station.desk = { staff = 1, touch = '21h' }\n\
         change.early = { at = '2h', set = { 'desk.pace' = 2 }, lasts = '6h' }\n\
         change.late = { at = '4h', set = { 'desk.pace' = 'x1.5' } }\n\
         variant.one.changes = ['late', 'early']",
    );
    shows(&text, &["completes"], &["10 completes job 0 desk"]);
}

#[test]
fn c4_people_go_again_and_who_learns_goes_first() {
    // Two at (1 + 0) / 2 from 2 h to 8 h, one at 1 before and after: 2 + 3 and 3 done of 10 h each.
    let it = "at = '2h', set = { 'desk.staff' = '+1' }, ramp = { over = '10d' }, lasts = '6h'";
    shows(
        &desk("['0h', '0h']", "10h", it),
        &["laid down", "completes"],
        &[
            "8 laid down job 1 desk",
            "13 completes job 0 desk",
            "20 completes job 1 desk",
        ],
    );
}

#[test]
fn c4_what_comes_again_ends_each_by_itself() {
    // Pace 2 from 4 h, 4 from 8 h, 2 from 14 h, 1 from 18 h.
    let text = desk(
        "['0h']",
        "50h",
        "at = { each = 'policy' }, set = { 'desk.pace' = 'x2' }, lasts = '10h'",
    ) + HR;
    shows(
        &text,
        &["change ends", "completes"],
        &[
            "4 completes policy 0 hr",
            "8 completes policy 1 hr",
            "14 change ends it",
            "18 change ends it",
            "24 completes job 0 desk",
        ],
    );
}

#[test]
fn c4_after_its_end_nothing_is_left_of_a_change() {
    // A gain that comes and goes little by little ends while nothing is under way.
    let it = "at = '30h', set = { 'desk.pace' = '+37%', 'desk.delay' = 'x0.7' }, \
              adoption = { over = '3d' }, lasts = '2w'";
    let text = desk("['0h', '380h', '381h']", "7.3h", it)
        .replace("'7.3h'", "'7.3h', delay = { mean = '1d', cv = 1.3 }");
    let late = |trace: &str| -> String {
        let rows = trace.lines().filter(|row| {
            let at = row.split(',').next().and_then(|at| at.parse::<f64>().ok());
            at.is_some_and(|at| at > 379.0 * 3600.0)
        });
        rows.map(|row| format!("{row}\n")).collect()
    };
    let found = traces(&text, 3);
    assert!(late(&found[0]).lines().count() > 6);
    assert_eq!(late(&found[0]), late(&found[1]));
}

#[test]
fn c4_lasts_may_be_drawn_each_time() {
    let text = scenario(
        "calendar = 'always', horizon = '4000h'",
        "work.job = { demand = { every = '100h' }, route = ['desk'] }\n\
         station.desk = { staff = 'unlimited' }\n\
         change.it = { at = { each = 'job' }, set = { 'desk.pace' = 2 }, \
                       lasts = { uniform = { from = '1h', to = '9h' } } }\n\
         variant.one.changes = ['it']",
    );
    let ends = timeline(&text, &["change ends"]);
    let after: Vec<f64> = ends
        .iter()
        .map(|row| {
            let at = row.split(' ').collect::<Vec<_>>();
            let scale = if at[1] == "s" { 3600.0 } else { 1.0 };
            (at[0].parse::<f64>().unwrap() / scale) % 100.0
        })
        .collect();
    assert_eq!(after.len(), 39);
    assert!(after.iter().all(|after| (1.0..9.0).contains(after)));
    let average = after.iter().sum::<f64>() / after.len() as f64;
    assert!((average - 5.0).abs() < 1.2, "{average}");
    assert!(after.windows(2).all(|pair| pair[0] != pair[1]));
}

#[test]
fn c5_succeeds_is_drawn_per_trial_and_happening() {
    let text = scenario(
        "calendar = 'always', horizon = '5000h'",
        "work.job = { demand = { every = '10h' }, route = ['desk'] }\n\
         station.desk = { staff = 'unlimited' }\n\
         change.it = { at = { each = 'job' }, set = { 'desk.pace' = 'x1.0001' }, succeeds = '30%' }\n\
         change.once = { at = '5h', set = { 'desk.delay' = '0h' }, succeeds = '30%' }\n\
         variant.one.changes = ['it', 'once']",
    )
    .replace("'unlimited'", "'unlimited', delay = '1h'");
    let document = read(&text);
    let variant = &document.variants()[0];
    let counted = |trial: u64, what: &str| {
        let trace = trace_of(variant, 1, trial);
        trace.lines().filter(|row| row.contains(what)).count()
    };
    let (took, failed) = (counted(0, ",change,it"), counted(0, ",change fails,it"));
    assert_eq!(took + failed, 499);
    // 150 on average, with a deviation of 10.
    assert!((took as f64 - 150.0).abs() < 45.0, "{took}");
    assert_ne!(counted(1, ",change,it"), took);
    let once: usize = (0..300).map(|trial| counted(trial, ",change,once")).sum();
    assert!((once as f64 - 90.0).abs() < 32.0, "{once}");
}

#[test]
fn c6_a_change_may_bring_people_who_learn() {
    // As with the effect of a kind: two people at (0.8 + 0) / 2 from 10 h, a day later at
    // (0.8 + 0.5) / 2, then at 1.
    let it = "at = '10h', set = { 'desk.staff' = '+1' }, ramp = { over = '2d', teaching = '20%' }";
    shows(
        &desk("['0h', '0h']", "40h", it),
        &["completes"],
        &["62.8 completes job 0 desk", "72.8 completes job 1 desk"],
    );
}

#[test]
fn c2_the_local_change_is_what_acts() {
    let local = |course: &str| {
        let text = always(&format!(
            "work.job = {{ demand = {{ endless = true }}, route = ['desk'] }}\n\
             station.desk = {{ staff = 1, touch = {{ exponential = '4h' }} }}\n\
             change.it = {{ set = {{ 'desk.pace' = '+30%' }}{course} }}\n\
             variant.today = {{}}\nvariant.one.changes = ['it']\n"
        ));
        let found = crate::support::run(&text, 4, 1);
        found.comparisons[0].local
    };
    assert_eq!(local(""), Some(0.3));
    assert_eq!(local(", slack = { share = 0.5 }"), Some(0.15));
    // To everybody but the item it is the same.
    let withheld = ", slack = { share = 0.5, form = 'withheld' }";
    assert_eq!(local(withheld), Some(0.15));
    // Half of the window.
    assert_eq!(local(", lasts = '200h'"), Some(0.15));
    assert_eq!(
        local(", adoption = { over = '0d', ceiling = '80%' }"),
        Some(0.24)
    );
    // Half of it over 384 h, then 16 h of all of it.
    assert_eq!(local(", adoption = { over = '16d' }"), Some(0.156));
    assert_eq!(local(", succeeds = '50%'"), None);
    assert_eq!(local(", lasts = { exponential = '200h' }"), None);
}

#[test]
fn c2_explain_tells_how_far_and_how_long() {
    let document = |course: &str| {
        read(&always(&format!(
            "work.job = {{ demand = {{ poisson = '1 / d' }}, route = ['desk'] }}\n\
             station.desk = {{ staff = 1, touch = {{ exponential = '12h' }} }}\n\
             change.it = {{ set = {{ 'desk.pace' = '+30%' }}{course} }}\n\
             variant.one.changes = ['it']\n"
        )))
    };
    let explained = |course: &str| {
        let options = throughline::report::TextOptions {
            width: 100,
            color: false,
            ascii: true,
        };
        throughline::report::explain(&document(course), None, &options)
    };
    let told = explained(
        ", slack = { share = '50%' }, adoption = { over = '1w', ceiling = '80%' }, \
         lasts = { half_life = '2w' }, succeeds = '70%', cost = 5000, \
         side = { 'desk.touch' = '+10%' }, claimed = { 'desk.pace' = '+60%' }",
    );
    for part in [
        "12%",
        "80%",
        "50%",
        "70%",
        "5000",
        "along with it",
        "claimed",
    ] {
        assert!(told.replace(',', "").contains(part), "{part}:\n{told}");
    }
}
