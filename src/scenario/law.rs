//! What is required by law cannot be edited away: neither a gate, nor a station, nor a visit, nor
//! the word for it.
//!
//! An edit is tried, and what the law held before is looked for in what is left; so there is no
//! way around it by the path an edit takes.

use super::edit::Edit;
use super::log::{Log, Trouble};
use super::node::{Node, Value};
use super::path::{side_by_side, station_of};
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
    let spared = || {
        kinds(before).into_iter().find(|kind| {
            let there = after.at(&["work", kind]).is_some();
            there && visits(after, kind, station) < visits(before, kind, station)
        })
    };
    let message = if !stands(after) {
        format!("`{station}` is required by law (basis = \"law\"), so it cannot be dropped")
    } else if gate(before) && !gate(after) {
        format!("the gate of `{station}` is required by law, so it cannot be dropped")
    } else {
        let kind = spared()?;
        format!("`{station}` is required by law, so `{kind}` cannot pass it by")
    };
    let hint = "it can be made quicker: more staff or slots, less touch, sessions more often";
    Some(Trouble::new("law", message).hint(hint))
}

fn kinds(root: &Node) -> Vec<&str> {
    let table = root.at(&["work"]).and_then(Node::table);
    let kinds = table.into_iter().flat_map(|table| &table.entries);
    kinds.map(|entry| entry.key.as_str()).collect()
}

/// How often a kind may come to a station on its way.
fn visits(root: &Node, kind: &str, station: &str) -> f64 {
    let route = root.at(&["work", kind, "route"]).and_then(Node::list);
    visits_on(route.unwrap_or_default(), station)
}

/// The same on some steps; of a quorum as many as are needed out of all.
fn visits_on(steps: &[Node], station: &str) -> f64 {
    let of = |step: &Node| {
        if let Some((steps, quorum)) = side_by_side(step) {
            let needed = number(Unit::Count, quorum).unwrap_or(0.0);
            return visits_on(steps, station) * (needed / steps.len() as f64).min(1.0);
        }
        if let Some(steps) = step.list() {
            return visits_on(steps, station);
        }
        let chance = step.at(&["chance"]);
        let taken = chance.is_none() || number(Unit::Share, chance).is_none_or(|is| is > NONE);
        f64::from(u8::from(taken && station_of(step) == Some(station)))
    };
    steps.iter().map(of).sum()
}

/// What a node says; `None` if it is not a plain number.
fn number(unit: Unit, node: Option<&Node>) -> Option<f64> {
    let node = node?;
    match &node.value {
        Value::Integer(number) => Some(*number as f64),
        Value::Float(number) => Some(*number),
        Value::Text(text) => quantity::read(unit, text).ok(),
        Value::Relative { base, text } => {
            let step = relative::parse(unit, text).ok()?;
            // Without a value to refer to, it is that of a chance: 1.
            let base = base.as_deref();
            Some(step.apply(base.map_or(Some(1.0), |base| number(unit, Some(base)))?))
        }
        Value::Table(_) => number(unit, Some(node.at(&["uncertain", "to"])?)),
        _ => None,
    }
}
