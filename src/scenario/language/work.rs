//! Keys of kinds of work: demand, route, value.

use super::shapes::{
    AMOUNT, AT_ONCE, BRANCHES, CHANCE, INITIAL, PRIORITY, RATE, SIZE, SOME_SPAN, SPAN, TOTAL,
    WEIGHT,
};
use super::{Form, Key, Kind, Names, RAMP, Section};

/// `[work.NAME]`.
pub(in crate::scenario) static WORK: Section = Section {
    noun: "kind of work",
    keys: &[
        Key::says("title", Kind::Text, "its name", "What to call it."),
        Key::may(
            "demand",
            Kind::Table(&DEMAND),
            "Where its items come from: exactly one of endless, poisson, every, profile and items, with options.",
        ),
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
            "Multiplies all touch times of an item; drawn once per item.",
        ),
        Key::or(
            "priority",
            Kind::Number(&PRIORITY),
            "0",
            "Larger is released first, and goes first where priorities count.",
        ),
        Key::or(
            "counts",
            Kind::Flag,
            "true",
            "Whether it is an output (headline, WIP, limit) or a cost.",
        ),
        Key::must(
            "route",
            Kind::Route,
            "Stations in order: names, or { station = \"legal\", chance = \"30%\" }; lists in it are side by side.",
        ),
        Key::says(
            "delivered_at",
            Kind::Name(Names::Station),
            "end of the route",
            "The station after which an item is delivered; value is earned at the end of the route.",
        ),
        Key::may(
            "value",
            Kind::Either(&Kind::Number(&AMOUNT), &Kind::Table(&VALUE)),
            "What a delivered item is worth: an amount, or { amount, decay }.",
        ),
        Key::may(
            "leads_to",
            Kind::Tables(&LEADS_TO),
            "What a delivered item brings: another item, of the kind `work`; or a list of such.",
        ),
        Key::may(
            "effect",
            Kind::Table(&EFFECT),
            "What every delivery of an item changes from then on: { set, ramp }.",
        ),
    ],
};

/// `effect`.
pub(in crate::scenario) static EFFECT: Section = Section {
    noun: "effect",
    keys: &[
        Key::must(
            "set",
            Kind::Edits,
            "What it sets, by path: \"code.staff\" = \"+1\". With a sign or an x it is relative to the value in force.",
        ),
        Key::may(
            "ramp",
            Kind::Table(&RAMP),
            "How people that it brings learn: { over, teaching }.",
        ),
    ],
};

static DECAY: Form = Form {
    pattern: r"^\s*\d+(\.\d+)?\s*%\s*(/|\sper\s)\s*[a-z]+\s*$",
    examples: &["5% / mo", "1% / week"],
};

/// Forms of demand, of which a kind has one.
pub(in crate::scenario) const FORMS: [&str; 5] =
    ["endless", "poisson", "every", "profile", "items"];

/// `demand`.
pub(in crate::scenario) static DEMAND: Section = Section {
    noun: "demand",
    keys: &[
        Key::may("endless", Kind::Flag, "Another one is always waiting."),
        Key::may(
            "poisson",
            Kind::Number(&RATE),
            "At random, at this average rate per elapsed time.",
        )
        .varies(),
        Key::may(
            "every",
            Kind::Spread(&SOME_SPAN),
            "One interval after the other.",
        )
        .varies(),
        Key::may(
            "profile",
            Kind::Tables(&PIECE),
            "At random, at a rate that varies; begins with from = \"0h\".",
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
            "Multiplies a whole cycle of a profile; its mean is 1.",
        ),
        Key::says(
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
            Kind::Either(&Kind::Number(&INITIAL), &Kind::Per(&Kind::Number(&INITIAL))),
            "Items waiting when the run begins: a number, or numbers by station.",
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

/// What a delivered item brings.
pub(in crate::scenario) static LEADS_TO: Section = Section {
    noun: "consequence",
    keys: &[
        Key::must(
            "work",
            Kind::Name(Names::Kind),
            "The kind of the item that comes, in the backlog of that kind.",
        ),
        Key::or("chance", Kind::Number(&CHANCE), "1", "Chance that it comes.").varies(),
        Key::or(
            "after",
            Kind::Spread(&SPAN),
            "0d",
            "Elapsed time from the delivery until it comes up, while the calendar of its demand is open.",
        )
        .varies(),
        Key::or(
            "per",
            Kind::Word(&["item", "flaw"]),
            "item",
            "Whether it comes once (item), or once for every flaw with which the item is delivered \
             (flaw), each with the chance and after a time of its own.",
        ),
        Key::or(
            "undoes",
            Kind::Flag,
            "false",
            "Whether the delivery does not stay: it is undone as this comes up. What comes up at the \
             horizon or later is outside, and the delivery counts as one that stays.",
        ),
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
            Kind::Form(&DECAY),
            "0% / mo",
            "Share lost per time, as in \"5% / mo\".",
        ),
    ],
};
