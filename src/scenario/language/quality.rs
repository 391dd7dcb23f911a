//! Keys of what visits leave behind and find, of what is decided without people, and of handoffs.

use super::shapes::{CHANCE, EFFORT, EFFORT_FACTOR, SPAN};
use super::{Key, Kind, Names, Section};

/// `flaws` of a station.
pub(super) const FLAWS: Key = Key::or(
    "flaws",
    Kind::Number(&CHANCE),
    "0",
    "Chance that a visit leaves a flaw in the item.",
)
.varies();

/// A chance, or more than that.
const CAUGHT: Kind = Kind::Either(&Kind::Number(&CHANCE), &Kind::Table(&CATCHES));

/// `catches` of a station.
pub(super) const CATCHES_OF_STATION: Key = Key::or(
    "catches",
    CAUGHT,
    "0",
    "Chance that a visit finds each flaw the item carries. What is found is gone, and the item goes \
     back; a table { chance, to, effort, only } says more.",
)
.varies();

/// `catches` as a table.
pub(in crate::scenario) static CATCHES: Section = Section {
    noun: "way of catching flaws",
    keys: &[
        Key::must(
            "chance",
            Kind::Number(&CHANCE),
            "Chance that each flaw the item carries is found.",
        )
        .varies(),
        Key::says(
            "to",
            Kind::Name(Names::Station),
            "the station that made the earliest of what was found",
            "The station an item with a flaw found goes back to.",
        ),
        Key::or(
            "effort",
            Kind::Number(&EFFORT_FACTOR),
            "1",
            "Factor on every touch from there until the item is back here.",
        )
        .varies(),
        Key::may(
            "only",
            Kind::List(&Kind::Name(Names::Kind)),
            "Kinds of work that are looked at; without it all.",
        ),
    ],
};

/// `auto` of a station.
pub(super) const AUTO_OF_STATION: Key = Key::may(
    "auto",
    Kind::Tables(&AUTO),
    "Policy as code: a share of visits is decided without people, past gate and queue; one entry or \
     a list of them.",
);

/// `auto`.
pub(in crate::scenario) static AUTO: Section = Section {
    noun: "automatic decision",
    keys: &[
        Key::must(
            "share",
            Kind::Number(&CHANCE),
            "Share of visits that are decided this way, drawn afresh at every visit.",
        )
        .varies(),
        Key::or(
            "touch",
            Kind::Spread(&SPAN),
            "0h",
            "Elapsed time it takes; no pace, focus or calendar has a part in it.",
        )
        .varies(),
        Key::or(
            "catches",
            Kind::Number(&CHANCE),
            "0",
            "Chance that it finds each flaw the item carries.",
        )
        .varies(),
        Key::may(
            "only",
            Kind::List(&Kind::Name(Names::Kind)),
            "Kinds of work it decides; without it all.",
        ),
    ],
};

/// `[handoff]`.
pub(in crate::scenario) static HANDOFF: Section = Section {
    noun: "handoff",
    keys: &[
        Key::or(
            "effort",
            Kind::Spread(&EFFORT),
            "0h",
            "Hands-on time that is added to a visit if the item comes from other people.",
        )
        .varies(),
        Key::or(
            "flaws",
            Kind::Number(&CHANCE),
            "0",
            "Added to the chance that such a visit leaves a flaw.",
        )
        .varies(),
    ],
};
