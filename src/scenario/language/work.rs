//! Keys of kinds of work: demand, route, value.

use super::shapes::{
    AMOUNT, AT_ONCE, BRANCHES, CHANCE, INITIAL, PRIORITY, RATE, SIZE, SOME_SPAN, TOTAL, WEIGHT,
};
use super::{Key, Kind, Names, Section};

/// `[work.NAME]`.
pub(in crate::scenario) static WORK: Section = Section {
    noun: "kind of work",
    keys: &[
        Key::or("title", Kind::Text, "its name", "What to call it."),
        Key::may("demand", Kind::Table(&DEMAND), "Where its items come from."),
        Key::or(
            "share",
            Kind::Number(&WEIGHT),
            "1",
            "Weight among endless kinds.",
        )
        .varies(),
        Key::or(
            "size",
            Kind::Spread(&SIZE),
            "1",
            "Multiplies the touch times of an item.",
        ),
        Key::or(
            "priority",
            Kind::Number(&PRIORITY),
            "0",
            "Larger goes first.",
        ),
        Key::or(
            "counts",
            Kind::Flag,
            "true",
            "Whether it is an output or a cost.",
        ),
        Key::must(
            "route",
            Kind::Route,
            "Stations in order; lists in it are side by side.",
        ),
        Key::or(
            "delivered_at",
            Kind::Name(Names::Station),
            "end of the route",
            "Delivery.",
        ),
        Key::may(
            "value",
            Kind::Either(&Kind::Number(&AMOUNT), &Kind::Table(&VALUE)),
            "What one is worth.",
        ),
        Key::later("leads_to", "What a delivered item brings."),
        Key::later("effect", "What a delivery changes."),
    ],
};

/// `demand`.
pub(in crate::scenario) static DEMAND: Section = Section {
    noun: "demand",
    keys: &[
        Key::may("endless", Kind::Flag, "Another one is always waiting."),
        Key::may("poisson", Kind::Number(&RATE), "At random, at this rate.").varies(),
        Key::may(
            "every",
            Kind::Spread(&SOME_SPAN),
            "One interval after the other.",
        )
        .varies(),
        Key::may(
            "profile",
            Kind::Tables(&PIECE),
            "At random, at a rate that varies.",
        ),
        Key::may("items", Kind::List(&Kind::Instant), "At these instants."),
        Key::may(
            "repeat",
            Kind::Number(&SOME_SPAN),
            "Length of the cycle of a profile.",
        ),
        Key::or(
            "day_factor",
            Kind::Spread(&SIZE),
            "1",
            "Multiplies a cycle of a profile.",
        ),
        Key::or(
            "calendar",
            Kind::Name(Names::Calendar),
            "the clock's",
            "When items come.",
        ),
        Key::or("at_once", Kind::Spread(&AT_ONCE), "1", "Items per arrival."),
        Key::may(
            "total",
            Kind::Number(&TOTAL),
            "Arrivals end after so many items.",
        ),
        Key::may(
            "initial",
            Kind::Either(
                &Kind::Number(&INITIAL),
                &Kind::Per(Names::Station, &Kind::Number(&INITIAL)),
            ),
            "Items waiting when the run begins.",
        ),
    ],
};

/// A piece of a demand profile.
pub(in crate::scenario) static PIECE: Section = Section {
    noun: "piece of a profile",
    keys: &[
        Key::must(
            "from",
            Kind::Number(&super::shapes::SPAN),
            "Start within the cycle.",
        ),
        Key::must("poisson", Kind::Number(&RATE), "Rate from there on."),
    ],
};

/// A step of a route written as a table.
pub(in crate::scenario) static STEP: Section = Section {
    noun: "step of a route",
    keys: &[
        Key::must(
            "station",
            Kind::Name(Names::Station),
            "Where the work is done.",
        ),
        Key::or(
            "chance",
            Kind::Number(&CHANCE),
            "1",
            "Chance of taking the step.",
        )
        .varies(),
    ],
};

/// Steps side by side of which some are enough.
pub(in crate::scenario) static QUORUM: Section = Section {
    noun: "quorum",
    keys: &[
        Key::must(
            "quorum",
            Kind::Number(&BRANCHES),
            "How many of them are enough.",
        ),
        Key::must("of", Kind::Route, "Steps side by side."),
    ],
};

/// What a delivered item is worth.
pub(in crate::scenario) static VALUE: Section = Section {
    noun: "value",
    keys: &[
        Key::must(
            "amount",
            Kind::Number(&AMOUNT),
            "Earned by one item, if at once.",
        ),
        Key::or(
            "decay",
            Kind::Form,
            "0% / mo",
            "Share lost per time, as in \"5% / mo\".",
        ),
    ],
};
