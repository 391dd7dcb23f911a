//! Slack that is withheld: the item leaves, its person stays.

use super::courses::desk;
use super::{always, happens, scenario, shows, timeline};
use crate::support::mean;

#[test]
fn c3_withheld_lets_the_item_go_and_keeps_its_person() {
    // Pace 2 with half of it withheld: items take 6 h, their person the 8 h that pace 1.5 would.
    let it = "set = { 'desk.pace' = 'x2' }, slack = { share = '50%', form = 'withheld' }";
    shows(
        &desk("['0h', '0h', '20h']", "12h", it),
        &["starts", "completes"],
        &[
            "0 starts job 0 desk after 0",
            "6 completes job 0 desk",
            "8 starts job 1 desk after 8",
            "14 completes job 1 desk",
            "20 starts job 2 desk after 0",
            "26 completes job 2 desk",
        ],
    );
    // All of it: the person takes the next when there would have been no change at all.
    let it = "set = { 'desk.touch' = 'x0.5' }, slack = { share = 1, form = 'withheld' }";
    shows(
        &desk("['0h', '0h']", "12h", it),
        &["starts", "completes"],
        &[
            "0 starts job 0 desk after 0",
            "6 completes job 0 desk",
            "12 starts job 1 desk after 12",
            "18 completes job 1 desk",
        ],
    );
}

#[test]
fn c3_changing_over_is_withheld_like_touch() {
    // All of the doubled pace: 6 h of touch and 2 h of changing over to the item, 12 h and 4 h to its
    // person.
    let text = always(
        "work.a = { demand = { items = ['0h', '2h'] }, route = ['desk'] }\n\
         work.b = { demand = { items = ['1h'] }, route = ['desk'] }\n\
         station.desk = { staff = 1, touch = '12h', setup = '4h' }\n\
         change.it = { set = { 'desk.pace' = 'x2' }, slack = { share = 1, form = 'withheld' } }\n\
         variant.one.changes = ['it']",
    );
    shows(
        &text,
        &["completes"],
        &[
            "6 completes a 0 desk",
            "20 completes b 0 desk",
            "36 completes a 1 desk",
        ],
    );
}

#[test]
fn c3_who_holds_what_is_finished_works_it_off_meanwhile() {
    // 4 h of touch where 8 h are owed. Job 1 finds no room from 12 h on, until 19 h: its person has
    // stayed by then.
    let text = always(
        "work.job = { demand = { items = ['0h', '0h', '0h', '0h'] }, route = ['desk', 'late'] }\n\
         station.desk = { staff = 1, touch = '8h' }\n\
         station.late = { staff = 1, touch = '15h', waiting_room = 0 }\n\
         change.it = { set = { 'desk.pace' = 'x2' }, slack = { share = 1, form = 'withheld' } }\n\
         variant.one.changes = ['it']",
    );
    happens(
        &text,
        &["starts"],
        &[
            "0 starts job 0 desk after 0",
            "4 starts job 0 late after 0",
            "8 starts job 1 desk after 8",
            "19 starts job 1 late after 0",
            "19 starts job 2 desk after 19",
            "34 starts job 2 late after 0",
            "34 starts job 3 desk after 34",
            "49 starts job 3 late after 0",
        ],
    );
}

#[test]
fn c3_who_stays_may_be_the_one_to_go() {
    // From 6 h on both would stay until 8 h; one goes at 7 h, and the other takes the next at 8 h.
    let text = always(
        "work.job = { demand = { items = ['0h', '0h', '0h'] }, route = ['desk'] }\n\
         station.desk = { staff = 2, touch = '12h' }\n\
         change.it = { set = { 'desk.pace' = 'x2' }, slack = { share = '50%', form = 'withheld' } }\n\
         change.less = { at = '7h', set = { 'desk.staff' = '-1' } }\n\
         variant.one.changes = ['it', 'less']",
    );
    shows(
        &text,
        &["starts", "completes"],
        &[
            "0 starts job 0 desk after 0",
            "0 starts job 1 desk after 0",
            "6 completes job 0 desk",
            "6 completes job 1 desk",
            "8 starts job 2 desk after 8",
            "14 completes job 2 desk",
        ],
    );
}

#[test]
fn c3_what_is_withheld_counts_as_busy() {
    let it = |form: &str| {
        let it = "set = { 'desk.pace' = 'x2' }, slack = { share = '50%', form = 'FORM' }";
        desk("['0h', '0h', '20h']", "12h", &it.replace("FORM", form))
    };
    let busy = |form: &str| {
        let found = crate::support::run(&it(form), 2, 1);
        let station = &found.variants[0].stations["desk"];
        let people = station.people.as_ref().unwrap();
        let all = [
            &people.busy,
            &people.blocked,
            &people.starved,
            &people.off,
            &people.absent,
        ];
        let shares = all.iter().filter_map(|of| of.as_ref());
        let sum: f64 = shares.map(|share| share.mean).sum();
        assert!((sum - 1.0).abs() < 1e-12, "{sum}");
        (mean(&people.busy), mean(&station.utilisation))
    };
    // Three visits of eight hours in 400.
    assert_eq!(busy("withheld"), (0.06, 0.06));
    assert_eq!(busy("expands"), (0.06, 0.06));
}

#[test]
fn c3_withheld_starts_what_expands_would_start() {
    // The same starts whatever happens on the way: calendars, absence, adoption, an end.
    let text = |form: &str| {
        scenario(
            "horizon = '8w'",
            &format!(
                "work.a = {{ demand = {{ poisson = '11 / week' }}, route = ['desk'] }}\n\
                 work.b = {{ demand = {{ poisson = '9 / week' }}, route = ['desk'] }}\n\
                 station.desk = {{ staff = 1, touch = {{ exponential = '3h' }}, \
                     away = {{ every = {{ exponential = '1w' }}, lasts = '1d' }} }}\n\
                 change.it = {{ at = '1w', set = {{ 'desk.pace' = 'x2', 'desk.touch' = '-20%' }}, \
                     slack = {{ share = '60%', form = '{form}' }}, adoption = {{ over = '2w' }}, \
                     lasts = '6w' }}\n\
                 variant.one.changes = ['it']"
            ),
        )
    };
    let [withheld, expands] =
        ["withheld", "expands"].map(|form| timeline(&text(form), &["starts"]));
    assert!(withheld.len() > 100, "{}", withheld.len());
    let at = |row: &String| -> f64 {
        let words: Vec<&str> = row.split(' ').collect();
        let scale = if words[1] == "s" { 3600.0 } else { 1.0 };
        words[0].parse::<f64>().unwrap() / scale
    };
    assert_eq!(withheld.len(), expands.len());
    for (one, other) in withheld.iter().zip(&expands) {
        // Each end of a stretch is rounded to a microsecond.
        assert!((at(one) - at(other)).abs() < 1e-6, "{one} {other}");
    }
}
