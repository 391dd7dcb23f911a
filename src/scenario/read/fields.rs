//! A table read through its section of the language: unknown keys are refused once, by name.

use super::Reader;
use crate::scenario::diagnostic::Place;
use crate::scenario::language::{Key, Kind, Measure, Section, example};
use crate::scenario::log::Trouble;
use crate::scenario::nearest::{listed, nearest, one_of, there_are};
use crate::scenario::node::{Entry, Node, Table, Value};

/// An open table.
#[derive(Clone, Copy)]
pub(in crate::scenario) struct Fields<'t> {
    table: &'t Table,
    section: &'static Section,
    /// Where the table is named, for what is missing.
    pub(super) place: &'t Place,
}

impl<'t> Fields<'t> {
    /// The value of a key that is in the language and built.
    pub(in crate::scenario) fn get(&self, name: &str) -> Option<&'t Node> {
        debug_assert!(
            self.section.key(name).is_some_and(|key| key.built),
            "{name}"
        );
        self.table.get(name)
    }

    pub(super) fn has(&self, name: &str) -> bool {
        self.table.get(name).is_some()
    }

    pub(super) fn entry(&self, name: &str) -> Option<&'t Entry> {
        self.table.entry(name)
    }

    pub(super) fn entries(&self) -> &'t [Entry] {
        &self.table.entries
    }

    /// Whether another key has been answered with "did you mean" this one.
    pub(super) fn misspells(&self, name: &str) -> bool {
        let unknown = |entry: &&Entry| self.section.key(&entry.key).is_none();
        let mut unknown = self.entries().iter().filter(unknown);
        unknown.any(|entry| meant(self.section, &entry.key, self.table) == Some(name))
    }

    pub(super) fn measure(&self, name: &str) -> &'static Measure {
        let key = self.section.key(name);
        key.and_then(|key| key.kind.measure()).unwrap_or_else(|| {
            unreachable!(
                "`{name}` of {} is not a number in the table of keys",
                self.section.one()
            )
        })
    }
}

impl<'a> Reader<'a> {
    /// Opens a table; `place` is where its name stands.
    pub(in crate::scenario) fn open<'t>(
        &mut self,
        section: &'static Section,
        node: &'t Node,
        place: &'t Place,
    ) -> Option<Fields<'t>> {
        let Some(table) = node.table() else {
            self.no_table(section, node);
            return None;
        };
        for entry in &table.entries {
            self.check_key(section, entry, table);
        }
        Some(Fields {
            table,
            section,
            place,
        })
    }

    fn no_table(&mut self, section: &'static Section, node: &Node) {
        if node.is_broken() {
            return;
        }
        let message = format!("{} is a table, not {}", section.one(), node.sort());
        let keys: Vec<&str> = section.built().collect();
        let known = match keys.as_slice() {
            [key] => format!("its only key is `{key}`"),
            keys => format!("its keys are {}", listed(keys)),
        };
        let hint = match example(section) {
            Some(example) => format!("write it as in {example}; {known}"),
            None => known,
        };
        self.error(&node.place, Trouble::new("wrong-type", message).hint(hint));
    }

    fn check_key(&mut self, section: &'static Section, entry: &Entry, table: &Table) {
        match section.key(&entry.key) {
            Some(Key { built: true, .. }) => {}
            Some(_) => self.error(&entry.key_place, not_yet(&entry.key)),
            None => {
                let trouble = unknown_key(section, entry, table);
                self.error(&entry.key_place, trouble);
            }
        }
    }

    /// A value that has to be there.
    pub(super) fn must<'t>(&mut self, fields: &Fields<'t>, name: &str) -> Option<&'t Node> {
        let found = fields.get(name);
        if found.is_none() && !fields.misspells(name) {
            let message = format!("`{name}` is missing");
            let key = fields.section.key(name);
            let about = key.map(|key| key.about).unwrap_or_default();
            // What a key means often shows how it is written.
            let example = example(fields.section).filter(|_| !about.contains('"'));
            let example = example.map(|whole| match fields.table.braces {
                true => whole,
                false => line_of(whole, name).unwrap_or(whole),
            });
            let example = example.map_or_else(String::new, |text| format!(" For example: {text}"));
            let hint = format!("add `{name}`: {about}{example}");
            self.error(
                fields.place,
                Trouble::new("missing-key", message).hint(hint),
            );
        }
        found
    }

    /// A text.
    pub(in crate::scenario) fn text(&mut self, fields: &Fields<'_>, name: &str) -> Option<String> {
        let node = fields.get(name)?;
        self.text_of(node)
    }

    pub(super) fn text_of(&mut self, node: &Node) -> Option<String> {
        let text = node.text();
        if text.is_none() {
            self.wrong_sort(node, "a text in quotes");
        }
        text.map(str::to_owned)
    }

    /// True or false.
    pub(super) fn flag(&mut self, fields: &Fields<'_>, name: &str) -> Option<bool> {
        let node = fields.get(name)?;
        if let Value::Bool(flag) = node.value {
            return Some(flag);
        }
        self.wrong_sort(node, "true or false");
        None
    }

    /// One of a few words; anything else is answered with the list.
    pub(super) fn word(&mut self, fields: &Fields<'_>, name: &str) -> Option<&'static str> {
        let node = fields.get(name)?;
        let Some(Key {
            kind: Kind::Word(words),
            ..
        }) = fields.section.key(name)
        else {
            return None;
        };
        let text = self.text_of(node)?;
        let found = words.iter().find(|word| **word == text);
        if found.is_none() {
            let message = format!("`{name}` cannot be \"{text}\"");
            let hint = match nearest(&text, words.iter().copied()) {
                Some(near) => format!("did you mean \"{near}\"?"),
                None => format!("write {}", one_of(words)),
            };
            self.error(&node.place, Trouble::new("bad-word", message).hint(hint));
        }
        found.copied()
    }

    /// A name of something.
    pub(super) fn named(&mut self, fields: &Fields<'_>, name: &str) -> Option<usize> {
        let node = fields.get(name)?;
        let Some(Key {
            kind: Kind::Name(of),
            ..
        }) = fields.section.key(name)
        else {
            return None;
        };
        self.name(*of, node)
    }
}

