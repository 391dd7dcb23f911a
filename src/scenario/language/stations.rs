//! Keys of stations: people, touch, gates, rework.

use super::shapes::{
    CADENCE, CHANCE, COST, EFFORT, EFFORT_FACTOR, FOCUS, PACE, SLOTS, SPAN, STAFF, TIMES,
};
use super::{Key, Kind, Names, Section};

/// `[station.NAME]`.
pub(in crate::scenario) static STATION: Section = Section {
    noun: "station",
    keys: &[
        Key::or("title", Kind::Text, "its name", "What to call it."),
        Key::may(
            "staff",
            Kind::Either(&Kind::Number(&STAFF), &Kind::Table(&STAFF_PROFILE)),
            "People here.",
        )
        .varies(),
        Key::may("touch", Kind::Spread(&EFFORT), "Hands-on time per visit.").varies(),
        Key::may(
            "touch_for",
            Kind::Per(Names::Kind, &Kind::Spread(&EFFORT)),
            "Hands-on time per visit, by kind.",
        )
        .varies(),
        Key::or("pace", Kind::Number(&PACE), "1", "Rate of the people here.").varies(),
        Key::or(
            "calendar",
            Kind::Name(Names::Calendar),
            "the clock's",
            "When people work.",
        ),
        Key::or(
            "focus",
            Kind::Number(&FOCUS),
            "1",
            "Share of time given to this line.",
        )
        .varies(),
        Key::or("order", Kind::Word(&["fifo"]), "fifo", "Who is next."),
        Key::may("gate", Kind::Table(&GATE), "Decides at certain instants."),
        Key::may("rework", Kind::Tables(&REWORK), "Sends items back."),
        Key::may("delay", Kind::Spread(&SPAN), "Time nobody here controls.").varies(),
        Key::may(
            "cost_per_year",
            Kind::Number(&COST),
            "Loaded cost of one person.",
        ),
        Key::or(
            "basis",
            Kind::Word(&["law", "habit", "work"]),
            "work",
            "Why it exists.",
        ),
        Key::later("pool", "People shared with other stations."),
        Key::later("waiting_room", "How many may wait."),
        Key::later("when_full", "What happens when nobody more may wait."),
        Key::later("batch", "Collects and goes through as one."),
        Key::later("auto", "What is decided without people."),
        Key::later("flaws", "What a visit leaves behind."),
        Key::later("catches", "What is found here."),
        Key::later("interference", "How items present get in the way."),
        Key::later("coordination", "What each colleague costs."),
        Key::later("hurry", "What a long queue does to people."),
        Key::later("abandon", "When an item gives up."),
        Key::later("setup", "Time to change over."),
        Key::later("away", "Absence of each person."),
        Key::later("attrition", "How people leave."),
        Key::later("looks_every", "How often people look for work."),
        Key::later("role", "What hands-on time here is."),
    ],
};

/// Words of `order` that come with later mechanisms.
pub(in crate::scenario) const LATER_ORDERS: &[&str] = &[
    "lifo",
    "oldest",
    "priority",
    "priority_preempt",
    "shortest",
    "processor_sharing",
];

static STAFF_PROFILE: Section = Section {
    noun: "staff profile",
    keys: &[
        Key::later("profile", "People by time."),
        Key::later("repeat", "Length of the cycle."),
    ],
};

/// `gate`.
pub(in crate::scenario) static GATE: Section = Section {
    noun: "gate",
    keys: &[
        Key::must(
            "every",
            Kind::Number(&CADENCE),
            "Distance between sessions.",
        )
        .varies(),
        Key::may("on", Kind::Form, "When it sits, such as \"Tue 10:00\"."),
        Key::or(
            "first",
            Kind::Instant,
            "0d",
            "The first session, or the earliest day of it.",
        ),
        Key::may("slots", Kind::Spread(&SLOTS), "Items admitted per session.").varies(),
        Key::or(
            "papers_due",
            Kind::Number(&SPAN),
            "0h",
            "How long before papers are due.",
        ),
    ],
};

/// `rework`.
pub(in crate::scenario) static REWORK: Section = Section {
    noun: "rework",
    keys: &[
        Key::must(
            "chance",
            Kind::Number(&CHANCE),
            "Chance of being sent back.",
        )
        .varies(),
        Key::must("to", Kind::Name(Names::Station), "The station it leads to."),
        Key::or(
            "effort",
            Kind::Number(&EFFORT_FACTOR),
            "1",
            "Factor on touch until back here.",
        )
        .varies(),
        Key::may(
            "max",
            Kind::Number(&TIMES),
            "Times per item; then it passes.",
        ),
        Key::may(
            "only",
            Kind::List(&Kind::Name(Names::Kind)),
            "Kinds it applies to.",
        ),
        Key::later("chance_grows", "What makes the chance grow."),
        Key::later("learning", "How the chance falls with experience."),
    ],
};
