//! The JSON Schema of scenario files, made from the one table of keys.
//!
//! Editors complete, explain and check with it while a file is being written. It is draft-07, which
//! every language server for TOML reads. Whatever the reader takes the schema takes; what only the
//! reader can see (names, bounds of times, rules across tables) it leaves to `check`. A file that
//! builds on another may leave out what has to be there, so that is asked of other files only.

mod required;
mod values;

use serde_json::{Map, Value, json};

use super::language::{
    DEMAND, DISTRIBUTION, Default, EACH, FILE, FORMS, Key, Kind, Measure, Names, PAIRS, QUORUM,
    STEP, Section, UNCERTAIN,
};
use super::quantity::Unit;
use values::date;

/// Names of the author's choice.
const NAME: &str = r"^[\w-]+$";
/// The same of something of another organisation.
const NAME_OF: &str = r"^[\w-]+(/[\w-]+)?$";

/// The JSON Schema (draft-07) of scenario files, as text.
///
/// ```
/// let schema = throughline::scenario::schema();
/// assert!(schema.contains("\"wip_limit\""));
/// ```
pub fn schema() -> String {
    let mut maker = Maker::default();
    let mut root = maker.section(&FILE, Context::MERGED);
    let about = json!({
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "Throughline scenario, format 1",
        "description": "An organisation as a line of stations. `throughline check` says what a schema cannot see.",
        "x-tombi-toml-version": "v1.0.0",
        "if": { "required": ["extends"] },
        "else": required::of_file(),
    });
    extend(&mut root, about);
    root.insert("definitions".into(), Value::Object(maker.definitions));
    let mut text =
        serde_json::to_string_pretty(&root).expect("a map with string keys can always be written");
    text.push('\n');
    text
}

/// What a value means depends on where it stands.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Context {
    /// Unit of the distribution around it.
    unit: Unit,
    /// Whether it replaces what it builds on, so that nothing of it can be missing.
    whole: bool,
}

impl Context {
    const MERGED: Self = Self {
        unit: Unit::Number,
        whole: false,
    };

    const fn within(unit: Unit) -> Self {
        Self { unit, whole: true }
    }
}

/// Makes schemas; tables are defined once and referred to.
#[derive(Default)]
struct Maker {
    definitions: Map<String, Value>,
    names: Vec<(&'static Section, Context, String)>,
}

impl Maker {
    /// A table with its keys.
    fn section(&mut self, section: &'static Section, context: Context) -> Map<String, Value> {
        let mut properties = Map::new();
        for key in section.keys.iter().filter(|key| key.built) {
            if let Some(value) = self.key(key, context) {
                properties.insert(key.name.into(), value);
            }
        }
        let mut table = Map::new();
        extend(
            &mut table,
            json!({ "type": "object", "properties": properties, "additionalProperties": false }),
        );
        if context.whole {
            let must = required::keys(section);
            if !must.is_empty() {
                table.insert("required".into(), json!(must));
            }
        }
        extend(&mut table, forms(section));
        table
    }

    fn key(&mut self, key: &'static Key, context: Context) -> Option<Value> {
        let mut value = self.kind(&key.kind, context)?;
        let object = value.as_object_mut()?;
        let mut about = key.about.to_owned();
        match key.default {
            Default::Is(text) => {
                object.insert("default".into(), literal(text));
            }
            Default::Says(words) => about.push_str(&format!(" Default: {words}.")),
            Default::Required | Default::Nothing => {}
        }
        object.insert("description".into(), about.into());
        Some(value)
    }

