//! Keys of people: how many, when, in which order they work, how they are absent; and of pools.

use super::shapes::{CHANCE, COST, FOCUS, ON_SHIFT, SOME_SPAN, SPAN, STAFF};
use super::{Key, Kind, Names, Section};
use crate::scenario::model::Order;

/// How many people: a number, or a table by time.
pub(super) const PEOPLE: Kind = Kind::Either(&Kind::Number(&STAFF), &Kind::Table(&STAFF_PROFILE));

pub(super) const CALENDAR_OF_PEOPLE: Key = Key::says(
    "calendar",
    Kind::Name(Names::Calendar),
    "the clock's",
    "When the people here work.",
);
pub(super) const FOCUS_OF_PEOPLE: Key = Key::or(
    "focus",
    Kind::Number(&FOCUS),
    "1",
    "Share of their working time that people give to this line; touch takes 1/focus as long.",
)
.varies();
pub(super) const ORDER: Key = Key::or(
    "order",
    Kind::Word(&Order::NAMES),
    "fifo",
    "Who is next: fifo (first come, first served), lifo (last come), oldest (earliest release), \
     priority, priority_preempt (which also lays down work of a lower one), shortest (least touch), \
     or processor_sharing (everybody at once, at equal shares of the people).",
)
.varies();
pub(super) const AWAY_OF_PEOPLE: Key = Key::may(
    "away",
    Kind::Table(&AWAY),
    "Absence of each person by itself: { every, lasts }.",
);
pub(super) const ATTRITION_OF_PEOPLE: Key = Key::may(
    "attrition",
    Kind::Table(&ATTRITION),
    "Each person leaves for good: { after, opens }.",
);
pub(super) const COST_OF_PEOPLE: Key = Key::may(
    "cost_per_year",
    Kind::Number(&COST),
    "Loaded cost of one person a year.",
);

/// Keys that say something about people, so that a station of a pool has none of them.
pub(in crate::scenario) const OF_PEOPLE: [&str; 7] = [
    "staff",
    "order",
    "calendar",
    "focus",
    "away",
    "attrition",
    "cost_per_year",
];

/// `[pool.NAME]`.
pub(in crate::scenario) static POOL: Section = Section {
    noun: "pool",
    keys: &[
        Key::says("title", Kind::Text, "its name", "What to call it."),
        Key::must(
            "staff",
            PEOPLE,
            "People (or teams) of the pool, or { profile, repeat } by time.",
        )
        .varies(),
        ORDER,
        CALENDAR_OF_PEOPLE,
        FOCUS_OF_PEOPLE,
        AWAY_OF_PEOPLE,
        ATTRITION_OF_PEOPLE,
        COST_OF_PEOPLE,
    ],
};

/// `staff` by time.
pub(in crate::scenario) static STAFF_PROFILE: Section = Section {
    noun: "staff profile",
    keys: &[
        Key::must(
            "profile",
            Kind::Tables(&SHIFT),
            "People by time; begins with from = \"0h\".",
        ),
        Key::may(
            "repeat",
            Kind::Number(&SOME_SPAN),
            "Length of the cycle, such as \"1d\" or \"1w\"; without it the profile comes once, from time 0.",
        ),
    ],
};

/// A piece of a staff profile.
pub(in crate::scenario) static SHIFT: Section = Section {
    noun: "piece of a staff profile",
    keys: &[
        Key::must("from", Kind::Number(&SPAN), "Start within the cycle."),
        Key::must("n", Kind::Number(&ON_SHIFT), "People from there on."),
    ],
};

/// `away`.
pub(in crate::scenario) static AWAY: Section = Section {
    noun: "absence",
    keys: &[
        Key::must(
            "every",
            Kind::Spread(&SOME_SPAN),
            "Elapsed time from a return to the next absence.",
        ),
        Key::must("lasts", Kind::Spread(&SPAN), "Elapsed time of an absence."),
    ],
};

/// `attrition`.
pub(in crate::scenario) static ATTRITION: Section = Section {
    noun: "attrition",
    keys: &[
        Key::must(
            "after",
            Kind::Spread(&SOME_SPAN),
            "Elapsed time that a person stays.",
        ),
        Key::may(
            "opens",
            Kind::Name(Names::Kind),
            "A kind of work: an item of it comes for each who leaves, and somebody new begins when it is delivered.",
        ),
    ],
};

/// `ramp`.
pub(in crate::scenario) static RAMP: Section = Section {
    noun: "ramp",
    keys: &[
        Key::must(
            "over",
            Kind::Number(&SOME_SPAN),
            "Elapsed time until newcomers, who count at once, work like everybody else; their share grows day by day.",
        ),
        Key::or(
            "teaching",
            Kind::Number(&CHANCE),
            "0%",
            "Share of a colleague that each newcomer takes until then.",
        ),
    ],
};

/// `abandon`.
pub(in crate::scenario) static ABANDON: Section = Section {
    noun: "patience",
    keys: &[Key::must(
        "after",
        Kind::Spread(&SPAN),
        "Elapsed time that an item waits for its first touch before it leaves.",
    )],
};
