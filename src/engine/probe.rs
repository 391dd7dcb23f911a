//! What an observer may be told. The engine tells, observers listen; every method has an empty
//! default, and the engine is generic over the observer, so what is not listened to costs nothing.

use super::item::Item;
use super::tail::Visits;
use crate::network::Network;

/// Number of causes in the ledger.
pub const CAUSES: usize = 11;

/// What an instant of an item's time is spent on: one cause per instant, the first that holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(usize)]
pub enum Cause {
    /// In a delay that nobody here controls.
    External,
    /// The station's people are off.
    OffCalendar,
    /// A person changes over.
    Setup,
    /// Hands-on work.
    Touch,
    /// The person at work on it also does something else.
    OtherDuties,
    /// Work on it was laid down.
    Preempted,
    /// Waits for a batch to fill.
    Batching,
    /// Waits for the first session it could be in.
    Cadence,
    /// A session passed it over or sent it back.
    Decision,
    /// Finished, but there is no room ahead.
    Blocked,
    /// Waits for a person.
    Contention,
}

impl Cause {
    /// In the order of the ledger.
    pub const ALL: [Cause; CAUSES] = [
        Cause::External,
        Cause::OffCalendar,
        Cause::Setup,
        Cause::Touch,
        Cause::OtherDuties,
        Cause::Preempted,
        Cause::Batching,
        Cause::Cadence,
        Cause::Decision,
        Cause::Blocked,
        Cause::Contention,
    ];

    /// As results write it.
    pub fn name(self) -> &'static str {
        match self {
            Cause::External => "external",
            Cause::OffCalendar => "off_calendar",
            Cause::Setup => "setup",
            Cause::Touch => "touch",
            Cause::OtherDuties => "other_duties",
            Cause::Preempted => "preempted",
            Cause::Batching => "batching",
            Cause::Cadence => "cadence",
            Cause::Decision => "decision",
            Cause::Blocked => "blocked",
            Cause::Contention => "contention",
        }
    }
}

/// What is under way at a station at one instant: added to what is finished, it makes areas exact.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Level {
    /// Ages of the visits that wait [ticks].
    pub waiting: u128,
    /// Time of the visits that is not booked to a cause yet [ticks].
    pub present: u128,
    /// Visits whose touch has begun and is not completed.
    pub begun: u64,
    /// Visits in a delay.
    pub delayed: u64,
    /// Working time of the services under way [ticks].
    pub busy: u128,
    /// Working time of the people employed since the run began [ticks].
    pub scheduled: u128,
    /// Elapsed time of the people employed since the run began [ticks].
    pub employed: u128,
    /// Working time they were absent [ticks].
    pub absent: u128,
    /// Working time they held what is finished, for want of room ahead [ticks].
    pub held_up: u128,
}

/// Why an item leaves undelivered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Loss {
    /// It waited too long.
    Abandoned,
    /// There was no room for it.
    TurnedAway,
    /// Its organisation was closed.
    Withdrawn,
}

/// What becomes of a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Turn {
    /// Somebody does what it says, and spends what it costs.
    Happens,
    /// What it has sent was lost, and starts again.
    StartsAgain,
    /// It comes to nothing.
    Fails,
    /// It acts from now on.
    TakesEffect,
    /// It acts no more.
    Ends,
}

/// The instants at which observers compare levels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// Half of the burn-in is over.
    HalfBurnIn,
    /// Three quarters of the burn-in are over.
    LateBurnIn,
    /// The window begins.
    Zero,
    /// A quarter of the window is over.
    QuarterWindow,
    /// The window ends.
    End,
}

/// An observer.
#[allow(unused_variables, reason = "empty defaults")]
pub trait Probe {
    /// Whether the engine checks its invariants after every instant (slow).
    const CHECKED: bool = false;
    /// Whether it is content with sums of visits, told later, where nothing else depends on them;
    /// releases and deliveries are then told in two orders.
    const SUMS: bool = false;
    /// Whether it is told of crews that become active or stop being so.
    const CREWS: bool = false;

    /// The trial begins anew: what was told of it is void. Only where sums are told.
    fn forget(&mut self) {}
    /// Sums of visits at a station that began or were completed since the last mark. Only where sums are told.
    fn visits(&mut self, station: u32, visits: &Visits) {}

