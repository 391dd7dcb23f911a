//! A scenario file with everything it extends, ready to give its variants.

use std::path::Path;

use super::blame::blame;
use super::diagnostic::{Diagnostics, Source};
use super::edit::{Edit, apply};
use super::extends::{is_file, load};
use super::files::Files;
use super::log::Log;
use super::model::Scenario;
use super::nearest::suggest;
use super::provenance::fingerprint;
use super::shipped::shipped;
use super::variant::read_variants;

/// A scenario as read: file, what it extends and edits, merged.
#[derive(Clone, Debug)]
pub struct Document {
    provenance: Provenance,
    variants: Vec<Variant>,
    findings: Diagnostics,
    sources: Vec<Source>,
}

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
    pub fn open(name: &str, edits: &[String]) -> Result<Self, OpenError> {
        let unreadable = |reason: String| OpenError::Unreadable {
            path: name.to_owned(),
            reason,
        };
        if is_file(name) {
            let text = Files::default().text(Path::new(name)).map_err(unreadable)?;
            return Self::parse(name, &text, edits);
        }
        let Some(found) = shipped().iter().find(|scenario| scenario.name == name) else {
            let names = shipped().iter().map(|scenario| scenario.name);
            let hint = suggest(name, names).unwrap_or_default();
            let reason =
                "no scenario of this name ships with the program, and a file ends in .toml";
            return Err(unreadable(format!("{reason}; {hint}")));
        };
        Self::parse(name, found.text, edits)
    }

    /// Reads a scenario from text, as if it were the file `name` in the current folder. Only files
    /// it refers to are read.
    ///
    /// # Errors
    /// As `open`.
    pub fn parse(name: &str, text: &str, edits: &[String]) -> Result<Self, OpenError> {
        let mut log = Log::default();
        let mut files = Files::default();
        match Self::read(&mut log, &mut files, (name, text), edits) {
            Some((provenance, variants)) if log.errors() == 0 => Ok(Self {
                provenance,
                variants,
                findings: log.finish(),
                sources: files.into_sources(),
            }),
            _ => Err(OpenError::Invalid(log.finish())),
        }
    }

    fn read(
        log: &mut Log,
        files: &mut Files,
        file: (&str, &str),
        edits: &[String],
    ) -> Option<(Provenance, Vec<Variant>)> {
        let tree = load(log, files, file, &mut Vec::new());
        let edits = edits.iter().enumerate();
        let edits: Vec<Edit> = edits
            .filter_map(|(at, text)| Edit::parse(log, at + 1, text))
            .collect();
        let mut tree = tree?;
        blame(log, files, &tree, &edits);
        for edit in &edits {
            apply(log, &mut tree, edit);
        }
        let variants = read_variants(log, files, &tree);
        let title = variants
            .first()
            .map(|variant| variant.scenario.title.clone());
        let sha256 = fingerprint(&tree, files);
        Some((
            Provenance {
                title: title.unwrap_or_default(),
                sha256,
            },
            variants,
        ))
    }

    /// What identifies the scenario in a result.
    pub fn provenance(&self) -> &Provenance {
        &self.provenance
    }

    /// All variants, in the order of the file; the first is the baseline.
    pub fn variants(&self) -> &[Variant] {
        &self.variants
    }

    /// Every text it was read from, as it was: the file, what that extends, tables of numbers.
    pub fn sources(&self) -> &[Source] {
        &self.sources
    }

    /// Warnings and notes.
    pub fn findings(&self) -> &Diagnostics {
        &self.findings
    }
}
