//! Organisations that begin, hand over and end while others go on.

mod ends;
mod names;

use throughline::experiment::{OrgOutcome, Outcome, VariantOutcome};
use throughline::random::{Draw, Purpose, name_hash, stream_keys};
use throughline::scenario::Document;

use super::{always, timeline_of};
use crate::support::{mean, read_beside, run_document, trace_of};

/// Home with a cell beside it, the last variant has both.
fn beside(home: &str, org: &str, cell: &str) -> Document {
    let cell = format!("format = 1\ntitle = 'A cell'\nclock.horizon = '1h'\n{cell}\n");
    let text = format!(
        "{home}\norg.cell = {{ from = 'cell.toml'{org} }}\n\
         variant.both.orgs = ['home', 'cell']\n"
    );
    read_beside(&always(&text), &[("cell.toml", &cell)])
}

fn shows(document: &Document, events: &[&str], expected: &[&str]) {
    let variant = document.variants().last().unwrap();
    assert_eq!(timeline_of(variant, events), expected);
}

fn run(document: &Document, trials: u64) -> Outcome {
    run_document(document, trials, 1, 2)
}

/// What becomes of the last variant, the books of which are right.
fn found(document: &Document) -> VariantOutcome {
    let found = run(document, 2).variants.pop().unwrap();
    assert_eq!(found.checks.mass_balance, 0);
    assert_eq!(found.checks.ledger, 0);
    found
}

fn org<'o>(found: &'o VariantOutcome, name: &str) -> &'o OrgOutcome {
    found.orgs.iter().find(|org| org.name == name).unwrap()
}

/// When a line of a timeline happens [h].
fn instant(line: &str) -> f64 {
    let mut words = line.split(' ');
    let number: f64 = words.next().unwrap().parse().unwrap();
    number
        / if words.next() == Some("s") {
            3600.0
        } else {
            1.0
        }
}

/// Somebody works at home all the time.
const HOME: &str = "work.job = { demand = { items = ['0h'] }, route = ['desk'] }\n\
                    station.desk = { staff = 1, touch = '10h' }";

#[test]
fn an_organisation_opens_empty_and_releases_after_its_founding() {
    // [O3] What would have come before never comes.
    let starts = ", starts = '40h', founding = '12h'";
    let cell = beside(
        HOME,
        starts,
        "work.task = { demand = { items = ['10h', '45h', '60h'] }, route = ['build'] }\n\
         station.build = { staff = 2, touch = '5h' }",
    );
    shows(
        &cell,
        &["released", "delivered"],
        &[
            "0 released job 0",
            "10 delivered job 0",
            "60 released cell/task 0",
            "65 delivered cell/task 0",
        ],
    );
    // Two people are there from 40 h to 400 h.
    let busy = mean(&found(&cell).stations["cell/build"].utilisation);
    assert!((busy - 5.0 / (2.0 * 360.0)).abs() < 1e-12, "{busy}");
}

#[test]
fn demand_of_every_form_begins_with_the_founding() {
    // [O3]
    let build = "route = ['build'] }\nstation.build = { staff = 'unlimited', touch = '200h' }";
    let released = |demand: &str, more: &str| {
        let cell = format!("{more}\nwork.task = {{ demand = {{ {demand} }}, {build}");
        let document = beside(HOME, ", starts = '40h', founding = '12h'", &cell);
        let mut all = timeline_of(document.variants().last().unwrap(), &["released"]);
        assert_eq!(all.remove(0), "0 released job 0");
        all
    };
    let endless = released("endless = true", "intake.wip_limit = 2");
    assert_eq!(
        endless[..3],
        [
            "52 released cell/task 0",
            "52 released cell/task 1",
            "252 released cell/task 2"
        ]
    );
    let every = released("every = '100h'", "");
    assert_eq!(
        every,
        [
            "152 released cell/task 0",
            "252 released cell/task 1",
            "352 released cell/task 2"
        ]
    );
    let profile = "profile = [{ from = '0h', poisson = '9 / h' }, { from = '30h', poisson = '0 / h' }, \
                   { from = '51h', poisson = '9 / h' }, { from = '53h', poisson = '0 / h' }]";
    for demand in ["poisson = '2 / h'", profile] {
        let all = released(demand, "");
        assert!((52.0..54.0).contains(&instant(&all[0])), "{}", all[0]);
    }
}

