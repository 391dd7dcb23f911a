//! The compiled network: what a trial reads, dense and immutable, shared by all threads.
//!
//! Instants count from a Monday 00:00 before the run begins, so that every recurring thing is a
//! remainder; time 0 of the scenario is `zero`. Stations, kinds and calendars keep the alphabetical
//! order of the scenario, which is also the order of ties.

use super::calendar::Calendar;
pub use super::change::{Act, Change, Effect, Ramp, Target, When};
use super::forks::{Branch, Fork};
use super::leads::Lead;
use super::load::{LoadHere, LoadSettings, ReworkEntry};
use super::orgs::{Handover, Org};
use super::quality::QualitySettings;
use super::sessions::{PapersDue, Sessions};
use crate::random::{Distribution, Sampler};
pub use crate::scenario::model::{Order, Role, Shifts};

/// An organisation, compiled for one variant.
#[derive(Clone, Debug)]
pub struct Network {
    /// First instant of the run [ticks].
    pub start: u64,
    /// Time 0: the measured window begins [ticks].
    pub zero: u64,
    /// The window ends; what happens exactly here is outside [ticks].
    pub end: u64,
    /// Calendars.
    pub calendars: Vec<Calendar>,
    /// Stations.
    pub stations: Vec<Station>,
    /// Groups of people, each working for one station or several.
    pub crews: Vec<Crew>,
    /// Kinds of work.
    pub kinds: Vec<Kind>,
    /// Steps of all routes, kind by kind.
    pub legs: Vec<Leg>,
    /// Ways back of all legs.
    pub ways_back: Vec<WayBack>,
    /// Rework entries of all stations.
    pub rework: Vec<ReworkEntry>,
    /// Where routes split, by first leg, an outer fork before those inside it.
    pub forks: Vec<Fork>,
    /// Branches of all forks.
    pub branches: Vec<Branch>,
    /// Organisations, the one without a prefix first.
    pub orgs: Vec<Org>,
    /// Demand that moves between them.
    pub handovers: Vec<Handover>,
    /// What deliveries bring, kind by kind.
    pub leads: Vec<Lead>,
    /// Sampler of unit-mean exponential draws.
    pub exponential: Sampler,
    /// Samplers that numbers refer to.
    pub samplers: Vec<Sampler>,
    /// The unit-mean shape each sampler draws from.
    pub shapes: Vec<Distribution>,
    /// Whether it ever costs anything that work changes hands.
    pub hands_over: bool,
    /// What a change may move, as written.
    pub settings: Settings,
    /// Changes with their instants.
    pub changes: Vec<Change>,
    /// Who owns which timer.
    pub timers: Timers,
}

impl Network {
    /// The calendar of a station.
    #[inline]
    pub fn calendar_of(&self, station: u32) -> &Calendar {
        &self.calendars[self.stations[station as usize].calendar as usize]
    }
}

/// A station.
#[derive(Clone, Debug)]
pub struct Station {
    /// Position of its organisation.
    pub org: u32,
    /// Name in the file.
    pub name: String,
    /// Hash of the name, for draws.
    pub hash: u64,
    /// Position of its crew; `None`: unlimited people.
    pub crew: Option<u32>,
    /// Position of its calendar.
    pub calendar: u32,
    /// Its gate.
    pub gate: Option<Gate>,
    /// Whether items are collected here to go through as one.
    pub batches: bool,
    /// Whether items are held by a delay after touch.
    pub delays: bool,
    /// So many may wait; `None`: any number.
    pub room: Option<u32>,
    /// Whether one more leaves, instead of staying where it is.
    pub turns_away: bool,
    /// How long an item waits for its first touch before it gives up [ticks].
    pub patience: Option<Number>,
    /// Effort of changing over [ticks].
    pub setup: Option<Number>,
    /// What load does here.
    pub load: LoadHere,
    /// What hands-on time here is.
    pub role: Role,
    /// Whether a visit may leave a flaw.
    pub leaves_flaws: bool,
    /// Smallest position in any route: gates decide upstream first.
    pub place: usize,
    /// Positions of its legs.
    pub legs: Vec<u32>,
}

impl Station {
    /// Whether hands-on time here is judgment.
    pub fn judges(&self) -> bool {
        self.role == Role::Judgment
    }

    /// Whether what finds no room here stays where it is.
    pub fn blocks(&self) -> bool {
        self.room.is_some() && !self.turns_away
    }
}

/// A committee.
#[derive(Clone, Debug)]
pub struct Gate {
    /// When it sits.
    pub sessions: Sessions,
    /// Papers due.
    pub papers_due: PapersDue,
}

