//! What is wrong with a scenario, where, and what to do about it.

use std::ops::Range;

/// How bad it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// The scenario cannot run.
    Error,
    /// It can run, but probably does not say what was meant.
    Warning,
    /// Worth knowing.
    Note,
}

/// A stretch of a source text.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Place {
    /// Position in `Diagnostics::sources`.
    pub source: usize,
    /// Bytes.
    pub span: Range<usize>,
}

/// A text something was read from: a file, or an edit given on the command line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// File path as shown to people, or "--set 1".
    pub name: String,
    /// The whole text.
    pub text: String,
}

/// One finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// Stable short name, such as "unknown-key".
    pub code: &'static str,
    /// How bad it is.
    pub severity: Severity,
    /// Where; `None` if it concerns the file as a whole.
    pub place: Option<Place>,
    /// What is wrong, as a sentence without a full stop.
    pub message: String,
    /// What to do about it.
    pub hint: Option<String>,
}

/// All findings of one reading, with the texts they point into.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Diagnostics {
    /// Texts, in the order they were read.
    pub sources: Vec<Source>,
    /// Findings, in order of place.
    pub list: Vec<Diagnostic>,
}

impl Diagnostics {
    /// Adds findings, and puts all in order of place; those about a whole file come last.
    pub fn add(&mut self, more: impl IntoIterator<Item = Diagnostic>) {
        self.list.extend(more);
        self.list.sort_by_key(|finding| {
            let place = finding.place.as_ref();
            let at = place.map_or((usize::MAX, 0), |at| (at.source, at.span.start));
            (at, finding.severity)
        });
    }

    /// Whether any finding is an error.
    pub fn has_errors(&self) -> bool {
        self.list
            .iter()
            .any(|finding| finding.severity == Severity::Error)
    }
}
