//! Ends of routes that are worked out visit by visit give what events give, to the last bit.
//!
//! The same trials are run for an observer that is content with sums and, told event by event, for
//! the same observer behind one that is not; their records must be equal.

use throughline::engine::{Cause, Engine, Item, Level, Mark, Probe, Visits};
use throughline::network::{Network, compile};
use throughline::observe::{Tally, TrialRecord};
use throughline::scenario::Document;

use crate::support::read;

/// Passes everything on; with `SUMS`, sums of visits instead of events where the engine has them.
struct Behind<'n, const SUMS: bool> {
    tally: Tally<'n>,
    /// Sums told, and trials begun anew.
    told: (u64, u64),
}

impl<const SUMS: bool> Probe for Behind<'_, SUMS> {
    const SUMS: bool = SUMS;

    fn forget(&mut self) {
        self.told.1 += 1;
        self.tally.forget();
    }
    fn visits(&mut self, station: u32, visits: &Visits) {
        self.told.0 += 1;
        self.tally.visits(station, visits);
    }
    fn released(&mut self, now: u64, item: &Item) {
        self.tally.released(now, item);
    }
    fn starts(&mut self, now: u64, station: u32, item: &Item, wait: u64) {
        self.tally.starts(now, station, item, wait);
    }
    fn spent(&mut self, station: u32, cause: Cause, ticks: u64) {
        self.tally.spent(station, cause, ticks);
    }
    fn leaves(&mut self, now: u64, station: u32, item: &Item, back: bool) {
        self.tally.leaves(now, station, item, back);
    }
    fn delivered(&mut self, now: u64, item: &Item) {
        self.tally.delivered(now, item);
    }
    fn earned(&mut self, now: u64, item: &Item, value: f64) {
        self.tally.earned(now, item, value);
    }
    fn mark(&mut self, now: u64, mark: Mark, levels: &[Level], backlog: &[u64]) {
        self.tally.mark(now, mark, levels, backlog);
    }
    fn inside(&mut self, net: &Network, item: &Item) {
        self.tally.inside(net, item);
    }
}

/// Records of three trials; sums told, and trials begun anew.
fn records<const SUMS: bool>(net: &Network) -> (Vec<TrialRecord>, (u64, u64)) {
    let mut engine = Engine::new(net);
    let mut probe = Behind::<SUMS> {
        tally: Tally::new(net),
        told: (0, 0),
    };
    let trials = (0..3).map(|trial| {
        probe.tally.reset();
        let summary = engine.run(7, trial, &mut probe);
        probe.tally.record(summary)
    });
    (trials.collect(), probe.told)
}

/// Holds both ways to the same records; returns what was told the short way.
fn same(document: &Document, text: &str) -> (u64, u64) {
    let mut told = (0, 0);
    for variant in document.variants() {
        let net = compile(&variant.scenario);
        let (sums, by_sums) = records::<true>(&net);
        let (events, by_events) = records::<false>(&net);
        assert_eq!(by_events, (0, 0));
        assert_eq!(sums, events, "{text}");
        told = (told.0 + by_sums.0, told.1 + by_sums.1);
    }
    told
}

fn line(clock: &str, work: &str, stations: &str) -> String {
    format!(
        "format = 1\ntitle = 'Line'\nclock = {{ calendar = 'always', {clock} }}\n{work}\n{stations}"
    )
}

fn told(clock: &str, work: &str, stations: &str) -> (u64, u64) {
    let text = line(clock, work, stations);
    same(&read(&text), &text)
}

const THREE: &str = "
    station.a = { staff = 2, touch = { mean = '3h', cv = 1 }, rework = { chance = 0.2, to = 'a' } }
    station.b = { staff = 3, touch = { gamma = { mean = '5h', cv = 0.5 } }, pace = 1.3 }
    station.c = { staff = 1, touch = { exponential = '90min' } }";

#[test]
fn a_line_with_rework_in_front() {
    let work = "work.item = { demand = { poisson = '0.5 / h' }, size = { mean = 1, cv = 0.3 }, \
        value = { amount = 3, decay = '5% / mo' }, route = ['a', 'b', 'c'] }";
    let (sums, anew) = told("burn_in = '40d', horizon = '60d'", work, THREE);
    assert!(sums > 0 && anew == 0, "{sums} {anew}");
}

#[test]
fn a_line_that_delivers_half_way_and_begins_full() {
    let work = "work.item = { demand = { every = { exponential = '2h' }, initial = { b = 7 } }, \
        delivered_at = 'b', route = ['a', 'b', 'c'] }";
    let (sums, anew) = told("horizon = '30d'", work, THREE);
    assert!(sums > 0 && anew == 0, "{sums} {anew}");
}

