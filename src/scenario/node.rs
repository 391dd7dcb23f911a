//! The tree of a scenario file: plain values, each with its place.
//!
//! Edits and `extends` work on this tree before anything is understood; the typed readers turn it
//! into a `Scenario`. Tables keep the order of the file, so that findings come in that order.

use jiff::civil::Date;

use super::diagnostic::Place;
use super::uncertain::Input;

/// A value and where it was written.
#[derive(Clone, Debug)]
pub(super) struct Node {
    pub(super) value: Value,
    pub(super) place: Place,
}

/// What can be written.
#[derive(Clone, Debug)]
pub(super) enum Value {
    Text(String),
    Integer(i64),
    Float(f64),
    Bool(bool),
    Date(Date),
    List(Vec<Node>),
    Table(Table),
    /// An edit that refers to the value before it; `None`: to the default of the key.
    Relative {
        base: Option<Box<Node>>,
        text: String,
    },
    /// Wrong, and already reported.
    Broken,
}

/// Keys with their values, in the order of the file.
#[derive(Clone, Debug, Default)]
pub(super) struct Table {
    pub(super) entries: Vec<Entry>,
    /// Written in braces rather than as a header or with a dotted key.
    pub(super) braces: bool,
    /// Of the table of an uncertain number: which input it is.
    pub(super) input: Option<Box<Input>>,
}

/// One key of a table.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    pub(super) key: String,
    pub(super) key_place: Place,
    pub(super) node: Node,
}

impl Table {
    pub(super) fn entry(&self, key: &str) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.key == key)
    }

    pub(super) fn get(&self, key: &str) -> Option<&Node> {
        self.entry(key).map(|entry| &entry.node)
    }

    pub(super) fn get_mut(&mut self, key: &str) -> Option<&mut Node> {
        let found = self.entries.iter_mut().find(|entry| entry.key == key);
        found.map(|entry| &mut entry.node)
    }

    pub(super) fn remove(&mut self, key: &str) {
        self.entries.retain(|entry| entry.key != key);
    }

    /// Replaces the value of a key, or adds it at the end.
    pub(super) fn put(&mut self, key: &str, node: Node) {
        match self.get_mut(key) {
            Some(old) => *old = node,
            None => {
                let key_place = node.place.clone();
                self.entries.push(Entry {
                    key: key.to_owned(),
                    key_place,
                    node,
                });
            }
        }
    }
}

impl Node {
    pub(super) fn table(&self) -> Option<&Table> {
        match &self.value {
            Value::Table(table) => Some(table),
            _ => None,
        }
    }

    pub(super) fn table_mut(&mut self) -> Option<&mut Table> {
        match &mut self.value {
            Value::Table(table) => Some(table),
            _ => None,
        }
    }

    pub(super) fn text(&self) -> Option<&str> {
        match &self.value {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }

    pub(super) fn list(&self) -> Option<&[Node]> {
        match &self.value {
            Value::List(list) => Some(list),
            _ => None,
        }
    }

    /// The elements of a list, or the value itself as the only one.
    pub(super) fn each(&self) -> &[Node] {
        self.list().unwrap_or(std::slice::from_ref(self))
    }

    /// As `each`, to be changed.
    pub(super) fn each_mut(&mut self) -> &mut [Node] {
        match self.value {
            Value::List(ref mut list) => list,
            _ => std::slice::from_mut(self),
        }
    }

    /// The value under a path of keys, as far as it exists.
    pub(super) fn at(&self, path: &[&str]) -> Option<&Node> {
        path.iter()
            .try_fold(self, |node, key| node.table()?.get(key))
    }

    /// Where the last key of a path stands, or as much of the path as exists.
    pub(super) fn place_of(&self, path: &[&str]) -> Place {
        let mut place = &self.place;
        let mut node = self;
        for key in path {
            let Some(entry) = node.table().and_then(|table| table.entry(key)) else {
                break;
            };
            node = &entry.node;
            // A table is best shown by its name, a value by itself.
            place = if node.table().is_some() {
                &entry.key_place
            } else {
                &node.place
            };
        }
        place.clone()
    }

    /// What kind of value this is, for messages.
    pub(super) fn sort(&self) -> &'static str {
        match &self.value {
            Value::Text(_) => "a text",
            Value::Integer(_) => "a whole number",
            Value::Float(_) => "a number",
            Value::Bool(_) => "true or false",
            Value::Date(_) => "a date",
            Value::List(_) => "a list",
            Value::Table(_) => "a table",
            Value::Relative { .. } => "a relative value",
            Value::Broken => "something unreadable",
        }
    }

    /// Whether it is wrong, and that has been said.
    pub(super) fn is_broken(&self) -> bool {
        matches!(self.value, Value::Broken)
    }

    /// How many relative edits are stacked on one value.
    pub(super) fn depth(&self) -> usize {
        let mut depth = 0;
        let mut node = self;
        while let Value::Relative {
            base: Some(base), ..
        } = &node.value
        {
            depth += 1;
            node = base;
        }
        depth
    }
}

/// Whether two values say the same, wherever they stand.
impl PartialEq for Node {
    fn eq(&self, other: &Self) -> bool {
        use Value::{Bool, Date, Float, Integer, List, Relative, Text};
        match (&self.value, &other.value) {
            (Text(a), Text(b)) => a == b,
            (Integer(a), Integer(b)) => a == b,
            (Float(a), Float(b)) => a == b,
            (Integer(a), Float(b)) | (Float(b), Integer(a)) => *a as f64 == *b,
            (Bool(a), Bool(b)) => a == b,
            (Date(a), Date(b)) => a == b,
            (List(a), List(b)) => a == b,
            (Value::Table(a), Value::Table(b)) => {
                a.entries.len() == b.entries.len()
                    && a.entries
                        .iter()
                        .all(|entry| b.get(&entry.key) == Some(&entry.node))
            }
            (Relative { base: a, text: x }, Relative { base: b, text: y }) => a == b && x == y,
            _ => false,
        }
    }
}
