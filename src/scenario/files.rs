//! Files a scenario refers to: other scenarios and tables of numbers.
//!
//! Each is read once, and what was read becomes part of the hash of the scenario.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Component, Path, PathBuf};

use super::diagnostic::Source;

/// Reads files and remembers them.
#[derive(Clone, Debug, Default)]
pub(super) struct Files {
    read: BTreeMap<PathBuf, Result<String, String>>,
    /// Tables used, by the name they were asked for.
    tables: BTreeSet<(String, String)>,
    /// Texts used, as they were before anything was normalised.
    sources: Vec<Source>,
}

/// Where a file named in another file lies; a way through "." is the same file.
pub(super) fn beside(source: &str, name: &str) -> PathBuf {
    Path::new(source)
        .parent()
        .unwrap_or(Path::new(""))
        .join(name)
        .components()
        .filter(|part| *part != Component::CurDir)
        .collect()
}

impl Files {
    /// The text of a file, or why it could not be read.
    pub(super) fn text(&mut self, path: &Path) -> Result<String, String> {
        let read = || match std::fs::read(path) {
            Ok(bytes) => String::from_utf8(bytes).map_err(|_| "it is not text in UTF-8".into()),
            Err(error) => Err(why(&error)),
        };
        self.read
            .entry(path.to_owned())
            .or_insert_with(read)
            .clone()
    }

    /// The text of a table of numbers beside a source.
    pub(super) fn table(&mut self, source: &str, name: &str) -> Result<String, String> {
        let path = beside(source, name);
        let text = self.text(&path)?;
        self.used(&path.display().to_string(), &text);
        self.tables.insert((name.to_owned(), text.clone()));
        Ok(text)
    }

    /// Takes note of a text that is part of the scenario.
    pub(super) fn used(&mut self, name: &str, text: &str) {
        if !self.sources.iter().any(|known| known.name == name) {
            let (name, text) = (name.to_owned(), text.to_owned());
            self.sources.push(Source { name, text });
        }
    }

    /// Texts used, in the order they were read.
    pub(super) fn sources(&self) -> &[Source] {
        &self.sources
    }

    /// Tables used so far: name and text.
    pub(super) fn tables(&self) -> impl Iterator<Item = &(String, String)> {
        self.tables.iter()
    }
}

/// In words that are the same on every system.
fn why(error: &std::io::Error) -> String {
    match error.kind() {
        std::io::ErrorKind::NotFound => "there is no such file".into(),
        std::io::ErrorKind::IsADirectory => "it is a folder".into(),
        std::io::ErrorKind::PermissionDenied => "it may not be read".into(),
        _ => error.to_string(),
    }
}
