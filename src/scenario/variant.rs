//! Variants: the scenario with edits and changes, each read completely.

use super::blame::blame;
use super::diagnostic::Place;
use super::echo::{replay, replay_changes};
use super::edit::{Edit, apply};
use super::files::Files;
use super::language::VARIANT;
use super::log::{Log, Trouble};
use super::nearest::{listed, suggest};
use super::node::{Node, Value};
use super::orgs::{
    by_default, copies_of, drop_gates, names_as_written, no_org, only_those_there, select, spread,
};
use super::path::identity;
use super::read::{Reader, Seen, names_of, read_changes, read_deliveries, read_scenario};
use super::via::{send, sent_by};
use super::written::{Written, paths};
use super::{Scenario, Variant};

/// What a variant amounts to with everything it extends.
#[derive(Clone, Debug, Default)]
struct Plan {
    edits: Vec<Edit>,
    changes: Vec<String>,
    /// The organisations it has, if it says so.
    orgs: Option<Vec<String>>,
}

/// Reads all variants of a tree, each with the paths that are written in it; those with errors are
/// left out.
pub(super) fn read_variants(
    log: &mut Log,
    files: &mut Files,
    root: &Node,
) -> Vec<(Variant, Written)> {
    let mut seen = Seen::default();
    let mut all_seen = Seen::default();
    let mut variants = Vec::new();
    let mut used = Vec::new();
    let names = in_order(root);
    let mut firsts: Option<(Node, Option<Scenario>)> = None;
    for name in &names {
        let (title, mut plan) = plan_of(log, files, root, name);
        let orgs = plan.orgs.clone().unwrap_or_else(|| by_default(root));
        let mut tree = select(root, &orgs);
        plan.edits = spread(&tree, root, plan.edits);
        only_those_there(&mut tree, root);
        send(log, &mut tree, &plan.changes);
        let before = tree.clone();
        blame(log, files, &tree, &plan.edits);
        for edit in &plan.edits {
            apply(log, &mut tree, edit);
        }
        send(log, &mut tree, &plan.changes);
        seen.stations.extend(drop_gates(&mut tree));
        let mut echoes = match log.errors() {
            0 => replay(log, files, (&before, None), &plan.edits),
            _ => Vec::new(),
        };
        log.take_inputs();
        let mut scenario = read_scenario(log, files, &tree, &mut seen);
        read_deliveries(log, files, &tree, scenario.as_mut());
        let changes = read_changes(log, files, (&tree, scenario.as_ref()), &plan.changes);
        let uncertain = log.take_inputs();
        used.extend(plan.changes);
        names_as_written(&tree, root, &mut seen, &mut all_seen);
        if log.errors() == 0 {
            echoes.extend(replay_changes(log, files, &tree, &changes));
        }
        if let Some(mut scenario) = scenario.clone() {
            scenario.changes = changes;
            let variant = Variant {
                name: name.clone(),
                title,
                scenario,
                echoes,
                uncertain,
            };
            variants.push((variant, paths(&tree)));
        }
        firsts.get_or_insert((tree, scenario));
    }
    if let Some((tree, scenario)) = firsts {
        idle_changes(log, files, (&tree, scenario.as_ref()), &used);
    }
    idle_names(log, root, &all_seen);
    idle_handoff(log, root, &variants);
    variants
}

/// Handoffs where none of the variants has any.
fn idle_handoff(log: &mut Log, root: &Node, variants: &[(Variant, Written)]) {
    let mut scenarios = variants.iter().map(|(variant, _)| &variant.scenario);
    let idle = root.at(&["handoff"]).is_some() && !scenarios.any(Scenario::changes_hands);
    if idle && log.errors() == 0 {
        let message = "`handoff` adds nothing: no item goes from one set of people to another";
        let hint = "take it out, or give a station on the way people of its own";
        let trouble = Trouble::new("idle-key", message).hint(hint);
        log.warning(&root.place_of(&["handoff"]), trouble);
    }
}

