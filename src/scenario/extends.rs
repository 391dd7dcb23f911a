//! Files that build on files: tables merge key by key, everything else is replaced.

use super::diagnostic::Place;
use super::files::{Files, beside};
use super::language::{FILE, FORMS, Kind};
use super::log::{Log, Trouble};
use super::nearest::suggest;
use super::node::{Node, Table, Value};
use super::shipped::shipped;
use super::syntax::{normalise, parse};

/// More files in a row than this are a mistake.
const LONGEST: usize = 32;

/// Parses a text and merges it over what it extends. `before` are the names of the files that
/// led here.
pub(super) fn load(
    log: &mut Log,
    files: &mut Files,
    (name, text): (&str, &str),
    before: &mut Vec<String>,
) -> Option<Node> {
    files.used(name, text);
    let source = log.add_source(name, &normalise(text));
    let mut tree = parse(log, source)?;
    let Some(node) = tree.at(&["extends"]).cloned() else {
        return Some(tree);
    };
    let Some(base) = node.text() else {
        if node.is_broken() {
            return None;
        }
        let trouble = Trouble::new("wrong-type", "`extends` has to be a text");
        log.error(
            &node.place,
            trouble.hint("name a file, or a scenario that ships with this"),
        );
        return None;
    };
    before.push(name.to_owned());
    if before.len() > LONGEST {
        let message = format!("more than {LONGEST} files build on each other");
        log.error(&node.place, Trouble::new("cycle", message));
        return None;
    }
    let (base_name, base_text) = find(log, files, (name, base), &node.place)?;
    if before.contains(&base_name) {
        let message = match before.last() {
            Some(last) if *last == base_name => format!("`{base}` extends itself"),
            _ => format!("`{base}` is built on this file already, so this file cannot extend it"),
        };
        let trouble = Trouble::new("cycle", message);
        log.error(&node.place, trouble.hint("take one `extends` out"));
        return None;
    }
    let mut merged = load(log, files, (&base_name, &base_text), before)?;
    if let Some(table) = tree.table_mut() {
        table.remove("extends");
    }
    merge(&mut merged, tree, &Kind::Table(&FILE));
    Some(merged)
}

/// The name and text of what is extended.
pub(super) fn find(
    log: &mut Log,
    files: &mut Files,
    (from, name): (&str, &str),
    place: &Place,
) -> Option<(String, String)> {
    if is_file(name) {
        let path = beside(from, name);
        return match files.text(&path) {
            Ok(text) => Some((path.display().to_string(), text)),
            Err(reason) => {
                let message = format!("`{name}` could not be read: {reason}");
                let trouble = Trouble::new("unreadable", message);
                log.error(place, trouble.hint("the path is relative to this file"));
                None
            }
        };
    }
    if let Some(found) = shipped().iter().find(|scenario| scenario.name == name) {
        return Some((name.to_owned(), found.text.to_owned()));
    }
    let message = format!("no scenario called `{name}` ships with this program");
    let names = shipped().iter().map(|scenario| scenario.name);
    let trouble = Trouble::new("unknown-name", message).hint("a file ends in .toml");
    log.error(place, trouble.maybe(suggest(name, names)));
    None
}

/// Whether a name is that of a file.
pub(super) fn is_file(name: &str) -> bool {
    name.ends_with(".toml")
}

fn merge(base: &mut Node, over: Node, kind: &Kind) {
    let keys = base.table().is_some() && over.table().is_some();
    if !keys || !merges(kind) {
        *base = over;
        return;
    }
    let (Some(table), Value::Table(over)) = (base.table_mut(), over.value) else {
        return;
    };
    drop_old_form(table, &over, kind);
    for entry in over.entries {
        match table.get_mut(&entry.key) {
            Some(old) if adds_up(kind, &entry.key) => {
                let more = entry.node.each().to_vec();
                let all = [old.each().to_vec(), more].concat();
                old.value = Value::List(all);
            }
            Some(old) => merge(old, entry.node, &below(kind, &entry.key)),
            None => table.entries.push(entry),
        }
    }
}

/// Handovers of both files count.
fn adds_up(kind: &Kind, key: &str) -> bool {
    matches!(kind, Kind::Table(section) if section.noun == FILE.noun) && key == "handover"
}

/// A distribution in braces is one value, not a set of keys.
fn merges(kind: &Kind) -> bool {
    matches!(
        kind,
        Kind::Table(_) | Kind::Tables(_) | Kind::Named(_) | Kind::Edits
    ) || matches!(kind, Kind::Per(..) | Kind::Free)
}

fn below(kind: &Kind, key: &str) -> Kind {
    match kind {
        Kind::Named(section) => Kind::Table(section),
        Kind::Table(section) | Kind::Tables(section) => {
            section.key(key).map_or(Kind::Text, |key| key.kind)
        }
        Kind::Per(kind) => **kind,
        _ => Kind::Text,
    }
}

/// A new form of demand takes the place of the old.
fn drop_old_form(table: &mut Table, over: &Table, kind: &Kind) {
    let is_demand = matches!(kind, Kind::Table(section) if section.noun == "demand");
    if is_demand
        && over
            .entries
            .iter()
            .any(|entry| FORMS.contains(&entry.key.as_str()))
    {
        table
            .entries
            .retain(|entry| !FORMS.contains(&entry.key.as_str()));
    }
}
