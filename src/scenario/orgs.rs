//! Organisations: several files become one tree, in which names say whose they are.
//!
//! What belongs to an organisation is called `org/name`, but for the first one, whose names have no
//! prefix (language O2). So everything behind this reads one scenario. A variant takes some of the
//! organisations, and with them another one may be the first. Paths of edits always name the
//! organisation as the author does (`cell/code.staff`) and are followed whoever is first.

use super::diagnostic::Place;
use super::edit::{Edit, leave_routes};
use super::extends::{find, load};
use super::files::Files;
use super::language::{CALENDAR, CHANGE, Kind, Names, POOL, STATION, Section, WORK};
use super::log::{Log, Trouble};
use super::nearest::suggest;
use super::node::{Entry, Node, Table, Value};
use super::path::{full, resolve};
use super::read::Seen;
use super::renaming::{Renaming, within};

/// The organisation that a file with others describes itself.
pub(super) const HOME: &str = "home";

/// Tables whose names belong to an organisation.
const OWNED: [(&str, &Section); 4] = [
    ("calendar", &CALENDAR),
    ("pool", &POOL),
    ("station", &STATION),
    ("work", &WORK),
];

/// Tables an organisation has once.
const SINGLE: [&str; 2] = ["intake", "handoff"];

/// Takes the organisations of a file into its tree.
pub(super) fn gather(log: &mut Log, files: &mut Files, mut tree: Node) -> Node {
    let Some(written) = tree.at(&["org"]).and_then(Node::table).cloned() else {
        return tree;
    };
    let mut orgs = Table::default();
    if tree.at(&["work"]).is_some() || tree.at(&["station"]).is_some() {
        let home = Node {
            value: Value::Table(Table::default()),
            place: tree.place.clone(),
        };
        acts_at_home(&mut tree);
        orgs.put(HOME, home);
    }
    for entry in written.entries {
        let Some(own) = organisation(log, files, &entry) else {
            orgs.entries.push(entry);
            continue;
        };
        for (name, node) in copies(&entry) {
            if orgs.get(&name).is_some() {
                let message = format!("there are two organisations called `{name}`");
                log.error(&entry.key_place, Trouble::new("bad-name", message));
                continue;
            }
            let is_first = orgs.entries.is_empty();
            let node = take_in(&mut tree, (&name, node), own.clone(), is_first);
            orgs.entries.push(Entry {
                key: name,
                key_place: entry.key_place.clone(),
                node,
            });
        }
    }
    if let Some(all) = tree.table_mut().and_then(|tree| tree.get_mut("org")) {
        all.value = Value::Table(orgs);
    }
    sides_are_known(log, &tree);
    tree
}

/// Whether a name is of an organisation of which nothing could be read, which has been said.
pub(super) fn is_unread(tree: &Node, name: &str) -> bool {
    let Some((org, _)) = name.split_once('/') else {
        return false;
    };
    let of_org = |entry: &Entry| owner(tree, &entry.key).0 == Some(org);
    let known = |table: &str| {
        let named = tree.at(&[table]).and_then(Node::table);
        named.is_some_and(|named| named.entries.iter().any(of_org))
    };
    orgs_of(tree).contains(&org) && !known("work") && !known("station")
}

/// Handovers name organisations of the file, whether or not a variant has both.
fn sides_are_known(log: &mut Log, tree: &Node) {
    for handover in tree.at(&["handover"]).map_or(&[][..], Node::each) {
        for side in ["from", "to"].iter().filter_map(|key| handover.at(&[key])) {
            if let Some(name) = side.text().filter(|name| copies_of(tree, name).is_empty()) {
                log.error(&side.place, no_org(tree, name));
            }
        }
    }
}

/// What kinds of work at home do concerns home, whoever comes first.
fn acts_at_home(tree: &mut Node) {
    let renaming = Renaming {
        name: &|_, name| name.to_owned(),
        path: &|path| prefixed(HOME, path),
    };
    let work = tree.table_mut().and_then(|tree| tree.get_mut("work"));
    for kind in work.and_then(Node::table_mut).into_iter() {
        for entry in &mut kind.entries {
            renaming.apply(&mut entry.node, &Kind::Table(&WORK));
        }
    }
}

