//! The JSON Schema of a result, made from the types of the record.
//!
//! It says what is written, so every key is required and no other is allowed; a value that may not
//! exist may be `null`. A field added to a type of the record is in the schema by itself.

use schemars::Schema;
use schemars::generate::SchemaSettings;
use schemars::transform::{RecursiveTransform, Transform};

use super::Record;

/// The JSON Schema (draft-07) that every result satisfies, as text.
///
/// ```
/// let schema = throughline::report::schema();
/// assert!(schema.contains("\"pass_through\""));
/// ```
pub fn schema() -> String {
    let mut schema = SchemaSettings::draft07()
        .for_serialize()
        .into_generator()
        .into_root_schema_for::<Record>();
    schema.insert("title".into(), "Throughline result, format 1".into());
    RecursiveTransform(closed).transform(&mut schema);
    let mut text = serde_json::to_string_pretty(&schema)
        .expect("a schema has string keys and nothing in it can fail to serialize");
    text.push('\n');
    text
}

/// A table with known keys has no others.
fn closed(schema: &mut Schema) {
    if schema.get("properties").is_some() {
        schema.insert("additionalProperties".into(), false.into());
    }
}
