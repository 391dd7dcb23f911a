//! What an edit brings about is shown at the edit, not at what it met in the file.
//!
//! A value may be right by itself and wrong beside what stands there already: a `p50` above its
//! `p90`. The reader finds that in the file. Here the edits are tried one by one, and what is new
//! with an edit, in the table it goes into, moves to the edit. It is done only if something is
//! wrong at all, so that it costs nothing otherwise.

use std::collections::HashSet;

use super::diagnostic::{Diagnostic, Place, Severity};
use super::edit::{Edit, apply};
use super::files::Files;
use super::log::Log;
use super::node::Node;
use super::path::{Turn, resolve};
use super::read::{Seen, read_scenario};

/// Has findings that edits bring about reported at the edits from here on.
pub(super) fn blame(log: &mut Log, files: &mut Files, root: &Node, edits: &[Edit]) {
    let mut last = root.clone();
    log.rehearse(|log| {
        for edit in edits {
            apply(log, &mut last, edit);
        }
    });
    if edits.is_empty() || wrong(log, files, &last).is_empty() {
        return;
    }
    let mut tree = root.clone();
    let mut known = wrong(log, files, &tree);
    for edit in edits {
        let here = resolve(&tree, &edit.path).map_or_else(
            |_| HashSet::new(),
            |path| places(&tree, around(&path.turns)),
        );
        log.rehearse(|log| apply(log, &mut tree, edit));
        let found = wrong(log, files, &tree);
        let inside = |finding: &Diagnostic| {
            let place = finding.place.as_ref();
            place.is_some_and(|place| here.contains(place))
        };
        // Where something was wrong before, the edit may only have brought it to light.
        if !known.iter().any(inside) {
            let new = found.iter().filter(|finding| !known.contains(finding));
            for finding in new.filter(|finding| inside(finding)) {
                log.relocate(finding, &edit.value.place);
            }
        }
        known = found;
    }
}

fn wrong(log: &mut Log, files: &mut Files, tree: &Node) -> Vec<Diagnostic> {
    let (_, mut found) = log.rehearse(|log| read_scenario(log, files, tree, &mut Seen::default()));
    found.retain(|finding| finding.severity == Severity::Error);
    found
}

/// The table an edit goes into: a station, a kind of work, the clock.
fn around(turns: &[Turn]) -> &[Turn] {
    let named = matches!(turns.first(), Some(Turn::Key(key)) if key == "station" || key == "work");
    let depth = if named { 2 } else { 1 };
    &turns[..depth.min(turns.len())]
}

/// Every place in a table, its name included.
fn places(root: &Node, turns: &[Turn]) -> HashSet<Place> {
    let keys = turns.iter().filter_map(|turn| match turn {
        Turn::Key(key) => Some(key.as_str()),
        Turn::Index(_) => None,
    });
    let keys: Vec<&str> = keys.collect();
    let mut places = HashSet::from([root.place_of(&keys)]);
    if let Some(node) = root.at(&keys) {
        gather(node, &mut places);
    }
    places
}

fn gather(node: &Node, places: &mut HashSet<Place>) {
    places.insert(node.place.clone());
    for item in node.list().unwrap_or_default() {
        gather(item, places);
    }
    for entry in node.table().into_iter().flat_map(|table| &table.entries) {
        places.insert(entry.key_place.clone());
        gather(&entry.node, places);
    }
}