    /// The clock moves on.
    #[inline]
    fn clock(&mut self, now: u64) {}
    /// A crew became active, or is active no more, as an instant is over: it neither starves nor is
    /// blocked. Told where `CREWS` asks for it.
    #[inline]
    fn active(&mut self, now: u64, crew: u32, active: bool) {}
    /// An item was released.
    #[inline]
    fn released(&mut self, now: u64, item: &Item) {}
    /// An item arrived at a station.
    #[inline]
    fn arrives(&mut self, now: u64, station: u32, item: &Item) {}
    /// A gate admitted an item.
    #[inline]
    fn admitted(&mut self, now: u64, station: u32, item: &Item) {}
    /// The visit that an item has just come to is decided without people.
    #[inline]
    fn automatic(&mut self, now: u64, station: u32, item: &Item) {}
    /// Touch began for the first time in a visit, `wait` after arrival.
    #[inline]
    fn starts(&mut self, now: u64, station: u32, item: &Item, wait: u64) {}
    /// Items of a batch spent time at a station besides the first, for which it was told.
    #[inline]
    fn along(&mut self, station: u32, cause: Cause, ticks: u64) {}
    /// An item spent time at a station.
    #[inline]
    fn spent(&mut self, station: u32, cause: Cause, ticks: u64) {}
    /// The same, with the item that did: this much of its time, up to now, goes to the cause.
    #[inline]
    fn books(&mut self, station: u32, item: &Item, cause: Cause, ticks: u64) {}
    /// Of the touch that was told, so much was on a visit to a step where its item had been before.
    #[inline]
    fn repeated(&mut self, station: u32, ticks: u64) {}
    /// Hands-on work of a visit was completed after all.
    #[inline]
    fn completes(&mut self, now: u64, station: u32, item: &Item) {}
    /// Work was laid down because a person left.
    #[inline]
    fn lays_down(&mut self, now: u64, station: u32, item: &Item) {}
    /// Of the time of an item booked to other duties, its person was absent for so much.
    #[inline]
    fn paused(&mut self, station: u32, ticks: u64) {}
    /// A person stayed so long after a visit to a station was over, and its item gone: at work to
    /// everybody else.
    #[inline]
    fn withheld(&mut self, station: u32, ticks: u64) {}
    /// A visit is over, but there is no room at the leg ahead: it stays until there is. Told after
    /// `leaves`.
    #[inline]
    fn blocked(&mut self, now: u64, station: u32, item: &Item, ahead: u32) {}
    /// An item leaves undelivered, because of what happened at a station. Its visits that are under way
    /// were withdrawn before.
    #[inline]
    fn lost(&mut self, now: u64, station: u32, item: &Item, why: Loss) {}
    /// A visit is over; `back` tells whether the item was sent back.
    #[inline]
    fn leaves(&mut self, now: u64, station: u32, item: &Item, back: bool) {}
    /// A visit that ends left a flaw in an item.
    #[inline]
    fn flawed(&mut self, now: u64, station: u32, item: &Item) {}
    /// A visit that ends found so many of the flaws an item carried.
    #[inline]
    fn caught(&mut self, now: u64, station: u32, item: &Item, flaws: u32) {}
    /// What was found had been left so long before, all of it together.
    #[inline]
    fn feedback(&mut self, station: u32, ticks: u64) {}
    /// A visit that ends was a handoff, which added so much to its effort, at pace 1 and full focus.
    #[inline]
    fn handed(&mut self, station: u32, ticks: u64) {}
    /// An item is about to be delivered with so many flaws.
    #[inline]
    fn escapes(&mut self, now: u64, item: &Item, flaws: u32) {}
    /// An item passed the step that delivers it.
    #[inline]
    fn delivered(&mut self, now: u64, item: &Item) {}
    /// What an item of this kind and number has brought came up, and undoes its delivery of an instant
    /// before, or of this one.
    #[inline]
    fn undone(&mut self, now: u64, item: (u32, u32), delivered: u64) {}
    /// An item is about to be delivered, and people spent time on branches of it that did not
    /// complete their join.
    #[inline]
    fn parallel_touch(&mut self, item: &Item, ticks: u64) {}
    /// An item reached the end of its route and earned `value`.
    #[inline]
    fn earned(&mut self, now: u64, item: &Item, value: f64) {}
    /// An item, or a branch of one, splits into branches; each is an item to the observer.
    #[inline]
    fn forks(&mut self, now: u64, item: &Item, branches: u32) {}
    /// A branch is done and waits for the others.
    #[inline]
    fn done(&mut self, now: u64, item: &Item) {}
    /// A branch that is done ends after `wait`; `station` is where it was last.
    #[inline]
    fn joins(&mut self, now: u64, station: Option<u32>, item: &Item, wait: u64) {}
    /// A branch that is not done ends, as others were enough; at no station if it has forked or is
    /// about to move. Its phase is the one it had there.
    #[inline]
    fn withdrawn(&mut self, now: u64, station: Option<u32>, item: &Item) {}
    /// Of the touch that was told, so much was on a visit that a withdrawal cut short.
    #[inline]
    fn discarded(&mut self, station: u32, ticks: u64) {}
    /// What had split goes on by itself.
    #[inline]
    fn joined(&mut self, now: u64, item: &Item) {}
    /// Somebody looked at an organisation, and it had not delivered enough; which look it was.
    #[inline]
    fn reviewed(&mut self, now: u64, org: u32, look: u32) {}
    /// An organisation was closed. Told before its items leave.
    #[inline]
    fn closed(&mut self, now: u64, org: u32) {}
    /// A change has come to its next turn.
    #[inline]
    fn changes(&mut self, now: u64, change: u32, turn: Turn) {}
    /// A mark was reached; `levels` are by station, `backlog` counts items not
    /// released by kind.
    #[inline]
    fn mark(&mut self, now: u64, mark: Mark, levels: &[Level], backlog: &[u64]) {}
    /// The run is over with this item released and not delivered, of a kind that counts.
    #[inline]
    fn inside(&mut self, net: &Network, item: &Item) {}
}
