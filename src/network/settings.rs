//! What a change does to a setting, within the bounds of what it sets.

use std::cmp::Ordering;

use super::calendar::NEVER;
use super::course::Degree;
use super::tables::{Act, Effect, Number, Settings, Target};

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

/// An act to a degree: what it makes of a value lies between that and the value without it.
#[derive(Clone, Copy)]
pub(super) struct Acting {
    act: Act,
    degree: Degree,
    /// Which way is better; what makes it worse is no gain.
    better: Option<Ordering>,
}

impl Acting {
    /// How far the act goes from one value to another.
    fn degree(self, old: f64, new: f64) -> f64 {
        let worse = self.better.map(Ordering::reverse);
        match worse.is_some() && new.partial_cmp(&old) == worse {
            true => self.degree.whole,
            false => self.degree.gain,
        }
    }

    fn between(self, old: f64, new: f64) -> f64 {
        match self.degree(old, new) {
            0.0 => old,
            1.0 => new,
            degree => old + degree * (new - old),
        }
    }

    /// The number after the act, within bounds.
    fn on(self, old: f64, (least, most): (f64, f64)) -> f64 {
        self.between(old, self.act.on(old).clamp(least, most))
    }

    /// The distribution after the act; of what is not whole only the mean moves.
    fn on_number(self, old: Number) -> Number {
        let new = self.act.on_number(old);
        match self.degree(old.mean, new.mean) {
            0.0 => old,
            _ => Number {
                mean: self.between(old.mean, new.mean),
                ..new
            },
        }
    }
}

impl Settings {
    /// Takes one value from other settings.
    pub fn take(&mut self, target: Target, other: &Settings) {
        macro_rules! taken {
            ($list:ident, $at:expr) => {
                self.$list[$at as usize] = other.$list[$at as usize]
            };
        }
        match target {
            Target::Pace(at) => taken!(pace, at),
            Target::Focus(at) => taken!(focus, at),
            Target::Staff(at) => taken!(staff, at),
            Target::Order(at) => taken!(order, at),
            Target::Touch(at) => taken!(touch, at),
            Target::StepChance(at) => taken!(step_chance, at),
            Target::Delay(at) => taken!(delay, at),
            Target::Slots(at) => taken!(slots, at),
            Target::Cadence(at) => taken!(cadence, at),
            Target::BatchSize(at) => taken!(batch_size, at),
            Target::BatchAfter(at) => taken!(batch_after, at),
            Target::ReworkChance(at) => taken!(rework_chance, at),
            Target::ReworkEffort(at) => taken!(rework_effort, at),
            Target::Quality(target) => self.quality.take(target, &other.quality),
            Target::Load(target) => self.load.take(target, &other.load),
            Target::Rate(at) => taken!(rate, at),
            Target::Interval(at) => taken!(interval, at),
            Target::Share(at) => taken!(share, at),
            Target::LeadChance(at) => taken!(lead_chance, at),
            Target::LeadAfter(at) => taken!(lead_after, at),
            Target::WipLimit(org) => self.wip_limit[org as usize] = other.wip_limit[org as usize],
        }
    }

    /// Whether one value is the same in other settings.
    pub fn agrees(&self, target: Target, other: &Settings) -> bool {
        macro_rules! same {
            ($list:ident, $at:expr) => {
                self.$list[$at as usize] == other.$list[$at as usize]
            };
        }
        match target {
            Target::Pace(at) => same!(pace, at),
            Target::Focus(at) => same!(focus, at),
            Target::Staff(at) => same!(staff, at),
            Target::Order(at) => same!(order, at),
            Target::Touch(at) => same!(touch, at),
            Target::StepChance(at) => same!(step_chance, at),
            Target::Delay(at) => same!(delay, at),
            Target::Slots(at) => same!(slots, at),
            Target::Cadence(at) => same!(cadence, at),
            Target::BatchSize(at) => same!(batch_size, at),
            Target::BatchAfter(at) => same!(batch_after, at),
            Target::ReworkChance(at) => same!(rework_chance, at),
            Target::ReworkEffort(at) => same!(rework_effort, at),
            Target::Quality(target) => self.quality.agrees(target, &other.quality),
            Target::Load(target) => self.load.agrees(target, &other.load),
            Target::Rate(at) => same!(rate, at),
            Target::Interval(at) => same!(interval, at),
            Target::Share(at) => same!(share, at),
            Target::LeadChance(at) => same!(lead_chance, at),
            Target::LeadAfter(at) => same!(lead_after, at),
            Target::WipLimit(org) => self.wip_limit[org as usize] == other.wip_limit[org as usize],
        }
    }

