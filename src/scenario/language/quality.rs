//! Keys of what visits leave behind and find.

use super::shapes::{CHANCE, EFFORT_FACTOR};
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