/// The file an organisation is taken from.
fn organisation(log: &mut Log, files: &mut Files, entry: &Entry) -> Option<Node> {
    let Some(from) = entry.node.at(&["from"]) else {
        let message = format!("nobody says what the organisation `{}` is", entry.key);
        let trouble = Trouble::new("missing-key", message);
        log.error(
            &entry.key_place,
            trouble.hint("name its file: from = \"cell.toml\""),
        );
        return None;
    };
    let name = from.text()?;
    let source = log.source(from.place.source).name.clone();
    let (name, text) = find(log, files, (&source, name), &from.place)?;
    let own = load(log, files, (&name, &text), &mut vec![source])?;
    if own.at(&["org"]).is_some() {
        let message = format!("`{name}` has organisations itself");
        let trouble = Trouble::new("nested-org", message);
        log.error(
            &from.place,
            trouble.hint("name the files of those, each in a table [org.NAME]"),
        );
        return None;
    }
    Some(own)
}

/// An organisation as often as it is wanted, each time by its name.
fn copies(entry: &Entry) -> Vec<(String, Node)> {
    match entry.node.at(&["copies"]).map(|copies| &copies.value) {
        Some(Value::Integer(copies @ 2..=100)) => (1..=*copies)
            .map(|copy| (format!("{}{copy}", entry.key), entry.node.clone()))
            .collect(),
        _ => vec![(entry.key.clone(), entry.node.clone())],
    }
}

/// Merges an organisation into the tree. Returns what stands in its own table.
fn take_in(tree: &mut Node, (org, mut node): (&str, Node), own: Node, is_first: bool) -> Node {
    let known = own.clone();
    let renaming = Renaming {
        name: &|of, name| match is_first {
            true => name.to_owned(),
            false => within(org, (of, name), &|name| {
                known.at(&["calendar", name]).is_some()
            }),
        },
        path: &|path| match path.contains('/') {
            true => path.to_owned(),
            false => prefixed(org, path),
        },
    };
    let Value::Table(own) = own.value else {
        return node;
    };
    for entry in own.entries {
        if SINGLE.contains(&entry.key.as_str()) {
            let below = match is_first {
                true => &mut *tree,
                false => &mut node,
            };
            put_if_absent(below, entry);
            continue;
        }
        let sections = OWNED.into_iter().chain([("change", &CHANGE)]);
        let Some((table, section)) = sections.into_iter().find(|(table, _)| *table == entry.key)
        else {
            continue;
        };
        let place = entry.node.place.clone();
        let Value::Table(named) = entry.node.value else {
            continue;
        };
        for mut named in named.entries {
            named.key = match table {
                "change" => format!("{org}/{}", named.key),
                _ if is_first => named.key,
                _ => format!("{org}/{}", named.key),
            };
            renaming.apply(&mut named.node, &Kind::Table(section));
            below(tree, table, &place).entries.push(named);
        }
    }
    node
}

fn put_if_absent(node: &mut Node, entry: Entry) {
    if let Some(table) = node.table_mut()
        && table.get(&entry.key).is_none()
    {
        table.entries.push(entry);
    }
}

/// A table of the tree, which comes into being if need be.
fn below<'t>(tree: &'t mut Node, table: &str, place: &Place) -> &'t mut Table {
    let Value::Table(root) = &mut tree.value else {
        unreachable!("a file is a table")
    };
    let is_table = |node: &Node| node.table().is_some();
    if !root.get(table).is_some_and(is_table) {
        let empty = Node {
            value: Value::Table(Table::default()),
            place: place.clone(),
        };
        root.put(table, empty);
    }
    let found = root.get_mut(table).and_then(Node::table_mut);
    found.unwrap_or_else(|| unreachable!("it was just put there"))
}

/// The names of all organisations of a tree, the first of which has no prefix.
pub(super) fn orgs_of(tree: &Node) -> Vec<&str> {
    let table = tree.at(&["org"]).and_then(Node::table);
    let entries = table.map(|table| table.entries.iter());
    let names = entries.into_iter().flatten();
    names.map(|entry| entry.key.as_str()).collect()
}

/// The copies of an organisation, or itself.
pub(super) fn copies_of<'t>(tree: &'t Node, name: &str) -> Vec<&'t str> {
    let mut all = orgs_of(tree).into_iter();
    if let Some(org) = all.find(|org| *org == name) {
        return vec![org];
    }
    let is_copy = |org: &&str| {
        let number = org.strip_prefix(name);
        let numbered = number.is_some_and(|of| of.parse::<u32>().is_ok());
        numbered && tree.at(&["org", org, "copies"]).is_some()
    };
    orgs_of(tree).into_iter().filter(is_copy).collect()
}

/// Whose a name is, and what its owner calls it.
pub(super) fn owner<'t>(tree: &'t Node, name: &'t str) -> (Option<&'t str>, &'t str) {
    match name.split_once('/') {
        Some((org, local)) => (Some(org), local),
        None => (orgs_of(tree).first().copied(), name),
    }
}

