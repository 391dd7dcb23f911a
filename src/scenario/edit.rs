//! Edits: a path and a value, applied to the tree before anything is read.
//!
//! `--set` edits, the `set` of variants and the `set` of changes all pass through here. A relative
//! value keeps the one before it inside, so that the reader of the key, which knows units and
//! defaults, can work out the result.

use super::diagnostic::Place;
use super::language::{Default, Kind, OF_PEOPLE};
use super::law::keep_law;
use super::log::{Log, Trouble};
use super::node::{Node, Table, Value};
use super::orgs::is_unread;
use super::path::{Path, Turn, first_station, identity, resolve, station_of};
use super::read::is_astray;
use super::relative::{looks_relative, parse};
use super::syntax::parse_value;
use super::target::{by_kind, out_of_reach};

/// More relative edits on one value than this are a mistake.
const DEEPEST: usize = 64;

/// One edit, as written.
#[derive(Clone, Debug)]
pub(super) struct Edit {
    pub(super) path: String,
    pub(super) path_place: Place,
    pub(super) value: Node,
}

/// An edit that was applied: the path it had, and whether the value is relative.
pub(super) struct Applied {
    pub(super) path: Path,
    /// The text, if the value is relative.
    pub(super) relative: Option<String>,
}

impl Edit {
    /// Reads "path=value" as given on the command line.
    pub(super) fn parse(log: &mut Log, number: usize, text: &str) -> Option<Self> {
        let source = log.add_source(&format!("--set {number}"), text);
        let place = |span| Place { source, span };
        let Some(equals) = text.find('=') else {
            let trouble = Trouble::new("bad-edit", "an edit is a path, an equals sign and a value");
            let everything = 0..text.len().max(1);
            log.error(&place(everything), trouble.hint("write it as code.staff=7"));
            return None;
        };
        let path = text[..equals].trim().to_owned();
        if path.is_empty() || text[equals + 1..].trim().is_empty() {
            let message = "an edit needs a path before the equals sign and a value behind it";
            let trouble = Trouble::new("bad-edit", message);
            log.error(
                &place(0..text.len()),
                trouble.hint("write it as code.staff=7"),
            );
            return None;
        }
        let raw = &text[equals + 1..];
        let start = equals + 1 + (raw.len() - raw.trim_start().len());
        let raw = raw.trim();
        let span = place(start..start + raw.len());
        let bare = Node {
            value: Value::Text(raw.to_owned()),
            place: span,
        };
        let value = if looks_relative(raw) {
            bare
        } else {
            parse_value(log, source, start).unwrap_or(bare)
        };
        Some(Self {
            path,
            path_place: place(0..equals),
            value,
        })
    }

    /// The edits of a table, such as `set`; `root` is what they will be applied to.
    pub(super) fn of_table(log: &mut Log, root: &Node, (key, set): (&str, &Node)) -> Vec<Self> {
        if set.is_broken() {
            return Vec::new();
        }
        let Some(table) = set.table() else {
            let message = format!("`{key}` has to be a table of paths and values");
            let trouble = Trouble::new("wrong-type", message);
            log.error(
                &set.place,
                trouble.hint("write it as in { \"code.staff\" = \"+2\" }"),
            );
            return Vec::new();
        };
        let mut edits: Vec<Self> = Vec::new();
        let mut paths = Vec::new();
        for entry in &table.entries {
            let dotted = entry.node.table().is_some_and(|table| !table.braces);
            if dotted && !entry.key.contains('.') {
                let message = format!("the path that begins with `{}` needs quotes", entry.key);
                let hint = "write it as in \"code.staff\" = 7";
                log.error(
                    &entry.key_place,
                    Trouble::new("bad-path", message).hint(hint),
                );
                continue;
            }
            if entry.key.starts_with("variant.") {
                let trouble = Trouble::new("bad-path", format!("a `{key}` cannot change variants"));
                let hint = "variants build on each other with `extends`";
                log.error(&entry.key_place, trouble.hint(hint));
                continue;
            }
            let path = identity(root, &entry.key);
            if let Some(at) = paths.iter().position(|known| *known == path) {
                let message = format!("`{}` is the same path as `{}`", entry.key, edits[at].path);
                let trouble = Trouble::new("same-path", message);
                let hint = "every path is set once; keep one of the two";
                log.error(&entry.key_place, trouble.hint(hint));
                continue;
            }
            paths.push(path);
            edits.push(Self {
                path: entry.key.clone(),
                path_place: entry.key_place.clone(),
                value: entry.node.clone(),
            });
        }
        edits
    }
}