    /// What may stand behind a key; `None` if nothing of it is built.
    fn kind(&mut self, kind: &'static Kind, context: Context) -> Option<Value> {
        Some(match kind {
            Kind::Text => json!({ "type": "string" }),
            Kind::Flag => json!({ "type": "boolean" }),
            Kind::Number(measure) => {
                any(vec![self.quantity(measure), self.uncertain(measure.unit)])
            }
            Kind::Spread(measure) => any(vec![
                self.quantity(measure),
                self.distribution(measure.unit),
            ]),
            Kind::Same => any(vec![self.part(context.unit), self.uncertain(context.unit)]),
            Kind::SameSpread => any(vec![
                self.part(context.unit),
                self.distribution(context.unit),
            ]),
            Kind::Form(form) => {
                json!({ "type": "string", "pattern": form.pattern, "examples": form.examples })
            }
            Kind::Date => date(),
            Kind::Instant => any(vec![
                self.part(Unit::Span),
                date(),
                self.uncertain(Unit::Span),
            ]),
            Kind::Moment => any(vec![
                self.part(Unit::Span),
                date(),
                self.distribution(Unit::Span),
                self.refer(&EACH, context)?,
            ]),
            Kind::Word(words) => json!({ "type": "string", "enum": words }),
            Kind::Name(Names::Calendar) => {
                json!({ "type": "string", "examples": ["office", "always"] })
            }
            Kind::Name(_) => json!({ "type": "string", "pattern": NAME_OF }),
            Kind::List(kind) => json!({ "type": "array", "items": self.kind(kind, context)? }),
            Kind::Table(section) => self.refer(section, context)?,
            Kind::Tables(section) => {
                let one = self.refer(section, context)?;
                any(vec![one.clone(), json!({ "type": "array", "items": one })])
            }
            Kind::Either(one, other) => {
                let both = [self.kind(one, context), self.kind(other, context)];
                any(both.into_iter().flatten().collect())
            }
            Kind::Or(kind, words) => any(vec![
                self.kind(kind, context)?,
                json!({ "type": "string", "enum": words }),
            ]),
            Kind::Named(section) => named(self.refer(section, context)?),
            Kind::Per(kind) => named(self.kind(kind, context)?),
            Kind::Route => self.route()?,
            Kind::Edits => edits(),
            Kind::Free => json!({}),
        })
    }

    /// Steps in order; a list in them is side by side, a list in that in order again.
    fn route(&mut self) -> Option<Value> {
        let route = json!({ "$ref": "#/definitions/route" });
        if self.definitions.contains_key("route") {
            return Some(route);
        }
        self.definitions.insert("route".into(), Value::Null);
        let step = any(vec![
            json!({ "type": "string", "pattern": NAME_OF }),
            self.refer(&STEP, Context::within(Unit::Number))?,
            self.refer(&QUORUM, Context::within(Unit::Number))?,
            route.clone(),
        ]);
        let steps = json!({
            "type": "array", "items": step, "minItems": 1,
            "examples": [["product", "code", ["security", "legal"], "launch"]],
        });
        self.definitions.insert("route".into(), steps);
        Some(route)
    }

    /// A number of some unit within its bounds. Times and rates are texts; they are defined once,
    /// without bounds.
    fn quantity(&mut self, measure: &Measure) -> Value {
        let schema = values::quantity(measure);
        if !matches!(measure.unit, Unit::Effort | Unit::Span | Unit::Rate) {
            return schema;
        }
        let name = values::name(measure.unit);
        self.definitions.insert(name.into(), schema);
        json!({ "$ref": format!("#/definitions/{name}") })
    }

    /// A parameter of a distribution of some unit; those of counts need not be whole.
    fn part(&mut self, unit: Unit) -> Value {
        let unit = match unit {
            Unit::Count => Unit::Number,
            other => other,
        };
        self.quantity(&Measure {
            unit,
            low: 0.0,
            high: 1e15,
        })
    }

    fn distribution(&mut self, unit: Unit) -> Value {
        self.refer(&DISTRIBUTION, Context::within(unit))
            .unwrap_or_default()
    }

    /// `{ uncertain = { from, to } }` in place of a number.
    fn uncertain(&mut self, unit: Unit) -> Value {
        self.refer(&super::path::UNCERTAIN_VALUE, Context::within(unit))
            .unwrap_or_default()
    }