#[test]
fn a_change_of_demand_brings_nothing_to_who_is_not_there() {
    // [O3, O6] Before the founding, and after the end.
    let stop = "stop = [{ at = '100h', unless = { delivered = 9 }, then = 'close' }]";
    let cell = "work.task = { demand = { poisson = '1 / week' }, route = ['build'] }\n\
                station.build = { staff = 'unlimited', delay = '400h' }\n";
    let text = always(&format!(
        "{HOME}\norg.cell = {{ from = 'cell.toml', starts = '40h', {stop} }}\n\
         change.more = {{ at = '20h', set = {{ 'cell/work.task.demand.poisson' = '1 / h' }} }}\n\
         change.most = {{ at = '200h', set = {{ 'cell/work.task.demand.poisson' = '2 / h' }} }}\n\
         variant.both = {{ orgs = ['home', 'cell'], changes = ['more', 'most'] }}\n"
    ));
    let file = format!("format = 1\ntitle = 'Cell'\nclock.horizon = '1h'\n{cell}");
    let document = read_beside(&text, &[("cell.toml", &file)]);
    let all = timeline_of(&document.variants()[0], &["released"]);
    let hours: Vec<f64> = all.iter().skip(1).map(|line| instant(line)).collect();
    let there = hours.iter().all(|hour| (40.0..140.0).contains(hour));
    assert!(there && hours.len() > 50, "{hours:?}");
}

/// Demand of 2 items an hour, of which a share goes over.
fn handing(handover: &str) -> Document {
    let home = format!(
        "handover = [{{ work = 'job', from = 'home', to = 'cell', {handover} }}]\n\
         work.job = {{ demand = {{ every = '30min' }}, size = {{ mean = 1, cv = 1 }}, route = ['desk'] }}\n\
         station.desk = {{ staff = 'unlimited', touch = '1h' }}\nvariant.alone = {{}}"
    );
    let cell = "work.job = { route = ['build'], size = { mean = 1, cv = 1 } }\n\
                station.build = { staff = 'unlimited', touch = '1h' }";
    beside(&home, "", cell)
}

/// Kind and number of all that was released, and when [h].
fn released(document: &Document, variant: usize) -> Vec<(f64, String, u32)> {
    let lines = timeline_of(&document.variants()[variant], &["released"]);
    let item = |line: &String| {
        let words: Vec<&str> = line.split(' ').collect();
        (
            words[0].parse().unwrap(),
            words[2].to_owned(),
            words[3].parse().unwrap(),
        )
    };
    lines.iter().map(item).collect()
}

#[test]
fn an_item_goes_over_when_its_own_draw_is_below_the_share_reached() {
    // [O5] It keeps its number, and arrives as it would have.
    let document = handing("begins = '100h', over = '200h', up_to = '60%'");
    let key = stream_keys(1, 0, name_hash("job"), 0)[Purpose::Handover as usize];
    let all = released(&document, 1);
    assert_eq!(all.len(), 799);
    for (expected, (at, kind, number)) in (0..).zip(&all) {
        assert_eq!((*number, *at), (expected, f64::from(expected + 1) * 0.5));
        let share = 0.6 * ((at - 100.0) / 200.0).clamp(0.0, 1.0);
        let over = Draw::new(key, *number, 0, 0).unit() < share;
        assert_eq!(kind == "cell/job", over, "{number} at {at}");
    }
    let over = all.iter().filter(|item| item.1 == "cell/job").count();
    assert!((90..270).contains(&over), "{over}");
}

