//! What a change sends through the organisation before it takes effect (language C5): an item of a
//! kind named after it, which the tree gets before it is read, so that stations may speak of it like
//! of any other kind.
//!
//! A variant has the kinds of the changes that it makes, and those that one of its stations names.

use super::log::{Log, Trouble};
use super::node::{Entry, Node, Table, Value};
use super::orgs::{called, orgs_of, owner};

/// Gives a tree the kinds that these changes send; what is edited since has the last word.
pub(super) fn send(log: &mut Log, tree: &mut Node, changes: &[String]) {
    for (name, kind) in senders(tree) {
        let wanted = changes.contains(&name) || is_named(tree, &kind);
        let there = owner(tree, &name).0;
        if !wanted || there.is_some_and(|org| !orgs_of(tree).contains(&org)) {
            continue;
        }
        if let Some(entry) = written(tree, &kind) {
            let message = format!("`{kind}` is what the change `{name}` sends through its `via`");
            let hint = "a kind of work has another name; the change says its own `priority`";
            let trouble = Trouble::new("same-name", message);
            log.error(&entry.key_place, trouble.hint(hint));
            continue;
        }
        let made = kind_of(tree, &name);
        let work = tree.table_mut().and_then(|tree| tree.get_mut("work"));
        if let (Some(work), Some(made)) = (work.and_then(Node::table_mut), made) {
            work.put(&kind, made);
        }
    }
}

/// Whether items of a kind are what a change sends.
pub(super) fn is_sent(tree: &Node, kind: &str) -> bool {
    senders(tree).iter().any(|(_, sent)| sent == kind)
}

/// The kind that a change sends, if it does.
pub(super) fn sent_by<'n>(tree: &Node, change: &'n str) -> Option<&'n str> {
    tree.at(&["change", change, "via"])?;
    Some(called(tree, change))
}

/// Changes that send something, with the kinds.
fn senders(tree: &Node) -> Vec<(String, String)> {
    let changes = tree.at(&["change"]).and_then(Node::table);
    let names = changes.into_iter().flat_map(|table| &table.entries);
    let names = names.map(|entry| entry.key.as_str());
    names
        .filter_map(|name| Some((name.to_owned(), sent_by(tree, name)?.to_owned())))
        .collect()
}

/// A kind of this name that somebody has written.
fn written<'t>(tree: &'t Node, kind: &str) -> Option<&'t Entry> {
    let entry = tree.at(&["work"])?.table()?.entry(kind)?;
    // One that was made here has no place of its own.
    let made = entry.node.at(&["route"]).is_some_and(|route| {
        let place = &route.place;
        tree.at(&["change"])
            .and_then(Node::table)
            .is_some_and(|all| {
                let vias = all.entries.iter();
                let mut vias = vias.filter_map(|of| of.node.at(&["via"]));
                vias.any(|via| via.place == *place)
            })
    });
    (!made).then_some(entry)
}

/// The kind itself: its route is the `via`, and it does not count.
fn kind_of(tree: &Node, change: &str) -> Option<Node> {
    let change = tree.at(&["change", change])?;
    let via = change.at(&["via"])?;
    let mut kind = Table::default();
    kind.put("route", via.clone());
    let no = Node {
        value: Value::Bool(false),
        place: via.place.clone(),
    };
    kind.put("counts", no);
    for key in ["title", "priority"] {
        if let Some(node) = change.at(&[key]) {
            kind.put(key, node.clone());
        }
    }
    Some(Node {
        value: Value::Table(kind),
        place: via.place.clone(),
    })
}

/// Whether a station speaks of a kind.
fn is_named(tree: &Node, kind: &str) -> bool {
    tree.at(&["station"]).is_some_and(|all| names(all, kind))
}

fn names(node: &Node, kind: &str) -> bool {
    match &node.value {
        Value::List(list) => list.iter().any(|node| names(node, kind)),
        Value::Table(table) => table.entries.iter().any(|entry| {
            let speaks = match entry.key.as_str() {
                "touch_for" => entry.node.at(&[kind]).is_some(),
                "only" => entry.node.each().iter().any(|of| of.text() == Some(kind)),
                _ => false,
            };
            speaks || names(&entry.node, kind)
        }),
        _ => false,
    }
}