/// People who share a queue of work.
#[derive(Clone, Debug)]
pub struct Crew {
    /// Position of their organisation.
    pub org: u32,
    /// Name of the station or pool, and whether it is a pool's.
    pub name: String,
    /// Hash of the name, for draws.
    pub hash: u64,
    /// Whether they are a pool.
    pub is_pool: bool,
    /// Stations they serve.
    pub stations: Vec<u32>,
    /// How many they are by time; `None`: a setting.
    pub shifts: Option<Shifts>,
    /// Absence of each person: from a return to the next absence, and how long it lasts, elapsed
    /// [ticks].
    pub away: Option<(Number, Number)>,
    /// How long each person stays, elapsed [ticks].
    pub attrition: Option<Number>,
    /// The kind of work that brings somebody back for each who has left.
    pub opens: Option<u32>,
    /// After how much working time one who found nothing looks again [ticks].
    pub looks_every: Option<Number>,
    /// What a person costs a year [currency].
    pub cost_per_year: Option<f64>,
    /// Whether anything but touch, pauses of the calendar and changes of staff can befall a person:
    /// absence, changing over, blocking, preemption, looking.
    pub eventful: bool,
    /// Whether it is kept how busy they were of late.
    pub keeps_use: bool,
    /// Position of their calendar.
    pub calendar: u32,
    /// First of their timers.
    pub first_timer: u32,
    /// Timers reserved for them: the most people there can be.
    pub most: u32,
}

/// A kind of work.
#[derive(Clone, Debug)]
pub struct Kind {
    /// Position of its organisation.
    pub org: u32,
    /// Name in the file.
    pub name: String,
    /// Hash of the name, for draws.
    pub hash: u64,
    /// Where its items come from.
    pub source: Source,
    /// Position of the calendar of arrivals and releases; `None`: at any time.
    pub calendar: Option<u32>,
    /// Items per arrival: mean and shape; `None`: always one.
    pub at_once: Option<Number>,
    /// Arrivals end after this many items.
    pub total: u64,
    /// Items waiting at the start: where, and how many.
    pub initial: Vec<(Start, u64)>,
    /// Size of an item: mean and shape.
    pub size: Number,
    /// Larger goes first.
    pub priority: i64,
    /// Output, or a cost.
    pub counts: bool,
    /// Whether releases wait for room under the WIP limit.
    pub limited: bool,
    /// Whether its route begins with a fork.
    pub forks_first: bool,
    /// First of its legs.
    pub first_leg: u32,
    /// Number of its legs.
    pub legs: u32,
    /// Whether items come as people leave.
    pub opened: bool,
    /// Whether items come that another kind has handed over.
    pub takes_over: bool,
    /// Whether its items are what a change sends before it takes effect.
    pub sent: bool,
    /// Whether a delivery may set off a change or fill a seat.
    pub stirs: bool,
    /// First and one past the last of `Network::leads` of its items.
    pub leads: (u32, u32),
    /// What an item earns at the end of its route: amount and its natural logarithmic decay rate
    /// [1/tick].
    pub value: Option<(f64, f64)>,
}

impl Kind {
    /// Whether an item is released whenever someone at its first station is free (language T5).
    pub fn is_fed(&self) -> bool {
        matches!(self.source, Source::Endless) && !self.limited
    }
}

/// Where an item waits when the run begins.
#[derive(Clone, Copy, Debug)]
pub enum Start {
    /// In the backlog.
    Backlog,
    /// At the beginning of the route.
    Route,
    /// At a leg; in a branch, the others count as done.
    Leg(u32),
}

/// Where items come from.
#[derive(Clone, Debug)]
pub enum Source {
    /// Nowhere.
    None,
    /// Another one is always waiting.
    Endless,
    /// A Poisson process; the rate is a setting.
    Poisson {
        /// Turns the average rate into the rate while open.
        scale: f64,
    },
    /// A renewal process; the mean interval is a setting.
    Every,
    /// A Poisson process whose rate varies.
    Profile {
        /// Start in the cycle [ticks], rate [1/tick].
        pieces: Vec<(u64, f64)>,
        /// Length of the cycle [ticks].
        repeat: Option<u64>,
        /// Multiplies the rate of a cycle.
        day_factor: Number,
    },
    /// Listed instants; sorted [ticks].
    Items(Vec<u64>),
}

/// A distribution: its mean, and the position of the sampler of its unit-mean shape.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Number {
    /// Mean, in the unit of whatever it stands for.
    pub mean: f64,
    /// Position in `Network::samplers`.
    pub sampler: u32,
}

/// A step of the route of a kind.
#[derive(Clone, Debug)]
pub struct Leg {
    /// Position of the station.
    pub station: u32,
    /// Position of the kind.
    pub kind: u32,
    /// How many places of this station come before it in the route: part of the address of draws.
    pub occurrence: u16,
    /// Whether an item that passes it is delivered.
    pub delivers: bool,
    /// Whether the route ends here.
    pub last: bool,
    /// Whether it matters when an item left here last.
    pub is_noted: bool,
    /// First and one past the last of its ways back.
    pub ways_back: (u32, u32),
    /// Whether people may find flaws at a visit.
    pub catches: bool,
    /// Whether anything may: people, or what decides without them.
    pub looks: bool,
    /// Entries that may decide a visit without people, as positions in the settings.
    pub autos: Vec<u32>,
    /// The leg an item with a flaw found goes back to; `None`: that of who made the earliest.
    pub caught_to: Option<u32>,
    /// The innermost branch it is in.
    pub within: Option<u32>,
    /// The station that collects the batches which come through here; itself, where they begin.
    pub batches_of: Option<u32>,
    /// Whether batches that come through end here.
    pub disbands: bool,
}