/// Applies an edit; `None` if it is wrong, which is then in the log.
pub(super) fn apply(log: &mut Log, root: &mut Node, edit: &Edit) -> Option<Applied> {
    let path = match resolve(root, &edit.path) {
        Ok(path) => path,
        Err(_) if is_astray(root, first_station(&edit.path)) || is_unread(root, &edit.path) => {
            log.follows();
            return None;
        }
        Err(trouble) => {
            log.error(&edit.path_place, trouble);
            return None;
        }
    };
    if matches!(path.kind, Kind::Named(_)) {
        let message = format!("`{}` cannot be set as a whole", edit.path);
        log.error(&edit.path_place, Trouble::new("bad-path", message));
        return None;
    }
    if let Some(trouble) = pooled(root, edit, &path) {
        log.error(&edit.path_place, trouble);
        return None;
    }
    let mut edited = root.clone();
    let relative = if edit.value.text() == Some("none") {
        remove(log, &mut edited, edit, &path)?;
        None
    } else {
        let relative = relative_text(edit, &path.kind);
        let old = slot(root, &path.turns)?;
        let new = changed(log, edit, (root, &path), old.as_ref(), relative.clone())?;
        put(&mut edited, &path.turns, new);
        relative
    };
    keep_law(log, edit, root, &edited)?;
    *root = edited;
    Some(Applied { path, relative })
}

/// People of a pool are set with the pool, not with one of its stations.
fn pooled(root: &Node, edit: &Edit, path: &Path) -> Option<Trouble> {
    let [
        Turn::Key(table),
        Turn::Key(station),
        Turn::Key(key),
        rest @ ..,
    ] = path.turns.as_slice()
    else {
        return None;
    };
    let removes = edit.value.text() == Some("none");
    if table != "station" || !OF_PEOPLE.contains(&key.as_str()) || removes {
        return None;
    }
    let pool = root.at(&["station", station, "pool"])?.text()?;
    let message =
        format!("`{station}` has no `{key}` of its own: its people are the pool `{pool}`");
    let trouble = Trouble::new("pooled", message);
    Some(match rest {
        [] => trouble.hint(format!("set \"pool.{pool}.{key}\"")),
        _ => trouble.hint(format!("set it with the pool, as in \"pool.{pool}.{key}\"")),
    })
}

fn relative_text(edit: &Edit, kind: &Kind) -> Option<String> {
    let text = edit
        .value
        .text()
        .filter(|text| kind.is_quantity() && looks_relative(text))?;
    Some(text.trim().to_owned())
}

/// The new value; warns if it is the old one.
fn changed(
    log: &mut Log,
    edit: &Edit,
    (root, path): (&Node, &Path),
    old: Option<&Node>,
    relative: Option<String>,
) -> Option<Node> {
    let idle = match &relative {
        Some(text) => path
            .kind
            .measure()
            .and_then(|measure| parse(measure.unit, text).ok())
            .is_some_and(super::relative::Step::is_idle),
        None => same(&edit.value, old, path),
    };
    let unreached = out_of_reach(root, &path.turns);
    if idle || unreached.is_some() {
        let message = format!("setting `{}` changes nothing", edit.path);
        let hint = unreached.map(|kinds| by_kind(&edit.path, &kinds));
        let trouble = Trouble::new("idle-edit", message).maybe(hint);
        log.warning(&edit.value.place, trouble);
    }
    let Some(text) = relative else {
        return Some(edit.value.clone());
    };
    if old.is_some_and(|old| old.depth() >= DEEPEST) {
        let message = format!("`{}` has been changed more than {DEEPEST} times", edit.path);
        log.error(&edit.path_place, Trouble::new("too-many-edits", message));
        return None;
    }
    let value = Value::Relative {
        base: old.cloned().map(Box::new),
        text,
    };
    Some(Node {
        value,
        place: edit.value.place.clone(),
    })
}

/// Whether a value says what holds anyway.
fn same(new: &Node, old: Option<&Node>, path: &Path) -> bool {
    let number = |node: &Node| match (&node.value, path.kind.measure()) {
        (Value::Text(text), Some(measure)) => super::quantity::read(measure.unit, text).ok(),
        (Value::Integer(number), _) => Some(*number as f64),
        (Value::Float(number), _) => Some(*number),
        _ => None,
    };
    match (old, path.default) {
        (Some(old), _) => old == new || number(new).is_some_and(|value| number(old) == Some(value)),
        (None, Default::Is(text)) => {
            let default = match text.parse::<f64>() {
                Ok(number) => Value::Float(number),
                Err(_) if text == "true" => Value::Bool(true),
                Err(_) => Value::Text(text.to_owned()),
            };
            let default = Node {
                value: default,
                place: new.place.clone(),
            };
            default == *new || number(new).is_some_and(|value| number(&default) == Some(value))
        }
        _ => false,
    }
}

/// What stands at a path, to be looked at; the way there has been checked.
fn slot(root: &Node, turns: &[Turn]) -> Option<Option<Node>> {
    let mut node = root;
    for turn in turns {
        let next = match (turn, &node.value) {
            (Turn::Key(key), Value::Table(table)) => table.get(key),
            (Turn::Key(key), Value::Text(_)) if key == "station" => Some(node),
            (Turn::Index(index), Value::List(list)) => list.get(*index),
            _ => None,
        };
        let Some(next) = next else { return Some(None) };
        node = next;
    }
    Some(Some(node.clone()))
}

