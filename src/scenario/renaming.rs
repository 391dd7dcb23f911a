//! Names in a tree, changed wherever something is referred to by the one table of keys.

use super::language::{EACH, Kind, Names, Section};
use super::node::{Node, Value};

/// How names change.
pub(super) struct Renaming<'f> {
    /// The name of something, if it is known of what.
    pub(super) name: &'f dyn Fn(Option<Names>, &str) -> String,
    /// A path of an edit.
    pub(super) path: &'f dyn Fn(&str) -> String,
}

impl Renaming<'_> {
    /// Renames everything that a value of this kind refers to.
    pub(super) fn apply(&self, node: &mut Node, kind: &Kind) {
        match kind {
            Kind::Name(of) => self.rename(node, Some(*of)),
            Kind::Route => self.apply_to_route(node),
            Kind::Moment => self.apply_to_keys(node, &EACH),
            Kind::List(kind) => {
                let each = node.each_mut().iter_mut();
                each.for_each(|node| self.apply(node, kind));
            }
            Kind::Either(first, second) => {
                self.apply(node, first);
                self.apply(node, second);
            }
            Kind::Or(kind, _) => self.apply(node, kind),
            Kind::Table(section) | Kind::Tables(section) => {
                for node in node.each_mut() {
                    self.apply_to_keys(node, section);
                }
            }
            Kind::Per(_) | Kind::Edits => self.apply_to_names(node, kind),
            _ => {}
        }
    }

    fn rename(&self, node: &mut Node, of: Option<Names>) {
        if let Value::Text(name) = &mut node.value {
            *name = (self.name)(of, name);
        }
    }

    fn apply_to_keys(&self, node: &mut Node, section: &Section) {
        let entries = node.table_mut().map(|table| &mut table.entries);
        for entry in entries.into_iter().flatten() {
            if let Some(key) = section.key(&entry.key) {
                self.apply(&mut entry.node, &key.kind);
            }
        }
    }

    /// Keys that are names, or paths.
    fn apply_to_names(&self, node: &mut Node, kind: &Kind) {
        let entries = node.table_mut().map(|table| &mut table.entries);
        for entry in entries.into_iter().flatten() {
            entry.key = match kind {
                Kind::Edits => (self.path)(&entry.key),
                _ => (self.name)(None, &entry.key),
            };
        }
    }

    fn apply_to_route(&self, node: &mut Node) {
        match &mut node.value {
            Value::Text(_) => self.rename(node, Some(Names::Station)),
            Value::List(list) => list.iter_mut().for_each(|step| self.apply_to_route(step)),
            Value::Table(step) => {
                for key in ["station", "of"] {
                    if let Some(node) = step.get_mut(key) {
                        self.apply_to_route(node);
                    }
                }
            }
            _ => {}
        }
    }
}

/// What an organisation calls so; of calendars, those it has.
pub(super) fn within(
    org: &str,
    (of, name): (Option<Names>, &str),
    has: &dyn Fn(&str) -> bool,
) -> String {
    match of {
        _ if name.contains('/') => name.to_owned(),
        Some(Names::Calendar) if !has(name) => name.to_owned(),
        _ => format!("{org}/{name}"),
    }
}
