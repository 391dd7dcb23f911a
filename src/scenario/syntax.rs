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
use super::toml_errors::{concerns_one_value, mistakes};
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
    for (span, trouble) in mistakes(&text, &errors) {
        log.error(&Place { source, span }, trouble);
    }
    if errors.is_empty() {
        toml11::refuse(log, source, &text);
    }
    // A value that cannot be read leaves the rest of the file as it is; anything else may have
    // moved keys to other tables, and what was found then would be nonsense.
    if !errors.iter().all(concerns_one_value) {
        return None;
    }
    let broken = errors.iter().filter_map(toml::de::Error::span).collect();
    let mut builder = Builder {
        log,
        source,
        text: &text,
        start: 0,
        broken,
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
        start,
        broken: Vec::new(),
    };
    Some(builder.node(value.get_ref(), value.span()))
}

struct Builder<'a> {
    log: &'a mut Log,
    source: usize,
    text: &'a str,
    /// Where `text` begins in the source.
    start: usize,
    /// Where values could not be read.
    broken: Vec<std::ops::Range<usize>>,
}

impl Builder<'_> {
    fn place(&self, span: std::ops::Range<usize>) -> Place {
        Place {
            source: self.source,
            span: self.start + span.start..self.start + span.end,
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
        Table {
            entries,
            braces,
            input: None,
        }
    }

    fn node(&mut self, value: &DeValue<'_>, span: std::ops::Range<usize>) -> Node {
        let place = self.place(span.clone());
        if self.is_broken(value, &span) {
            return Node {
                value: Value::Broken,
                place,
            };
        }
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

    /// Whether a value, or anything in it, could not be read.
    fn is_broken(&self, value: &DeValue<'_>, span: &std::ops::Range<usize>) -> bool {
        let table = matches!(value, DeValue::Table(_));
        // The place of a table with a header is that of the header.
        if table
            && !self
                .text
                .get(span.clone())
                .is_some_and(|text| text.starts_with('{'))
        {
            return false;
        }
        self.broken
            .iter()
            .any(|broken| broken.start <= span.end && span.start <= broken.end)
    }

    fn date(&mut self, moment: &str, place: &Place) -> Value {
        match moment.parse::<Date>() {
            Ok(date) if moment.len() == 10 => Value::Date(date),
            _ if !moment.contains('-') => self.broken(
                place,
                "this is a time of day; how long something takes has a unit, as in \"9h\"",
            ),
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
