//! What the terminal can show: width, colour, Unicode; and the one way to write to it.

use std::io::{IsTerminal, Write};
use std::sync::atomic::{AtomicBool, Ordering};

use anstream::{AutoStream, ColorChoice};
use throughline::report::TextOptions;
use throughline::scenario::Diagnostics;

/// Columns where there is no terminal, or none that says its width.
pub(crate) const WIDTH: usize = 80;

static PLAIN: AtomicBool = AtomicBool::new(false);

/// Shows no colour and no bar, and keeps to ASCII, from now on.
pub(crate) fn set_plain(plain: bool) {
    PLAIN.store(plain, Ordering::Relaxed);
}

fn is_plain() -> bool {
    PLAIN.load(Ordering::Relaxed)
}

/// How a report on standard output should look.
pub(crate) fn text_options() -> TextOptions {
    let stdout = std::io::stdout();
    let is_terminal = stdout.is_terminal();
    TextOptions {
        width: if is_terminal { width() } else { WIDTH },
        color: !is_plain() && AutoStream::choice(&stdout) != ColorChoice::Never,
        ascii: keeps_to_ascii(),
    }
}

/// Whether signs beyond ASCII are to be avoided.
pub(crate) fn keeps_to_ascii() -> bool {
    is_plain() || !locale_is_utf8()
}

/// Whether a bar can move on standard error.
pub(crate) fn has_bar() -> bool {
    !is_plain() && std::io::stderr().is_terminal()
}

/// Shows findings on standard error.
pub(crate) fn page(findings: &Diagnostics) {
    let stderr = std::io::stderr();
    let color = !is_plain() && AutoStream::choice(&stderr) != ColorChoice::Never;
    let width = if stderr.is_terminal() { width() } else { WIDTH };
    say(findings.render(color, width).trim_end());
}

/// Shows what went wrong, and what to do about it.
pub(crate) fn error(message: &str, hint: Option<&str>) {
    say(&format!("error: {}", harmless(message)));
    if let Some(hint) = hint {
        say(&format!("  help: {}", harmless(hint)));
    }
}

/// A text without what steers a terminal, whoever wrote it into a title.
pub(crate) fn harmless(text: &str) -> String {
    let turns_text = |sign| matches!(sign, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let shown = |sign: char| match sign {
        '\n' => sign,
        _ if sign.is_control() || turns_text(sign) => '?',
        _ => sign,
    };
    text.chars().map(shown).collect()
}

/// Writes a line to standard error. If nobody listens there is nobody to tell.
pub(crate) fn say(line: &str) {
    let _ = writeln!(std::io::stderr(), "{line}");
}

/// Columns as the shell tells them, or as the terminal does.
fn width() -> usize {
    let told = std::env::var("COLUMNS").ok();
    let told = told.and_then(|columns| columns.parse().ok());
    let seen = || terminal_size::terminal_size().map(|(columns, _)| usize::from(columns.0));
    told.or_else(seen).unwrap_or(WIDTH).clamp(40, 100)
}

/// The first of these variables that is set decides, as the C library has it. None set is what
/// containers and editors do, and those show Unicode.
fn locale_is_utf8() -> bool {
    let set = ["LC_ALL", "LC_CTYPE", "LANG"]
        .iter()
        .filter_map(|name| std::env::var(name).ok())
        .find(|value| !value.is_empty());
    set.is_none_or(|locale| {
        let locale = locale.to_ascii_lowercase();
        locale.contains("utf-8") || locale.contains("utf8")
    })
}
