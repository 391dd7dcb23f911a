//! Changes compiled: from a path of the scenario to the settings it moves.

use super::calendar::NEVER;
use super::compile::{RunClock, Samplers, first_entries};
use super::load::LoadTarget;
use super::tables::{Act, Change, Effect, Network, Number, Settings, Target, When};
use crate::random::name_hash;
use crate::scenario::model::{self, Scenario};

/// Compiles one change.
pub(super) fn compile_change(
    written: &model::Change,
    scenario: &Scenario,
    network: &Network,
    clock: RunClock,
    samplers: &mut Samplers,
) -> Change {
    let entries = first_entries(scenario);
    let mut effects = Vec::new();
    for effect in &written.set {
        let act = match &effect.act {
            model::Act::Set(value) => Act::Set(*value),
            model::Act::Replace(distribution) => Act::Replace(samplers.number(distribution)),
            model::Act::Scale(factor) => Act::Scale(*factor),
            model::Act::Add(amount) => Act::Add(*amount),
            model::Act::Remove => Act::Remove,
            model::Act::Order(order) => Act::Order(*order),
        };
        let targets = targets(effect.target, network, &entries);
        effects.extend(targets.into_iter().map(|target| Effect { target, act }));
    }
    let at = match &written.at {
        model::When::Fixed(instant) => When::Fixed(clock.at(*instant)),
        model::When::Random(after) => When::Random(samplers.number(after)),
    };
    Change {
        name: written.name.clone(),
        hash: name_hash(&written.name),
        at,
        effects,
    }
}

fn targets(target: model::Target, network: &Network, entries: &[u32]) -> Vec<Target> {
    let one = |target| vec![target];
    let load = |target| vec![Target::Load(target)];
    match target {
        model::Target::Pace(station) => one(Target::Pace(station as u32)),
        model::Target::Focus(station) => one(Target::Focus(station as u32)),
        model::Target::Delay(station) => one(Target::Delay(station as u32)),
        model::Target::Slots(station) => one(Target::Slots(station as u32)),
        model::Target::Cadence(station) => one(Target::Cadence(station as u32)),
        model::Target::BatchSize(station) => one(Target::BatchSize(station as u32)),
        model::Target::BatchAfter(station) => one(Target::BatchAfter(station as u32)),
        model::Target::Staff(station) => network.stations[station]
            .crew
            .map(Target::Staff)
            .into_iter()
            .collect(),
        model::Target::Order(station) => one(Target::Order(station as u32)),
        model::Target::Touch { station, kind } => {
            let legs = network.stations[station].legs.iter();
            legs.filter(|&&leg| network.legs[leg as usize].kind as usize == kind)
                .map(|&leg| Target::Touch(leg))
                .collect()
        }
        model::Target::ReworkChance { station, entry } => {
            one(Target::ReworkChance(entries[station] + entry as u32))
        }
        model::Target::ReworkEffort { station, entry } => {
            one(Target::ReworkEffort(entries[station] + entry as u32))
        }
        model::Target::Interference(at) => load(LoadTarget::Interference(at as u32)),
        model::Target::Coordination(at) => load(LoadTarget::Coordination(at as u32)),
        model::Target::HurryQueue(at) => load(LoadTarget::HurryQueue(at as u32)),
        model::Target::HurryPace(at) => load(LoadTarget::HurryPace(at as u32)),
        model::Target::HurryCatches(at) => load(LoadTarget::HurryCatches(at as u32)),
        model::Target::GrowthBy(station, entry) => {
            load(LoadTarget::GrowthBy(entries[station] + entry as u32))
        }
        model::Target::LearningFloor(station, entry) => {
            load(LoadTarget::Floor(entries[station] + entry as u32))
        }
        model::Target::WipLimit => one(Target::WipLimit),
        model::Target::Rate(kind) => one(Target::Rate(kind as u32)),
        model::Target::Interval(kind) => one(Target::Interval(kind as u32)),
        model::Target::Share(kind) => one(Target::Share(kind as u32)),
        model::Target::LeadChance { kind, entry } => one(Target::LeadChance(
            network.kinds[kind].leads.0 + entry as u32,
        )),
        model::Target::LeadAfter { kind, entry } => one(Target::LeadAfter(
            network.kinds[kind].leads.0 + entry as u32,
        )),
        model::Target::StepChance { kind, step } => one(Target::StepChance(
            network.kinds[kind].first_leg + step as u32,
        )),
    }
}

/// The most people a crew can ever have, whatever the order of its changes.
pub(super) fn most_staff(network: &Network, crew: u32) -> u32 {
    let acts = network
        .changes
        .iter()
        .flat_map(|change| &change.effects)
        .filter_map(|effect| {
            matches!(effect.target, Target::Staff(of) if of == crew).then_some(effect.act)
        });
    let (mut base, mut added, mut factor) =
        (f64::from(network.settings.staff[crew as usize]), 0.0, 1.0);
    for act in acts {
        match act {
            Act::Set(people) => base = people.max(base),
            Act::Add(people) => added += people.max(0.0),
            Act::Scale(by) => factor *= by.max(1.0),
            Act::Replace(_) | Act::Remove | Act::Order(_) => {}
        }
    }
    ((base + added + 1.0) * factor).ceil().min(200_000.0) as u32
}