/// What a name of the author's is called in a tree.
pub(super) fn called<'n>(tree: &Node, name: &'n str) -> &'n str {
    match name.split_once('/') {
        Some((org, local)) if orgs_of(tree).first() == Some(&org) => local,
        _ => name,
    }
}

/// The tree with these organisations alone, in this order.
pub(super) fn select(tree: &Node, wanted: &[String]) -> Node {
    let before = orgs_of(tree);
    if before.iter().eq(wanted) {
        return tree.clone();
    }
    let first = wanted.first().map_or("", String::as_str);
    let new_name = |name: &str| match owner(tree, name) {
        (Some(org), local) if org != first => format!("{org}/{local}"),
        (_, local) => local.to_owned(),
    };
    let name = |of: Option<Names>, name: &str| match of {
        Some(Names::Calendar) if tree.at(&["calendar", name]).is_none() => name.to_owned(),
        _ => new_name(name),
    };
    let renaming = Renaming {
        name: &name,
        path: &|path| path.to_owned(),
    };
    let mut selected = tree.clone();
    let Value::Table(root) = &mut selected.value else {
        return selected;
    };
    for (table, section) in OWNED {
        let named = root.get_mut(table).and_then(Node::table_mut);
        let Some(named) = named else { continue };
        let stays = |entry: &Entry| match owner(tree, &entry.key) {
            (Some(org), _) => table == "calendar" || wanted.iter().any(|wanted| wanted == org),
            _ => true,
        };
        named.entries.retain(stays);
        for entry in &mut named.entries {
            entry.key = new_name(&entry.key);
            renaming.apply(&mut entry.node, &Kind::Table(section));
        }
    }
    let changes = root.get_mut("change").and_then(Node::table_mut);
    for entry in changes.into_iter().flat_map(|all| &mut all.entries) {
        renaming.apply(&mut entry.node, &Kind::Table(&CHANGE));
    }
    put_in_order(root, wanted);
    selected
}

/// What an organisation has once stands at the top for the first one, and else in its own table.
fn put_in_order(root: &mut Table, wanted: &[String]) {
    let mut singles: Vec<Entry> = Vec::new();
    for key in SINGLE {
        singles.extend(root.entry(key).cloned());
        root.remove(key);
    }
    let Some(orgs) = root.get_mut("org").and_then(Node::table_mut) else {
        return;
    };
    if let Some(old) = orgs
        .entries
        .first_mut()
        .and_then(|org| org.node.table_mut())
    {
        old.entries.extend(singles);
    }
    let find = |name: &String| orgs.entry(name).cloned();
    let mut entries: Vec<Entry> = wanted.iter().filter_map(find).collect();
    let mut top = Vec::new();
    if let Some(new) = entries.first_mut().and_then(|org| org.node.table_mut()) {
        for key in SINGLE {
            top.extend(new.entry(key).cloned());
            new.remove(key);
        }
    }
    orgs.entries = entries;
    root.entries.extend(top);
}

/// A path of an organisation as a path of the file.
fn prefixed(org: &str, path: &str) -> String {
    format!("{org}/{path}")
}

/// Has organisations do without what they do without. Returns the stations no item comes to any more.
pub(super) fn drop_gates(tree: &mut Node) -> Vec<String> {
    let basis = |org: &str| tree.at(&["org", org, "drop_gates"]).and_then(Node::text);
    let stations = tree.at(&["station"]).and_then(Node::table);
    let stations = stations.into_iter().flat_map(|table| &table.entries);
    let dropped = stations.filter(|station| {
        let dropped = owner(tree, &station.key).0.and_then(basis);
        let own = station.node.at(&["basis"]).and_then(Node::text);
        dropped.is_some_and(|dropped| own.unwrap_or("work") == dropped)
    });
    let dropped: Vec<String> = dropped.map(|station| station.key.clone()).collect();
    for station in &dropped {
        leave_routes(tree, station);
    }
    dropped
}

/// A path in full, of an organisation if it says so.
pub(super) fn full_in(root: &Node, path: &str) -> Result<String, Trouble> {
    let Some((org, rest)) = path.split_once('/') else {
        return Ok(full(path));
    };
    let copies = copies_of(root, org.trim());
    let Some(org) = copies.first() else {
        return Err(no_org(root, org.trim()));
    };
    let rest = full(rest);
    let is_first = orgs_of(root).first() == Some(org);
    let is_owned = |table: &str| OWNED.iter().any(|(owned, _)| *owned == table);
    match rest.split_once('.') {
        Some((table @ "change", name)) => Ok(format!("{table}.{org}/{name}")),
        Some((table, _)) if is_first && (is_owned(table) || SINGLE.contains(&table)) => Ok(rest),
        Some((table, name)) if is_owned(table) => Ok(format!("{table}.{org}/{name}")),
        Some((table, _)) if SINGLE.contains(&table) => Ok(format!("org.{org}.{rest}")),
        _ => {
            let table = rest.split('.').next().unwrap_or_default();
            let message = format!("`{table}` belongs to the file, not to an organisation");
            let hint = format!("leave `{org}/` out");
            Err(Trouble::new("unknown-path", message).hint(hint))
        }
    }
}

