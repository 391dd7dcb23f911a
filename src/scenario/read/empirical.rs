//! Values that were seen: a list, or a column of a CSV file beside the scenario.

use super::{Fields, Reader};
use crate::scenario::diagnostic::Place;
use crate::scenario::language::FILE_COLUMN;
use crate::scenario::log::Trouble;
use crate::scenario::nearest::suggest;
use crate::scenario::node::{Node, Value};
use crate::scenario::quantity::{self, Unit};

/// More values than this add nothing but memory.
const MOST: usize = 1_000_000;

impl Reader<'_> {
    pub(super) fn empirical(&mut self, fields: &Fields<'_>, unit: Unit) -> Option<Vec<f64>> {
        let node = fields.get("empirical")?;
        let values = match &node.value {
            Value::List(list) => {
                let values: Vec<Option<f64>> =
                    list.iter().map(|item| self.part_of(item, unit)).collect();
                values.into_iter().collect::<Option<Vec<f64>>>()?
            }
            Value::Table(_) => self.column(node, unit)?,
            _ => {
                self.wrong_sort(node, "a list of values, or { file, column, unit }");
                return None;
            }
        };
        if values.is_empty() || values.len() > MOST {
            let message = format!(
                "there are {} values; there can be 1 to {MOST}",
                values.len()
            );
            self.error(&node.place, Trouble::new("out-of-range", message));
            return None;
        }
        Some(values)
    }

    fn column(&mut self, node: &Node, unit: Unit) -> Option<Vec<f64>> {
        let fields = self.open(&FILE_COLUMN, node, &node.place)?;
        let file = self
            .must(&fields, "file")
            .and_then(|file| self.text_of(file));
        let column = self
            .must(&fields, "column")
            .and_then(|column| self.text_of(column));
        let factor = self.column_unit(&fields, unit);
        let (file, column, factor) = (file?, column?, factor?);
        let source = self.log.source(node.place.source).name.clone();
        let text = match self.files.table(&source, &file) {
            Ok(text) => text,
            Err(reason) => {
                let message = format!("`{file}` could not be read: {reason}");
                let hint = "the path is relative to the scenario";
                let place = &fields.get("file")?.place;
                self.error(place, Trouble::new("unreadable", message).hint(hint));
                return None;
            }
        };
        match values(&text, &column) {
            Ok(values) => Some(values.into_iter().map(|value| value * factor).collect()),
            Err(trouble) => {
                let place: Place = fields.get("column")?.place.clone();
                self.error(&place, trouble);
                None
            }
        }
    }

    /// What a one in the file stands for.
    fn column_unit(&mut self, fields: &Fields<'_>, unit: Unit) -> Option<f64> {
        let timed = matches!(unit, Unit::Effort | Unit::Span);
        match (fields.get("unit"), timed) {
            (None, false) => Some(1.0),
            (None, true) => {
                let trouble = Trouble::new("no-unit", "the numbers of the file need a unit");
                self.error(fields.place, trouble.hint("add unit = \"h\", for example"));
                None
            }
            (Some(node), true) => {
                let text = self.text_of(node)?;
                let one = quantity::one(unit, &text);
                one.map_err(|trouble| self.error(&node.place, trouble)).ok()
            }
            (Some(node), false) => {
                let message = "there is no unit here: these are plain numbers";
                self.error(&node.place, Trouble::new("bad-unit", message));
                None
            }
        }
    }
}

/// The numbers of a column, at least zero.
fn values(text: &str, column: &str) -> Result<Vec<f64>, Trouble> {
    let mut reader = csv::ReaderBuilder::new()
        .trim(csv::Trim::All)
        .from_reader(text.as_bytes());
    let broken = |error: csv::Error| {
        Trouble::new("bad-table", format!("the file is not a CSV table: {error}"))
    };
    let headers = reader.headers().map_err(broken)?.clone();
    let place = headers
        .iter()
        .position(|name| name == column)
        .ok_or_else(|| {
            Trouble::new(
                "unknown-name",
                format!("the file has no column called `{column}`"),
            )
            .maybe(suggest(column, headers.iter()))
        })?;
    let mut values = Vec::new();
    for record in reader.records() {
        let record = record.map_err(broken)?;
        let line = record.position().map_or(0, csv::Position::line);
        let cell = record.get(place).unwrap_or_default();
        let value = cell
            .parse::<f64>()
            .ok()
            .filter(|value| value.is_finite() && *value >= 0.0);
        values.push(value.ok_or_else(|| {
            Trouble::new(
                "bad-table",
                format!("line {line} of the file has \"{cell}\" there"),
            )
            .hint("every line needs a number that is at least 0")
        })?);
    }
    Ok(values)
}
