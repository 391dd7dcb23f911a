//! From a path to what it addresses in a scenario, and back to the value there.

use super::model::{Act, Demand, Gate, Scenario, Sessions, Station, Target};
use super::nearest::listed;
use super::node::Node;
use super::path::{Turn, station_of, steps};
use crate::random::Distribution;

/// What a path addresses; nothing if it can not vary during a run.
pub(super) fn address(scenario: &Scenario, root: &Node, turns: &[Turn]) -> Vec<Target> {
    let [Turn::Key(table), rest @ ..] = turns else {
        return Vec::new();
    };
    match (table.as_str(), rest) {
        ("intake", [Turn::Key(_)]) => vec![Target::WipLimit(0)],
        ("handoff", [Turn::Key(key), ..]) => handoff_target(0, key),
        ("org", [Turn::Key(name), Turn::Key(table), Turn::Key(key), ..]) => {
            let org = scenario.orgs.iter().position(|org| org.name == *name);
            match (org, table.as_str()) {
                (Some(org), "intake") => vec![Target::WipLimit(org)],
                (Some(org), "handoff") => handoff_target(org, key),
                _ => Vec::new(),
            }
        }
        ("station", [Turn::Key(name), Turn::Key(key), rest @ ..]) => {
            let at = scenario
                .stations
                .iter()
                .position(|station| station.name == *name);
            at.map(|at| station_targets(scenario, root, at, (key, rest)))
                .unwrap_or_default()
        }
        ("pool", [Turn::Key(name), Turn::Key(key), ..]) => pool_targets(scenario, name, key),
        ("work", [Turn::Key(name), rest @ ..]) => {
            let at = scenario.kinds.iter().position(|kind| kind.name == *name);
            at.and_then(|at| kind_target(root, (at, name), rest))
                .into_iter()
                .collect()
        }
        _ => Vec::new(),
    }
}

fn handoff_target(org: usize, key: &str) -> Vec<Target> {
    match key {
        "effort" => vec![Target::HandoffEffort(org)],
        "flaws" => vec![Target::HandoffFlaws(org)],
        _ => Vec::new(),
    }
}

/// The kinds that come to a station whose `touch` a path addresses, if each of them has a time of
/// its own there, so that the path reaches nothing.
pub(super) fn out_of_reach<'n>(root: &'n Node, turns: &[Turn]) -> Option<Vec<&'n str>> {
    let [Turn::Key(table), Turn::Key(station), Turn::Key(key), ..] = turns else {
        return None;
    };
    if table != "station" || key != "touch" {
        return None;
    }
    let own = root.at(&["station", station, "touch_for"])?.table()?;
    let comes = |kind: &Node| {
        let route = kind.at(&["route"]).and_then(Node::list);
        let mut steps = steps(route.unwrap_or_default()).into_iter();
        steps.any(|(_, step)| station_of(step) == Some(station.as_str()))
    };
    let kinds = root.at(&["work"])?.table()?.entries.iter();
    let kinds = kinds.filter(|kind| comes(&kind.node));
    let kinds: Vec<&str> = kinds.map(|kind| kind.key.as_str()).collect();
    let reached = kinds.iter().any(|kind| own.get(kind).is_none());
    (!kinds.is_empty() && !reached).then_some(kinds)
}

/// What to write instead of a `touch` that reaches nothing.
pub(super) fn by_kind(path: &str, kinds: &[&str]) -> String {
    let station = path.split(".touch").next().unwrap_or(path);
    let paths: Vec<String> = kinds
        .iter()
        .map(|kind| format!("{station}.touch_for.{kind}"))
        .collect();
    let paths: Vec<&str> = paths.iter().map(String::as_str).collect();
    format!(
        "each kind that comes there has its own time: set {}",
        listed(&paths)
    )
}

fn station_targets(
    scenario: &Scenario,
    root: &Node,
    station: usize,
    (key, rest): (&str, &[Turn]),
) -> Vec<Target> {
    let entry = |rest: &[Turn]| match rest {
        [Turn::Index(entry), rest @ ..] => (*entry, rest.first().cloned()),
        _ => (0, rest.first().cloned()),
    };
    let name = &scenario.stations[station].name;
    match key {
        "pace" => vec![Target::Pace(station)],
        "staff" => vec![Target::Staff(station)],
        "order" => vec![Target::Order(station)],
        "focus" => vec![Target::Focus(station)],
        "delay" => vec![Target::Delay(station)],
        "touch" => {
            let own = root
                .at(&["station", name, "touch_for"])
                .and_then(Node::table);
            let has_own = |kind: &str| own.is_some_and(|own| own.get(kind).is_some());
            let kinds = scenario.kinds.iter().enumerate();
            kinds
                .filter(|(_, kind)| !has_own(&kind.name))
                .map(|(kind, _)| Target::Touch { station, kind })
                .collect()
        }
        "touch_for" => {
            let Some(Turn::Key(own)) = rest.first() else {
                return Vec::new();
            };
            let kind = scenario.kinds.iter().position(|kind| kind.name == *own);
            kind.map(|kind| Target::Touch { station, kind })
                .into_iter()
                .collect()
        }
        "flaws" => vec![Target::Flaws(station)],
        "catches" => catches_targets(station, rest),
        "auto" => match entry(rest) {
            (entry, Some(Turn::Key(key))) => auto_target((station, entry), &key),
            _ => Vec::new(),
        },
        "gate" => match rest.first() {
            Some(Turn::Key(key)) if key == "slots" => vec![Target::Slots(station)],
            Some(Turn::Key(key)) if key == "every" => vec![Target::Cadence(station)],
            _ => Vec::new(),
        },
        "batch" => match rest.first() {
            Some(Turn::Key(key)) if key == "size" => vec![Target::BatchSize(station)],
            Some(Turn::Key(key)) if key == "or_after" => vec![Target::BatchAfter(station)],
            _ => Vec::new(),
        },
        "rework" => rework_target(station, entry(rest)).into_iter().collect(),
        "interference" => vec![Target::Interference(station)],
        "coordination" => vec![Target::Coordination(station)],
        "hurry" => hurry_target(station, rest.first()).into_iter().collect(),
        _ => Vec::new(),
    }
}

