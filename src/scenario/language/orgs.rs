//! Keys of organisations and of what moves between them.

use super::shapes::{CHANCE, COPIES, INITIAL, SOME_SPAN, SPAN, STAFF};
use super::{HANDOFF, INTAKE};
use super::{Key, Kind, Names, Section};
use crate::scenario::model::Then;

/// `[org.NAME]`.
pub(in crate::scenario) static ORG: Section = Section {
    noun: "organisation",
    keys: &[
        Key::must(
            "from",
            Kind::Text,
            "Where it is described: a file ending in .toml, or a scenario that ships with the program. Its \
             calendars, intake, handoff, work, stations, pools and changes count.",
        ),
        Key::or(
            "copies",
            Kind::Number(&COPIES),
            "1",
            "So many of them, called NAME1, NAME2 and so on, each with its own luck.",
        ),
        Key::may(
            "starts",
            Kind::Instant,
            "Before that it does not exist: it opens empty. Without it, it is there from the beginning.",
        ),
        Key::may(
            "founding",
            Kind::Spread(&SPAN),
            "How long after that its first item is released; its people are there meanwhile.",
        ),
        Key::may(
            "drop_gates",
            Kind::Word(&["habit", "work"]),
            "Every station of its own that exists for this reason leaves all its routes.",
        ),
        Key::may(
            "stop",
            Kind::Tables(&STOP),
            "When somebody looks whether it is worth going on: { at, unless, then }.",
        ),
        Key::may(
            "intake",
            Kind::Table(&INTAKE),
            "When work is released into it, instead of what its file says.",
        ),
        Key::may(
            "handoff",
            Kind::Table(&HANDOFF),
            "What it costs when work changes hands in it, instead of what its file says.",
        ),
    ],
};

/// `stop` of an organisation.
pub(in crate::scenario) static STOP: Section = Section {
    noun: "stop",
    keys: &[
        Key::must(
            "at",
            Kind::Number(&SOME_SPAN),
            "When it is looked at, from its start.",
        ),
        Key::must(
            "unless",
            Kind::Table(&UNLESS),
            "What it has to have achieved by then: { delivered = 1 }.",
        ),
        Key::or(
            "then",
            Kind::Word(&Then::NAMES),
            "review",
            "What happens if it has not: \"review\" is recorded; \"close\" ends it.",
        ),
    ],
};

/// `unless` of a stop.
pub(in crate::scenario) static UNLESS: Section = Section {
    noun: "achievement",
    keys: &[Key::must(
        "delivered",
        Kind::Number(&INITIAL),
        "So many items delivered since its start, of kinds that count.",
    )],
};

/// `[[handover]]`.
pub(in crate::scenario) static HANDOVER: Section = Section {
    noun: "handover",
    keys: &[
        Key::must(
            "work",
            Kind::Text,
            "The kind of work whose demand moves; both organisations have it.",
        ),
        Key::must(
            "from",
            Kind::Name(Names::Org),
            "The organisation that gives.",
        ),
        Key::must("to", Kind::Name(Names::Org), "The organisation that takes."),
        Key::or("begins", Kind::Instant, "0d", "When the first of it moves."),
        Key::or(
            "over",
            Kind::Number(&SPAN),
            "0d",
            "How long it takes until all that is to move has moved; the share grows evenly.",
        ),
        Key::or(
            "up_to",
            Kind::Number(&CHANCE),
            "100%",
            "The share that has moved in the end.",
        ),
        Key::may(
            "people",
            Kind::Tables(&MOVE),
            "Who goes along, one by one in step with the share: { from, to, n }.",
        ),
    ],
};

/// `people` of a handover.
pub(in crate::scenario) static MOVE: Section = Section {
    noun: "move",
    keys: &[
        Key::must("from", Kind::Text, "The station or pool they leave."),
        Key::must("to", Kind::Text, "The station or pool they join."),
        Key::must("n", Kind::Number(&STAFF), "How many."),
    ],
};
