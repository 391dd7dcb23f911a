//! Keys of stations: people, touch, gates, rework.

use super::load::{GROWTH, HURRY, LEARNING};
use super::people::{
    ABANDON, ATTRITION_OF_PEOPLE, AWAY_OF_PEOPLE, CALENDAR_OF_PEOPLE, COST_OF_PEOPLE,
    FOCUS_OF_PEOPLE, ORDER, PEOPLE,
};
use super::quality::{AUTO_OF_STATION, CATCHES_OF_STATION, FLAWS};
use super::shapes::{
    CADENCE, CHANCE, COORDINATION, EFFORT, EFFORT_FACTOR, INTERFERENCE, PACE, ROOM, SLOTS,
    SOME_EFFORT, SPAN, TIMES,
};
use super::{Form, Key, Kind, Names, Section};
use crate::scenario::model::Role;

/// `[station.NAME]`.
pub(in crate::scenario) static STATION: Section = Section {
    noun: "station",
    keys: &[
        Key::says("title", Kind::Text, "its name", "What to call it."),
        Key::may(
            "staff",
            Kind::Or(&PEOPLE, &["unlimited"]),
            "People (or teams) here, \"unlimited\", or { profile, repeat } by time. A station with only a gate or a delay may leave it out.",
        )
        .varies(),
        Key::may(
            "pool",
            Kind::Name(Names::Pool),
            "Instead of staff: a pool of people who work at several stations, one queue for all of them.",
        ),
        Key::may("touch", Kind::Spread(&EFFORT), "Hands-on time per visit, in working time: fixed or a distribution. Drawn afresh at every visit.").varies(),
        Key::may(
            "touch_for",
            Kind::Per(&Kind::Spread(&EFFORT)),
            "Hands-on time per visit of some kinds of work, instead of `touch`.",
        )
        .varies(),
        Key::or("pace", Kind::Number(&PACE), "1", "Rate multiplier: 1.3 means 30% more per hour, 23.1% less time. Divides touch and setup, never delays or gates.").varies(),
        CALENDAR_OF_PEOPLE,
        FOCUS_OF_PEOPLE,
        ORDER,
        Key::may(
            "waiting_room",
            Kind::Number(&ROOM),
            "How many may wait here, those in service not counted; without it any number.",
        ),
        Key::or(
            "when_full",
            Kind::Word(&["block", "turn_away"]),
            "block",
            "What happens to one more than may wait: it stays where it is and keeps its person there, or it leaves for good.",
        ),
        Key::may("gate", Kind::Table(&GATE), "A committee that admits waiting items at certain instants."),
        Key::may("rework", Kind::Tables(&REWORK), "Sends items back after the service here; one entry or a list of them."),
        FLAWS,
        CATCHES_OF_STATION,
        AUTO_OF_STATION,
        Key::may("delay", Kind::Spread(&SPAN), "Elapsed time after touch that nobody here controls.").varies(),
        Key::may(
            "abandon",
            Kind::Table(&ABANDON),
            "An item that has waited so long for its first touch gives up and leaves: { after }.",
        ),
        Key::may(
            "setup",
            Kind::Spread(&EFFORT),
            "Effort of changing over, when the person's previous item was of another kind or at another station.",
        ),
        AWAY_OF_PEOPLE,
        ATTRITION_OF_PEOPLE,
        Key::may(
            "looks_every",
            Kind::Spread(&SOME_EFFORT),
            "A person who finds nothing waiting looks again only after this much working time; without it at once.",
        ),
        Key::or(
            "interference",
            Kind::Number(&INTERFERENCE),
            "0",
            "Each other item present here, waiting or not, multiplies the pace by 1 minus this.",
        )
        .varies(),
        Key::or(
            "coordination",
            Kind::Number(&COORDINATION),
            "0",
            "Each colleague who is there (of a pool, in all of it; who is absent costs nothing) costs \
             each person this share: of n people each works at pace x (1 - this x (n - 1)), never below 0.",
        )
        .varies(),
        Key::may(
            "hurry",
            Kind::Table(&HURRY),
            "What a long queue does to people: { queue, pace, catches }.",
        ),
        COST_OF_PEOPLE,
        Key::or(
            "role",
            Kind::Word(&Role::NAMES),
            "work",
            "What hands-on time here is: work, judgment or integration. Results then tell what a unit of \
             judgment buys.",
        ),
        Key::or(
            "basis",
            Kind::Word(&["law", "habit", "work"]),
            "work",
            "Why the station exists. What is \"law\" can never be removed.",
        ),
        Key::later("batch", "Collects and goes through as one."),
    ],
};

static SESSION: Form = Form {
    pattern: r"^\s*([A-Za-z0-9]+\s+)?[A-Za-z]+(\s+\d{1,2}:\d\d)?\s*$",
    examples: &["Tue 10:00", "1st Tue 10:00", "last Fri 14:00"],
};

/// `gate`.
pub(in crate::scenario) static GATE: Section = Section {
    noun: "gate",
    keys: &[
        Key::must(
            "every",
            Kind::Or(&Kind::Number(&CADENCE), &["month", "quarter"]),
            "Distance between sessions.",
        )
        .varies(),
        Key::may(
            "on",
            Kind::Form(&SESSION),
            "Weekday and time of a session; with \"month\" or \"quarter\" also which one, as in \"1st Tue 10:00\".",
        ),
        Key::or(
            "first",
            Kind::Instant,
            "0d",
            "The first session, or the earliest day of it.",
        ),
        Key::may(
            "slots",
            Kind::Spread(&SLOTS),
            "Most items admitted per session; without it all that wait.",
        )
        .varies(),
        Key::or(
            "papers_due",
            Kind::Either(&Kind::Number(&SPAN), &Kind::Number(&EFFORT)),
            "0h",
            "How long before a session an item must be there; in working time if the unit is wd or ww.",
        ),
    ],
};

/// `rework`.
pub(in crate::scenario) static REWORK: Section = Section {
    noun: "rework",
    keys: &[
        Key::says(
            "chance",
            Kind::Number(&CHANCE),
            "0 with chance_grows; without it there has to be one",
            "Chance of being sent back.",
        )
        .varies(),
        Key::must("to", Kind::Name(Names::Station), "The station it leads to."),
        Key::or(
            "effort",
            Kind::Number(&EFFORT_FACTOR),
            "1",
            "Factor on every touch from there until the item is back here.",
        )
        .varies(),
        Key::may(
            "max",
            Kind::Number(&TIMES),
            "Most times per item; then it passes. Without it there is no limit.",
        ),
        Key::may(
            "only",
            Kind::List(&Kind::Name(Names::Kind)),
            "Kinds of work it applies to; without it all.",
        ),
        Key::may(
            "chance_grows",
            Kind::Table(&GROWTH),
            "What makes the chance grow: { with, per, by, above }.",
        ),
        Key::may(
            "learning",
            Kind::Table(&LEARNING),
            "How the chance falls with each send-back of this entry: { halves_every, floor }. Without \
             it the same lesson is paid for again and again.",
        ),
    ],
};
