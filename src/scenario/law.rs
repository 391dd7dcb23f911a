//! What is required by law cannot be edited away: neither a gate, nor a station, nor a visit.

use super::edit::{Edit, slot};
use super::log::{Log, Trouble};
use super::node::Node;
use super::path::{Path, Turn, station_of};

fn is_law(root: &Node, station: &str) -> bool {
    root.at(&["station", station, "basis"]).and_then(Node::text) == Some("law")
}

/// A gate or station of law is never removed.
pub(super) fn guard_law(log: &mut Log, root: &Node, edit: &Edit, path: &Path) -> Option<()> {
    let station = match path.turns.as_slice() {
        [Turn::Key(table), Turn::Key(station)] if table == "station" => station.clone(),
        [Turn::Key(table), Turn::Key(station), Turn::Key(key)]
            if table == "station" && key == "gate" =>
        {
            station.clone()
        }
        [Turn::Key(table), _, Turn::Key(key), Turn::Index(_)]
            if table == "work" && key == "route" =>
        {
            let step = slot(root, &path.turns)??;
            station_of(&step).unwrap_or_default().to_owned()
        }
        _ => return Some(()),
    };
    if !is_law(root, &station) {
        return Some(());
    }
    law_error(log, &station, edit);
    None
}

fn law_error(log: &mut Log, station: &str, edit: &Edit) {
    let message = format!("`{station}` is required by law, so it stays");
    let hint = "it can be made quicker: staff, touch, slots, cadence";
    log.error(&edit.value.place, Trouble::new("law", message).hint(hint));
}

/// Stations of law on the route an edit replaces.
pub(super) fn law_stations(root: &Node, path: &Path) -> Vec<String> {
    let [Turn::Key(table), Turn::Key(kind), rest @ ..] = path.turns.as_slice() else {
        return Vec::new();
    };
    let whole = rest.is_empty() || matches!(rest, [Turn::Key(key), ..] if key == "route");
    if table != "work" || !whole {
        return Vec::new();
    }
    let route = root
        .at(&["work", kind, "route"])
        .and_then(Node::list)
        .unwrap_or_default();
    let names = route
        .iter()
        .filter_map(station_of)
        .filter(|name| is_law(root, name));
    names.map(str::to_owned).collect()
}

/// What was on a route by law is still there.
pub(super) fn keep_law(
    log: &mut Log,
    root: &Node,
    edit: &Edit,
    (path, before): (&Path, Vec<String>),
) -> Option<()> {
    let after = law_stations(root, path);
    let lost = before.iter().find(|name| !after.contains(name));
    if let Some(lost) = lost {
        law_error(log, lost, edit);
        return None;
    }
    Some(())
}
