//! A scenario file with everything it extends, ready to give its variants.

use std::path::Path;

use super::blame::blame;
use super::diagnostic::{Diagnostics, Place, Source};
use super::echo::{Echo, replay};
use super::edit::{Edit, apply};
use super::extends::{is_file, load};
use super::files::Files;
use super::log::Log;
use super::model::Scenario;
use super::nearest::suggest;
use super::node::Node;
use super::orgs::{gather, spread};
use super::provenance::fingerprint;
use super::shipped::shipped;
use super::uncertain::{self, Uncertain};
use super::variant::read_variants;
use super::written::Written;

/// A scenario as read: file, what it extends and edits, merged.
#[derive(Clone, Debug)]
pub struct Document {
    tree: Node,
    provenance: Provenance,
    variants: Vec<Variant>,
    echoes: Vec<Echo>,
    /// The paths written in each variant.
    written: Vec<Written>,
    findings: Diagnostics,
    files: Files,
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
    /// What its edits and those of its changes make of which value, in the order they act.
    pub echoes: Vec<Echo>,
    /// The inputs nobody is sure of that it depends on, by path, each with the value it was read
    /// with.
    pub uncertain: Vec<Uncertain>,
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
    ///
    /// ```
    /// use throughline::scenario::Document;
    ///
    /// let edits = ["code.staff=+2".to_owned()];
    /// let document = Document::open("loyal-factory", &edits).expect("it ships with the crate");
    /// let [today, assisted] = document.variants() else { panic!("it has two variants") };
    /// let code = today.scenario.stations.iter().find(|station| station.name == "code");
    /// assert_eq!(code.and_then(|code| today.scenario.staff_of(code)), Some(19));
    /// assert_eq!(assisted.scenario.changes[0].title, "AI coding assistants");
    /// ```
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
    ///
    /// ```
    /// use throughline::scenario::{Document, OpenError};
    ///
    /// let text = "format = 1\n[clock]\nhorizn = \"1y\"\n";
    /// let Err(OpenError::Invalid(findings)) = Document::parse("mine.toml", text, &[]) else {
    ///     panic!("a key is mistyped, and much is missing")
    /// };
    /// let page = findings.render(false, 80);
    /// assert!(page.contains("did you mean `horizon`?"), "{page}");
    /// ```
    pub fn parse(name: &str, text: &str, edits: &[String]) -> Result<Self, OpenError> {
        let mut log = Log::default();
        let mut files = Files::default();
        match Self::read(&mut log, &mut files, (name, text), edits) {
            Some(read) if log.errors() == 0 => Ok(Self {
                findings: log.finish(),
                files,
                ..read
            }),
            _ => Err(OpenError::Invalid(log.finish())),
        }
    }

    fn read(
        log: &mut Log,
        files: &mut Files,
        file: (&str, &str),
        edits: &[String],
    ) -> Option<Self> {
        let tree = load(log, files, file, &mut Vec::new());
        let edits = edits.iter().enumerate();
        let edits: Vec<Edit> = edits
            .filter_map(|(at, text)| Edit::parse(log, at + 1, text))
            .collect();
        let mut tree = gather(log, files, tree?);
        let edits = spread(&tree, &tree, edits);
        blame(log, files, &tree, &edits);
        let written = tree.clone();
        for edit in &edits {
            apply(log, &mut tree, edit);
        }
        let echoes = match log.errors() {
            0 => replay(log, files, (&written, None), &edits),
            _ => Vec::new(),
        };
        uncertain::name(&mut tree);
        let (variants, written): (Vec<_>, _) = read_variants(log, files, &tree).into_iter().unzip();
        let title = variants
            .first()
            .map(|variant: &Variant| variant.scenario.title.clone());
        let sha256 = fingerprint(&tree, files);
        let provenance = Provenance {
            title: title.unwrap_or_default(),
            sha256,
        };
        Some(Self {
            tree,
            provenance,
            variants,
            written,
            echoes,
            findings: Diagnostics::default(),
            files: Files::default(),
        })
    }

    /// All variants with every uncertain input drawn, the same in all of them: what they might be if
    /// somebody knew. Draws are independent, addressed by seed, number and path of the input.
    ///
    /// # Errors
    /// What is wrong with a scenario of these numbers, at its place, and which numbers they are.
    ///
    /// ```
    /// use throughline::scenario::Document;
    ///
    /// let edits = ["desk.staff={ uncertain = { from = 2, to = 6 } }".to_owned()];
    /// let document = Document::open("one-station", &edits).expect("it ships with the crate");
    /// let read = &document.variants()[0].uncertain[0];
    /// assert_eq!((read.path.as_str(), read.text.as_str()), ("station.desk.staff", "4"));
    /// let drawn = document.draw(1984, 0).expect("any staff does");
    /// assert!((2.0..=6.0).contains(&drawn[0].uncertain[0].value));
    /// ```
    pub fn draw(&self, seed: u64, draw: u64) -> Result<Vec<Variant>, Diagnostics> {
        let mut log = Log::over(&self.findings.sources);
        let mut files = self.files.clone();
        let mut tree = self.tree.clone();
        uncertain::draw(&mut tree, seed, draw);
        let variants = read_variants(&mut log, &mut files, &tree);
        if log.errors() == 0 {
            return Ok(variants.into_iter().map(|(variant, _)| variant).collect());
        }
        log.tell_draw(draw);
        Err(log.finish())
    }

    /// What identifies the scenario in a result.
    pub fn provenance(&self) -> &Provenance {
        &self.provenance
    }

    /// All variants, in the order of the file; the first is the baseline.
    pub fn variants(&self) -> &[Variant] {
        &self.variants
    }

    /// What the edits of the command line make of which value.
    pub fn echoes(&self) -> &[Echo] {
        &self.echoes
    }

    /// Where a table or key stands, named step by step, or as much of that as was written.
    pub fn place(&self, keys: &[&str]) -> Place {
        self.tree.place_of(keys)
    }

    /// Whether a variant, edits included, has something at a path in full (`station.code.pace`), so
    /// that it does not hold by default. Elements of lists count from 1.
    pub fn is_written(&self, variant: &str, path: &str) -> bool {
        let mut both = self.variants.iter().zip(&self.written);
        both.any(|(known, written)| known.name == variant && written.contains(path))
    }

    /// Every text it was read from, as it was: the file, what that extends, tables of numbers.
    pub fn sources(&self) -> &[Source] {
        self.files.sources()
    }

    /// Warnings and notes.
    pub fn findings(&self) -> &Diagnostics {
        &self.findings
    }
}