#[test]
fn an_item_handed_over_keeps_its_luck() {
    // [O2] Where touch is certain it takes as long in the new house.
    let document = handing("begins = '10h', up_to = '50%'");
    let spans = |variant: usize| {
        let trace = trace_of(&document.variants()[variant], 1, 0);
        let lines = trace
            .lines()
            .skip(1)
            .map(|line| line.split(',').collect::<Vec<_>>());
        let done = lines.filter(|row| row[1] == "completes");
        let mut done: Vec<(u32, i64)> = done
            .map(|row| {
                (
                    row[3].parse().unwrap(),
                    row[0].replace('.', "").parse().unwrap(),
                )
            })
            .collect();
        done.sort_unstable();
        done
    };
    let over = released(&document, 1)
        .iter()
        .filter(|item| item.1 == "cell/job")
        .count();
    assert!(over > 300);
    assert_eq!(spans(0), spans(1));
}

/// A person costs 1 an hour, so that costs are hours of people.
const PAID: &str = "cost_per_year = 8766";

#[test]
fn people_go_one_by_one_in_step_with_the_share() {
    // [O5] On each of four days one of four; what the old house loses the new one has.
    let home = format!(
        "handover = [{{ work = 'job', from = 'home', to = 'cell', begins = '48h', over = '96h', \
         people = [{{ from = 'desk', to = 'build', n = 4 }}] }}]\n\
         work.job = {{ demand = {{ items = ['0h'] }}, route = ['desk'] }}\n\
         station.desk = {{ staff = 5, touch = '10h', {PAID} }}"
    );
    let cell = format!(
        "work.job = {{ route = ['build'] }}\nstation.build = {{ staff = 1, touch = '1h', {PAID} }}"
    );
    let document = beside(&home, "", &cell);
    let both = found(&document);
    let left = 24.0 * (1.0 + 2.0 + 3.0) + 4.0 * (400.0 - 144.0);
    let hours = ["home", "cell"].map(|name| mean(&org(&both, name).cost));
    let expected = [5.0 * 400.0 - left, 400.0 + left];
    for (hours, expected) in hours.into_iter().zip(expected) {
        assert!((hours - expected).abs() < 1e-9, "{hours} {expected}");
    }
}

#[test]
fn who_goes_lays_work_down_and_takes_up_what_waits() {
    // [O5, S8]
    let home = "handover = [{ work = 'job', from = 'home', to = 'cell', begins = '15h', \
                people = [{ from = 'desk', to = 'build', n = 1 }] }]\n\
                work.job = { demand = { items = ['0h', '1h'] }, route = ['desk'] }\n\
                station.desk = { staff = 2, touch = '20h' }";
    let cell = "work.job = { route = ['build'] }\n\
                work.own = { demand = { items = ['2h', '3h'] }, route = ['build'] }\n\
                station.build = { staff = 1, touch = '30h' }";
    let document = beside(home, "", cell);
    shows(
        &document,
        &["starts", "laid down", "completes"],
        &[
            "0 starts job 0 desk after 0",
            "1 starts job 1 desk after 0",
            "2 starts cell/own 0 cell/build after 0",
            "15 laid down job 1 desk",
            "15 starts cell/own 1 cell/build after 12",
            "20 completes job 0 desk",
            // 6 hours were left of it.
            "26 completes job 1 desk",
            "32 completes cell/own 0 cell/build",
            "45 completes cell/own 1 cell/build",
        ],
    );
}