/// Names of variants in the order of the file, or the one that stands for none.
fn in_order(root: &Node) -> Vec<String> {
    let table = root.at(&["variant"]).and_then(Node::table);
    let names: Vec<String> = table
        .into_iter()
        .flat_map(|table| &table.entries)
        .map(|entry| entry.key.clone())
        .collect();
    if names.is_empty() {
        vec!["as_written".to_owned()]
    } else {
        names
    }
}

/// Title, edits and changes of a variant, with what it extends.
fn plan_of(log: &mut Log, files: &mut Files, root: &Node, name: &str) -> (String, Plan) {
    let mut chain = Vec::new();
    let mut next = Some(name.to_owned());
    while let Some(name) = next.take() {
        let Some(node) = root.at(&["variant", &name]) else {
            break;
        };
        chain.push(name.clone());
        next = base_of(log, root, node, &chain);
    }
    let mut plan = Plan::default();
    let mut title = name.to_owned();
    for name in chain.iter().rev() {
        let own = own_plan(log, files, root, name, &mut title);
        let wins = |edit: &Edit| {
            own.edits
                .iter()
                .any(|new| identity(root, &new.path) == identity(root, &edit.path))
        };
        plan.edits.retain(|edit| !wins(edit));
        plan.edits.extend(own.edits);
        plan.orgs = own.orgs.or(plan.orgs);
        for change in own.changes {
            if !plan.changes.contains(&change) {
                plan.changes.push(change);
            }
        }
    }
    (title, plan)
}

fn base_of(log: &mut Log, root: &Node, node: &Node, chain: &[String]) -> Option<String> {
    let extends = node.at(&["extends"])?;
    let base = extends.text()?;
    if root.at(&["variant", base]).is_none() {
        unknown(log, root, ("variant", base), &extends.place);
        return None;
    }
    if let Some(from) = chain.iter().position(|name| name == base) {
        let circle: Vec<&str> = chain[from..].iter().map(String::as_str).collect();
        let message = match circle.as_slice() {
            [one] => format!("`{one}` extends itself"),
            several => format!("{} extend each other in a circle", listed(several)),
        };
        // Every variant of the circle comes by here; one place is enough.
        if circle.iter().all(|name| *name >= base) {
            let trouble = Trouble::new("cycle", message);
            log.error(&extends.place, trouble.hint("take one `extends` out"));
        } else {
            log.follows();
        }
        return None;
    }
    Some(base.to_owned())
}

fn unknown(log: &mut Log, root: &Node, (table, name): (&str, &str), place: &Place) {
    let names = names_of(root, table);
    let message = format!("there is no {table} called `{name}`");
    let hint = suggest(name, names.iter().map(String::as_str));
    log.error(place, Trouble::new("unknown-name", message).maybe(hint));
}

/// What a variant says itself.
fn own_plan(log: &mut Log, files: &mut Files, root: &Node, name: &str, title: &mut String) -> Plan {
    let mut plan = Plan::default();
    *title = name.to_owned();
    let Some(node) = root.at(&["variant", name]) else {
        return plan;
    };
    let place = root.place_of(&["variant", name]);
    let mut reader = Reader::new(log, files, root);
    let Some(fields) = reader.open(&VARIANT, node, &place) else {
        return plan;
    };
    if let Some(own) = reader.text(&fields, "title") {
        *title = own;
    }
    reader.text(&fields, "extends");
    if let Some(changes) = fields.get("changes") {
        plan.changes = wanted(log, root, changes);
    }
    if let Some(orgs) = fields.get("orgs") {
        plan.orgs = Some(wanted_orgs(log, root, orgs));
    }
    if let Some(set) = fields.get("set") {
        plan.edits = Edit::of_table(log, root, ("set", set));
    }
    plan
}

