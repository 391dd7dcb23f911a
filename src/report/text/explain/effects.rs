//! What a change makes of a scenario, so that the result can be told like one.

use crate::random::Distribution;
use crate::scenario::model::{Act, Demand, Effect, Gate, Scenario, Sessions, Station, Target};
use crate::units::Span;

/// Applies one path of a change. A count is rounded, as it is while a trial runs.
pub(super) fn apply(effect: &Effect, scenario: &mut Scenario) {
    let act = &effect.act;
    match effect.target {
        Target::WipLimit => {
            scenario.wip_limit = count(act, scenario.wip_limit.map(|limit| limit as f64));
        }
        Target::Rate(kind) => {
            if let Demand::Poisson(rate) = &mut scenario.kinds[kind].demand {
                *rate = number(act, *rate);
            }
        }
        Target::Interval(kind) => {
            if let Demand::Every(every) = &mut scenario.kinds[kind].demand {
                *every = spread(act, every);
            }
        }
        Target::HandoffEffort => {
            scenario.handoff.effort = spread(act, &scenario.handoff.effort);
        }
        Target::HandoffFlaws => {
            scenario.handoff.flaws = number(act, scenario.handoff.flaws);
        }
        Target::Share(kind) => {
            let share = &mut scenario.kinds[kind].share;
            *share = number(act, *share);
        }
        Target::StepChance { kind, step } => {
            let chance = &mut scenario.kinds[kind].route[step].chance;
            *chance = number(act, *chance);
        }
        Target::LeadChance { kind, entry } => {
            let chance = &mut scenario.kinds[kind].leads_to[entry].chance;
            *chance = number(act, *chance);
        }
        Target::LeadAfter { kind, entry } => {
            let after = &mut scenario.kinds[kind].leads_to[entry].after;
            let old = after.take().unwrap_or(Distribution::constant(0.0));
            *after = Some(spread(act, &old));
        }
        target => at_station(act, target, scenario),
    }
}

fn at_station(act: &Act, target: Target, scenario: &mut Scenario) {
    let stations = &mut scenario.stations;
    match target {
        Target::Pace(at) => stations[at].pace = number(act, stations[at].pace),
        Target::Focus(at) => stations[at].focus = number(act, stations[at].focus),
        Target::Touch { station, kind } => {
            let touch = &mut stations[station].touch[kind];
            *touch = spread(act, touch);
        }
        Target::Staff(at) => {
            if let Some(team) = stations[at].team {
                let staff = &mut scenario.teams[team].staff;
                let after = count(act, Some(f64::from(*staff)));
                *staff = after
                    .and_then(|after| u32::try_from(after).ok())
                    .unwrap_or(*staff);
            }
        }
        Target::Order(at) => {
            if let Act::Order(order) = act {
                stations[at].order = *order;
            }
        }
        Target::Delay(at) => {
            let none = Distribution::constant(0.0);
            let delay = stations[at].delay.take().unwrap_or(none);
            stations[at].delay = Some(spread(act, &delay));
        }
        Target::ReworkChance { station, entry } => {
            let chance = &mut stations[station].rework[entry].chance;
            *chance = number(act, *chance);
        }
        Target::ReworkEffort { station, entry } => {
            let effort = &mut stations[station].rework[entry].effort;
            *effort = number(act, *effort);
        }
        Target::Interference(_)
        | Target::Coordination(_)
        | Target::HurryQueue(_)
        | Target::HurryPace(_)
        | Target::HurryCatches(_)
        | Target::GrowthBy(..)
        | Target::LearningFloor(..) => under_load(act, target, stations),
        Target::Slots(at) => {
            if let Some(gate) = &mut stations[at].gate {
                slots(act, gate);
            }
        }
        Target::Cadence(at) => {
            if let Some(Gate {
                sessions: Sessions::Every { every, .. },
                ..
            }) = &mut stations[at].gate
            {
                *every = Span(number(act, every.0 as f64).round() as u64);
            }
        }
        target => of_quality(act, target, stations),
    }
}

/// Flaws, catches and what is decided without people.
fn of_quality(act: &Act, target: Target, stations: &mut [Station]) {
    match target {
        Target::AutoShare { station, entry } => {
            let share = &mut stations[station].auto[entry].share;
            *share = number(act, *share);
        }
        Target::AutoTouch { station, entry } => {
            let touch = &mut stations[station].auto[entry].touch;
            *touch = spread(act, touch);
        }
        Target::AutoCatches { station, entry } => {
            let catches = &mut stations[station].auto[entry].catches;
            *catches = number(act, *catches);
        }
        Target::Flaws(at) => stations[at].flaws = number(act, stations[at].flaws),
        Target::Catches(at) => {
            let catches = stations[at].catches.get_or_insert_default();
            catches.chance = number(act, catches.chance);
        }
        Target::CatchesEffort(at) => {
            let catches = stations[at].catches.get_or_insert_default();
            catches.effort = number(act, catches.effort);
        }
        _ => {}
    }
}

/// What load and experience do.
fn under_load(act: &Act, target: Target, stations: &mut [Station]) {
    let value = match target {
        Target::Interference(at) => Some(&mut stations[at].interference),
        Target::Coordination(at) => Some(&mut stations[at].coordination),
        Target::HurryQueue(at) => stations[at].hurry.as_mut().map(|of| &mut of.queue),
        Target::HurryPace(at) => stations[at].hurry.as_mut().map(|of| &mut of.pace),
        Target::HurryCatches(at) => stations[at].hurry.as_mut().map(|of| &mut of.catches),
        Target::GrowthBy(station, entry) => {
            let grows = stations[station].rework[entry].grows.as_mut();
            grows.map(|of| &mut of.by)
        }
        Target::LearningFloor(station, entry) => {
            let learning = stations[station].rework[entry].learning.as_mut();
            learning.map(|of| &mut of.floor)
        }
        _ => None,
    };
    if let Some(value) = value {
        *value = number(act, *value);
    }
}

fn slots(act: &Act, gate: &mut Gate) {
    gate.slots = match (act, &gate.slots) {
        (Act::Remove, _) => None,
        (act, Some(slots)) => {
            let after = spread(act, slots);
            Some(match after.is_constant() {
                Some(value) => Distribution::constant(value.round()),
                None => after,
            })
        }
        (Act::Set(value), None) => Some(Distribution::constant(*value)),
        (Act::Replace(slots), None) => Some(slots.clone()),
        (Act::Scale(_) | Act::Add(_) | Act::Order(_), None) => None,
    };
}

fn number(act: &Act, old: f64) -> f64 {
    match act {
        Act::Set(value) => *value,
        Act::Replace(given) => given.mean(),
        Act::Scale(factor) => old * factor,
        Act::Add(more) => old + more,
        Act::Remove | Act::Order(_) => old,
    }
}

/// `None` stands for no limit.
fn count(act: &Act, old: Option<f64>) -> Option<u64> {
    let new = match (act, old) {
        (Act::Remove, _) => return None,
        (Act::Set(value), _) => *value,
        (act, old) => number(act, old?),
    };
    Some(new.round().max(0.0) as u64)
}

fn spread(act: &Act, old: &Distribution) -> Distribution {
    match act {
        Act::Replace(given) => given.clone(),
        act => {
            let mean = number(act, old.mean()).max(0.0);
            match old.is_constant() {
                Some(_) => Distribution::constant(mean),
                None => old.clone().with_mean(mean),
            }
        }
    }
}
