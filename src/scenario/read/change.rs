//! Changes: what each path of their `set` addresses and does while the run goes on.
//!
//! An edit of a change is tried on the tree and everything is read again, so that bounds and rules
//! hold for the new values too; an absolute value is then taken from that second reading. What
//! several changes come to together is checked after that (`joint`).

use super::course::{degree_by, no_degree, nothing_to_withhold};
use super::joint::check_joint;
use super::{Fields, Reader, Seen, read_scenario};
use crate::scenario::blame::blame;
use crate::scenario::diagnostic::Place;
use crate::scenario::edit::{Applied, Edit, apply};
use crate::scenario::files::Files;
use crate::scenario::language::CHANGE;
use crate::scenario::log::{Log, Trouble};
use crate::scenario::model::{
    Act, Change, Demand, Effect, Order, Scenario, Sessions, Target, When,
};
use crate::scenario::node::{Entry, Node, Value};
use crate::scenario::path::{Turn, resolve};
use crate::scenario::relative::{self, Step};
use crate::scenario::target::{address, by_kind, out_of_reach, value_at};
use crate::scenario::via::sent_by;

/// Reads the changes of a variant against the scenario without them.
pub(in crate::scenario) fn read_changes(
    log: &mut Log,
    files: &mut Files,
    (root, base): (&Node, Option<&Scenario>),
    names: &[String],
) -> Vec<Change> {
    let mut changes = Vec::new();
    let mut right = Vec::new();
    for name in names {
        let Some(node) = root.at(&["change", name]) else {
            continue;
        };
        let place = root.place_of(&["change", name]);
        let before = log.errors();
        let change = (name.as_str(), node, &place);
        let Some((change, edits)) = read_change(log, files, (root, base), change) else {
            continue;
        };
        if log.errors() == before {
            right.push((change.clone(), edits));
        }
        changes.push(change);
    }
    if base.is_some() {
        check_joint(log, files, root, &right);
        never_begins(log, root, &changes);
    }
    changes
}

/// Changes that wait for each other in a circle: each for the delivery of what the next one sends.
fn never_begins(log: &mut Log, root: &Node, changes: &[Change]) {
    let waits_for = |change: &Change| match change.at {
        When::Each(kind) => changes.iter().find(|of| of.via == Some(kind)),
        _ => None,
    };
    for change in changes {
        let chain = std::iter::successors(waits_for(change), |of| waits_for(of));
        if chain.take(changes.len()).any(|of| of.name == change.name) {
            let message = format!("`{}` waits for itself, so it never happens", change.name);
            let hint = "let it happen at an instant, or with deliveries of another kind";
            let place = root.place_of(&["change", &change.name, "at", "each"]);
            log.error(&place, Trouble::new("cycle", message).hint(hint));
        }
    }
}

fn read_change(
    log: &mut Log,
    files: &mut Files,
    (root, base): (&Node, Option<&Scenario>),
    (name, node, place): (&str, &Node, &Place),
) -> Option<(Change, Vec<Edit>)> {
    let mut reader = Reader::new(log, files, root);
    // A wrong date is reported with the clock.
    reader.start = base.and_then(|base| base.clock.start);
    let fields = reader.open(&CHANGE, node, place)?;
    let title = reader
        .text(&fields, "title")
        .unwrap_or_else(|| name.to_owned());
    let at = reader.when(&fields, base.is_some());
    reader.check_late(node, &at, base);
    let mut change = Change {
        name: name.to_owned(),
        title,
        at,
        set: Vec::new(),
        side: Vec::new(),
        claimed: Vec::new(),
        adoption: reader.adoption(&fields),
        slack: reader.slack(&fields),
        lasts: reader.lasts(&fields),
        succeeds: reader.number(&fields, "succeeds", 1.0),
        cost: reader.number_if(&fields, "cost"),
        ramp: reader.ramp(&fields),
        via: base.and_then(|base| {
            let kind = sent_by(root, name)?;
            base.kinds.iter().position(|of| of.name == kind)
        }),
    };
    reader.idle_priority(&fields, &change);
    let set = reader.must(&fields, "set");
    let before = log.errors();
    let tables = [
        ("set", set),
        ("side", fields.get("side")),
        ("claimed", fields.get("claimed")),
    ];
    let edits = read_parts(log, files, (root, base), (&mut change, tables));
    if let (Some(base), true) = (base, log.errors() == before) {
        let mut reader = Reader::new(log, files, root);
        reader.check_ramp(&fields, base, &change.set);
        reader.check_degree(&fields, &change);
    }
    Some((change, edits))
}

