//! Inputs nobody is sure of: what they are called, and a draw of all of them.
//!
//! An uncertain number stays in the tree as it was written. Its table only learns the path it stands
//! at and a quantile, and whoever reads the number takes its value there: at the median, or where a
//! draw has put it. So every draw passes through the same readers and checks as the file itself, and
//! an input that two variants share is the same in both. A draw is addressed by seed, number of the
//! draw and path: neither the order of a file nor another input moves it, and more draws begin with
//! the fewer. Draws are independent of each other, as the estimates of variances made from them take
//! them to be.

use super::node::{Node, Table, Value};
use super::quantity::{Unit, show};
use crate::random::{Draw, first_keys, name_hash};
use crate::units::{WEEK, ticks_to_hours};

/// Where an uncertain number is read unless a draw says otherwise.
pub(super) const MEDIAN: f64 = 0.5;

/// What the table of an uncertain number knows besides what is written in it.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Input {
    pub(super) path: String,
    /// Above 0 and below 1.
    pub(super) quantile: f64,
}

/// An input nobody is sure of, with the value a variant was read with.
#[derive(Clone, Debug, PartialEq)]
pub struct Uncertain {
    /// Where it stands: `station.code.pace`; what a variant or change sets,
    /// `variant.assisted.set.code.pace`.
    pub path: String,
    /// What it may be, in words: "from 3h to 6h".
    pub range: String,
    /// The value as the language writes it: the median, or what was drawn.
    pub text: String,
    /// The value \[`unit`\].
    pub value: f64,
    /// "h" for times, "1/week" for rates, "currency" for money, else "1".
    pub unit: &'static str,
}

impl Uncertain {
    pub(super) fn new(path: &str, range: String, unit: Unit, value: f64) -> Self {
        let (number, of) = match unit {
            Unit::Effort | Unit::Span => (ticks_to_hours(value), "h"),
            Unit::Rate => (value * WEEK as f64, "1/week"),
            Unit::Money => (value, "currency"),
            Unit::Count | Unit::Number | Unit::Share | Unit::Factor => (value, "1"),
        };
        Self {
            path: path.to_owned(),
            range,
            text: show(unit, value),
            value: number,
            unit: of,
        }
    }
}

/// Tells every uncertain number of a tree where it stands.
pub(super) fn name(root: &mut Node) {
    walk(root, "", &mut |path, table| {
        table.input = Some(Box::new(Input {
            path: path.to_owned(),
            quantile: MEDIAN,
        }));
    });
}

/// Draws every uncertain number of a tree.
pub(super) fn draw(root: &mut Node, seed: u64, draw: u64) {
    walk(root, "", &mut |path, table| {
        let address = [seed, draw, name_hash("uncertain"), name_hash(path)];
        let [key] = first_keys(address);
        table.input = Some(Box::new(Input {
            path: path.to_owned(),
            quantile: Draw::new(key, 0, 0, 0).unit(),
        }));
    });
}

fn walk(node: &mut Node, path: &str, found: &mut dyn FnMut(&str, &mut Table)) {
    let inner = |name: &str| match path {
        "" => name.to_owned(),
        outer => format!("{outer}.{name}"),
    };
    match &mut node.value {
        Value::Table(table) => {
            if let Some(Node {
                value: Value::Table(uncertain),
                ..
            }) = table.get_mut("uncertain")
            {
                return found(path, uncertain);
            }
            for entry in &mut table.entries {
                walk(&mut entry.node, &inner(&entry.key), found);
            }
        }
        Value::List(list) => {
            for (at, item) in list.iter_mut().enumerate() {
                walk(item, &inner(&(at + 1).to_string()), found);
            }
        }
        Value::Relative {
            base: Some(base), ..
        } => walk(base, path, found),
        _ => {}
    }
}
