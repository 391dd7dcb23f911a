//! `--out DIR`: a result with everything that is needed to trust it and to run it again.
//!
//! Files are made in a folder of their own inside DIR and moved when all are there, the manifest
//! last: a folder with a manifest is whole. Nothing is touched that the manifest of an earlier run
//! does not list.

use std::fs::{self, File};
use std::io::{Error, ErrorKind};
use std::path::{Component, Path, PathBuf};

use throughline::scenario::Source;

use crate::failure::Failure;
use crate::files::{self, Unfinished};
use crate::manifest::{self, MANIFEST};

/// A file of the folder: its name, with slashes, and what is in it.
pub(crate) type Named = (String, String);

/// A folder that can be written to.
pub(crate) struct Folder {
    path: PathBuf,
    /// Where files are made.
    stage: Unfinished,
    /// Files of an earlier run.
    old: Vec<PathBuf>,
    /// The folder itself while it is new and empty.
    new: Option<PathBuf>,
}

impl Folder {
    /// Makes sure, before anything is run, that the result can be kept there.
    pub(crate) fn open(path: &Path) -> Result<Self, Failure> {
        let failed = |error| Failure::unwritten(path, &error);
        let is_new = !path.exists();
        if !is_new && !path.is_dir() {
            let reason = "it is a file; the result needs a folder";
            return Err(failed(Error::new(ErrorKind::NotADirectory, reason)));
        }
        let old = match is_new {
            true => Vec::new(),
            false => earlier(path)?,
        };
        fs::create_dir_all(path).map_err(failed)?;
        let stage = Unfinished::new(path.join(format!(".{}.part", std::process::id())));
        let made = fs::create_dir(stage.path()).map_err(failed);
        let folder = Self {
            path: path.to_owned(),
            stage,
            old,
            new: is_new.then(|| path.to_owned()),
        };
        made.map(|()| folder)
    }

    /// Writes all files and the manifest, or none.
    pub(crate) fn write(mut self, all: &[Named], manifest: &str) -> Result<(), Failure> {
        let last = (MANIFEST.to_owned(), manifest.to_owned());
        for (name, text) in all.iter().chain([&last]) {
            self.make(name, text)
                .map_err(|error| Failure::unwritten(&self.path.join(name), &error))?;
        }
        for (name, _) in all {
            self.is_free(name)?;
        }
        self.clear()
            .map_err(|error| Failure::unwritten(&self.path, &error))?;
        for (name, _) in all.iter().chain([&last]) {
            self.publish(name)
                .map_err(|error| Failure::unwritten(&self.path.join(name), &error))?;
        }
        self.new = None;
        Ok(())
    }

    fn make(&self, name: &str, text: &str) -> std::io::Result<()> {
        let path = self.stage.path().join(name);
        fs::create_dir_all(path.parent().unwrap_or(&path))?;
        files::fill(File::create_new(path)?, |file| {
            file.write_all(text.as_bytes())
        })
    }

    fn is_free(&self, name: &str) -> Result<(), Failure> {
        let path = self.path.join(name);
        match fs::symlink_metadata(&path) {
            Ok(_) if !self.old.contains(&path) => {
                let reason = "there is such a file, and no run has put it there";
                Err(Failure::unwritten(
                    &path,
                    &Error::new(ErrorKind::AlreadyExists, reason),
                ))
            }
            _ => Ok(()),
        }
    }

    /// Takes away what an earlier run left, its manifest first.
    fn clear(&self) -> std::io::Result<()> {
        for path in &self.old {
            fs::remove_file(path)?;
        }
        Ok(())
    }

    fn publish(&self, name: &str) -> std::io::Result<()> {
        let path = self.path.join(name);
        fs::create_dir_all(path.parent().unwrap_or(&path))?;
        files::put(&self.stage.path().join(name), &path)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        if let Some(path) = &self.new {
            // Only if it is empty once what is unfinished has gone.
            let _ = fs::remove_dir_all(self.stage.path());
            let _ = fs::remove_dir(path);
        }
    }
}

/// The files an earlier run left in a folder, its manifest first.
fn earlier(path: &Path) -> Result<Vec<PathBuf>, Failure> {
    let failed = |error| Failure::unwritten(path, &error);
    let mut is_empty = true;
    for entry in fs::read_dir(path).map_err(failed)? {
        let name = entry.map_err(failed)?.file_name();
        is_empty &= name.to_string_lossy().starts_with('.');
    }
    if is_empty {
        return Ok(Vec::new());
    }
    let manifest = fs::read_to_string(path.join(MANIFEST)).ok();
    let Some(listed) = manifest.as_deref().and_then(manifest::listed) else {
        let message = format!(
            "could not write {}: the folder holds other files",
            path.display()
        );
        let hint = "name a new folder, an empty one, or one that holds an earlier result";
        return Err(Failure::instead(message, hint));
    };
    let is_inside = |name: &Path| {
        let mut parts = name.components();
        parts.all(|part| matches!(part, Component::Normal(_)))
    };
    let is_file = |path: &PathBuf| fs::symlink_metadata(path).is_ok_and(|about| about.is_file());
    let listed = listed.into_iter().map(PathBuf::from);
    let inside = listed.filter(|name| is_inside(name));
    let all = std::iter::once(PathBuf::from(MANIFEST)).chain(inside);
    Ok(all.map(|name| path.join(name)).filter(is_file).collect())
}

/// The texts of a scenario below one folder, under the names of their files. What ships with the
/// program has no ending of its own, and a name that is taken gets a number.
pub(crate) fn scenario(sources: &[Source]) -> Vec<Named> {
    let mut named: Vec<Named> = Vec::new();
    for source in sources {
        let name = Path::new(&source.name).file_name();
        let name = name.map_or_else(String::new, |name| name.to_string_lossy().into_owned());
        let name = match name.contains('.') {
            true => name,
            false => format!("{name}.toml"),
        };
        let numbered = (2..).map(|number| format!("scenario/{number}-{name}"));
        let mut names = std::iter::once(format!("scenario/{name}")).chain(numbered);
        let is_free = |name: &String| named.iter().all(|(known, _)| known != name);
        if let Some(free) = names.find(is_free) {
            named.push((free, source.text.clone()));
        }
    }
    named
}