/// The organisations of a variant that names none: home, else the first.
pub(super) fn by_default(tree: &Node) -> Vec<String> {
    orgs_of(tree)
        .first()
        .map(|org| (*org).to_owned())
        .into_iter()
        .collect()
}

/// A path of every copy where all are meant, and none of an organisation that is not there.
fn paths(tree: &Node, all: &Node, path: &str) -> Vec<String> {
    let Some((org, rest)) = path.split_once('/') else {
        return vec![path.to_owned()];
    };
    let copies = copies_of(all, org.trim());
    if copies.is_empty() {
        return vec![path.to_owned()];
    }
    let there = orgs_of(tree);
    let copies = copies.into_iter().filter(|copy| there.contains(copy));
    copies.map(|copy| prefixed(copy, rest)).collect()
}

/// Edits of every copy where all are meant, and none of an organisation that is not there.
pub(super) fn spread(tree: &Node, all: &Node, edits: Vec<Edit>) -> Vec<Edit> {
    let spread = edits.into_iter().flat_map(|edit| {
        let paths = paths(tree, all, &edit.path).into_iter();
        paths.map(move |path| Edit {
            value: named(tree, &path, edit.value.clone()),
            path,
            ..edit.clone()
        })
    });
    spread.collect()
}

/// A value at a path of an organisation, whose names are those of that organisation.
fn named(tree: &Node, path: &str, mut value: Node) -> Node {
    let org = path.split_once('/').map(|(org, _)| org.trim());
    let first = orgs_of(tree).first().copied();
    if let (Some(org), Ok(found)) = (org.filter(|org| first != Some(org)), resolve(tree, path)) {
        let renaming = Renaming {
            name: &|of, name| {
                let has = |name: &str| tree.at(&["calendar", &prefixed(org, name)]).is_some();
                within(org, (of, name), &has)
            },
            path: &|path| path.to_owned(),
        };
        renaming.apply(&mut value, &found.kind);
    }
    value
}

/// The same of all that changes set.
pub(super) fn only_those_there(tree: &mut Node, all: &Node) {
    if orgs_of(all).is_empty() {
        return;
    }
    let before = tree.clone();
    let changes = tree.table_mut().and_then(|tree| tree.get_mut("change"));
    let changes = changes
        .and_then(Node::table_mut)
        .map(|all| &mut all.entries);
    for change in changes.into_iter().flatten() {
        for key in ["set", "side", "claimed"] {
            let set = change
                .node
                .table_mut()
                .and_then(|change| change.get_mut(key));
            if let Some(set) = set.and_then(Node::table_mut) {
                let entries = std::mem::take(&mut set.entries).into_iter();
                let spread = entries.flat_map(|entry| {
                    let paths = paths(&before, all, &entry.key).into_iter();
                    paths.map(move |key| Entry {
                        key,
                        ..entry.clone()
                    })
                });
                set.entries = spread.collect();
            }
        }
    }
}

/// Takes what a variant has used over to what all have, by the names in the file.
pub(super) fn names_as_written(tree: &Node, all: &Node, seen: &mut Seen, of_all: &mut Seen) {
    let first = orgs_of(all).first().map_or("", |first| first);
    let written = |name: String| match owner(tree, &name) {
        (Some(org), local) if org != first && all.at(&["calendar", &name]).is_none() => {
            format!("{org}/{local}")
        }
        (Some(org), local) if org == first => local.to_owned(),
        _ => name,
    };
    let lists = [
        (&mut seen.stations, &mut of_all.stations),
        (&mut seen.kinds, &mut of_all.kinds),
        (&mut seen.pools, &mut of_all.pools),
        (&mut seen.calendars, &mut of_all.calendars),
    ];
    for (own, all) in lists {
        all.extend(std::mem::take(own).into_iter().map(written));
    }
}

/// Why there is no organisation of this name.
pub(super) fn no_org(tree: &Node, name: &str) -> Trouble {
    let message = format!("there is no organisation called `{name}`");
    Trouble::new("unknown-name", message).maybe(suggest(name, orgs_of(tree)))
}
