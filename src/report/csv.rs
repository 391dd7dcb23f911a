//! The result as one long table: the JSON object, walked from top to bottom.
//!
//! Nothing is picked, so nothing can be forgotten and no number is written twice: a key becomes a
//! row, keys inside keys are joined by dots, and the columns say where in the object it stands.

use std::fmt::Display;

use serde_json::{Map, Value};

use crate::experiment::Outcome;

use super::record::{Record, Timing};

/// The columns, in order.
pub const COLUMNS: [&str; 10] = [
    "variant",
    "organisation",
    "scope",
    "name",
    "measure",
    "cause",
    "mean",
    "low",
    "high",
    "unit",
];

/// Parts of a variant that have a scope of their own, and what it is called.
const SCOPES: [(&str, &str); 7] = [
    ("work", "work"),
    ("stations", "station"),
    ("pools", "pool"),
    ("orgs", "organisation"),
    ("changes", "change"),
    ("series", "series"),
    ("distribution", "distribution"),
];

/// Tables whose keys are causes or stations, not measures.
const SPLIT: [&str; 3] = ["time", "wait", "flow_time.by_cause"];

/// Scopes in which entries of a list are numbered behind the measure.
const KEEPS_NAME: [&str; 3] = ["bottleneck", "uncertainty", "input"];

/// Writes the result as CSV: a line of column names, then one line for every value.
///
/// | column | holds |
/// |---|---|
/// | variant | name of the variant; empty for what concerns the whole run |
/// | organisation | of a station called `cell/build` the `cell`; else empty |
/// | scope | `run`, `variant`, `work`, `station`, `pool`, `organisation`, `change`, `series`, `distribution`, `bottleneck`, `comparison`, `uncertainty` or `input` |
/// | name | of the kind, station, pool or change (a bottleneck is one of those); in a series or distribution the number of the entry, from 1; of a comparison the baseline; of an uncertain input its path |
/// | measure | the key, such as `throughput` or `flow_time.p85` |
/// | cause | what the measure is split by: a cause of waiting, or the station of a difference in waiting; of a measure that is a word (`regime`, `stopped`, `notes`) the word |
/// | mean, low, high | the estimate; a plain number, or 1 and 0 for yes and no, stands under `mean` |
/// | unit | of the three |
///
/// What is `null` in the object is empty here.
///
/// Digits are those of the JSON result. Without `timing` the text depends on scenario, edits, seed
/// and trials alone.
pub fn csv(outcome: &Outcome, timing: Option<&Timing>) -> String {
    let record = serde_json::to_value(Record::new(outcome, timing))
        .expect("a record has string keys and nothing in it can fail to serialize");
    let mut sheet = Sheet(csv::Writer::from_writer(Vec::new()));
    sheet.line(COLUMNS);
    sheet.record(&record);
    let bytes = sheet.0.into_inner().unwrap_or_default();
    String::from_utf8(bytes).unwrap_or_default()
}

/// Where in the object a value stands.
#[derive(Clone, Copy, Default)]
struct Place<'a> {
    variant: &'a str,
    organisation: &'a str,
    scope: &'a str,
    name: &'a str,
}

struct Sheet(csv::Writer<Vec<u8>>);

impl Sheet {
    fn record(&mut self, record: &Value) {
        let run = Place {
            scope: "run",
            ..Place::default()
        };
        for (key, value) in entries(record) {
            match (key.as_str(), value) {
                ("variants", Value::Array(variants)) => {
                    variants.iter().for_each(|value| self.variant(value));
                }
                ("comparisons", Value::Array(comparisons)) => {
                    comparisons.iter().for_each(|value| self.comparison(value));
                }
                ("uncertainty", found) => self.uncertainty(found),
                _ => self.value(run, key, value),
            }
        }
    }

    fn variant(&mut self, variant: &Value) {
        let place = Place {
            variant: word(variant, "name"),
            scope: "variant",
            ..Place::default()
        };
        for (key, value) in entries(variant).filter(|(key, _)| *key != "name") {
            if let ("bottleneck", Value::Array(places)) = (key.as_str(), value) {
                places
                    .iter()
                    .for_each(|found| self.bottleneck(place, found));
                continue;
            }
            let own = SCOPES.iter().find(|(part, _)| part == key);
            let Some((_, scope)) = own else {
                self.value(place, key, value);
                continue;
            };
            let place = Place { scope, ..place };
            for (name, value) in entries(value) {
                match *scope {
                    "series" | "distribution" => self.value(place, name, value),
                    "organisation" => {
                        let organisation = name;
                        self.all(
                            Place {
                                organisation,
                                name,
                                ..place
                            },
                            value,
                        );
                    }
                    _ => {
                        let (organisation, name) = name.split_once('/').unwrap_or(("", name));
                        self.all(
                            Place {
                                organisation,
                                name,
                                ..place
                            },
                            value,
                        );
                    }
                }
            }
        }
    }