fn catches_targets(station: usize, rest: &[Turn]) -> Vec<Target> {
    match rest.first() {
        None => vec![Target::Catches(station)],
        Some(Turn::Key(key)) => match key.as_str() {
            "chance" => vec![Target::Catches(station)],
            "effort" => vec![Target::CatchesEffort(station)],
            _ => Vec::new(),
        },
        Some(Turn::Index(_)) => Vec::new(),
    }
}

fn auto_target((station, entry): (usize, usize), key: &str) -> Vec<Target> {
    match key {
        "share" => vec![Target::AutoShare { station, entry }],
        "touch" => vec![Target::AutoTouch { station, entry }],
        "catches" => vec![Target::AutoCatches { station, entry }],
        _ => Vec::new(),
    }
}

/// What a path within a rework entry addresses: the entry, from 0, and what comes next.
fn rework_target(station: usize, (entry, next): (usize, Option<Turn>)) -> Option<Target> {
    let Some(Turn::Key(key)) = next else {
        return None;
    };
    match key.as_str() {
        "chance" => Some(Target::ReworkChance { station, entry }),
        "effort" => Some(Target::ReworkEffort { station, entry }),
        "chance_grows" => Some(Target::GrowthBy(station, entry)),
        "learning" => Some(Target::LearningFloor(station, entry)),
        _ => None,
    }
}

fn hurry_target(station: usize, next: Option<&Turn>) -> Option<Target> {
    let Some(Turn::Key(key)) = next else {
        return None;
    };
    match key.as_str() {
        "queue" => Some(Target::HurryQueue(station)),
        "pace" => Some(Target::HurryPace(station)),
        "catches" => Some(Target::HurryCatches(station)),
        _ => None,
    }
}

/// Of a pool, the people are those of any of its stations; what is said of them holds at each.
fn pool_targets(scenario: &Scenario, pool: &str, key: &str) -> Vec<Target> {
    let stations = stations_of_pool(scenario, pool);
    match key {
        "staff" => stations.take(1).map(Target::Staff).collect(),
        "order" => stations.map(Target::Order).collect(),
        "focus" => stations.map(Target::Focus).collect(),
        _ => Vec::new(),
    }
}

/// Positions of the stations whose people are a pool.
pub(super) fn stations_of_pool<'s>(
    scenario: &'s Scenario,
    pool: &'s str,
) -> impl Iterator<Item = usize> + 's {
    let stations = scenario.stations.iter().enumerate();
    let of_pool = move |station: &Station| {
        let team = scenario.team_of(station);
        team.is_some_and(|team| team.is_pool && team.name == pool)
    };
    stations
        .filter(move |(_, station)| of_pool(station))
        .map(|(at, _)| at)
}

fn kind_target(root: &Node, (kind, name): (usize, &str), rest: &[Turn]) -> Option<Target> {
    match rest {
        [Turn::Key(key)] if key == "share" => Some(Target::Share(kind)),
        [Turn::Key(key), rest @ ..] if key == "leads_to" => lead_target(kind, rest),
        [Turn::Key(demand), Turn::Key(form), ..] if demand == "demand" => match form.as_str() {
            "poisson" => Some(Target::Rate(kind)),
            "every" => Some(Target::Interval(kind)),
            _ => None,
        },
        [Turn::Key(route), rest @ ..] if route == "route" => {
            let steps = steps(root.at(&["work", name, "route"])?.list()?);
            let is_chance = |turns: &[Turn]| {
                let rest = rest.strip_prefix(turns);
                matches!(rest, Some([Turn::Key(chance), ..]) if chance == "chance")
            };
            // Every step of a route that was read without errors is one of the scenario.
            let step = steps.iter().position(|(turns, _)| is_chance(turns))?;
            station_of(steps[step].1)?;
            Some(Target::StepChance { kind, step })
        }
        _ => None,
    }
}

