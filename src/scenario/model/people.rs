//! People of a validated scenario: teams, their shifts and absence, and the order they work in.

use crate::random::Distribution;

/// People who serve one queue: those of a station, or a pool of several.
#[derive(Clone, Debug, PartialEq)]
pub struct Team {
    /// Position of its organisation.
    pub org: usize,
    /// Name of the station or pool.
    pub name: String,
    /// Name shown to people.
    pub title: String,
    /// Whether it is a pool.
    pub is_pool: bool,
    /// How many they are; with shifts, the most at any time.
    pub staff: u32,
    /// How many they are by time; `None`: always the same.
    pub shifts: Option<Shifts>,
    /// Position of their calendar.
    pub calendar: usize,
    /// Absence of each of them.
    pub away: Option<Away>,
    /// How long each of them stays [ticks].
    pub attrition: Option<Distribution>,
    /// The kind of work that brings somebody for each who has left (a position).
    pub opens: Option<usize>,
    /// After how much working time one who found nothing looks again [ticks].
    pub looks_every: Option<Distribution>,
    /// Loaded cost of one person a year [currency].
    pub cost_per_year: Option<f64>,
}

/// People by time.
#[derive(Clone, Debug, PartialEq)]
pub struct Shifts {
    /// Start of each piece against time 0 [ticks] and the people from then on; starts are increasing.
    pub pieces: Vec<(u64, u32)>,
    /// Length of the cycle [ticks]; `None`: the pieces come once, and nobody is there before them.
    pub repeat: Option<u64>,
}

/// Absence: there for a while, away for a while, in turn.
#[derive(Clone, Debug, PartialEq)]
pub struct Away {
    /// From one return to the next absence, elapsed [ticks].
    pub every: Distribution,
    /// Length of an absence, elapsed [ticks].
    pub lasts: Distribution,
}

/// Who is next where several wait.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Order {
    /// First come, first served.
    #[default]
    Fifo,
    /// Last come, first served.
    Lifo,
    /// Earliest release first.
    Oldest,
    /// Highest priority first.
    Priority,
    /// Highest priority first, and a lower one under way is laid down for it.
    Preempt,
    /// Least touch first.
    Shortest,
    /// Everybody at once, at equal shares of the people.
    Sharing,
}

impl Order {
    /// All of them.
    pub const ALL: [Order; 7] = [
        Order::Fifo,
        Order::Lifo,
        Order::Oldest,
        Order::Priority,
        Order::Preempt,
        Order::Shortest,
        Order::Sharing,
    ];

    /// All of them as they are written.
    pub(in crate::scenario) const NAMES: [&'static str; 7] = {
        let mut names = [""; 7];
        let mut at = 0;
        while at < names.len() {
            names[at] = Order::ALL[at].name();
            at += 1;
        }
        names
    };

    /// As it is written.
    pub const fn name(self) -> &'static str {
        match self {
            Order::Fifo => "fifo",
            Order::Lifo => "lifo",
            Order::Oldest => "oldest",
            Order::Priority => "priority",
            Order::Preempt => "priority_preempt",
            Order::Shortest => "shortest",
            Order::Sharing => "processor_sharing",
        }
    }
}

/// What happens to an item where no more may wait.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum WhenFull {
    /// It stays where it is and keeps its person.
    #[default]
    Block,
    /// It leaves.
    TurnAway,
}