fn wanted(log: &mut Log, root: &Node, changes: &Node) -> Vec<String> {
    let mut wanted = Vec::new();
    for change in changes.each().iter().filter(|change| !change.is_broken()) {
        let Value::Text(name) = &change.value else {
            let message = "`changes` has to be a list of names in quotes";
            log.error(&change.place, Trouble::new("wrong-type", message));
            continue;
        };
        if root.at(&["change", name]).is_none() {
            unknown(log, root, ("change", name), &change.place);
            continue;
        }
        wanted.push(name.clone());
    }
    wanted
}

/// The organisations a variant names, copies one by one.
fn wanted_orgs(log: &mut Log, root: &Node, orgs: &Node) -> Vec<String> {
    let mut wanted: Vec<String> = Vec::new();
    for org in orgs.each().iter().filter(|org| !org.is_broken()) {
        let copies = org.text().map(|name| copies_of(root, name));
        match (org.text(), copies) {
            (Some(name), Some(copies)) if copies.is_empty() => {
                log.error(&org.place, no_org(root, name));
            }
            (Some(name), Some(copies)) => {
                if copies
                    .iter()
                    .any(|copy| wanted.iter().any(|known| known == copy))
                {
                    let message = format!("`{name}` is there already");
                    let trouble = Trouble::new("bad-value", message);
                    log.error(&org.place, trouble.hint("name every organisation once"));
                    continue;
                }
                wanted.extend(copies.into_iter().map(str::to_owned));
            }
            _ => {
                let message = "`orgs` has to be a list of names in quotes";
                log.error(&org.place, Trouble::new("wrong-type", message));
            }
        }
    }
    match wanted.is_empty() {
        true => by_default(root),
        false => wanted,
    }
}

/// Changes that no variant makes are still read, and mentioned.
fn idle_changes(
    log: &mut Log,
    files: &mut Files,
    base: (&Node, Option<&Scenario>),
    used: &[String],
) {
    let root = base.0;
    for name in names_of(root, "change") {
        if used.contains(&name) {
            continue;
        }
        let place = root.place_of(&["change", &name]);
        let before = log.errors();
        let own = std::slice::from_ref(&name);
        match sent_by(root, &name) {
            Some(_) => {
                let mut tree = root.clone();
                send(log, &mut tree, own);
                let scenario = read_scenario(log, files, &tree, &mut Seen::default());
                read_changes(log, files, (&tree, scenario.as_ref()), own);
            }
            None => {
                read_changes(log, files, base, own);
            }
        }
        // As long as something is wrong, nobody knows what is used.
        if before == 0 && log.errors() == 0 {
            let message = format!("no variant makes the change `{name}`");
            let hint = format!("add changes = [\"{name}\"] to a [variant.NAME]");
            log.warning(&place, Trouble::new("idle-change", message).hint(hint));
        }
    }
}

/// Stations, kinds and calendars that no variant uses.
fn idle_names(log: &mut Log, root: &Node, seen: &Seen) {
    // As long as something is wrong, nobody knows what is used.
    if log.errors() > 0 {
        return;
    }
    let rules: [(&str, &[String], &str, &str); 4] = [
        (
            "station",
            &seen.stations,
            "no route visits the station",
            "add it to the `route` of a kind",
        ),
        (
            "work",
            &seen.kinds,
            "nothing brings items of the kind",
            "give it `demand`, or let another kind lead to it",
        ),
        (
            "pool",
            &seen.pools,
            "no station works with the people of the pool",
            "name it at the stations where they work: pool = \"...\"",
        ),
        (
            "calendar",
            &seen.calendars,
            "nothing uses the calendar",
            "name it where people work",
        ),
    ];
    for (table, used, message, hint) in rules {
        for name in names_of(root, table) {
            if !used.contains(&name) {
                let place = root.place_of(&[table, &name]);
                let trouble = Trouble::new("unused", format!("{message} `{name}`"));
                log.warning(&place, trouble.hint(hint));
            }
        }
    }
}
