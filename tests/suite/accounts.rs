//! The books of the standard observer: what an engine would tell, told by hand, against sums worked
//! out on paper. Times are in hours from time 0; the window is 100 hours and there is no burn-in.

mod people;

use throughline::engine::{Cause, Item, Level, Loss, Mark, Phase, Probe, TrialEnd, TrialSummary};
use throughline::network::{Network, compile};
use throughline::observe::{StationRecord, Tally, TrialRecord};
use throughline::units::HOUR;

use crate::support::read;

const H: f64 = HOUR as f64;

/// Two stations of one person each, always open.
fn two_stations() -> Network {
    let text = "format = 1\ntitle = 'By hand'\nclock = { calendar = 'always', horizon = '100h' }\n\
        work.job = { demand = { items = ['0h'] }, route = ['a', 'b'] }\n\
        station.a = { staff = 1, touch = '1h' }\nstation.b = { staff = 1, touch = '1h' }\n";
    compile(&read(text).variants()[0].scenario)
}

/// Someone who tells a story.
struct Story<'n> {
    net: &'n Network,
    tally: Tally<'n>,
}

const A: u32 = 0;
const B: u32 = 1;

impl<'n> Story<'n> {
    fn begin(net: &'n Network) -> Self {
        let mut tally = Tally::new(net);
        tally.reset();
        let levels = vec![Level::default(); net.stations.len()];
        tally.mark(net.zero, Mark::Zero, &levels, &[0]);
        Self { net, tally }
    }

    fn at(&self, hours: u64) -> u64 {
        self.net.zero + hours * HOUR
    }

    /// An item that is released and reaches a station.
    fn comes(&mut self, hours: u64) -> Item {
        let now = self.at(hours);
        let mut item = Item::default();
        (item.arrived, item.released, item.at) = (now, now, now);
        item.phase = Phase::Waiting;
        self.tally.released(now, &item);
        item
    }

    fn spends(&mut self, station: u32, item: &mut Item, cause: Cause, hours: u64) {
        item.ledger[cause as usize] += hours * HOUR;
        self.tally.spent(station, cause, hours * HOUR);
    }

    fn starts(&mut self, hours: u64, station: u32, item: &mut Item) {
        let now = self.at(hours);
        self.tally.starts(now, station, item, now - item.at);
        item.phase = Phase::InHands;
    }

    fn leaves(&mut self, hours: u64, station: u32, item: &Item) {
        let now = self.at(hours);
        self.tally.completes(now, station, item);
        self.tally.leaves(now, station, item, false);
    }

    fn goes_out(&mut self, hours: u64, item: &mut Item) {
        item.delivered = true;
        let now = self.at(hours);
        self.tally.delivered(now, item);
        self.tally.earned(now, item, 0.0);
    }

    fn stays(&mut self, item: &Item) {
        self.tally.inside(self.net, item);
    }

    /// The window ends with these levels.
    fn ends(mut self, levels: [Level; 2]) -> TrialRecord {
        self.tally.mark(self.net.end, Mark::End, &levels, &[0]);
        self.tally.record(TrialSummary {
            end: TrialEnd::Horizon,
            completions: 0,
            deadlock: None,
        })
    }
}

fn hours(count: u64) -> u128 {
    u128::from(count * HOUR)
}

/// A person who has been employed all the time.
fn there() -> Level {
    Level {
        scheduled: hours(100),
        employed: hours(100),
        ..Level::default()
    }
}