    /// Does what an effect says, within the bounds of what it sets.
    pub fn apply(&mut self, effect: Effect) {
        self.apply_to(effect, Degree::FULL);
    }

    /// Does it to a degree; what counts, or is no number, is done as a whole.
    pub fn apply_to(&mut self, effect: Effect, degree: Degree) {
        let (target, whole) = (effect.target, effect.act);
        let act = Acting {
            act: whole,
            degree,
            better: effect.better,
        };
        match target {
            Target::Pace(station) => set(&mut self.pace[station as usize], act, (1e-9, 1e9)),
            Target::Focus(station) => set(&mut self.focus[station as usize], act, (1e-4, 1.0)),
            Target::Touch(leg) => set_number(&mut self.touch[leg as usize], act),
            Target::StepChance(leg) => set(&mut self.step_chance[leg as usize], act, (0.0, 1.0)),
            Target::Delay(station) => set_number(&mut self.delay[station as usize], act),
            Target::Slots(station) => {
                if let Some(slots) = &mut self.slots[station as usize] {
                    set_number(slots, act);
                }
            }
            Target::Cadence(station) => {
                let every = self.cadence[station as usize] as f64;
                let every = act.between(every, whole.on(every));
                self.cadence[station as usize] = ((every + 0.5) as u64).max(1);
            }
            Target::BatchAfter(station) => {
                let after = &mut self.batch_after[station as usize];
                let open = *after == NEVER && !matches!(whole, Act::Set(_));
                let old = *after as f64;
                *after = match act.between(old, whole.on(old)) {
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
            Target::Quality(target) => self.quality.apply(target, act),
            Target::Load(target) => self.load.apply(target, act),
            Target::Rate(kind) => set(&mut self.rate[kind as usize], act, (0.0, 1e9)),
            Target::Interval(kind) => set_number(&mut self.interval[kind as usize], act),
            Target::LeadChance(way) => set(&mut self.lead_chance[way as usize], act, (0.0, 1.0)),
            Target::LeadAfter(way) => set_number(&mut self.lead_after[way as usize], act),
            Target::Share(kind) => set(&mut self.share[kind as usize], act, (1e-9, 1e9)),
            Target::Staff(_) | Target::Order(_) | Target::BatchSize(_) | Target::WipLimit(_) => {
                self.apply_whole(target, whole);
            }
        }
    }

    /// Does what an act says to what counts, or is no number.
    fn apply_whole(&mut self, target: Target, act: Act) {
        match target {
            Target::Staff(crew) => {
                let people = act.on(f64::from(self.staff[crew as usize])).clamp(0.0, 1e6);
                self.staff[crew as usize] = (people + 0.5) as u32;
            }
            Target::Order(station) => {
                if let Act::Order(order) = act {
                    self.order[station as usize] = order;
                }
            }
            Target::BatchSize(station) => {
                let size = &mut self.batch_size[station as usize];
                *size = (act.on(f64::from(*size)).clamp(1.0, 1e9) + 0.5) as u32;
            }
            Target::WipLimit(org) => {
                let value = &mut self.wip_limit[org as usize];
                let limit = act.on(*value as f64);
                *value = match limit < 1e15 {
                    true => (limit.max(0.0) + 0.5) as u64,
                    false => u64::MAX,
                };
            }
            _ => {}
        }
    }
}

pub(super) fn set(value: &mut f64, act: Acting, bounds: (f64, f64)) {
    *value = act.on(*value, bounds);
}

pub(super) fn set_number(value: &mut Number, act: Acting) {
    *value = act.on_number(*value);
}