    /// The evidence about one place.
    fn bottleneck(&mut self, place: Place<'_>, found: &Value) {
        let name = word(found, "name");
        let (organisation, name) = name.split_once('/').unwrap_or(("", name));
        let place = Place {
            organisation,
            scope: "bottleneck",
            name,
            ..place
        };
        for (key, value) in entries(found).filter(|(key, _)| *key != "name") {
            self.value(place, key, value);
        }
    }

    /// What draws of the inputs make of it: scopes and names are those of inputs, variants and
    /// comparisons.
    fn uncertainty(&mut self, found: &Value) {
        let run = Place {
            scope: "uncertainty",
            ..Place::default()
        };
        for (key, value) in entries(found) {
            let Value::Array(parts) = value else {
                self.value(run, key, value);
                continue;
            };
            for part in parts {
                let place = match key.as_str() {
                    "inputs" => Place {
                        scope: "input",
                        name: word(part, "path"),
                        ..run
                    },
                    "variants" => Place {
                        variant: word(part, "name"),
                        ..run
                    },
                    _ => Place {
                        variant: word(part, "variant"),
                        name: word(part, "baseline"),
                        ..run
                    },
                };
                let is_place =
                    |key: &str| matches!(key, "path" | "unit" | "name" | "variant" | "baseline");
                for (key, value) in entries(part).filter(|(key, _)| !is_place(key)) {
                    self.value(place, key, value);
                }
            }
        }
    }

    fn comparison(&mut self, comparison: &Value) {
        let place = Place {
            variant: word(comparison, "variant"),
            scope: "comparison",
            name: word(comparison, "baseline"),
            ..Place::default()
        };
        let is_column = |key: &str| matches!(key, "variant" | "baseline");
        for (key, value) in entries(comparison).filter(|(key, _)| !is_column(key)) {
            self.value(place, key, value);
        }
    }

    fn all(&mut self, place: Place<'_>, value: &Value) {
        for (key, value) in entries(value) {
            self.value(place, key, value);
        }
    }

    /// One value, or everything in it.
    fn value(&mut self, place: Place<'_>, measure: &str, value: &Value) {
        match value {
            Value::Object(estimate) if estimate.contains_key("unit") => {
                self.estimate(place, measure, "", value);
            }
            Value::Object(parts) if SPLIT.contains(&measure) => {
                for (cause, value) in parts {
                    self.estimate(place, measure, cause, value);
                }
            }
            Value::Object(parts) => {
                for (key, value) in parts {
                    self.value(place, &format!("{measure}.{key}"), value);
                }
            }
            Value::Array(list) => self.list(place, measure, list),
            Value::String(word) => self.row(place, measure, word, [&"", &"", &"", &""]),
            single => self.estimate(place, measure, "", single),
        }
    }

    /// Entries of a series are numbered, words only keep their order.
    fn list(&mut self, place: Place<'_>, measure: &str, list: &[Value]) {
        for (at, value) in list.iter().enumerate() {
            let number = (at + 1).to_string();
            if KEEPS_NAME.contains(&place.scope) {
                // The name is that of a station, an input or a baseline.
                self.value(place, &format!("{measure}.{number}"), value);
                continue;
            }
            let name = if value.is_string() {
                place.name
            } else {
                &number
            };
            self.value(Place { name, ..place }, measure, value);
        }
    }

    fn estimate(&mut self, place: Place<'_>, measure: &str, cause: &str, value: &Value) {
        match value {
            Value::Object(parts) => {
                let [mean, low, high] = ["mean", "low", "high"].map(|key| shown(parts.get(key)));
                let unit = word(value, "unit");
                self.row(place, measure, cause, [&mean, &low, &high, &unit]);
            }
            single => self.row(place, measure, cause, [&shown(Some(single)), &"", &"", &""]),
        }
    }

    fn row(&mut self, place: Place<'_>, measure: &str, cause: &str, values: [&dyn Display; 4]) {
        let Place {
            variant,
            organisation,
            scope,
            name,
        } = place;
        let [mean, low, high, unit] = values.map(|value| value.to_string());
        self.line([
            variant,
            organisation,
            scope,
            name,
            measure,
            cause,
            &mean,
            &low,
            &high,
            &unit,
        ]);
    }

    fn line(&mut self, cells: [&str; 10]) {
        // Writing into memory cannot fail, and every line has ten cells.
        let _ = self.0.write_record(cells);
    }
}

fn entries(value: &Value) -> impl Iterator<Item = (&String, &Value)> {
    value.as_object().into_iter().flat_map(Map::iter)
}

fn word<'a>(value: &'a Value, key: &str) -> &'a str {
    value.get(key).and_then(Value::as_str).unwrap_or_default()
}

/// A number with the digits of the JSON result; nothing for what does not exist.
fn shown(value: Option<&Value>) -> String {
    match value {
        None | Some(Value::Null) => String::new(),
        Some(Value::Bool(yes)) => u8::from(*yes).to_string(),
        Some(other) => other.to_string(),
    }
}