#[test]
fn who_is_lost_is_out_but_not_delivered() {
    let net = two_stations();
    let mut story = Story::begin(&net);
    // One is served from 0 to 5.
    let mut served = story.comes(0);
    story.starts(0, A, &mut served);
    // One gives up at 4, after 3 hours.
    let mut impatient = story.comes(1);
    // One finds no room at 2.
    let unlucky = story.comes(2);
    let now = story.at(2);
    story.tally.withdrawn(now, None, &unlucky);
    story.tally.lost(now, A, &unlucky, Loss::TurnedAway);
    // One waits from 3 to 5 and is in hand when the window ends.
    let mut last = story.comes(3);
    let now = story.at(4);
    story.tally.withdrawn(now, Some(A), &impatient);
    story.spends(A, &mut impatient, Cause::Contention, 3);
    story.tally.lost(now, A, &impatient, Loss::Abandoned);
    story.spends(A, &mut served, Cause::Touch, 5);
    story.leaves(5, A, &served);
    story.goes_out(5, &mut served);
    story.spends(A, &mut last, Cause::Contention, 2);
    story.starts(5, A, &mut last);
    story.stays(&last);
    let found = story.ends([
        Level {
            begun: 1,
            present: hours(95),
            busy: hours(95),
            ..there()
        },
        there(),
    ]);
    assert_eq!((found.mass_balance, found.ledger_gap), (0, 0));
    // 5 h, 3 h, none and 97 h inside.
    assert_eq!(found.little, (0, hours(105)));
    assert_eq!(found.series_wip.iter().sum::<f64>(), 105.0 * H);
    assert_eq!((found.inside_at_end, found.content_at_end), (1.0, 1.0));
    assert_eq!(found.series_staying.iter().sum::<u32>(), 1);
    let kind = &found.kinds[0];
    assert_eq!(
        (kind.delivered, kind.earned, kind.flow),
        (1.0, 1.0, 5.0 * H)
    );
    assert_eq!((kind.abandoned, kind.turned_away), (1.0, 1.0));
    let a = &found.stations[0];
    assert_eq!((a.abandoned, a.turned_away, a.came), (1.0, 1.0, 4.0));
    assert_eq!((a.starts, a.completed, a.left), (2.0, 1.0, 2.0));
    assert_eq!((a.queue_area, a.wait), (5.0 * H, 2.0 * H));
    assert_eq!((a.present_area, a.busy), (105.0 * H, 100.0 * H));
    let b = &found.stations[1];
    assert_eq!((b.abandoned, b.turned_away, b.came), (0.0, 0.0, 0.0));
}

#[test]
fn who_was_delivered_and_is_lost_later_has_left_already() {
    let net = two_stations();
    let mut story = Story::begin(&net);
    let mut item = story.comes(0);
    item.delivered = true;
    let now = story.at(0);
    story.tally.delivered(now, &item);
    let now = story.at(3);
    story.tally.lost(now, B, &item, Loss::TurnedAway);
    let found = story.ends([there(), there()]);
    assert_eq!((found.mass_balance, found.little), (0, (0, 0)));
    let kind = &found.kinds[0];
    assert_eq!(
        (kind.delivered, kind.earned, kind.turned_away),
        (1.0, 0.0, 1.0)
    );
    assert_eq!(found.content_at_end, 0.0);
}

/// One is touched at `a` for 4 h and then finds no room; and what was found at `a`.
fn blocked(until: Option<u64>) -> (StationRecord, f64) {
    let net = two_stations();
    let mut story = Story::begin(&net);
    let mut item = story.comes(0);
    story.starts(0, A, &mut item);
    story.spends(A, &mut item, Cause::Touch, 4);
    story.leaves(4, A, &item);
    item.phase = Phase::Blocked;
    let now = story.at(4);
    story.tally.blocked(now, A, &item, 0);
    let mut level = Level {
        held_up: hours(until.unwrap_or(100) - 4),
        ..there()
    };
    match until {
        Some(until) => {
            story.spends(A, &mut item, Cause::Blocked, until - 4);
            let now = story.at(until);
            story.tally.withdrawn(now, Some(A), &item);
            story.tally.lost(now, B, &item, Loss::Abandoned);
        }
        None => {
            level.present = hours(96);
            story.stays(&item);
        }
    }
    let found = story.ends([level, there()]);
    assert_eq!((found.mass_balance, found.little.0), (0, 0));
    assert_eq!(found.crews[0].busy, 4.0 * H);
    (found.stations[0].clone(), found.crews[0].held_up / H)
}

#[test]
fn a_visit_that_is_blocked_is_completed_and_decided() {
    let (a, held_up) = blocked(None);
    assert_eq!((a.completed, a.left, held_up), (1.0, 1.0, 96.0));
    assert_eq!((a.present_area, a.busy), (100.0 * H, 4.0 * H));
    // It is withdrawn at 60 h.
    let (a, held_up) = blocked(Some(60));
    assert_eq!((a.completed, a.left, held_up), (1.0, 1.0, 56.0));
    assert_eq!(a.spent[Cause::Blocked as usize], 56.0 * H);
    assert_eq!((a.present_area, a.queue_area), (60.0 * H, 0.0));
}