/// A way back from a leg.
#[derive(Clone, Copy, Debug)]
pub struct WayBack {
    /// Where it leads.
    pub to: u32,
    /// Position of its rework entry in the settings.
    pub entry: u32,
    /// Times per item.
    pub max: u32,
    /// Whether its chance is not simply the setting.
    pub varies: bool,
    /// Whether it leads to another station, so that taking it is a catch.
    pub catches: bool,
    /// Position of the counter of an item that has a maximum to respect.
    pub counter: u32,
}

/// Everything a change may move. A trial begins with a copy.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    /// Rate multiplier of each station.
    pub pace: Vec<f64>,
    /// Share of working time given to each station.
    pub focus: Vec<f64>,
    /// People of each crew.
    pub staff: Vec<u32>,
    /// Who is next at each station.
    pub order: Vec<Order>,
    /// Effort of each leg [ticks].
    pub touch: Vec<Number>,
    /// Chance that each leg is taken.
    pub step_chance: Vec<f64>,
    /// Delay of each station [ticks].
    pub delay: Vec<Number>,
    /// Slots of each station's gate; `None`: all that wait.
    pub slots: Vec<Option<Number>>,
    /// Distance between sessions of each station's gate [ticks].
    pub cadence: Vec<u64>,
    /// Items in a full batch of each station; 1 where none are made.
    pub batch_size: Vec<u32>,
    /// Time after which a batch of each station goes; `NEVER`: when it is full [ticks].
    pub batch_after: Vec<u64>,
    /// Chance of each rework entry.
    pub rework_chance: Vec<f64>,
    /// Effort factor of each rework entry.
    pub rework_effort: Vec<f64>,
    /// What visits leave behind and find, what is decided without people, what a handoff costs.
    pub quality: QualitySettings,
    /// What load and experience do.
    pub load: LoadSettings,
    /// Rate of each Poisson demand [1/tick].
    pub rate: Vec<f64>,
    /// Interval of each `every` demand [ticks].
    pub interval: Vec<Number>,
    /// Weight of each endless kind.
    pub share: Vec<f64>,
    /// Limit on items released and not delivered.
    pub wip_limit: Vec<u64>,
    /// Chance of each of `Network::leads`.
    pub lead_chance: Vec<f64>,
    /// From a delivery until each of them comes up [ticks].
    pub lead_after: Vec<Number>,
}

/// Owner of a timer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Owner {
    /// The observer looks at the organisation.
    Mark,
    /// A calendar opens.
    Calendar(u32),
    /// The next change.
    Change,
    /// People of a crew come on duty or go off, fall absent or return, leave, or look for work.
    Shift(u32),
    /// A person of a crew finishes.
    Person(u32),
    /// A person of an eventful crew finishes touch or changing over.
    Worker(u32),
    /// The first of the items that a crew works on side by side is done.
    Sharing(u32),
    /// The first of the items that a station holds without a person (unlimited staff, delay).
    Held(u32),
    /// The next arrival of a kind.
    Source(u32),
    /// The next item of a kind that a delivery has brought comes up.
    Brought(u32),
    /// A gate sits.
    Gate(u32),
    /// The time of a batch that a station collects is up.
    Batch(u32),
    /// The first of those that wait at a station gives up.
    Patience(u32),
}

/// Who owns which timer. Ranks follow the ladder of one instant (language S1), within a rung the
/// alphabetical order of names, so that the rank of a timer is its tie-break.
#[derive(Clone, Debug, Default)]
pub struct Timers {
    /// Owner of each rank.
    pub owners: Vec<Owner>,
    /// Rank of each calendar.
    pub calendar: Vec<u32>,
    /// Rank of each crew's shift (0 without one).
    pub shift: Vec<u32>,
    /// Rank of the next change.
    pub change: u32,
    /// Rank of each station's held items.
    pub held: Vec<u32>,
    /// Rank of each kind's source.
    pub source: Vec<u32>,
    /// Rank of what deliveries bring of each kind (0 without any).
    pub brought: Vec<u32>,
    /// Rank of each station's gate (0 without one).
    pub gate: Vec<u32>,
    /// Rank of each station's batch, among the gates (0 without one, or at a gate).
    pub batch: Vec<u32>,
    /// Rank of each station's patience (0 without one).
    pub patience: Vec<u32>,
    /// First rank that belongs to the end of a service or delay.
    pub first_end: u32,
    /// First rank after those.
    pub first_source: u32,
}
