//! Collects what is found while reading, with the texts it was found in.
//!
//! The same tree is read once for every variant and change, so the same finding comes up again and
//! again; it is kept once. Reading never stops at the first error.

use std::collections::{HashMap, HashSet};

use super::diagnostic::{Diagnostic, Diagnostics, Place, Severity, Source};
use super::uncertain::Uncertain;

/// What is wrong, before anybody knows where.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Trouble {
    pub(super) code: &'static str,
    pub(super) message: String,
    pub(super) hint: Option<String>,
}

impl Trouble {
    pub(super) fn new(code: &'static str, message: impl Into<String>) -> Self {
        Self {
            code,
            message: message.into(),
            hint: None,
        }
    }

    pub(super) fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    pub(super) fn maybe(mut self, hint: Option<String>) -> Self {
        self.hint = hint.or(self.hint);
        self
    }
}

/// Texts and findings of one reading.
#[derive(Debug, Default)]
pub(super) struct Log {
    sources: Vec<Source>,
    list: Vec<Diagnostic>,
    seen: HashSet<Key>,
    errors: usize,
    /// Findings that are shown elsewhere than where they are found.
    moved: HashMap<Key, Place>,
    /// Uncertain inputs read since anybody asked, and before.
    inputs: Vec<Uncertain>,
    known_inputs: Vec<Uncertain>,
}

/// What makes two findings the same.
type Key = (Option<Place>, &'static str, String);

impl Log {
    /// A log for a tree that was read before, from these texts.
    pub(super) fn over(sources: &[Source]) -> Self {
        Self {
            sources: sources.to_vec(),
            ..Self::default()
        }
    }

    /// Takes note of an uncertain input that has been read.
    pub(super) fn input(&mut self, input: Uncertain) {
        if !self.inputs.contains(&input) {
            self.inputs.push(input);
        }
    }

    /// The uncertain inputs read since this was last asked, by path.
    pub(super) fn take_inputs(&mut self) -> Vec<Uncertain> {
        let mut taken = std::mem::take(&mut self.inputs);
        taken.sort_by(|one, other| one.path.cmp(&other.path));
        let new = taken
            .iter()
            .filter(|input| !self.known_inputs.contains(input));
        let new: Vec<Uncertain> = new.cloned().collect();
        self.known_inputs.extend(new);
        taken
    }

    /// Says in which draw of the uncertain inputs, from 0, the findings came up.
    pub(super) fn tell_draw(&mut self, draw: u64) {
        self.take_inputs();
        let value = |input: &Uncertain| format!("{} = {}", input.path, input.text);
        let values: Vec<String> = self.known_inputs.iter().map(value).collect();
        let number = draw + 1;
        let message = format!("this is draw {number} of the uncertain inputs");
        let trouble = Trouble::new("drawn", message).hint(values.join(", "));
        let (source, span) = (0, 0..0);
        self.note(&Place { source, span }, trouble);
    }

    /// Takes in a text and returns its number.
    pub(super) fn add_source(&mut self, name: &str, text: &str) -> usize {
        self.sources.push(Source {
            name: name.to_owned(),
            text: text.to_owned(),
        });
        self.sources.len() - 1
    }

    pub(super) fn source(&self, number: usize) -> &Source {
        &self.sources[number]
    }

    /// Errors so far, repeated ones included: grows exactly when a reading went wrong.
    pub(super) fn errors(&self) -> usize {
        self.errors
    }

    /// What a reading would report; none of it is kept.
    pub(super) fn rehearse<T>(
        &mut self,
        read: impl FnOnce(&mut Self) -> T,
    ) -> (T, Vec<Diagnostic>) {
        let list = std::mem::take(&mut self.list);
        let seen = std::mem::take(&mut self.seen);
        let errors = self.errors;
        let made = read(self);
        self.seen = seen;
        self.errors = errors;
        (made, std::mem::replace(&mut self.list, list))
    }

    /// Has a finding shown at another place from here on.
    pub(super) fn relocate(&mut self, finding: &Diagnostic, place: &Place) {
        let key = (finding.place.clone(), finding.code, finding.message.clone());
        self.moved.insert(key, place.clone());
    }

    pub(super) fn error(&mut self, place: &Place, trouble: Trouble) {
        self.errors += 1;
        self.push(Severity::Error, place, trouble);
    }

    /// What goes wrong only because of an error that has been reported.
    pub(super) fn follows(&mut self) {
        self.errors += 1;
    }

    pub(super) fn warning(&mut self, place: &Place, trouble: Trouble) {
        self.push(Severity::Warning, place, trouble);
    }

    pub(super) fn note(&mut self, place: &Place, trouble: Trouble) {
        self.push(Severity::Note, place, trouble);
    }

    fn push(&mut self, severity: Severity, place: &Place, trouble: Trouble) {
        // An empty place at the start of a text stands for the file as a whole.
        let place = (place.span != (0..0)).then(|| place.clone());
        let mut key = (place, trouble.code, trouble.message.clone());
        if let Some(moved) = self.moved.get(&key) {
            key.0 = Some(moved.clone());
        }
        let place = key.0.clone();
        if self.seen.insert(key) {
            let Trouble {
                code,
                message,
                hint,
            } = trouble;
            self.list.push(Diagnostic {
                code,
                severity,
                place,
                message,
                hint,
            });
        }
    }

    /// All findings in order of place; those about a whole file last.
    pub(super) fn finish(self) -> Diagnostics {
        let mut all = Diagnostics {
            sources: self.sources,
            list: Vec::new(),
        };
        all.add(self.list);
        all
    }
}
