//! What a change makes of a scenario, so that the result can be told like one.

use std::cmp::Ordering;

use crate::random::Distribution;
use crate::scenario::model::{
    Act, Batch, Demand, Effect, Gate, Scenario, Sessions, Station, Target,
};
use crate::units::Span;

/// What is done, and how far: to what is no gain, and to what is one.
struct Doing<'a> {
    act: &'a Act,
    better: Option<Ordering>,
    degree: (f64, f64),
}

impl Doing<'_> {
    fn between(&self, old: f64, new: f64) -> f64 {
        let worse = self.better.map(Ordering::reverse);
        let loses = worse.is_some() && new.partial_cmp(&old) == worse;
        match if loses { self.degree.0 } else { self.degree.1 } {
            1.0 => new,
            degree => old + degree * (new - old),
        }
    }
}

/// Applies one path of a change to a degree. A count is rounded, as it is while a trial runs.
pub(super) fn apply(effect: &Effect, degree: (f64, f64), scenario: &mut Scenario) {
    let act = &Doing {
        act: &effect.act,
        better: effect.target.better(),
        degree,
    };
    match effect.target {
        Target::WipLimit(org) => {
            let limit = &mut scenario.orgs[org].wip_limit;
            *limit = count(act, limit.map(|limit| limit as f64));
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
        Target::HandoffEffort(org) => {
            let handoff = &mut scenario.orgs[org].handoff;
            handoff.effort = spread(act, &handoff.effort);
        }
        Target::HandoffFlaws(org) => {
            let handoff = &mut scenario.orgs[org].handoff;
            handoff.flaws = number(act, handoff.flaws);
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

fn at_station(act: &Doing<'_>, target: Target, scenario: &mut Scenario) {
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
            if let Act::Order(order) = act.act {
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
fn of_quality(act: &Doing<'_>, target: Target, stations: &mut [Station]) {
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
        _ => under_load(act, target, stations),
    }
}

fn in_batch(act: &Doing<'_>, target: Target, batch: &mut Batch) {
    if let Target::BatchSize(_) = target {
        let size = number(act, f64::from(batch.size));
        batch.size = size.round().max(1.0) as u32;
    } else {
        let old = batch.or_after.map(|after| after.0 as f64);
        batch.or_after = count(act, old).map(Span);
    }
}

/// What batches, load and experience do.
fn under_load(act: &Doing<'_>, target: Target, stations: &mut [Station]) {
    if let Target::BatchSize(at) | Target::BatchAfter(at) = target
        && let Some(batch) = &mut stations[at].batch
    {
        in_batch(act, target, batch);
    }
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

fn slots(act: &Doing<'_>, gate: &mut Gate) {
    gate.slots = match (act.act, &gate.slots) {
        (Act::Remove, _) => None,
        (_, Some(slots)) => {
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

fn number(act: &Doing<'_>, old: f64) -> f64 {
    let new = match act.act {
        Act::Set(value) => *value,
        Act::Replace(given) => given.mean(),
        Act::Scale(factor) => old * factor,
        Act::Add(more) => old + more,
        Act::Remove | Act::Order(_) => return old,
    };
    act.between(old, new)
}

/// `None` stands for no limit.
fn count(act: &Doing<'_>, old: Option<f64>) -> Option<u64> {
    let new = match (act.act, old) {
        (Act::Remove, _) => return None,
        (Act::Set(value), None) => *value,
        (_, old) => number(act, old?),
    };
    Some(new.round().max(0.0) as u64)
}

fn spread(act: &Doing<'_>, old: &Distribution) -> Distribution {
    match act.act {
        Act::Replace(given) if act.degree == (1.0, 1.0) => given.clone(),
        _ => {
            let mean = number(act, old.mean()).max(0.0);
            match old.is_constant() {
                Some(_) => Distribution::constant(mean),
                None => old.clone().with_mean(mean),
            }
        }
    }
}
