//! Refuses what only TOML 1.1 allows: line breaks and a last comma in an inline table, and the
//! escapes `\e` and `\x`. Scenarios are TOML 1.0, which every tool can read.
//!
//! Runs on text the parser has accepted, so it only has to know strings, comments and brackets.

use super::diagnostic::Place;
use super::log::{Log, Trouble};

/// Reports every use of TOML 1.1 in a text that parses.
pub(super) fn refuse(log: &mut Log, source: usize, text: &str) {
    let mut scan = Scan {
        text,
        at: 0,
        open: Vec::new(),
        comma: None,
        found: Vec::new(),
    };
    while let Some(next) = scan.rest().chars().next() {
        scan.step(next);
    }
    for (span, message, hint) in scan.found {
        let trouble = Trouble::new("toml-1.0", message).hint(hint);
        log.error(&Place { source, span }, trouble);
    }
}

struct Scan<'a> {
    text: &'a str,
    at: usize,
    /// Open brackets, with their places.
    open: Vec<(char, usize)>,
    /// The last significant character, if it was a comma.
    comma: Option<usize>,
    found: Vec<(std::ops::Range<usize>, &'static str, &'static str)>,
}

impl<'a> Scan<'a> {
    fn rest(&self) -> &'a str {
        &self.text[self.at..]
    }

    fn step(&mut self, next: char) {
        match next {
            '#' => self.at += self.rest().find('\n').unwrap_or(self.rest().len()),
            '"' | '\'' => self.string(next),
            '\n' => self.line_end(),
            '[' | '{' => {
                self.open.push((next, self.at));
                self.significant(1);
            }
            ']' | '}' => self.close(next),
            ',' => {
                let comma = self.at;
                self.significant(1);
                self.comma = Some(comma);
            }
            _ if next.is_whitespace() => self.at += next.len_utf8(),
            _ => self.significant(next.len_utf8()),
        }
    }

    fn significant(&mut self, length: usize) {
        self.comma = None;
        self.at += length;
    }

    fn line_end(&mut self) {
        if let Some(&('{', start)) = self.open.last() {
            let hint = "write it on one line, or as a table of its own under a [header]";
            let message = "a table in braces has to stay on one line";
            if !self.found.iter().any(|(span, ..)| span.start == start) {
                self.found.push((start..start + 1, message, hint));
            }
        }
        self.at += 1;
    }

    fn close(&mut self, next: char) {
        if let (Some(comma), '}') = (self.comma, next) {
            let message = "a table in braces has no comma after its last value";
            self.found
                .push((comma..comma + 1, message, "take the comma away"));
        }
        self.open.pop();
        self.significant(1);
    }

    fn string(&mut self, quote: char) {
        let rest = self.rest();
        let triple: String = std::iter::repeat_n(quote, 3).collect();
        let fence = if rest.starts_with(&triple) { 3 } else { 1 };
        let mut end = fence;
        while let Some(next) = rest[end..].chars().next() {
            if next == '\\' && quote == '"' {
                self.escape(self.at + end);
                end += 1 + rest[end + 1..].chars().next().map_or(0, char::len_utf8);
                continue;
            }
            if next == quote && (fence == 1 || rest[end..].starts_with(&triple)) {
                end += fence;
                // Up to two more quotes may belong to the end of a long string.
                while fence == 3 && rest[end..].starts_with(quote) {
                    end += 1;
                }
                break;
            }
            end += next.len_utf8();
        }
        self.significant(end);
    }

    fn escape(&mut self, at: usize) {
        let escape = self.text.get(at + 1..at + 2);
        if matches!(escape, Some("e" | "x")) {
            let message = "this escape is not part of TOML 1.0";
            self.found
                .push((at..at + 2, message, "write \\u and four digits"));
        }
    }
}
