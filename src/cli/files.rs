//! Files that are whole or not there.
//!
//! What is written goes to a name of its own and gets its real one at the end. What is unfinished
//! goes away, also when Ctrl-C ends the program.

use std::fs::{self, File, OpenOptions};
use std::io::{BufWriter, Error, ErrorKind, Result, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

static UNFINISHED: Mutex<Vec<PathBuf>> = Mutex::new(Vec::new());

/// A file or folder that goes away with this value, unless it has been renamed.
pub(crate) struct Unfinished(PathBuf);

impl Unfinished {
    /// From now on the path goes away.
    pub(crate) fn new(path: PathBuf) -> Self {
        list().push(path.clone());
        Self(path)
    }

    /// Where it is.
    pub(crate) fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for Unfinished {
    fn drop(&mut self) {
        remove(&self.0);
        list().retain(|path| *path != self.0);
    }
}

fn list() -> std::sync::MutexGuard<'static, Vec<PathBuf>> {
    UNFINISHED.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Takes away what is unfinished: the program is about to end.
pub(crate) fn remove_unfinished() {
    list().iter().for_each(|path| remove(path));
}

fn remove(path: &Path) {
    // Nothing to be done if that fails: what went wrong before is being told.
    let _ = fs::remove_file(path).or_else(|_| fs::remove_dir_all(path));
}

/// Writes a file that is whole or not there.
pub(crate) fn write(path: &Path, content: impl FnOnce(&mut dyn Write) -> Result<()>) -> Result<()> {
    let Ok(about) = fs::metadata(path) else {
        return replace(path, content);
    };
    if about.permissions().readonly() {
        return Err(Error::new(ErrorKind::PermissionDenied, "it is read-only"));
    }
    if about.is_file() {
        // A link stays a link: what it points to is replaced.
        return replace(&fs::canonicalize(path)?, content);
    }
    // A pipe or a device must stay what it is: nothing is put in its place.
    fill(OpenOptions::new().write(true).open(path)?, content)
}

fn replace(path: &Path, content: impl FnOnce(&mut dyn Write) -> Result<()>) -> Result<()> {
    let mut name = path.as_os_str().to_owned();
    name.push(format!(".{}.part", std::process::id()));
    let part = Unfinished::new(PathBuf::from(name));
    fill(File::create(part.path())?, content)?;
    if let Ok(about) = fs::metadata(path) {
        fs::set_permissions(part.path(), about.permissions())?;
    }
    put(part.path(), path)
}

/// Writes a new file, and makes sure that everything arrived.
pub(crate) fn fill(file: File, content: impl FnOnce(&mut dyn Write) -> Result<()>) -> Result<()> {
    let is_file = file.metadata()?.is_file();
    let mut file = BufWriter::new(file);
    content(&mut file)?;
    let file = file.into_inner().map_err(|error| error.into_error())?;
    // Some systems tell of a full disk only here; a pipe has no disk.
    if is_file { file.sync_all() } else { Ok(()) }
}

/// Gives a finished file its name, unless something else than a file has it.
pub(crate) fn put(from: &Path, to: &Path) -> Result<()> {
    match fs::symlink_metadata(to) {
        Ok(about) if !about.is_file() => Err(Error::new(
            ErrorKind::AlreadyExists,
            "something that is not a file has this name",
        )),
        _ => fs::rename(from, to),
    }
}