/// Puts a value at a path; tables on the way come into being.
fn put(node: &mut Node, turns: &[Turn], new: Node) {
    let Some((turn, rest)) = turns.split_first() else {
        *node = new;
        return;
    };
    match turn {
        Turn::Index(index) => {
            if let Value::List(list) = &mut node.value
                && let Some(item) = list.get_mut(*index)
            {
                put(item, rest, new);
            }
        }
        Turn::Key(key) => {
            open_step(node);
            let Some(table) = node.table_mut() else {
                return;
            };
            if table.get(key).is_none() {
                let empty = Value::Table(Table::default());
                table.put(
                    key,
                    Node {
                        value: empty,
                        place: new.place.clone(),
                    },
                );
            }
            if let Some(next) = table.get_mut(key) {
                put(next, rest, new);
            }
        }
    }
}

/// A step of a route that is only a name becomes a table when something is set in it.
fn open_step(node: &mut Node) {
    if let Value::Text(_) = node.value {
        let mut table = Table {
            braces: true,
            ..Table::default()
        };
        table.put("station", node.clone());
        node.value = Value::Table(table);
    }
}

/// Takes an optional key, a table with a name or an element of a list away.
fn remove(log: &mut Log, root: &mut Node, edit: &Edit, path: &Path) -> Option<()> {
    if path.default == Default::Required {
        let message = format!("`{}` has to be there, so it cannot be removed", edit.path);
        log.error(&edit.value.place, Trouble::new("cannot-remove", message));
        return None;
    }
    if slot(root, &path.turns)?.is_none() {
        let message = format!("setting `{}` changes nothing", edit.path);
        let trouble = Trouble::new("idle-edit", message).hint("it is not there anyway");
        log.warning(&edit.value.place, trouble);
        return Some(());
    }
    take_away(root, &path.turns);
    match path.turns.as_slice() {
        [Turn::Key(table), Turn::Key(station)] if table == "station" => leave_routes(root, station),
        [Turn::Key(table), Turn::Key(kind)] if table == "work" => leave_stations(root, kind),
        _ => {}
    }
    Some(())
}

fn take_away(node: &mut Node, turns: &[Turn]) {
    let Some((turn, rest)) = turns.split_first() else {
        return;
    };
    match (turn, &mut node.value) {
        (Turn::Key(key), Value::Table(table)) => {
            if rest.is_empty() {
                table.remove(key);
            } else if let Some(next) = table.get_mut(key) {
                take_away(next, rest);
            }
        }
        (Turn::Index(index), Value::List(list)) if *index < list.len() => {
            if rest.is_empty() {
                list.remove(*index);
            } else {
                take_away(&mut list[*index], rest);
            }
        }
        _ => {}
    }
}

/// Takes a station out of all routes.
pub(super) fn leave_routes(root: &mut Node, station: &str) {
    let Some(work) = root.table_mut().and_then(|root| root.get_mut("work")) else {
        return;
    };
    for kind in work
        .table_mut()
        .into_iter()
        .flat_map(|work| &mut work.entries)
    {
        let route = kind.node.table_mut().and_then(|kind| kind.get_mut("route"));
        if let Some(Node {
            value: Value::List(route),
            ..
        }) = route
        {
            leave_steps(route, station);
        }
    }
}

/// Takes a station out of steps; a list that is left with nothing goes with it.
fn leave_steps(steps: &mut Vec<Node>, station: &str) {
    steps.retain_mut(|step| {
        let inner = match &mut step.value {
            Value::List(inner) => inner,
            Value::Table(table) => match table.get_mut("of").map(|of| &mut of.value) {
                Some(Value::List(inner)) => inner,
                _ => return station_of(step) != Some(station),
            },
            _ => return station_of(step) != Some(station),
        };
        let before = inner.len();
        leave_steps(inner, station);
        !inner.is_empty() || before == 0
    });
}

/// Takes a kind out of what stations say about kinds.
fn leave_stations(root: &mut Node, kind: &str) {
    let Some(stations) = root.table_mut().and_then(|root| root.get_mut("station")) else {
        return;
    };
    for station in stations
        .table_mut()
        .into_iter()
        .flat_map(|table| &mut table.entries)
    {
        let Some(station) = station.node.table_mut() else {
            continue;
        };
        if let Some(own) = station.get_mut("touch_for").and_then(Node::table_mut) {
            own.remove(kind);
        }
        for key in ["rework", "catches", "auto"] {
            let entries = station.get_mut(key).map(Node::each_mut);
            entries
                .into_iter()
                .flatten()
                .for_each(|entry| leave_entry(entry, kind));
        }
    }
}

/// Takes a kind out of the kinds that an entry of a station is limited to.
fn leave_entry(entry: &mut Node, kind: &str) {
    let only = entry.table_mut().and_then(|entry| entry.get_mut("only"));
    if let Some(Node {
        value: Value::List(only),
        ..
    }) = only
    {
        only.retain(|name| name.text() != Some(kind));
    }
}