fn lead_target(kind: usize, rest: &[Turn]) -> Option<Target> {
    let (entry, rest) = match rest {
        [Turn::Index(entry), rest @ ..] => (*entry, rest),
        _ => (0, rest),
    };
    match rest.first()? {
        Turn::Key(key) if key == "chance" => Some(Target::LeadChance { kind, entry }),
        Turn::Key(key) if key == "after" => Some(Target::LeadAfter { kind, entry }),
        _ => None,
    }
}

/// What a target is in a scenario, as an act that sets it.
pub(super) fn value_at(scenario: &Scenario, target: Target) -> Option<Act> {
    let spread = |spread: &Distribution| Act::Replace(spread.clone());
    let none = || Act::Replace(Distribution::constant(0.0));
    let gate = |station: usize| -> Option<&Gate> { scenario.stations[station].gate.as_ref() };
    let act = match target {
        Target::Pace(at) => Act::Set(scenario.stations[at].pace),
        Target::Touch { station, kind } => spread(&scenario.stations[station].touch[kind]),
        Target::Order(at) => Act::Order(scenario.stations[at].order),
        Target::Staff(at) => scenario
            .staff_of(&scenario.stations[at])
            .map_or(Act::Remove, |staff| Act::Set(f64::from(staff))),
        Target::Focus(at) => Act::Set(scenario.stations[at].focus),
        Target::Delay(at) => scenario.stations[at]
            .delay
            .as_ref()
            .map_or_else(none, spread),
        Target::ReworkChance { station, entry } => {
            Act::Set(scenario.stations[station].rework.get(entry)?.chance)
        }
        Target::ReworkEffort { station, entry } => {
            Act::Set(scenario.stations[station].rework.get(entry)?.effort)
        }
        Target::Slots(at) => gate(at)?.slots.as_ref().map_or(Act::Remove, spread),
        Target::Cadence(at) => match gate(at)?.sessions {
            Sessions::Every { every, .. } => Act::Set(every.0 as f64),
            Sessions::Monthly { .. } => return None,
        },
        Target::BatchSize(at) => Act::Set(f64::from(scenario.stations[at].batch?.size)),
        Target::BatchAfter(at) => (scenario.stations[at].batch?.or_after)
            .map_or(Act::Remove, |after| Act::Set(after.0 as f64)),
        Target::WipLimit(org) => scenario.orgs[org]
            .wip_limit
            .map_or(Act::Remove, |limit| Act::Set(limit as f64)),
        Target::Rate(kind) => match scenario.kinds[kind].demand {
            Demand::Poisson(rate) => Act::Set(rate),
            _ => return None,
        },
        Target::Interval(kind) => match &scenario.kinds[kind].demand {
            Demand::Every(every) => spread(every),
            _ => return None,
        },
        Target::Share(kind) => Act::Set(scenario.kinds[kind].share),
        Target::StepChance { kind, step } => Act::Set(scenario.kinds[kind].route.get(step)?.chance),
        Target::LeadChance { kind, entry } => {
            Act::Set(scenario.kinds[kind].leads_to.get(entry)?.chance)
        }
        Target::LeadAfter { kind, entry } => {
            let lead = scenario.kinds[kind].leads_to.get(entry)?;
            lead.after.as_ref().map_or_else(none, spread)
        }
        other => match load_at(scenario, other) {
            Some(value) => Act::Set(value),
            None => return quality_at(scenario, other),
        },
    };
    Some(act)
}

/// The same of flaws, catches, what is decided without people, and handoffs.
fn quality_at(scenario: &Scenario, target: Target) -> Option<Act> {
    let auto = |station: usize, entry: usize| scenario.stations[station].auto.get(entry);
    let catches = |station: usize| scenario.stations[station].catches.as_ref();
    let act = match target {
        Target::Flaws(at) => Act::Set(scenario.stations[at].flaws),
        Target::Catches(at) => Act::Set(catches(at).map_or(0.0, |of| of.chance)),
        Target::CatchesEffort(at) => Act::Set(catches(at).map_or(1.0, |of| of.effort)),
        Target::AutoShare { station, entry } => Act::Set(auto(station, entry)?.share),
        Target::AutoTouch { station, entry } => Act::Replace(auto(station, entry)?.touch.clone()),
        Target::AutoCatches { station, entry } => Act::Set(auto(station, entry)?.catches),
        Target::HandoffEffort(org) => Act::Replace(scenario.orgs[org].handoff.effort.clone()),
        Target::HandoffFlaws(org) => Act::Set(scenario.orgs[org].handoff.flaws),
        _ => return None,
    };
    Some(act)
}

/// What a target of load and experience is in a scenario.
fn load_at(scenario: &Scenario, target: Target) -> Option<f64> {
    let stations = &scenario.stations;
    match target {
        Target::Interference(at) => Some(stations[at].interference),
        Target::Coordination(at) => Some(stations[at].coordination),
        Target::HurryQueue(at) => Some(stations[at].hurry?.queue),
        Target::HurryPace(at) => Some(stations[at].hurry?.pace),
        Target::HurryCatches(at) => Some(stations[at].hurry?.catches),
        Target::GrowthBy(at, entry) => Some(stations[at].rework.get(entry)?.grows?.by),
        Target::LearningFloor(at, entry) => Some(stations[at].rework.get(entry)?.learning?.floor),
        _ => None,
    }
}
