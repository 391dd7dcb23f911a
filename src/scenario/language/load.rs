//! Keys of what load does to people and to rework: hurry, chances that grow, lessons learnt.

use super::shapes::{
    BY, CATCHES, CHANCE, GROWTH_ABOVE, GROWTH_PER, HALVES, PACE, QUEUE, SOME_SPAN, SPAN,
};
use super::{Key, Kind, Section};
use crate::scenario::model::Driver;

/// `hurry`.
pub(in crate::scenario) static HURRY: Section = Section {
    noun: "hurry",
    keys: &[
        Key::must(
            "queue",
            Kind::Number(&QUEUE),
            "People hurry while more than this many wait per person who is there, those at a gate \
             not counted.",
        )
        .varies(),
        Key::or(
            "pace",
            Kind::Number(&PACE),
            "1",
            "Multiplies the pace of a visit whose touch begins in a hurry, up to its end.",
        )
        .varies(),
        Key::or(
            "catches",
            Kind::Number(&CATCHES),
            "1",
            "Multiplies what is caught in such a visit: the chance of `catches`, and that of `rework` \
             that leads to another station. Work that starts over at the same station is not a catch and stays as it is.",
        )
        .varies(),
    ],
};

/// `chance_grows`.
pub(in crate::scenario) static GROWTH: Section = Section {
    noun: "growing chance",
    keys: &[
        Key::must(
            "with",
            Kind::Word(&Driver::NAMES),
            "What makes the chance grow: age (elapsed since the item last left `to`, or since its \
             release), wip (items released and not delivered), present (others at this station), \
             attempts (visits of this item to this step before), utilisation (of the people here, \
             from midnight 28 days ago until now).",
        ),
        Key::must(
            "per",
            Kind::Either(&Kind::Number(&SOME_SPAN), &Kind::Number(&GROWTH_PER)),
            "How much more of it adds one more chance of `by`: a span for age, a share for \
             utilisation, else a number.",
        ),
        Key::must(
            "by",
            Kind::Number(&BY),
            "The chance that each `per` adds: chance = 1 - (1 - chance)(1 - by)^(x / per).",
        )
        .varies(),
        Key::or(
            "above",
            Kind::Either(&Kind::Number(&SPAN), &Kind::Number(&GROWTH_ABOVE)),
            "0",
            "Only what exceeds this counts; in the unit of `per`.",
        ),
    ],
};

/// `learning`.
pub(in crate::scenario) static LEARNING: Section = Section {
    noun: "learning",
    keys: &[
        Key::must(
            "halves_every",
            Kind::Number(&HALVES),
            "After so many send-backs of this entry its chance is half of what it was.",
        ),
        Key::or(
            "floor",
            Kind::Number(&CHANCE),
            "0",
            "The chance never falls below this share of what it was.",
        )
        .varies(),
    ],
};
