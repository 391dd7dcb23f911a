//! Which keys an author wrote, so that what holds by default can be told apart.

use std::collections::BTreeSet;

use super::node::{Node, Value};

/// Paths in full: `station.code.pace`, elements of lists by number from 1.
pub(super) type Written = BTreeSet<String>;

/// The paths of all that stands in a tree.
pub(super) fn paths(root: &Node) -> Written {
    let mut paths = Written::new();
    walk(root, "", &mut paths);
    paths
}

fn walk(node: &Node, path: &str, paths: &mut Written) {
    let mut below = |name: &str, node: &Node| {
        let inner = match path {
            "" => name.to_owned(),
            outer => format!("{outer}.{name}"),
        };
        walk(node, &inner, paths);
        paths.insert(inner);
    };
    match &node.value {
        Value::Table(table) => {
            for entry in &table.entries {
                below(&entry.key, &entry.node);
            }
        }
        Value::List(list) => {
            for (at, item) in list.iter().enumerate() {
                below(&(at + 1).to_string(), item);
            }
        }
        _ => {}
    }
}
