//! What a key is: its name, what is written behind it, and what holds without it.

use crate::scenario::quantity::Unit;

/// A table of the language: its keys and what it is called.
#[derive(Debug)]
pub(in crate::scenario) struct Section {
    /// What one is called in a message.
    pub(in crate::scenario) noun: &'static str,
    pub(in crate::scenario) keys: &'static [Key],
}

/// A key.
#[derive(Debug)]
pub(in crate::scenario) struct Key {
    pub(in crate::scenario) name: &'static str,
    pub(in crate::scenario) kind: Kind,
    /// What it means, in sentences. The schema shows it.
    pub(in crate::scenario) about: &'static str,
    pub(in crate::scenario) default: Default,
    pub(in crate::scenario) built: bool,
    /// Whether a change may set it during a run.
    pub(in crate::scenario) varies: bool,
}

/// What holds without a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::scenario) enum Default {
    /// It has to be there.
    Required,
    /// Nothing of the kind.
    Nothing,
    /// This, as it would be written.
    Is(&'static str),
    /// Something else, in words.
    Says(&'static str),
}

/// A number with its bounds, in the inner unit of `quantity`.
#[derive(Debug, PartialEq)]
pub(in crate::scenario) struct Measure {
    pub(in crate::scenario) unit: Unit,
    pub(in crate::scenario) low: f64,
    pub(in crate::scenario) high: f64,
}

/// A text of a fixed form, read where it is used.
#[derive(Debug)]
pub(in crate::scenario) struct Form {
    /// Every text of this form matches it, as a regular expression.
    pub(in crate::scenario) pattern: &'static str,
    pub(in crate::scenario) examples: &'static [&'static str],
}

/// Things that have names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::scenario) enum Names {
    Station,
    Pool,
    Kind,
    Calendar,
    Change,
    Variant,
    Org,
}

/// What is written behind a key.
#[derive(Clone, Copy, Debug)]
pub(in crate::scenario) enum Kind {
    /// Any text.
    Text,
    /// True or false.
    Flag,
    /// A number.
    Number(&'static Measure),
    /// A number or a distribution of it.
    Spread(&'static Measure),
    /// A number of the same sort as the distribution it is part of.
    Same,
    /// A distribution of the same sort as the one it is part of.
    SameSpread,
    /// A text of a fixed form.
    Form(&'static Form),
    /// A date.
    Date,
    /// A span from time 0 or a date.
    Instant,
    /// An instant, or a distribution of spans.
    Moment,
    /// One of these words.
    Word(&'static [&'static str]),
    /// The name of something.
    Name(Names),
    /// Elements of one sort.
    List(&'static Kind),
    /// A table.
    Table(&'static Section),
    /// A table or a list of tables.
    Tables(&'static Section),
    /// A plain value or a table.
    Either(&'static Kind, &'static Kind),
    /// A value or one of these words.
    Or(&'static Kind, &'static [&'static str]),
    /// Tables with names of the author's choice.
    Named(&'static Section),
    /// A value for each of some names, which the reader knows.
    Per(&'static Kind),
    /// Steps in order; a list in it is side by side, a list in that in order again.
    Route,
    /// Edits by path.
    Edits,
    /// Anything; not looked at.
    Free,
}

impl Section {
    pub(in crate::scenario) fn key(&self, name: &str) -> Option<&'static Key> {
        self.keys.iter().find(|key| key.name == name)
    }

    /// What it is called with its article: "a station", "the clock", "money".
    pub(in crate::scenario) fn one(&self) -> String {
        let noun = self.noun;
        match noun {
            "scenario" | "clock" | "intake" => format!("the {noun}"),
            "run" => "[run]".into(),
            "money" | "absence" | "attrition" | "patience" | "hurry" | "learning" | "adoption"
            | "slack" => noun.into(),
            "erlang" => "an Erlang distribution".into(),
            "pert" => "a PERT distribution".into(),
            "uniform" | "triangular" => format!("a {noun} distribution"),
            _ if noun.starts_with(['a', 'e', 'i', 'o', 'u']) => format!("an {noun}"),
            _ => format!("a {noun}"),
        }
    }

    /// The keys one can write today.
    pub(in crate::scenario) fn built(&'static self) -> impl Iterator<Item = &'static str> {
        self.keys.iter().filter(|key| key.built).map(|key| key.name)
    }
}

impl Key {
    pub(super) const fn new(
        name: &'static str,
        kind: Kind,
        default: Default,
        about: &'static str,
    ) -> Self {
        Self {
            name,
            kind,
            about,
            default,
            built: true,
            varies: false,
        }
    }

    /// A key that has to be there.
    pub(super) const fn must(name: &'static str, kind: Kind, about: &'static str) -> Self {
        Self::new(name, kind, Default::Required, about)
    }

    /// A key that may be left out; then there is nothing of the kind.
    pub(super) const fn may(name: &'static str, kind: Kind, about: &'static str) -> Self {
        Self::new(name, kind, Default::Nothing, about)
    }

    /// A key with a default.
    pub(super) const fn or(
        name: &'static str,
        kind: Kind,
        is: &'static str,
        about: &'static str,
    ) -> Self {
        Self::new(name, kind, Default::Is(is), about)
    }

    /// A key of the language whose mechanism does not exist yet.
    pub(super) const fn later(name: &'static str, about: &'static str) -> Self {
        Self {
            built: false,
            ..Self::new(name, Kind::Free, Default::Nothing, about)
        }
    }

    /// A key whose default is best said in words.
    pub(super) const fn says(
        name: &'static str,
        kind: Kind,
        says: &'static str,
        about: &'static str,
    ) -> Self {
        Self::new(name, kind, Default::Says(says), about)
    }

    pub(super) const fn varies(self) -> Self {
        Self {
            varies: true,
            ..self
        }
    }
}

impl Kind {
    /// Whether a signed text is a relative value here, rather than a text.
    pub(in crate::scenario) fn is_quantity(&self) -> bool {
        matches!(
            self,
            Kind::Number(_)
                | Kind::Spread(_)
                | Kind::Same
                | Kind::SameSpread
                | Kind::Instant
                | Kind::Moment
        ) || matches!(self, Kind::Either(kind, _) | Kind::Or(kind, _) if kind.is_quantity())
    }

    /// The number behind this kind, if it is one.
    pub(in crate::scenario) fn measure(&self) -> Option<&'static Measure> {
        match self {
            Kind::Number(measure) | Kind::Spread(measure) => Some(measure),
            Kind::Either(kind, _) | Kind::Or(kind, _) => kind.measure(),
            _ => None,
        }
    }
}

impl Measure {
    pub(super) const fn new(unit: Unit, low: f64, high: f64) -> Self {
        Self { unit, low, high }
    }
}