impl Act {
    /// The number after the act.
    pub fn on(self, old: f64) -> f64 {
        match self {
            Act::Set(value) => value,
            Act::Scale(factor) => old * factor,
            Act::Add(amount) => old + amount,
            Act::Replace(number) => number.mean,
            Act::Remove => f64::INFINITY,
            Act::Order(_) => old,
        }
    }

    /// The distribution after the act.
    pub fn on_number(self, old: Number) -> Number {
        match self {
            Act::Replace(number) => number,
            act => Number {
                mean: act.on(old.mean).max(0.0),
                ..old
            },
        }
    }
}

impl Settings {
    /// Does what an effect says, within the bounds of what it sets.
    pub fn apply(&mut self, Effect { target, act }: Effect) {
        match target {
            Target::Pace(station) => set(&mut self.pace[station as usize], act, (1e-9, 1e9)),
            Target::Focus(station) => set(&mut self.focus[station as usize], act, (1e-4, 1.0)),
            Target::Staff(crew) => {
                let people = act.on(f64::from(self.staff[crew as usize])).clamp(0.0, 1e6);
                self.staff[crew as usize] = (people + 0.5) as u32;
            }
            Target::Order(station) => {
                if let Act::Order(order) = act {
                    self.order[station as usize] = order;
                }
            }
            Target::Touch(leg) => set_number(&mut self.touch[leg as usize], act),
            Target::StepChance(leg) => set(&mut self.step_chance[leg as usize], act, (0.0, 1.0)),
            Target::Delay(station) => set_number(&mut self.delay[station as usize], act),
            Target::Slots(station) => {
                if let Some(slots) = &mut self.slots[station as usize] {
                    set_number(slots, act);
                }
            }
            Target::Cadence(station) => {
                let every = act.on(self.cadence[station as usize] as f64);
                self.cadence[station as usize] = ((every + 0.5) as u64).max(1);
            }
            Target::BatchSize(station) => {
                let size = &mut self.batch_size[station as usize];
                *size = (act.on(f64::from(*size)).clamp(1.0, 1e9) + 0.5) as u32;
            }
            Target::BatchAfter(station) => {
                let after = &mut self.batch_after[station as usize];
                let open = *after == NEVER && !matches!(act, Act::Set(_));
                *after = match act.on(*after as f64) {
                    _ if open => NEVER,
                    after if after < 1e18 => (after.max(0.0) + 0.5) as u64,
                    _ => NEVER,
                };
            }
            Target::ReworkChance(entry) => {
                set(&mut self.rework_chance[entry as usize], act, (0.0, 1.0));
            }
            Target::ReworkEffort(entry) => {
                set(&mut self.rework_effort[entry as usize], act, (0.0, 1e9));
            }
            Target::Load(target) => self.load.apply(target, act),
            Target::Rate(kind) => set(&mut self.rate[kind as usize], act, (0.0, 1e9)),
            Target::Interval(kind) => set_number(&mut self.interval[kind as usize], act),
            Target::LeadChance(way) => set(&mut self.lead_chance[way as usize], act, (0.0, 1.0)),
            Target::LeadAfter(way) => set_number(&mut self.lead_after[way as usize], act),
            Target::Share(kind) => set(&mut self.share[kind as usize], act, (1e-9, 1e9)),
            Target::WipLimit => {
                let limit = act.on(self.wip_limit as f64);
                self.wip_limit = if limit < 1e15 {
                    (limit.max(0.0) + 0.5) as u64
                } else {
                    u64::MAX
                };
            }
        }
    }
}

pub(super) fn set(value: &mut f64, act: Act, (least, most): (f64, f64)) {
    *value = act.on(*value).clamp(least, most);
}

fn set_number(value: &mut Number, act: Act) {
    *value = act.on_number(*value);
}

impl Network {
    /// Whether a change may come before `t`.
    pub fn changes_before(&self, t: u64) -> bool {
        self.changes.iter().any(|change| match change.at {
            When::Fixed(at) => at < t,
            When::Random(_) => true,
        })
    }

    /// The instants of changes within the window that are known before a trial.
    pub fn change_instants(&self) -> impl Iterator<Item = u64> {
        self.changes.iter().filter_map(|change| match change.at {
            When::Fixed(at) if at < self.end => Some(at.max(self.zero)),
            _ => None,
        })
    }

    /// The settings in force when all changes have taken effect: those with a known instant first,
    /// then the others as listed.
    pub fn settings_after_all(&self) -> Settings {
        let mut settings = self.settings_at(self.end - 1);
        let random = self
            .changes
            .iter()
            .filter(|change| matches!(change.at, When::Random(_)));
        for effect in random.flat_map(|change| &change.effects) {
            settings.apply(*effect);
        }
        settings
    }

    /// The settings in force at `t`, from the changes whose instant is known before a trial.
    pub fn settings_at(&self, t: u64) -> Settings {
        let mut due: Vec<(u64, &Change)> = self
            .changes
            .iter()
            .filter_map(|change| match change.at {
                When::Fixed(at) if at.max(self.zero) <= t => Some((at.max(self.zero), change)),
                _ => None,
            })
            .collect();
        due.sort_by_key(|entry| entry.0);
        let mut settings = self.settings.clone();
        for effect in due.iter().flat_map(|(_, change)| &change.effects) {
            settings.apply(*effect);
        }
        settings
    }
}
