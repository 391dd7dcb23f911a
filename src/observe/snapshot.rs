//! Sums of one station since the run began, and what they say at a mark.
//!
//! The sums are of what is over; with the level of what is under way (see `Level`) they become exact
//! areas and counts, and the difference of two snapshots is what happened between them.

use super::record::StationRecord;
use super::{CAUSES, Cause};
use crate::engine::Level;

/// Sums of one station since the run began.
#[derive(Clone, Copy, Default)]
pub(super) struct Sums {
    pub(super) wait: u128,
    pub(super) starts: u64,
    pub(super) sent_back: u64,
    pub(super) spent: [u128; CAUSES],
}

/// The same of what happens at few stations.
#[derive(Clone, Copy, Default)]
pub(super) struct Beside {
    /// Waits of visits that ended before their touch, and how many.
    pub(super) unmet_wait: u128,
    pub(super) unmet: u64,
    /// Visits withdrawn during their touch, and the touch they had.
    pub(super) cut_short: u64,
    pub(super) discarded: u128,
    pub(super) join: u128,
    /// Touch of visits to steps where the item had been before.
    pub(super) repeated: u128,
    /// Of the time booked to other duties, that of absence.
    pub(super) paused: u128,
    /// Time of people after visits that were over, which they withheld.
    pub(super) withheld: u128,
    /// Of the time booked to hands-on work and the like, that of items which went along with the first
    /// of their batch: no people's time. Of that, hands-on work.
    pub(super) along: u128,
    pub(super) touch_along: u128,
    pub(super) abandoned: u64,
    pub(super) turned_away: u64,
    /// Flaws that visits left, and that visits found.
    pub(super) flaws: u64,
    pub(super) caught: u64,
    /// Ages of what was found, and effort that handoffs added.
    pub(super) feedback: u128,
    pub(super) handed: u128,
    /// Visits decided without people.
    pub(super) automatic: u64,
}

/// Levels and sums of one station at a mark.
#[derive(Clone, Copy, Default)]
pub(super) struct Snapshot {
    pub(super) sums: Sums,
    pub(super) beside: Beside,
    pub(super) level: Level,
}

impl Snapshot {
    /// Time of all visits so far: everything is booked to some cause, or under way.
    fn present(&self) -> u128 {
        self.sums.spent.iter().sum::<u128>() + self.level.present
    }

    /// Time spent waiting so far.
    fn waited(&self) -> u128 {
        self.sums.wait + self.beside.unmet_wait + self.level.waiting
    }

    /// Services completed: begun, not under way and not cut short.
    fn completed(&self) -> u64 {
        self.sums.starts - self.level.begun - self.beside.cut_short
    }

    /// Visits over: decided where to go next, if only there were room, or withdrawn.
    fn left(&self) -> u64 {
        self.sums.starts + self.beside.unmet - self.level.begun - self.level.delayed
    }

    /// Visits whose wait is over, one way or another, and those that found no room.
    fn came(&self) -> u64 {
        self.sums.starts + self.beside.unmet + self.beside.turned_away
    }

    /// Working time of people with an item in hand, and of those who seem to have one.
    fn busy(&self) -> u128 {
        let causes = [Cause::Touch, Cause::Setup, Cause::OtherDuties];
        let spent: u128 = causes
            .map(|cause| self.sums.spent[cause as usize])
            .iter()
            .sum();
        spent + self.level.busy + self.beside.withheld - self.beside.paused - self.beside.along
    }

    /// Time spent on one cause by visits that came to something.
    fn spent(&self, cause: usize) -> i128 {
        let discarded = match cause == Cause::Touch as usize {
            true => self.beside.discarded,
            false => 0,
        };
        self.sums.spent[cause] as i128 - discarded as i128
    }

    /// What happened between an earlier snapshot and this one.
    pub(super) fn since(&self, zero: &Snapshot) -> StationRecord {
        let area = |of: fn(&Snapshot) -> u128| (of(self) - of(zero)) as f64;
        let count = |of: fn(&Snapshot) -> u64| (of(self) - of(zero)) as f64;
        StationRecord {
            queue_area: area(Snapshot::waited),
            present_area: area(Snapshot::present),
            busy: area(Snapshot::busy),
            wait: area(|at| at.sums.wait),
            starts: count(|at| at.sums.starts),
            completed: count(Snapshot::completed),
            left: count(Snapshot::left),
            sent_back: count(|at| at.sums.sent_back),
            came: count(Snapshot::came),
            abandoned: count(|at| at.beside.abandoned),
            turned_away: count(|at| at.beside.turned_away),
            flaws: count(|at| at.beside.flaws),
            caught: count(|at| at.beside.caught),
            feedback: area(|at| at.beside.feedback),
            handed: area(|at| at.beside.handed),
            automatic: count(|at| at.beside.automatic),
            discarded: area(|at| at.beside.discarded),
            touch_along: area(|at| at.beside.touch_along),
            join: area(|at| at.beside.join),
            repeated: area(|at| at.beside.repeated),
            // What is discarded now may have been spent before the window.
            spent: std::array::from_fn(|cause| {
                (self.spent(cause) - zero.spent(cause)).max(0) as f64
            }),
        }
    }
}
