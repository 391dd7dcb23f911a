//! A scenario file with everything it extends, ready to give its variants.

use super::diagnostic::Diagnostics;
use super::model::Scenario;

/// A scenario as read: file, what it extends and edits, merged.
#[derive(Clone, Debug)]
pub struct Document;

/// What identifies a scenario in a result.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Provenance {
    /// Title of the file.
    pub title: String,
    /// SHA-256 of everything read, resolved and normalised, in hexadecimal.
    pub sha256: String,
}

/// A variant, resolved.
#[derive(Clone, Debug, PartialEq)]
pub struct Variant {
    /// Name in the file; `as_written` if it has none.
    pub name: String,
    /// Name shown to people.
    pub title: String,
    /// The scenario it stands for.
    pub scenario: Scenario,
}

/// Why a scenario could not be opened.
#[derive(Clone, Debug)]
pub enum OpenError {
    /// A file could not be read.
    Unreadable {
        /// Path as given.
        path: String,
        /// What the system said.
        reason: String,
    },
    /// It could be read, but is wrong.
    Invalid(Diagnostics),
}

impl Document {
    /// Reads a scenario: a path ending in ".toml", or the name of one that ships with the program.
    /// `edits` are `path=value`, applied before variants.
    ///
    /// # Errors
    /// `Unreadable` if a file cannot be read; `Invalid` with all findings at once otherwise.
    pub fn open(_name: &str, _edits: &[String]) -> Result<Self, OpenError> {
        unimplemented!()
    }

    /// Reads a scenario from text, as if it were the file `name` in the current folder.
    ///
    /// # Errors
    /// As `open`.
    pub fn parse(_name: &str, _text: &str, _edits: &[String]) -> Result<Self, OpenError> {
        unimplemented!()
    }

    /// What identifies the scenario in a result.
    pub fn provenance(&self) -> &Provenance {
        unimplemented!()
    }

    /// All variants, in the order of the file; the first is the baseline.
    pub fn variants(&self) -> &[Variant] {
        unimplemented!()
    }

    /// Warnings and notes.
    pub fn findings(&self) -> &Diagnostics {
        unimplemented!()
    }
}
