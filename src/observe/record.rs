//! The record of one trial: sums over the measured window, from which every estimate is made.
//!
//! Sums of ticks are exact integers while a trial runs and become `f64` here, once.

use super::CAUSES;
use super::changes::ChangeRecord;
use super::momentary::MomentaryRecord;
use super::orgs::OrgRecord;
use crate::engine::TrialEnd;
use crate::statistics::BinCount;

/// What one trial leaves behind.
#[derive(Clone, Debug, PartialEq)]
pub struct TrialRecord {
    /// Why it ended.
    pub end: TrialEnd,
    /// Service completions, the burn-in included.
    pub completions: u64,
    /// When people first waited for each other in a circle, since the run began [ticks], and the
    /// position of a station where they did.
    pub deadlock: Option<(u64, u32)>,
    /// Released minus delivered, lost and inside at the end, over the whole run; exactly 0.
    pub mass_balance: i64,
    /// Largest gap between a flow time and the sum of its ledger [ticks]; exactly 0.
    pub ledger_gap: u64,
    /// Gap between the area under WIP and the time items spent inside, and that area [ticks].
    pub little: (u128, u128),
    /// Area under WIP [item ticks].
    pub wip_area: f64,
    /// Items inside and in the backlog when the window begins.
    pub content_at_zero: f64,
    /// The same when it ends.
    pub content_at_end: f64,
    /// Items released and not delivered when the window ends.
    pub inside_at_end: f64,
    /// Kinds of work, in the order of the network.
    pub kinds: Vec<KindRecord>,
    /// Stations, in the order of the network.
    pub stations: Vec<StationRecord>,
    /// Crews, in the order of the network.
    pub crews: Vec<CrewRecord>,
    /// Deliveries in each interval of the series, without those undone before the window ended.
    pub series_staying: Vec<u32>,
    /// Area under WIP in each interval of the series [item ticks].
    pub series_wip: Vec<f64>,
    /// WIP, then the queue of each station: means over two stretches around the end of the burn-in
    /// that agree once the organisation has settled. Empty without a burn-in.
    pub settling: Vec<[f64; 2]>,
    /// Organisations, in the order of the network; empty where there is only one.
    pub orgs: Vec<OrgRecord>,
    /// Changes, in the order of the network.
    pub changes: Vec<ChangeRecord>,
    /// What was seen of bottlenecks; `None` where nobody watched.
    pub watched: Option<WatchRecord>,
}

/// What one trial shows of bottlenecks; the rest of its record does not depend on it.
#[derive(Clone, Debug, PartialEq)]
pub struct WatchRecord {
    /// Time in which anybody was on duty, in each interval of the series [ticks].
    pub clock: Vec<f64>,
    /// Crews, in the order of the network.
    pub crews: Vec<MomentaryRecord>,
    /// Time of items that count, from release to delivery, by station and cause [ticks].
    pub inside: Vec<[f64; CAUSES]>,
}

/// One kind of work in the window.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct KindRecord {
    /// Items delivered.
    pub delivered: f64,
    /// Of those, the items whose delivery was undone before the window ended.
    pub undone: f64,
    /// Of the items delivered, those that had come to a station of judgment.
    pub judged: f64,
    /// Items that reached the end of their route.
    pub earned: f64,
    /// What they earned [currency].
    pub value: f64,
    /// Items that gave up on their way.
    pub abandoned: f64,
    /// Items that found no room on their way.
    pub turned_away: f64,
    /// Items that left when their organisation was closed.
    pub withdrawn: f64,
    /// Items delivered with a flaw.
    pub escaped: f64,
    /// The flaws of those.
    pub flaws: f64,
    /// Flow times of delivered items [ticks].
    pub flow: f64,
    /// Lead times of delivered items [ticks].
    pub lead: f64,
    /// Arrival to start of touch over the routes of delivered items [ticks].
    pub waited: f64,
    /// Flow times by cause [ticks].
    pub ledger: [f64; CAUSES],
    /// Hands-on time for branches that did not complete their join; outside the flow time [ticks].
    pub parallel: f64,
    /// Histogram of flow times.
    pub flow_bins: Vec<BinCount>,
    /// Released and in the backlog when the window begins, and when it ends.
    pub content: [f64; 2],
}

/// One station in the window.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct StationRecord {
    /// Area under the number waiting [item ticks].
    pub queue_area: f64,
    /// Area under the number present [item ticks].
    pub present_area: f64,
    /// Working time of people with an item in hand [ticks].
    pub busy: f64,
    /// Waits of the visits whose touch began [ticks].
    pub wait: f64,
    /// Visits whose touch began.
    pub starts: f64,
    /// Services completed.
    pub completed: f64,
    /// Visits over, those in want of room ahead among them.
    pub left: f64,
    /// Visits that ended in a send-back.
    pub sent_back: f64,
    /// Visits whose wait is over, and those that found no room.
    pub came: f64,
    /// Visits given up before their touch.
    pub abandoned: f64,
    /// Those that found no room.
    pub turned_away: f64,
    /// Flaws that visits left.
    pub flaws: f64,
    /// Flaws that visits found.
    pub caught: f64,
    /// Time from leaving each of those to finding it [ticks].
    pub feedback: f64,
    /// Effort that handoffs added to the visits that ended, at pace 1 and full focus [ticks].
    pub handed: f64,
    /// Visits decided without people.
    pub automatic: f64,
    /// Hands-on time of visits that a withdrawal cut short [ticks].
    pub discarded: f64,
    /// Hands-on time of items that went along in a batch [ticks].
    pub touch_along: f64,
    /// Waits of branches that had left here for the others to be done [ticks].
    pub join: f64,
    /// Hands-on time of visits to steps of a route where the item had been before, discarded or not
    /// [ticks].
    pub repeated: f64,
    /// Time spent here, by cause; without what is discarded [ticks].
    pub spent: [f64; CAUSES],
}

/// The people of one station or pool in the window; what is left of their elapsed time they were off
/// duty, or without work.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct CrewRecord {
    /// Area under the number waiting for them, at all of their stations [item ticks].
    pub queue_area: f64,
    /// Working time with an item in hand, at all of their stations [ticks].
    pub busy: f64,
    /// Working time, of absence too [ticks].
    pub scheduled: f64,
    /// Elapsed time [ticks].
    pub employed: f64,
    /// Working time of absence [ticks].
    pub absent: f64,
    /// Working time with what is finished, for want of room ahead [ticks].
    pub held_up: f64,
}

impl KindRecord {
    /// Items delivered that stay.
    pub fn staying(&self) -> f64 {
        self.delivered - self.undone
    }
}

impl CrewRecord {
    /// Working time at which they were there [ticks].
    pub fn there(&self) -> f64 {
        self.scheduled - self.absent
    }
}
