//! Files a scenario refers to: other scenarios and tables of numbers.
//!
//! Each is read once, and what was read becomes part of the hash of the scenario.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// Reads files and remembers them.
#[derive(Debug, Default)]
pub(super) struct Files {
    read: BTreeMap<PathBuf, Result<String, String>>,
    /// Tables used, by the name they were asked for.
    tables: BTreeSet<(String, String)>,
}

/// Where a file named in another file lies.
pub(super) fn beside(source: &str, name: &str) -> PathBuf {
    Path::new(source)
        .parent()
        .unwrap_or(Path::new(""))
        .join(name)
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
        let text = self.text(&beside(source, name))?;
        self.tables.insert((name.to_owned(), text.clone()));
        Ok(text)
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
        std::io::ErrorKind::PermissionDenied => "it may not be read".into(),
        _ => error.to_string(),
    }
}
