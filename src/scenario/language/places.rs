//! Keys of the file as a whole: clock, run, calendars, changes, variants, money.

use super::shapes::{
    CHANCE, CONFIDENCE, COST, COST_BASE, FORMAT, MAX_TRIALS, PRIORITY, SEED, SOME_SPAN, SPAN,
    TRIALS, WIP_LIMIT,
};
use super::{Form, HANDOFF, HANDOVER, Key, Kind, Names, ORG, POOL, RAMP, STATION, Section, WORK};
use crate::scenario::model::{Measured, Slack};

static HOURS: Form = Form {
    pattern: r"^[\s,]*[A-Za-z]+(-[A-Za-z]+)?(\s+[0-9:]+-[0-9:]+)+(\s*,+\s*[A-Za-z]+(-[A-Za-z]+)?(\s+[0-9:]+-[0-9:]+)+)*[\s,]*$",
    examples: &[
        "Mon-Fri 09:00-17:00",
        "Mon-Thu 08:00-12:00 13:00-17:00, Fri 08:00-14:00",
    ],
};
const WEEK: Kind = Kind::Form(&HOURS);

static DAYS: Form = Form {
    pattern: r"^\s*\d{4}-\d\d-\d\d\s*(\.\.\s*\d{4}-\d\d-\d\d\s*)?$",
    examples: &["2026-12-24..2027-01-01", "2026-05-01"],
};
const HOLIDAY: Kind = Kind::Either(&Kind::Form(&DAYS), &Kind::Date);

static HALF_WIDTH: Form = Form {
    pattern: r"^\s*[0-9.]+\s*[A-Za-z%]+\s*(/\s*[A-Za-z]+)?\s*$|^\s*[0-9.]+\s*/\s*[A-Za-z]+\s*$",
    examples: &["1%", "0.1 / week", "2h", "0.5 items"],
};

/// The file.
pub(in crate::scenario) static FILE: Section = Section {
    noun: "scenario",
    keys: &[
        Key::must(
            "format",
            Kind::Number(&FORMAT),
            "Version of the language: 1.",
        ),
        Key::says("title", Kind::Text, "name of the file", "What to call it."),
        Key::may(
            "about",
            Kind::Text,
            "The question it is about, in a sentence.",
        ),
        Key::may(
            "extends",
            Kind::Text,
            "Another scenario that this one builds on: a file ending in .toml, or one that ships with the program.",
        ),
        Key::must(
            "clock",
            Kind::Table(&CLOCK),
            "Time 0, the time before it, and how long is measured.",
        ),
        Key::may("run", Kind::Table(&RUN), "Defaults of the command line."),
        Key::may(
            "calendar",
            Kind::Named(&CALENDAR),
            "When people work, by name. \"office\" and \"always\" are built in.",
        ),
        Key::may(
            "intake",
            Kind::Table(&INTAKE),
            "When work is released into the organisation.",
        ),
        Key::must(
            "work",
            Kind::Named(&WORK),
            "Kinds of work, by name: where items come from and which stations they pass.",
        ),
        Key::must(
            "station",
            Kind::Named(&STATION),
            "Where work is done, by name: people, hands-on time, gate, rework, delay.",
        ),
        Key::may(
            "pool",
            Kind::Named(&POOL),
            "People who work at several stations, by name. Their stations name them with `pool`.",
        ),
        Key::may(
            "handoff",
            Kind::Table(&HANDOFF),
            "What it costs when work changes hands, everywhere: { effort, flaws }.",
        ),
        Key::may(
            "change",
            Kind::Named(&CHANGE),
            "Things somebody does to the organisation while it runs, by name. A variant makes them.",
        ),
        Key::may(
            "variant",
            Kind::Named(&VARIANT),
            "The scenario with edits and changes, by name. The first one is the baseline; without any the file is one variant.",
        ),
        Key::may(
            "money",
            Kind::Table(&MONEY),
            "What a gain in percent is worth.",
        ),
        Key::may(
            "lesson",
            Kind::Free,
            "Used by the teaching page; ignored otherwise.",
        ),
        Key::later("programme", "A rule that keeps making changes."),
        Key::may(
            "org",
            Kind::Named(&ORG),
            "Other organisations, by name. What this file describes itself is called home.",
        ),
        Key::may(
            "handover",
            Kind::Tables(&HANDOVER),
            "Demand that moves from one organisation to another, and people with it.",
        ),
    ],
};

/// `[clock]`.
pub(in crate::scenario) static CLOCK: Section = Section {
    noun: "clock",
    keys: &[
        Key::may(
            "start",
            Kind::Date,
            "The date of time 0; without it time 0 is a Monday and dates cannot be used.",
        ),
        Key::or(
            "burn_in",
            Kind::Number(&SPAN),
            "0d",
            "Time simulated before time 0, so that the organisation is loaded when the window begins.",
        ),
        Key::must("horizon", Kind::Number(&SOME_SPAN), "How long is measured."),
        Key::or(
            "calendar",
            Kind::Name(Names::Calendar),
            "office",
            "The calendar where none is named.",
        ),
    ],
};

