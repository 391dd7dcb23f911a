//! Changes one after the other: bounds and rules hold for what they come to together.
//!
//! Each change has been read by itself before. Here the edits of all of them are applied to one
//! tree in order of time (instants that are drawn come last, as listed), and what is wrong only
//! then is reported at the edit that brings it about.

use super::{Seen, read_scenario};
use crate::scenario::diagnostic::Severity;
use crate::scenario::edit::{Edit, apply};
use crate::scenario::files::Files;
use crate::scenario::log::{Log, Trouble};
use crate::scenario::model::{Change, When};
use crate::scenario::nearest::listed;
use crate::scenario::node::Node;
use crate::scenario::path::full;

/// An edit that has been applied: the change it belongs to and its path as written.
type Done = (String, String);

/// Checks what changes that are right by themselves make of a tree together.
pub(super) fn check_joint(
    log: &mut Log,
    files: &mut Files,
    root: &Node,
    changes: &[(Change, Vec<Edit>)],
) {
    let mut order: Vec<&(Change, Vec<Edit>)> = changes.iter().collect();
    order.sort_by_key(|(change, _)| in_order(change));
    let mut tree = root.clone();
    let mut done: Vec<Done> = Vec::new();
    for (change, edits) in order {
        for edit in edits {
            let before = tree.clone();
            let ((), found) = log.rehearse(|log| {
                // The first one has been read by itself.
                if apply(log, &mut tree, edit).is_some() && !done.is_empty() {
                    read_scenario(log, files, &tree, &mut Seen::default());
                }
            });
            let mut errors = found.into_iter();
            if let Some(wrong) = errors.find(|finding| finding.severity == Severity::Error) {
                let after = after(&done, &change.name, &edit.path);
                let message = format!("{after}, {}", wrong.message);
                let trouble = Trouble::new(wrong.code, message).maybe(wrong.hint);
                log.error(&edit.value.place, trouble);
                // What comes later is held against a tree that is right.
                tree = before;
                continue;
            }
            done.push((change.name.clone(), edit.path.clone()));
        }
    }
}

/// What changes are sorted by: their instant; those whose instant nobody knows come last, as listed.
pub(in crate::scenario) fn in_order(change: &Change) -> (bool, i64) {
    match &change.at {
        When::Fixed(at) if change.via.is_none() => (false, at.0),
        When::Fixed(_) | When::Random(_) | When::Each(_) => (true, 0),
    }
}

/// In words, what has come before an edit and concerns the same thing.
fn after(done: &[Done], change: &str, path: &str) -> String {
    let path = full(path);
    let near = |depth: usize| -> Vec<&Done> {
        let same = |other: &str| {
            let other = full(other);
            path.split('.').take(depth).eq(other.split('.').take(depth))
        };
        done.iter().filter(|(_, other)| same(other)).collect()
    };
    // The same key, else the same station or kind, else anything.
    let near = [3, 2, 0]
        .map(near)
        .into_iter()
        .find(|near| !near.is_empty());
    let near = near.unwrap_or_default();
    let mut names: Vec<&str> = near.iter().map(|(name, _)| name.as_str()).collect();
    names.dedup();
    names.retain(|name| *name != change);
    match names.len() {
        0 => {
            let mut paths: Vec<&str> = near.iter().map(|(_, path)| path.as_str()).collect();
            paths.dedup();
            format!("together with {}", listed(&paths))
        }
        1 => format!("after change {}", listed(&names)),
        _ => format!("after changes {}", listed(&names)),
    }
}
