//! How a command ends: exit codes, and failures as people read them.

use std::io::ErrorKind;
use std::path::Path;

use throughline::scenario::{Diagnostics, OpenError};

use crate::terminal;

/// How a command ended, as the exit code says it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum Exit {
    /// Done.
    Done = 0,
    /// Done, but what was asked for was not reached.
    NotReached = 1,
    /// The input is wrong.
    BadInput = 2,
    /// Something could not be read or written.
    Unreachable = 3,
    /// Interrupted; what was finished has been shown.
    Interrupted = 130,
}

/// Why a command could not be done.
pub(crate) enum Failure {
    /// Findings in a scenario.
    Findings(Diagnostics),
    /// Something else is wrong with what was asked.
    Asked {
        /// What.
        message: String,
        /// What to do about it.
        hint: Option<String>,
    },
    /// A file or a stream.
    Io {
        /// What went wrong.
        message: String,
        /// What to do about it.
        hint: Option<String>,
    },
    /// Nobody reads the output any more.
    Closed,
}

impl Failure {
    /// Something wrong with the command line that its grammar cannot tell.
    pub(crate) fn asked(message: impl Into<String>, hint: Option<String>) -> Self {
        let message = message.into();
        Self::Asked { message, hint }
    }

    /// A file that could not be read or written.
    pub(crate) fn file(what: &str, path: &str, error: &std::io::Error) -> Self {
        match error.kind() {
            ErrorKind::BrokenPipe => Self::Closed,
            _ => Self::io(format!("could not {what} {path}: {error}")),
        }
    }

    /// Something that could not be read or written.
    pub(crate) fn io(message: String) -> Self {
        Self::Io {
            message,
            hint: None,
        }
    }

    /// A file or folder that could not be written.
    pub(crate) fn unwritten(path: &Path, error: &std::io::Error) -> Self {
        Self::io(format!("could not write {}: {error}", path.display()))
    }

    /// Something that could not be read or written, and what would do instead.
    pub(crate) fn instead(message: String, hint: &str) -> Self {
        let hint = Some(hint.to_owned());
        Self::Io { message, hint }
    }

    /// Tells the reader, and says with which code to exit.
    pub(crate) fn show(self) -> Exit {
        match self {
            Self::Findings(findings) => {
                terminal::page(&findings);
                Exit::BadInput
            }
            Self::Asked { message, hint } => {
                terminal::error(&message, hint.as_deref());
                Exit::BadInput
            }
            Self::Io { message, hint } => {
                terminal::error(&message, hint.as_deref());
                Exit::Unreachable
            }
            Self::Closed => Exit::Done,
        }
    }
}

impl From<Diagnostics> for Failure {
    fn from(findings: Diagnostics) -> Self {
        Self::Findings(findings)
    }
}

impl From<OpenError> for Failure {
    fn from(error: OpenError) -> Self {
        match error {
            OpenError::Unreadable { path, reason } => {
                Self::io(format!("could not read {path}: {reason}"))
            }
            OpenError::Invalid(findings) => Self::Findings(findings),
        }
    }
}
