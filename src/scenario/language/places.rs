//! Keys of the file as a whole: clock, run, calendars, changes, variants, money.

use super::shapes::{CONFIDENCE, COST_BASE, MAX_TRIALS, SEED, SOME_SPAN, SPAN, TRIALS, WIP_LIMIT};
use super::{Key, Kind, Names, STATION, Section, WORK};
use crate::scenario::model::Measured;

/// One text of a fixed form, or several.
const TEXTS: Kind = Kind::Either(&Kind::List(&Kind::Form), &Kind::Form);

/// The file.
pub(in crate::scenario) static FILE: Section = Section {
    noun: "scenario",
    keys: &[
        Key::must("format", Kind::Free, "Version of the language: 1."),
        Key::or("title", Kind::Text, "name of the file", "What to call it."),
        Key::may("about", Kind::Text, "What it is about."),
        Key::may(
            "extends",
            Kind::Text,
            "Another scenario that this one builds on.",
        ),
        Key::must("clock", Kind::Table(&CLOCK), "How long to watch."),
        Key::may("run", Kind::Table(&RUN), "Defaults of the command line."),
        Key::may("calendar", Kind::Named(&CALENDAR), "When people work."),
        Key::may("intake", Kind::Table(&INTAKE), "When work is started."),
        Key::must("work", Kind::Named(&WORK), "Kinds of work."),
        Key::must("station", Kind::Named(&STATION), "Where work is done."),
        Key::may(
            "change",
            Kind::Named(&CHANGE),
            "Things done to the organisation.",
        ),
        Key::may(
            "variant",
            Kind::Named(&VARIANT),
            "The scenario with edits and changes.",
        ),
        Key::may("money", Kind::Table(&MONEY), "What a gain is worth."),
        Key::may(
            "lesson",
            Kind::Free,
            "Used by the teaching page; ignored otherwise.",
        ),
        Key::later("pool", "People shared by stations."),
        Key::later("handoff", "What it costs when work changes hands."),
        Key::later("programme", "A rule that keeps making changes."),
        Key::later("org", "Another organisation."),
        Key::later(
            "handover",
            "Work that moves from one organisation to another.",
        ),
    ],
};

/// `[clock]`.
pub(in crate::scenario) static CLOCK: Section = Section {
    noun: "clock",
    keys: &[
        Key::may("start", Kind::Date, "The date of time 0."),
        Key::or(
            "burn_in",
            Kind::Number(&SPAN),
            "0d",
            "Time before time 0, to load up.",
        ),
        Key::must("horizon", Kind::Number(&SOME_SPAN), "How long is measured."),
        Key::or(
            "calendar",
            Kind::Name(Names::Calendar),
            "office",
            "Where none is named.",
        ),
    ],
};

/// `[run]`.
pub(in crate::scenario) static RUN: Section = Section {
    noun: "run",
    keys: &[
        Key::or("trials", Kind::Number(&TRIALS), "1000", "How many trials."),
        Key::or("seed", Kind::Number(&SEED), "1984", "Seed of all luck."),
        Key::or(
            "confidence",
            Kind::Number(&CONFIDENCE),
            "0.95",
            "Coverage of intervals.",
        ),
        Key::may(
            "precision",
            Kind::Tables(&PRECISION),
            "How precisely to know something; then `trials`, if written, is the fewest.",
        ),
    ],
};

/// `precision` in `[run]`: a table, or a list of them.
pub(in crate::scenario) static PRECISION: Section = Section {
    noun: "precision",
    keys: &[
        Key::or(
            "of",
            Kind::Word(&Measured::NAMES),
            "throughput",
            "The measure; in a comparison, its difference from the baseline.",
        ),
        Key::must(
            "half_width",
            Kind::Form,
            "Largest half-width of its interval: a share such as \"1%\" (of a difference, in points of \
             the baseline), or in the unit of the measure, such as \"0.1 / week\" or \"2h\".",
        ),
        Key::or(
            "max_trials",
            Kind::Number(&MAX_TRIALS),
            "20000",
            "Trials after which to give up; of several, the most.",
        ),
    ],
};

/// `[calendar.NAME]`.
pub(in crate::scenario) static CALENDAR: Section = Section {
    noun: "calendar",
    keys: &[
        Key::must(
            "week",
            TEXTS,
            "Opening hours, such as \"Mon-Fri 09:00-17:00\".",
        ),
        Key::may("holidays", TEXTS, "Days on which it is closed."),
    ],
};

/// `[intake]`.
pub(in crate::scenario) static INTAKE: Section = Section {
    noun: "intake",
    keys: &[Key::may("wip_limit", Kind::Number(&WIP_LIMIT), "Most items inside.").varies()],
};

/// `[change.NAME]`.
pub(in crate::scenario) static CHANGE: Section = Section {
    noun: "change",
    keys: &[
        Key::or("title", Kind::Text, "its name", "What to call it."),
        Key::or("at", Kind::Moment, "0d", "When it takes effect."),
        Key::must("set", Kind::Edits, "What it sets."),
        Key::later("adoption", "How quickly and how far people take it up."),
        Key::later("side", "What comes along with it."),
        Key::later("slack", "The part of the gain that never becomes capacity."),
        Key::later("claimed", "What people believe it does."),
        Key::later("via", "Stations the change itself must pass first."),
        Key::later("lasts", "How long it holds."),
        Key::later("succeeds", "Chance that it comes to anything."),
        Key::later("cost", "What it costs."),
        Key::later("ramp", "How newcomers learn."),
    ],
};

/// `[variant.NAME]`.
pub(in crate::scenario) static VARIANT: Section = Section {
    noun: "variant",
    keys: &[
        Key::or("title", Kind::Text, "its name", "What to call it."),
        Key::may(
            "extends",
            Kind::Name(Names::Variant),
            "The variant it builds on.",
        ),
        Key::may(
            "changes",
            Kind::List(&Kind::Name(Names::Change)),
            "Changes it makes.",
        ),
        Key::may("set", Kind::Edits, "What is different for the whole run."),
        Key::later("programmes", "Programmes it runs."),
        Key::later("orgs", "Organisations it has."),
    ],
};

/// `[money]`.
pub(in crate::scenario) static MONEY: Section = Section {
    noun: "money",
    keys: &[
        Key::may("currency", Kind::Text, "Such as \"USD\"."),
        Key::may(
            "cost_base",
            Kind::Number(&COST_BASE),
            "What the organisation costs a year.",
        ),
    ],
};