#[test]
fn a_handover_begins_when_the_new_house_is_founded() {
    // [O3, O5] All of it was due before: items, room and people go over at once.
    let home = format!(
        "handover = [{{ work = 'job', from = 'home', to = 'cell', begins = '10h', over = '10h', \
         people = [{{ from = 'desk', to = 'build', n = 2 }}] }},\n\
         {{ work = 'more', from = 'home', to = 'cell', begins = '10h', over = '10h', up_to = '75%' }}]\n\
         intake.wip_limit = 4\n\
         work.job = {{ demand = {{ items = ['20h', '60h'] }}, counts = false, route = ['desk'] }}\n\
         work.more = {{ demand = {{ endless = true }}, route = ['shelf'] }}\n\
         station.desk = {{ staff = 3, touch = '1h', {PAID} }}\n\
         station.shelf = {{ delay = '30h' }}"
    );
    let cell = format!(
        "intake.wip_limit = 1\nwork.job = {{ route = ['build'], counts = false }}\n\
         work.more = {{ demand = {{ endless = true }}, route = ['shelf'] }}\n\
         station.shelf = {{ delay = '300h' }}\n\
         station.build = {{ staff = 1, touch = '1h', {PAID} }}"
    );
    let document = beside(&home, ", starts = '25h', founding = '20h'", &cell);
    let all = timeline_of(document.variants().last().unwrap(), &["released"]);
    let jobs: Vec<&String> = all.iter().filter(|line| line.contains("job")).collect();
    assert_eq!(jobs, ["20 released job 0", "60 released cell/job 1"]);
    // Four at 0 and 30 h, and from 45 h on there is room for one.
    let home = all.iter().filter(|line| line.contains("released more"));
    assert_eq!(home.count(), 4 + 4 + (390 - 60) / 30 + 1);
    assert!(
        all.contains(&"45 released cell/more 0".to_owned()),
        "{all:?}"
    );
    let both = found(&document);
    let hours = ["home", "cell"].map(|name| mean(&org(&both, name).cost));
    assert!(
        (hours[0] - (3.0 * 400.0 - 2.0 * 355.0)).abs() < 1e-9,
        "{hours:?}"
    );
    assert!((hours[1] - (375.0 + 2.0 * 355.0)).abs() < 1e-9, "{hours:?}");
}

#[test]
fn of_endless_demand_room_goes_over() {
    // [O5] In daily steps: half of the way after one of two days.
    let home = "handover = [{ work = 'job', from = 'home', to = 'cell', begins = '100h', over = '48h', \
                up_to = '80%' }]\n\
                intake.wip_limit = 10\n\
                work.job = { demand = { endless = true }, route = ['shelf'] }\n\
                station.shelf = { delay = '8h' }\nvariant.alone = {}";
    let cell = "intake.wip_limit = 3\nwork.job = { demand = { endless = true }, route = ['shelf'] }\n\
                station.shelf = { delay = '8h' }";
    let document = beside(home, "", cell);
    let all = released(&document, 1);
    let at = |kind: &str, from: f64, to: f64| {
        let of = all.iter().filter(|item| item.1 == kind);
        of.filter(|item| item.0 >= from && item.0 < to).count()
    };
    // Releases come every 8 hours.
    assert_eq!(at("job", 96.0, 104.0), 10);
    assert_eq!(at("job", 120.0, 128.0), 10);
    assert_eq!(at("job", 128.0, 136.0), 6);
    assert_eq!(at("job", 144.0, 152.0), 6);
    assert_eq!(at("job", 152.0, 160.0), 2);
    assert_eq!(at("job", 392.0, 400.0), 2);
    assert_eq!(at("cell/job", 0.0, 400.0), 50 * 3);
}

#[test]
fn a_shared_station_serves_both_by_kind_and_priority() {
    // [O7]
    let home = "work.job = { demand = { items = ['0h', '1h', '2h'] }, route = ['law'] }\n\
                station.law = { staff = 1, touch = '10h', order = 'priority' }";
    let cell = "work.task = { demand = { items = ['3h'] }, priority = 1, route = ['build', 'home/law'] }\n\
                station.build = { staff = 1, touch = '1h' }";
    let document = beside(home, "", cell);
    shows(
        &document,
        &["starts", "delivered"],
        &[
            "0 starts job 0 law after 0",
            "3 starts cell/task 0 cell/build after 0",
            "10 delivered job 0",
            "10 starts cell/task 0 law after 6",
            "20 delivered cell/task 0",
            "20 starts job 1 law after 19",
            "30 delivered job 1",
            "30 starts job 2 law after 28",
            "40 delivered job 2",
        ],
    );
    // Time is its organisation's, people's time the station's.
    let both = found(&document);
    assert_eq!(mean(&org(&both, "cell").flow_time), 17.0);
    assert_eq!(mean(&both.stations["law"].utilisation), 40.0 / 400.0);
}