/// `[run]`.
pub(in crate::scenario) static RUN: Section = Section {
    noun: "run",
    keys: &[
        Key::or(
            "trials",
            Kind::Number(&TRIALS),
            "1000",
            "How many trials of every variant.",
        ),
        Key::or(
            "seed",
            Kind::Number(&SEED),
            "1984",
            "Seed of all luck; the same seed gives the same numbers.",
        ),
        Key::or(
            "confidence",
            Kind::Number(&CONFIDENCE),
            "0.95",
            "Coverage of the intervals.",
        ),
        Key::may(
            "precision",
            Kind::Tables(&PRECISION),
            "How precisely to know something; then `trials`, if written, is the fewest. It is looked at \
             after blocks of 64 trials and has to last a little, so at least 128 are run.",
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
            Kind::Form(&HALF_WIDTH),
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
            Kind::Either(&Kind::List(&WEEK), &WEEK),
            "Opening hours, such as \"Mon-Fri 09:00-17:00\".",
        ),
        Key::may(
            "holidays",
            Kind::Either(&Kind::List(&HOLIDAY), &HOLIDAY),
            "Days on which it is closed: dates, or \"first..last\" with both included.",
        ),
    ],
};

/// `[intake]`.
pub(in crate::scenario) static INTAKE: Section = Section {
    noun: "intake",
    keys: &[Key::may("wip_limit", Kind::Number(&WIP_LIMIT), "Another item is released only while fewer than this are released and not yet delivered; without it there is no limit.").varies()],
};

/// `[change.NAME]`.
pub(in crate::scenario) static CHANGE: Section = Section {
    noun: "change",
    keys: &[
        Key::says("title", Kind::Text, "its name", "What to call it."),
        Key::or(
            "at",
            Kind::Moment,
            "0d",
            "When it takes effect: a span after time 0, a date, a distribution drawn once per trial, or { each = \"incident\" }: again for every delivered item of that kind.",
        ),
        Key::must(
            "set",
            Kind::Edits,
            "What it sets, by path: \"code.pace\" = \"+30%\". With a sign or an x it is relative to the value in force.",
        ),
        Key::may(
            "adoption",
            Kind::Table(&ADOPTION),
            "How quickly and how far people take it up: { over, ceiling }. Without it, at once and everybody.",
        ),
        Key::may(
            "side",
            Kind::Edits,
            "What comes along with it, by path as in `set`: it follows adoption and fading, but no slack.",
        ),
        Key::may(
            "slack",
            Kind::Table(&SLACK),
            "The part of the gain that never becomes capacity: { share, form }.",
        ),
        Key::may(
            "claimed",
            Kind::Edits,
            "What people believe it does, by path as in `set`. It is told beside the truth and never simulated.",
        ),
        Key::may(
            "via",
            Kind::Route,
            "Stations that the change itself must pass first, like an item of a kind of its name that does not count. It takes effect when it is through; abandoned or turned away, it starts again.",
        ),
        Key::or(
            "priority",
            Kind::Number(&PRIORITY),
            "0",
            "Of what goes through `via`: larger goes first where priorities count.",
        ),
        Key::may(
            "lasts",
            Kind::Either(&Kind::Spread(&SOME_SPAN), &Kind::Table(&FADING)),
            "How long it holds: a span, a distribution drawn each time, or { half_life } for what fades. Without it, for good.",
        ),
        Key::or(
            "succeeds",
            Kind::Number(&CHANCE),
            "100%",
            "Chance that it comes to anything, drawn each time.",
        ),
        Key::may(
            "cost",
            Kind::Number(&COST),
            "What it costs each time, in the currency of [money], spent at `at`.",
        ),
        Key::may(
            "ramp",
            Kind::Table(&RAMP),
            "How people that it brings learn: { over, teaching }.",
        ),
    ],
};

/// `at` of a change that comes again and again.
pub(in crate::scenario) static EACH: Section = Section {
    noun: "repeated instant",
    keys: &[Key::must(
        "each",
        Kind::Name(Names::Kind),
        "A kind of work: with every item of it that is delivered.",
    )],
};

/// `adoption`.
pub(in crate::scenario) static ADOPTION: Section = Section {
    noun: "adoption",
    keys: &[
        Key::must(
            "over",
            Kind::Number(&SPAN),
            "Until it has come as far as it comes; it grows evenly, day by day.",
        ),
        Key::or(
            "ceiling",
            Kind::Number(&CHANCE),
            "100%",
            "Share of the people who take it up in the end.",
        ),
    ],
};

/// `slack`.
pub(in crate::scenario) static SLACK: Section = Section {
    noun: "slack",
    keys: &[
        Key::must(
            "share",
            Kind::Number(&CHANCE),
            "Share of the gain of `set` that never becomes capacity.",
        ),
        Key::or(
            "form",
            Kind::Word(&Slack::FORMS),
            "expands",
            "expands: the work itself takes that long. withheld: the item leaves, but its person takes \
             the next only when it would have been done.",
        ),
    ],
};

/// `lasts` of what fades.
pub(in crate::scenario) static FADING: Section = Section {
    noun: "half-life",
    keys: &[Key::must(
        "half_life",
        Kind::Number(&SOME_SPAN),
        "After so long half of it is left.",
    )],
};

/// `[variant.NAME]`.
pub(in crate::scenario) static VARIANT: Section = Section {
    noun: "variant",
    keys: &[
        Key::says("title", Kind::Text, "its name", "What to call it."),
        Key::may(
            "extends",
            Kind::Name(Names::Variant),
            "The variant it builds on; changes and edits add up.",
        ),
        Key::may(
            "changes",
            Kind::List(&Kind::Name(Names::Change)),
            "Names of the changes it makes.",
        ),
        Key::may(
            "set",
            Kind::Edits,
            "What is different for the whole run, by path: \"legal.staff\" = \"+2\".",
        ),
        Key::later("programmes", "Programmes it runs."),
        Key::may(
            "orgs",
            Kind::List(&Kind::Name(Names::Org)),
            "The organisations it has; without it home, else the first. The names of the first one need no prefix.",
        ),
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