    /// A reference to a table, which is defined if it is not yet; `None` if no key of it is built.
    fn refer(&mut self, section: &'static Section, context: Context) -> Option<Value> {
        section.built().next()?;
        let known = self
            .names
            .iter()
            .find(|(known, at, _)| std::ptr::eq(*known, section) && *at == context);
        let name = match known {
            Some((_, _, name)) => name.clone(),
            None => {
                let name = self.new_name(section, context);
                self.names.push((section, context, name.clone()));
                let table = self.section(section, context);
                self.definitions.insert(name.clone(), Value::Object(table));
                name
            }
        };
        Some(json!({ "$ref": format!("#/definitions/{name}") }))
    }

    /// "gate", "distribution-of-effort", and with a number behind it what is called alike.
    fn new_name(&self, section: &'static Section, context: Context) -> String {
        let mut name = section.noun.replace(' ', "-");
        if context.whole {
            name.push_str(&format!("-of-{}", values::name(context.unit)));
        }
        let alike = self.names.iter().filter(|(_, _, known)| {
            known
                .strip_prefix(name.as_str())
                .is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
        });
        match alike.count() {
            0 => name,
            before => format!("{name}.{}", before + 1),
        }
    }
}

/// Which keys of a table go together.
fn forms(section: &'static Section) -> Value {
    if std::ptr::eq(section, &DISTRIBUTION) {
        let alone = section
            .built()
            .filter(|name| !PAIRS.iter().flatten().any(|paired| paired == name));
        let pairs = PAIRS.iter().map(|pair| pair.to_vec());
        let groups: Vec<Vec<&str>> = pairs.chain(alone.map(|name| vec![name])).collect();
        return json!({ "oneOf": exactly(&groups) });
    }
    if std::ptr::eq(section, &UNCERTAIN) {
        let groups = [
            vec!["from", "to"],
            vec!["p50", "p90"],
            vec!["triangular"],
            vec!["pert"],
        ];
        return json!({ "oneOf": exactly(&groups) });
    }
    if std::ptr::eq(section, &DEMAND) {
        let groups: Vec<Vec<&str>> = FORMS.iter().map(|form| vec![*form]).collect();
        let two = groups.iter().enumerate().flat_map(|(at, one)| {
            let later = &groups[at + 1..];
            later
                .iter()
                .map(|other| json!({ "required": [one[0], other[0]] }))
        });
        return json!({ "not": { "anyOf": two.collect::<Vec<_>>() } });
    }
    json!({})
}

fn exactly(groups: &[Vec<&str>]) -> Vec<Value> {
    let only = |group: &Vec<&str>| json!({ "required": group, "maxProperties": group.len() });
    groups.iter().map(only).collect()
}

fn named(one: Value) -> Value {
    json!({
        "type": "object", "patternProperties": { NAME: one }, "additionalProperties": false,
    })
}

fn edits() -> Value {
    json!({
        "type": "object", "additionalProperties": true,
        "examples": [{ "code.pace": "+30%", "legal.staff": "+2", "review.touch": "2h" }],
    })
}

/// One of several; alternatives of an alternative are alternatives.
fn any(parts: Vec<Value>) -> Value {
    let mut flat = Vec::new();
    for part in parts {
        match part.get("anyOf").and_then(Value::as_array) {
            Some(inner) => flat.extend(inner.iter().cloned()),
            None => flat.push(part),
        }
    }
    match flat.len() {
        1 => flat.swap_remove(0),
        _ => json!({ "anyOf": flat }),
    }
}

/// A default as it would be written.
fn literal(text: &str) -> Value {
    text.parse::<f64>().map_or_else(
        |_| match text {
            "true" => true.into(),
            "false" => false.into(),
            _ => text.into(),
        },
        values::plain,
    )
}

fn extend(object: &mut Map<String, Value>, more: Value) {
    if let Value::Object(more) = more {
        object.extend(more);
    }
}
