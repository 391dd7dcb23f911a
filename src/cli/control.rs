//! Stopping cleanly: the first Ctrl-C ends after the trials under way, the second at once.

use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::failure::Exit;
use crate::{files, terminal};

static STOP: AtomicBool = AtomicBool::new(false);
static LISTENING: OnceLock<()> = OnceLock::new();

/// The flag that Ctrl-C sets.
pub(crate) fn stop_flag() -> &'static AtomicBool {
    LISTENING.get_or_init(|| {
        // Without a handler Ctrl-C still works, only less politely.
        let _ = ctrlc::set_handler(|| {
            if STOP.swap(true, Ordering::SeqCst) {
                files::remove_unfinished();
                std::process::exit(Exit::Interrupted as i32);
            }
            terminal::say("stopping; what is finished will be shown (again: at once)");
        });
    });
    &STOP
}
