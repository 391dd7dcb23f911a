//! What is required by law cannot be edited away: neither a gate, nor a station, nor a visit, nor
//! the word for it.
//!
//! An edit is tried, and what the law held before is looked for in what is left; so there is no
//! way around it by the path an edit takes.

use super::edit::Edit;
use super::log::{Log, Trouble};
use super::node::{Node, Value};
use super::path::station_of;
use super::quantity::{self, Unit};
use super::relative;

/// Below this a chance is as good as none: sums of decimal fractions miss zero by a hair.
const NONE: f64 = 1e-12;

/// Holds a tree after an edit against the one before it; `None` if the law has lost something.
pub(super) fn keep_law(log: &mut Log, edit: &Edit, before: &Node, after: &Node) -> Option<()> {
    let trouble = stations_of_law(before)
        .into_iter()
        .find_map(|station| lost(before, after, station));
    let Some(trouble) = trouble else {
        return Some(());
    };
    log.error(&edit.value.place, trouble);
    None
}

fn stations_of_law(root: &Node) -> Vec<&str> {
    let table = root.at(&["station"]).and_then(Node::table);
    let names = table.into_iter().flat_map(|table| &table.entries);
    let names = names.map(|entry| entry.key.as_str());
    names.filter(|name| is_law(root, name)).collect()
}

fn is_law(root: &Node, station: &str) -> bool {
    root.at(&["station", station, "basis"]).and_then(Node::text) == Some("law")
}

/// What a station of law has lost, if anything.
fn lost(before: &Node, after: &Node, station: &str) -> Option<Trouble> {
    let stands = |root: &Node| root.at(&["station", station]).is_some();
    let gate = |root: &Node| root.at(&["station", station, "gate"]).is_some();
    if stands(after) && !is_law(after, station) {
        let message = format!("law stays law: `{station}` cannot be on another basis");
        let hint = "if the law itself is different, say so in the file: basis = \"habit\"";
        return Some(Trouble::new("law", message).hint(hint));
    }
    let dropped = !stands(after) || (gate(before) && !gate(after));
    let passed = || {
        kinds(before).into_iter().any(|kind| {
            let there = after.at(&["work", kind]).is_some();
            there && visits(after, kind, station) < visits(before, kind, station)
        })
    };
    (dropped || passed()).then(|| {
        let message = format!("`{station}` is required by law, so it stays");
        let hint = "it can be made quicker: staff, touch, slots, cadence";
        Trouble::new("law", message).hint(hint)
    })
}

fn kinds(root: &Node) -> Vec<&str> {
    let table = root.at(&["work"]).and_then(Node::table);
    let kinds = table.into_iter().flat_map(|table| &table.entries);
    kinds.map(|entry| entry.key.as_str()).collect()
}

/// How often a kind may come to a station on its way.
fn visits(root: &Node, kind: &str, station: &str) -> usize {
    let route = root.at(&["work", kind, "route"]).and_then(Node::list);
    let steps = route.unwrap_or_default().iter();
    let here = steps.filter(|step| station_of(step) == Some(station));
    let taken = |step: &&Node| chance(step.at(&["chance"])).is_none_or(|chance| chance > NONE);
    here.filter(taken).count()
}

/// The chance of a step; `None` if it is not a plain number.
fn chance(node: Option<&Node>) -> Option<f64> {
    let Some(node) = node else { return Some(1.0) };
    match &node.value {
        Value::Integer(number) => Some(*number as f64),
        Value::Float(number) => Some(*number),
        Value::Text(text) => quantity::read(Unit::Share, text).ok(),
        Value::Relative { base, text } => {
            let step = relative::parse(Unit::Share, text).ok()?;
            Some(step.apply(chance(base.as_deref())?))
        }
        Value::Table(_) => chance(Some(node.at(&["uncertain", "to"])?)),
        _ => None,
    }
}
