//! What a file that builds on no other has to have.

use serde_json::{Map, Value, json};

use super::NAME;
use crate::scenario::language::{CALENDAR, Default, FILE, Kind, Section};

/// Keys a table has to have.
pub(super) fn keys(section: &'static Section) -> Vec<&'static str> {
    let must = section
        .keys
        .iter()
        .filter(|key| key.built && key.default == Default::Required);
    must.map(|key| key.name).collect()
}

/// What a file has to have: work and stations of its own, or organisations that have them.
pub(super) fn of_file() -> Value {
    let own = ["station", "work"];
    let mut file = of(&FILE);
    if let Some(must) = file.get_mut("required").and_then(Value::as_array_mut) {
        must.retain(|key| !own.iter().any(|own| key == own));
    }
    if let Some(file) = file.as_object_mut() {
        let either = json!([{ "required": ["org"] }, { "required": own }]);
        file.insert("anyOf".into(), either);
    }
    file
}

/// A schema that asks for these keys, here and in the tables below, and for nothing else.
pub(super) fn of(section: &'static Section) -> Value {
    let mut schema = Map::new();
    let must = keys(section);
    if !must.is_empty() {
        schema.insert("required".into(), json!(must));
    }
    let below: Map<String, Value> = section
        .keys
        .iter()
        .filter(|key| key.built)
        .filter_map(|key| Some((key.name.to_owned(), of_kind(&key.kind)?)))
        .collect();
    if !below.is_empty() {
        schema.insert("properties".into(), Value::Object(below));
    }
    if !schema.is_empty() {
        // Said aloud, because some editors take silence for a no.
        schema.insert("additionalProperties".into(), true.into());
    }
    Value::Object(schema)
}

/// `None` if nothing is asked for.
fn of_kind(kind: &'static Kind) -> Option<Value> {
    let found = match kind {
        Kind::Table(section) => of(section),
        // The built-in calendar need not say its week.
        Kind::Named(section) if std::ptr::eq(*section, &CALENDAR) => return None,
        Kind::Named(section) => {
            let one = some(of(section))?;
            json!({ "patternProperties": { NAME: one }, "additionalProperties": true })
        }
        // Keys are asked of tables and items of lists, so one schema does for both.
        Kind::Tables(section) => {
            let mut one = of(section);
            let items = one.clone();
            if let Some(one) = one.as_object_mut().filter(|one| !one.is_empty()) {
                one.insert("items".into(), items);
            }
            one
        }
        Kind::Either(one, other) => of_kind(one).or_else(|| of_kind(other))?,
        Kind::Or(kind, _) => of_kind(kind)?,
        _ => return None,
    };
    some(found)
}

fn some(schema: Value) -> Option<Value> {
    (schema != json!({})).then_some(schema)
}