#[test]
fn kinds_that_end_apart() {
    let work = "work.one = { demand = { poisson = '0.2 / h', at_once = 3 }, route = ['a', 'b'] }
        work.two = { demand = { endless = true, total = 300 }, route = ['d', 'a', 'c'] }
        work.fix = { demand = { poisson = '0.1 / h' }, counts = false, route = ['a', 'e'] }";
    let more = "
    station.d = { staff = 2, touch = '7h' }
    station.e = { staff = 2, touch = { pert = { min = '1h', likely = '2h', max = '9h' } } }";
    let (sums, anew) = told(
        "burn_in = '9d', horizon = '50d'",
        work,
        &format!("{THREE}{more}"),
    );
    assert!(sums > 0 && anew == 0, "{sums} {anew}");
}

#[test]
fn constant_times_that_end_together() {
    let work = "work.item = { demand = { every = '1h', at_once = 2 }, route = ['p', 'q', 'r'] }";
    let stations =
        "station.p = { staff = 5, touch = '2h' }\nstation.q = { staff = 3, touch = '1h' }
        station.r = { staff = 7, touch = '3h' }";
    assert!(told("horizon = '30d'", work, stations).0 > 0);
}

#[test]
fn services_of_no_length_are_left_to_events() {
    let work =
        "work.item = { demand = { poisson = '1 / h', at_once = 2 }, route = ['p', 'q', 'r'] }";
    let stations = "station.q = { staff = 2, touch = '1h' }\nstation.r = { staff = 4, touch = '2h' }
        station.p = { staff = 3, touch = { mixture = [ { chance = 0.3, of = '0h' }, { chance = 0.7, of = '1h' } ] } }";
    let (sums, anew) = told("horizon = '30d'", work, stations);
    assert!(sums > 0 && anew == 1, "it tries once: {sums} {anew}");
}

#[test]
fn what_couples_a_line_is_left_to_events() {
    let work = "work.item = { demand = { poisson = '0.5 / h' }, route = ['a', 'b', 'c'] }";
    for coupling in [
        "intake = { wip_limit = 9 }",
        "change.more = { at = '1d', set = { 'b.staff' = 4 } }\nvariant.all = { changes = ['more'] }",
        "station.d = { gate = { every = '1d' } }\nwork.two = { demand = { poisson = '1 / d' }, route = ['d', 'c'] }",
    ] {
        let (sums, _) = told("horizon = '30d'", work, &format!("{THREE}\n{coupling}"));
        assert_eq!(sums, 0, "{coupling}");
    }
}

#[test]
fn who_arrives_with_others_waits_for_nobody() {
    // The one of `a` arrives first at this hour, and the arrivals of `b` go on by themselves.
    let work =
        "work.a = { demand = { items = ['1h'] }, route = ['a', { station = 'a', chance = 0 }] }
        work.b = { demand = { items = ['1h', '5h'] }, route = ['b'] }";
    let stations =
        "station.a = { staff = 1, touch = '1h' }\nstation.b = { staff = 1, touch = '1h' }";
    assert!(told("horizon = '1d'", work, stations).0 > 0);
}

#[test]
fn random_lines() {
    let mut dice = 1_u64;
    let mut roll = |sides: u64| {
        dice = dice
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (dice >> 33) % sides
    };
    let mut used = 0;
    for _ in 0..40 {
        let count = 1 + roll(6);
        let names: Vec<String> = (0..count).map(|station| format!("'s{station}'")).collect();
        let mut stations = String::new();
        for station in 0..count {
            let hours = 1 + roll(9);
            let touch = match roll(4) {
                0 => format!("'{hours}h'"),
                1 => format!("{{ exponential = '{hours}h' }}"),
                2 => format!("{{ mean = '{hours}h', cv = 1.5 }}"),
                _ => format!("{{ uniform = {{ from = '0h', to = '{hours}h' }} }}"),
            };
            let staff = hours.div_ceil(2) + roll(3);
            stations += &format!("[station.s{station}]\nstaff = {staff}\ntouch = {touch}\n");
            if roll(5) == 0 {
                stations += "rework = { chance = 0.2, to = 's0' }\n";
            }
        }
        let demand = [
            "poisson = '0.4 / h'",
            "every = '2h'",
            "every = { uniform = { from = '1h', to = '4h' } }",
        ];
        let work = format!(
            "work.item = {{ demand = {{ {} }}, route = [{}] }}",
            demand[roll(3) as usize],
            names.join(", ")
        );
        used += u64::from(told("burn_in = '10d', horizon = '20d'", &work, &stations).0 > 0);
    }
    assert!(used > 20, "{used}");
}
