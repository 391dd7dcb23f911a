//! From an organisation that fails to a small one that fails alike.

use std::panic::{AssertUnwindSafe, catch_unwind};

use throughline::scenario::Document;

/// What a check says of a text, in the first line; `None`: nothing.
fn complaint(check: &dyn Fn(&str), text: &str) -> Option<String> {
    let error = catch_unwind(AssertUnwindSafe(|| check(text))).err()?;
    let said = error.downcast_ref::<String>().map(String::as_str);
    let said = said.or_else(|| error.downcast_ref::<&str>().copied());
    Some(said.unwrap_or("it panics").to_owned())
}

/// Words without numbers: what stays the same as an organisation gets smaller.
fn kind_of(said: &str) -> String {
    let line = said.lines().next().unwrap_or_default();
    line.chars().filter(|c| !c.is_ascii_digit()).collect()
}

/// Runs a check, and if it fails again on ever fewer lines, as long as it fails with the same words.
pub(super) fn check_or_shrink(text: &str, check: &dyn Fn(&str)) {
    let Some(said) = complaint(check, text) else {
        return;
    };
    let alike = |text: &str| {
        Document::parse("random.toml", text, &[]).is_ok()
            && complaint(check, text).is_some_and(|other| kind_of(&other) == kind_of(&said))
    };
    let mut lines: Vec<&str> = text.lines().collect();
    let mut size = lines.len().div_ceil(2);
    while size > 0 {
        let mut at = 0;
        let before = lines.len();
        while at < lines.len() {
            let mut fewer = lines.clone();
            fewer.drain(at..(at + size).min(lines.len()));
            if alike(&fewer.join("\n")) {
                lines = fewer;
            } else {
                at += size;
            }
        }
        size = if size == 1 && lines.len() < before {
            1
        } else {
            size / 2
        };
    }
    panic!("{said}\nin short:\n{}\nof:\n{text}", lines.join("\n"));
}