/// Reads what a change does, part by part; returns the edits that act.
fn read_parts(
    log: &mut Log,
    files: &mut Files,
    (root, base): (&Node, Option<&Scenario>),
    (change, tables): (&mut Change, [(&'static str, Option<&Node>); 3]),
) -> Vec<Edit> {
    let mut edits = Vec::new();
    for (key, table) in tables {
        let own = table.map(|table| Edit::of_table(log, root, (key, table)));
        for edit in own.unwrap_or_default() {
            let effects = match key {
                // What is only believed needs no degree.
                "claimed" => read_effect(log, files, (root, base), &edit),
                _ => read_part(log, files, (root, base), (&edit, change, key)),
            };
            match key {
                "set" => change.set.extend(effects),
                "side" => change.side.extend(effects),
                _ => change.claimed.extend(effects),
            }
            if key != "claimed" {
                edits.push(edit);
            }
        }
    }
    edits
}

impl Reader<'_> {
    /// When a change happens; a date says nothing before the clock is read.
    fn when(&mut self, fields: &Fields<'_>, dated: bool) -> When {
        let date = |node: &Node| matches!(node.value, Value::Date(_));
        match !dated && fields.get("at").is_some_and(date) {
            true => When::Random(crate::random::Distribution::constant(0.0)),
            false => self.moment(fields, "at"),
        }
    }

    /// A priority means something on the way through `via`, where it is read with the kind.
    fn idle_priority(&mut self, fields: &Fields<'_>, change: &Change) {
        if change.via.is_none() {
            self.number(fields, "priority", 0.0);
        }
        if let (Some(entry), None) = (fields.entry("priority"), fields.entry("via")) {
            let message = "`priority` does nothing: this change passes no station";
            let hint = "it is that of what goes through `via`";
            let trouble = Trouble::new("idle-key", message);
            self.log.warning(&entry.key_place, trouble.hint(hint));
        }
    }

    /// Mentions that a change comes when all is over.
    fn check_late(&mut self, node: &Node, at: &When, base: Option<&Scenario>) {
        if let (When::Fixed(at), Some(base)) = (at, base)
            && at.0 >= 0
            && at.0.unsigned_abs() >= base.clock.horizon.0
        {
            let trouble = Trouble::new("too-late", "this change comes after the end of the run");
            let place = node.place_of(&["at"]);
            self.log
                .warning(&place, trouble.hint("the run ends at the horizon"));
        }
    }
}

/// Reads one path of `set` or `side`; what is to act to a degree has to know one.
fn read_part(
    log: &mut Log,
    files: &mut Files,
    (root, base): (&Node, Option<&Scenario>),
    (edit, change, key): (&Edit, &Change, &str),
) -> Vec<Effect> {
    let effects = read_effect(log, files, (root, base), edit);
    let (Some(base), Ok(path)) = (base, resolve(root, &edit.path)) else {
        return effects;
    };
    let side = key == "side";
    let withheld = !side && change.slack.is_some_and(|slack| slack.withheld);
    let wrong = |effect: &Effect| {
        let by = degree_by(change, side);
        by.and_then(|by| no_degree((edit, &path), effect, base, by))
            .or_else(|| nothing_to_withhold(edit, effect, base).filter(|_| withheld))
    };
    if let Some(trouble) = effects.iter().find_map(wrong) {
        log.error(&edit.path_place, trouble);
    }
    effects
}

pub(super) fn read_effect(
    log: &mut Log,
    files: &mut Files,
    (root, base): (&Node, Option<&Scenario>),
    edit: &Edit,
) -> Vec<Effect> {
    if let Ok(path) = resolve(root, &edit.path)
        && let Some(trouble) = never_acts(root, edit, &path.turns)
    {
        log.error(&edit.path_place, trouble);
        return Vec::new();
    }
    blame(log, files, root, std::slice::from_ref(edit));
    let mut edited = root.clone();
    let Some(applied) = apply(log, &mut edited, edit) else {
        return Vec::new();
    };
    if !applied.path.varies {
        only_a_variant(log, edit);
        return Vec::new();
    }
    let after = read_scenario(log, files, &edited, &mut Seen::default());
    let (Some(base), Some(after)) = (base, after) else {
        return Vec::new();
    };
    let effect = (&applied, edit);
    effects(log, root, effect, (base, &after))
}

/// Why an edit of a change, right as it is, would do nothing while the run goes on.
fn never_acts(root: &Node, edit: &Edit, turns: &[Turn]) -> Option<Trouble> {
    if let Some(kinds) = out_of_reach(root, turns) {
        let trouble = Trouble::new("idle-edit", format!("`{}` reaches nothing", edit.path));
        return Some(trouble.hint(by_kind(&edit.path, &kinds)));
    }
    let [Turn::Key(table), Turn::Key(pool), ..] = turns else {
        return None;
    };
    let stations = root.at(&["station"]).and_then(Node::table);
    let works_there = |station: &Entry| {
        let named = station.node.at(&["pool"]).and_then(Node::text);
        named == Some(pool.as_str())
    };
    let idle = table == "pool" && !stations.is_some_and(|all| all.entries.iter().any(works_there));
    idle.then(|| {
        let message = format!("`{}` reaches nothing", edit.path);
        let hint = format!("no station works with the people of the pool `{pool}`");
        Trouble::new("idle-edit", message).hint(hint)
    })
}

/// Why people cannot change this way while the run goes on.
fn stays(edit: &Edit, target: Target, (base, after): (&Scenario, &Scenario)) -> Option<Trouble> {
    let both = [base, after];
    match target {
        Target::Order(at) => {
            let sharing = both.map(|of| of.stations[at].order == Order::Sharing);
            (sharing[0] != sharing[1]).then(|| {
                let message = format!(
                    "`{}` cannot change to or from \"processor_sharing\" during a run",
                    edit.path
                );
                let hint = "what is worked on side by side has no queue to go back to; the `set` of \
                            a [variant.NAME] holds for the whole run";
                Trouble::new("cannot-vary", message).hint(hint)
            })
        }
        Target::Staff(at) => {
            let shifts = |of: &Scenario| {
                let team = of.team_of(&of.stations[at]);
                team.is_some_and(|team| team.shifts.is_some())
            };
            if base.team_of(&base.stations[at]).is_none() {
                let message = format!("`{}` is unlimited, so no change can set it", edit.path);
                let hint = "the `set` of a [variant.NAME] may, for the whole run";
                return Some(Trouble::new("cannot-vary", message).hint(hint));
            }
            let hint = "the `set` of a [variant.NAME] may replace it as a whole, for the whole run";
            let message = match both.map(shifts) {
                [true, _] => format!("`{}` follows a profile, so no change can set it", edit.path),
                [_, true] => format!("no change can bring a profile of `{}`", edit.path),
                _ => return None,
            };
            Some(Trouble::new("cannot-vary", message).hint(hint))
        }
        Target::AutoShare { station, entry }
        | Target::AutoTouch { station, entry }
        | Target::AutoCatches { station, entry } => {
            let is_new = base.stations[station].auto.len() <= entry;
            is_new.then(|| {
                let message = format!("`{}` has nothing to change yet", edit.path);
                let hint = "write `auto` at the station, with a share of 0 until then";
                Trouble::new("cannot-vary", message).hint(hint)
            })
        }
        Target::Catches(at) => {
            let rest = |of: &Scenario| {
                let catches = of.stations[at].catches.clone().unwrap_or_default();
                (catches.to, catches.effort, catches.only)
            };
            (rest(base) != rest(after)).then(|| {
                let message = format!("of `{}` only `chance` and `effort` can change", edit.path);
                let hint = "where what is found goes back to, and which kinds are looked at, holds \
                            for the whole run: the `set` of a [variant.NAME] may say so";
                Trouble::new("cannot-vary", message).hint(hint)
            })
        }
        _ => None,
    }
}

fn only_a_variant(log: &mut Log, edit: &Edit) {
    let message = format!(
        "`{}` cannot change during a run: only a variant can set this",
        edit.path
    );
    let trouble = Trouble::new("cannot-vary", message);
    let hint = "move it to the `set` of a [variant.NAME], where it holds for the whole run";
    log.error(&edit.path_place, trouble.hint(hint));
}

fn effects(
    log: &mut Log,
    root: &Node,
    (applied, edit): (&Applied, &Edit),
    (base, after): (&Scenario, &Scenario),
) -> Vec<Effect> {
    let path = &applied.path;
    let targets = address(base, root, &path.turns);
    let monthly = |target: &Target| match target {
        Target::Cadence(station) => {
            let sessions = |scenario: &Scenario| {
                let gate = scenario.stations[*station].gate.as_ref();
                gate.is_some_and(|gate| matches!(gate.sessions, Sessions::Monthly { .. }))
            };
            sessions(base) || sessions(after)
        }
        Target::Rate(kind) => !matches!(base.kinds[*kind].demand, Demand::Poisson(_)),
        Target::Interval(kind) => !matches!(base.kinds[*kind].demand, Demand::Every(_)),
        _ => false,
    };
    if targets.is_empty() || targets.iter().any(monthly) {
        only_a_variant(log, edit);
        return Vec::new();
    }
    let stays = |target: &Target| stays(edit, *target, (base, after));
    if let Some(trouble) = targets.iter().find_map(stays) {
        log.error(&edit.path_place, trouble);
        return Vec::new();
    }
    let direct = ends_at_quantity(&path.turns);
    let step = applied
        .relative
        .as_deref()
        .filter(|_| direct)
        .and_then(|text| {
            let unit = path.kind.measure()?.unit;
            relative::parse(unit, text).ok()
        });
    let acts = targets.into_iter().filter_map(|target| {
        let act = match step {
            Some(Step::Times(factor)) => Act::Scale(factor),
            Some(Step::Plus(more)) => Act::Add(more),
            None => value_at(after, target)?,
        };
        Some(Effect {
            path: path.full.clone(),
            target,
            act,
        })
    });
    acts.collect()
}

/// Whether a path ends at the quantity itself rather than inside the table it is written as.
pub(in crate::scenario) fn ends_at_quantity(turns: &[Turn]) -> bool {
    let inside = [
        "touch", "delay", "slots", "every", "staff", "pace", "focus", "chance", "after", "effort",
    ];
    let place = turns
        .iter()
        .position(|turn| matches!(turn, Turn::Key(key) if inside.contains(&key.as_str())));
    match turns
        .iter()
        .position(|turn| *turn == Turn::Key("touch_for".into()))
    {
        Some(at) => turns.len() == at + 2,
        None => place.is_none_or(|at| at + 1 == turns.len()),
    }
}
