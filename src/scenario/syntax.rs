//! From text to the tree: TOML 1.0 with every syntax error at its place.
//!
//! The parser understands TOML 1.1 as well; what only that version allows is refused, so that a
//! scenario can be read by any tool. Byte order marks and Windows line ends are taken off before
//! anything is counted, so that they shift no column.

use jiff::civil::Date;
use toml::de::{DeTable, DeValue};

use super::diagnostic::Place;
use super::log::{Log, Trouble};
use super::node::{Entry, Node, Table, Value};
use super::toml11;

/// The text as it is kept, parsed and shown.
pub(super) fn normalise(text: &str) -> String {
    text.strip_prefix('\u{feff}')
        .unwrap_or(text)
        .replace("\r\n", "\n")
}

/// Reads a whole file that is already in the log; `None` if it is not TOML.
pub(super) fn parse(log: &mut Log, source: usize) -> Option<Node> {
    let text = log.source(source).text.clone();
    let (root, errors) = DeTable::parse_recoverable(&text);
    for error in &errors {
        let span = visible(&text, error.span().unwrap_or(0..0));
        log.error(&Place { source, span }, explain(error.message()));
    }
    if errors.is_empty() {
        toml11::refuse(log, source, &text);
    }
    if !errors.is_empty() {
        return None;
    }
    let mut builder = Builder {
        log,
        source,
        text: &text,
    };
    let table = builder.table(root.get_ref(), 0..0);
    Some(Node {
        value: Value::Table(table),
        place: Place { source, span: 0..0 },
    })
}

/// Reads a single value, as on the right of an equals sign; `None` if it is not TOML.
pub(super) fn parse_value(log: &mut Log, source: usize, start: usize) -> Option<Node> {
    let text = log.source(source).text.clone();
    let part = text.get(start..)?;
    let value = DeValue::parse(part).ok()?;
    let mut builder = Builder {
        log,
        source,
        text: part,
    };
    let mut node = builder.node(value.get_ref(), value.span());
    shift(&mut node, start);
    Some(node)
}

fn shift(node: &mut Node, by: usize) {
    node.place.span = node.place.span.start + by..node.place.span.end + by;
    match &mut node.value {
        Value::List(list) => list.iter_mut().for_each(|item| shift(item, by)),
        Value::Table(table) => {
            for entry in &mut table.entries {
                let span = &mut entry.key_place.span;
                *span = span.start + by..span.end + by;
                shift(&mut entry.node, by);
            }
        }
        _ => {}
    }
}

/// An error at the end of a line or file still needs something to point at.
fn visible(text: &str, span: std::ops::Range<usize>) -> std::ops::Range<usize> {
    let start = span.start.min(text.len());
    let end = span.end.clamp(start, text.len());
    if start == 0 && end == 0 {
        return 0..text.chars().next().map_or(0, char::len_utf8);
    }
    start..end
}

fn explain(message: &str) -> Trouble {
    let message = message
        .strip_suffix(", expected literal string")
        .unwrap_or(message);
    let trouble = Trouble::new("syntax", message);
    if message.starts_with("duplicate key") {
        return trouble.hint("every key and table is written once; keep one of the two");
    }
    if message.contains("string values must be quoted") {
        return trouble.hint("put quotes around it, as in \"3wd\"");
    }
    trouble
}

struct Builder<'a> {
    log: &'a mut Log,
    source: usize,
    text: &'a str,
}

impl Builder<'_> {
    fn place(&self, span: std::ops::Range<usize>) -> Place {
        Place {
            source: self.source,
            span,
        }
    }

    fn table(&mut self, table: &DeTable<'_>, span: std::ops::Range<usize>) -> Table {
        let mut entries: Vec<Entry> = table
            .iter()
            .map(|(key, value)| Entry {
                key: key.get_ref().to_string(),
                key_place: self.place(key.span()),
                node: self.node(value.get_ref(), value.span()),
            })
            .collect();
        entries.sort_by_key(|entry| entry.key_place.span.start);
        let braces = self
            .text
            .get(span)
            .is_some_and(|text| text.starts_with('{'));
        Table { entries, braces }
    }

    fn node(&mut self, value: &DeValue<'_>, span: std::ops::Range<usize>) -> Node {
        let place = self.place(span.clone());
        let value = match value {
            DeValue::String(text) => Value::Text(text.to_string()),
            DeValue::Boolean(flag) => Value::Bool(*flag),
            DeValue::Integer(number) => {
                match i64::from_str_radix(number.as_str(), number.radix()) {
                    Ok(number) => Value::Integer(number),
                    Err(_) => self.broken(&place, "this number is too large to read"),
                }
            }
            DeValue::Float(number) => match number.as_str().parse::<f64>() {
                Ok(number) if number.is_finite() => Value::Float(number),
                _ => self.broken(&place, "this is not a number anything can be counted with"),
            },
            DeValue::Datetime(moment) => self.date(&moment.to_string(), &place),
            DeValue::Array(list) => {
                let list = list.iter();
                Value::List(
                    list.map(|item| self.node(item.get_ref(), item.span()))
                        .collect(),
                )
            }
            DeValue::Table(table) => Value::Table(self.table(table, span)),
        };
        Node { value, place }
    }

    fn date(&mut self, moment: &str, place: &Place) -> Value {
        match moment.parse::<Date>() {
            Ok(date) if moment.len() == 10 => Value::Date(date),
            _ => self.broken(
                place,
                "only whole days can be given as a date, such as 2026-04-01",
            ),
        }
    }

    fn broken(&mut self, place: &Place, message: &str) -> Value {
        self.log.error(place, Trouble::new("bad-value", message));
        Value::Broken
    }
}
