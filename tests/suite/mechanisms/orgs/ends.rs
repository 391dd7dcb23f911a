//! Organisations that somebody looks at, and closes.

use super::{HOME, PAID, beside, found, org, shows};
use crate::support::mean;

/// Closed after 50 hours if nothing has been delivered.
const CLOSES: &str =
    ", starts = '0h', stop = [{ at = '50h', unless = { delivered = 1 }, then = 'close' }]";

#[test]
fn too_little_is_recorded_and_then_ends_it() {
    // [O6] Looks count from the start.
    let looks = ", starts = '40h', founding = '12h', stop = [\
                 { at = '120h', unless = { delivered = 3 }, then = 'close' },\
                 { at = '60h', unless = { delivered = 1 }, then = 'review' },\
                 { at = '100h', unless = { delivered = 1 } }]";
    let cell = format!(
        "intake.wip_limit = 2\nwork.task = {{ demand = {{ endless = true }}, route = ['build'] }}\n\
         station.build = {{ staff = 2, touch = '80h', {PAID} }}"
    );
    let document = beside(HOME, looks, &cell);
    shows(
        &document,
        &["released", "delivered", "closed"],
        &[
            "0 released job 0",
            "10 delivered job 0",
            "52 released cell/task 0",
            "52 released cell/task 1",
            "132 delivered cell/task 0",
            "132 delivered cell/task 1",
            "132 released cell/task 2",
            "132 released cell/task 3",
            "160 closed cell/task 2 cell/build",
            "160 closed cell/task 3 cell/build",
        ],
    );
    let both = found(&document);
    let cell = org(&both, "cell");
    let looks: Vec<(f64, bool, f64)> = (cell.looks.iter())
        .map(|look| (look.after, look.closes, mean(&look.share)))
        .collect();
    assert_eq!(
        looks,
        [(60.0, false, 1.0), (100.0, false, 0.0), (120.0, true, 1.0)]
    );
    assert_eq!(mean(&cell.closed), 1.0);
    assert_eq!(mean(&cell.closed_at), 160.0);
    assert_eq!(mean(&cell.withdrawn), 2.0);
    assert_eq!(mean(&cell.delivered), 2.0);
    assert!((mean(&cell.cost) - 2.0 * 120.0).abs() < 1e-9);
    assert!(org(&both, "home").closed.is_none());
}

#[test]
fn at_the_end_what_was_handed_over_begins_again_and_people_are_back() {
    // [O6]
    let home = "handover = [{ work = 'job', from = 'home', to = 'cell', begins = '6h', \
                people = [{ from = 'desk', to = 'build', n = 1 }] }]\n\
                work.job = { demand = { items = ['0h', '10h', '20h', '200h'] }, route = ['desk'] }\n\
                station.desk = { staff = 1, touch = '5h' }";
    let cell = "work.job = { route = ['build'] }\n\
                work.own = { demand = { items = ['30h'] }, route = ['build'] }\n\
                station.build = { staff = 1, touch = '100h' }";
    let document = beside(home, CLOSES, cell);
    shows(
        &document,
        &["released", "starts", "closed", "delivered"],
        &[
            "0 released job 0",
            "0 starts job 0 desk after 0",
            "5 delivered job 0",
            "10 released cell/job 1",
            "10 starts cell/job 1 cell/build after 0",
            "20 released cell/job 2",
            "20 starts cell/job 2 cell/build after 0",
            "30 released cell/own 0",
            "50 closed cell/job 1 cell/build",
            "50 closed cell/job 2 cell/build",
            "50 released job 1",
            "50 released job 2",
            "50 closed cell/own 0 cell/build",
            "50 starts job 1 desk after 0",
            "55 delivered job 1",
            "55 starts job 2 desk after 5",
            "60 delivered job 2",
            "200 released job 3",
            "200 starts job 3 desk after 0",
            "205 delivered job 3",
        ],
    );
    let both = found(&document);
    assert_eq!(mean(&both.delivered), 4.0);
    assert_eq!(mean(&both.inside_at_end), 0.0);
}

#[test]
fn under_a_limit_what_begins_again_waits_in_its_old_place() {
    // [O6, T4] Among what has arrived, by when it arrived.
    let home = "handover = [{ work = 'job', from = 'home', to = 'cell', begins = '6h', over = '1h' }]\n\
                intake.wip_limit = 1\n\
                work.job = { demand = { items = ['0h', '10h', '20h'] }, route = ['desk'] }\n\
                work.other = { demand = { items = ['1h', '15h'] }, route = ['desk'] }\n\
                station.desk = { staff = 1, touch = '40h' }";
    let cell = "intake.wip_limit = 1\nwork.job = { route = ['build'] }\n\
                station.build = { staff = 1, touch = '100h' }";
    let document = beside(home, CLOSES, cell);
    shows(
        &document,
        &["released"],
        &[
            "0 released job 0",
            "10 released cell/job 1",
            "40 released other 0",
            "80 released job 1",
            "120 released other 1",
            "160 released job 2",
        ],
    );
    assert_eq!(mean(&found(&document).delivered), 5.0);
}