/// The part of an example in braces that sets a key, as a line of its own.
fn line_of<'e>(example: &'e str, key: &str) -> Option<&'e str> {
    let from = &example[example.find(&format!("{key} = "))?..];
    let (mut depth, mut quoted) = (0_i32, false);
    let end = from.find(|sign: char| {
        match sign {
            '"' => quoted = !quoted,
            '[' | '{' if !quoted => depth += 1,
            ']' | '}' if !quoted => depth -= 1,
            _ => {}
        }
        depth < 0 || (depth == 0 && !quoted && sign == ',')
    })?;
    Some(from[..end].trim_end())
}

/// A key that is nowhere in the language, with what may have been meant: rather not a key that
/// stands there already.
fn unknown_key(section: &'static Section, entry: &Entry, table: &Table) -> Trouble {
    let name = entry.key.as_str();
    let message = format!("`{name}` is not a key of {}", section.one());
    let trouble = Trouble::new("unknown-key", message);
    if is_speed(section, name) {
        return trouble.hint("`pace` says rate (1.3 is 30% more per hour), `touch` says time");
    }
    if let Some(family) = family(section, entry) {
        return trouble.hint(format!("did you mean [{family}.{name}]?"));
    }
    let near = meant(section, name, table).map(|key| format!("did you mean `{key}`?"));
    trouble.maybe(near.or_else(|| there_are(section.built())))
}

fn meant(section: &'static Section, name: &str, table: &Table) -> Option<&'static str> {
    let free = section.built().filter(|key| table.get(key).is_none());
    nearest(name, free).or_else(|| nearest(name, section.built()))
}

/// Where a table belongs that stands under its bare name, by what is in it.
fn family(section: &'static Section, entry: &Entry) -> Option<&'static str> {
    let inside = &entry.node.table()?.entries;
    let families = section.keys.iter().filter_map(|key| match key.kind {
        Kind::Named(of) if key.built => {
            let fits = inside.iter().filter(|entry| of.key(&entry.key).is_some());
            Some((fits.count(), key.name))
        }
        _ => None,
    });
    let (fits, name) = families.max_by_key(|(fits, _)| *fits)?;
    (fits > 0 && fits == inside.len()).then_some(name)
}

/// A speed may be a rate or a time, and people mean either.
pub(in crate::scenario) fn is_speed(section: &Section, name: &str) -> bool {
    matches!(name, "speed" | "speedup") && section.key("pace").is_some()
}

/// A key of the language that nothing acts on yet.
pub(in crate::scenario) fn not_yet(name: &str) -> Trouble {
    Trouble::new(
        "not-supported-yet",
        format!("`{name}` is not supported yet"),
    )
    .hint("it is part of the language, but nothing would act on it; take it out for now")
}