#[test]
fn changing_over_is_work_and_wait_and_absence_is_neither() {
    let net = two_stations();
    let mut story = Story::begin(&net);
    // Changes over for 1 h; 2 h of touch with half of the attention, and an absence of 4 h.
    let mut item = story.comes(0);
    story.spends(A, &mut item, Cause::Setup, 1);
    story.starts(1, A, &mut item);
    story.spends(A, &mut item, Cause::Touch, 2);
    story.spends(A, &mut item, Cause::OtherDuties, 2);
    story.spends(A, &mut item, Cause::OtherDuties, 4);
    story.tally.paused(A, 4 * HOUR);
    story.leaves(9, A, &item);
    story.goes_out(9, &mut item);
    // A branch is withdrawn while somebody changes over to it.
    let mut branch = story.comes(10);
    (branch.phase, branch.awaits_touch) = (Phase::InHands, true);
    let now = story.at(13);
    story.tally.withdrawn(now, Some(A), &branch);
    story.spends(A, &mut branch, Cause::Setup, 3);
    story.tally.lost(now, B, &branch, Loss::Abandoned);
    // They change over to another one as the window ends.
    let last = story.comes(98);
    story.stays(&last);
    let found = story.ends([
        Level {
            waiting: hours(2),
            present: hours(2),
            busy: hours(2),
            absent: hours(10),
            ..there()
        },
        there(),
    ]);
    let (a, crew) = (&found.stations[0], &found.crews[0]);
    assert_eq!((a.starts, a.completed, a.left), (1.0, 1.0, 2.0));
    assert_eq!((a.wait, a.queue_area), (1.0 * H, (1.0 + 3.0 + 2.0) * H));
    // Setup 1 h, touch 2 h, other duties 2 h; 3 h for nothing; 2 h under way.
    assert_eq!((a.busy, crew.busy), (10.0 * H, 10.0 * H));
    assert_eq!((crew.absent, crew.there()), (10.0 * H, 90.0 * H));
    assert_eq!(a.present_area, (9.0 + 3.0 + 2.0) * H);
}

#[test]
fn what_is_discarded_was_touch_however_often_it_was_told() {
    let net = two_stations();
    let mut story = Story::begin(&net);
    let mut item = story.comes(0);
    story.starts(0, A, &mut item);
    story.spends(A, &mut item, Cause::Touch, 2);
    (item.phase, item.laid_down) = (Phase::Waiting, true);
    let now = story.at(5);
    story.tally.withdrawn(now, Some(A), &item);
    story.spends(A, &mut item, Cause::Preempted, 3);
    story.tally.discarded(A, 2 * HOUR);
    story.tally.lost(now, A, &item, Loss::Abandoned);
    let found = story.ends([there(), there()]);
    let a = &found.stations[0];
    assert_eq!((a.discarded, a.busy), (2.0 * H, 2.0 * H));
    assert_eq!(a.spent[Cause::Touch as usize], 0.0);
    assert_eq!((a.completed, a.left, a.came), (0.0, 1.0, 1.0));
    assert_eq!(a.present_area, 5.0 * H);
}

#[test]
fn a_pool_works_at_all_of_its_stations() {
    let mut net = two_stations();
    net.stations[1].crew = Some(0);
    net.crews[0].stations = vec![A, B];
    net.crews.truncate(1);
    let mut story = Story::begin(&net);
    let mut item = story.comes(0);
    for (station, from) in [(A, 0), (B, 10)] {
        item.at = story.at(from);
        story.spends(station, &mut item, Cause::Contention, 3);
        story.starts(from + 3, station, &mut item);
        story.spends(station, &mut item, Cause::Touch, 7);
        story.leaves(from + 10, station, &item);
    }
    story.goes_out(20, &mut item);
    let level = Level {
        absent: hours(20),
        ..there()
    };
    let found = story.ends([level, level]);
    let pool = &found.crews[0];
    assert_eq!((pool.busy, pool.queue_area), (14.0 * H, 6.0 * H));
    assert_eq!((pool.employed, pool.absent), (100.0 * H, 20.0 * H));
    assert_eq!(found.stations[1].busy, 7.0 * H);
}
