//! What of changes can be told before any trial: which settings will be in force when.
//!
//! A change that may fail is taken to succeed, and one that ends at a drawn instant to end at its
//! mean; `is_certain` tells of both.

use super::course::{Degree, Lasts, Whose};
use super::effects::MOST_TIMES;
use super::tables::{Change, Effect, Network, Settings, When};
use crate::units::DAY;

/// A change that will be in force: since when, and what of its effects.
type Force<'n> = (u64, &'n Change);

impl Change {
    /// When it ends that took effect at `since`, as far as that is known.
    fn ends(&self, since: u64) -> Option<u64> {
        match self.course.lasts {
            Lasts::For(span) => Some(since.saturating_add((span.mean + 0.5) as u64)),
            Lasts::Always | Lasts::HalfLife(_) => None,
        }
    }
}

/// What people have of a change at a degree.
fn bring(settings: &mut Settings, change: &Change, degree: f64) {
    for effect in &change.effects {
        settings.apply_to(*effect, acting(change, effect, degree));
    }
}

fn acting(change: &Change, effect: &Effect, degree: f64) -> Degree {
    // What is withheld is no capacity.
    change.course.acting(effect, degree, Whose::Person)
}

impl Network {
    /// Whether it is known before a trial when a change is in force and how far.
    pub fn is_certain(&self, change: &Change) -> bool {
        let ends = match change.course.lasts {
            Lasts::For(span) => self.shapes[span.sampler as usize].is_constant().is_some(),
            Lasts::Always | Lasts::HalfLife(_) => true,
        };
        ends && change.course.succeeds >= 1.0 && self.known_instant(change).is_some()
    }

    /// When a change takes effect, if that is known before a trial.
    pub fn known_instant(&self, change: &Change) -> Option<u64> {
        match (change.at, change.via) {
            (When::Fixed(at), None) => Some(at.max(self.zero)),
            _ => None,
        }
    }

    /// Whether a change may come before `t`.
    pub fn changes_before(&self, t: u64) -> bool {
        self.changes.iter().any(|change| match change.at {
            When::Fixed(at) => at < t,
            When::Random(_) | When::Each(_) => true,
        })
    }

    /// Changes of known instant, in order of time, as they act.
    fn dated(&self) -> Vec<Force<'_>> {
        let dated = self.changes.iter();
        let dated = dated.filter_map(|change| Some((self.known_instant(change)?, change)));
        let mut dated: Vec<Force<'_>> = dated.collect();
        dated.sort_by_key(|entry| entry.0);
        dated
    }

    /// The instants within the window at which changes take effect, have come as far as they come, or
    /// end, as far as that is known before a trial.
    pub fn change_instants(&self) -> Vec<u64> {
        let mut instants = Vec::new();
        for (since, change) in self.dated() {
            instants.push(since);
            let over = change.course.over;
            instants.extend((over > 0).then(|| (since + over).div_ceil(DAY) * DAY));
            instants.extend(change.ends(since));
        }
        instants.retain(|&at| at < self.end);
        instants.sort_unstable();
        instants.dedup();
        instants
    }

    /// Where stretches of the window begin on which nothing changes that is known before a trial.
    pub fn steady_from(&self) -> Vec<u64> {
        let mut from = vec![self.zero];
        from.extend(self.change_instants());
        for (since, change) in self.dated() {
            let until = match change.course.lasts {
                Lasts::HalfLife(_) => self.end,
                _ => since.saturating_add(change.course.over),
            };
            let until = until.min(change.ends(since).unwrap_or(u64::MAX));
            let midnight = (since / DAY + 1) * DAY;
            from.extend((midnight..until.min(self.end)).step_by(DAY as usize));
        }
        from.sort_unstable();
        from.dedup();
        from
    }

    /// The settings in force when all changes have taken effect: those with a known instant first,
    /// then the others as listed; what deliveries do, as often as items are expected in the run.
    pub fn settings_after_all(&self) -> Settings {
        let mut settings = self.settings_at(self.end - 1);
        for change in &self.changes {
            let course = change.course;
            match change.at {
                When::Fixed(_) if change.via.is_none() => {}
                When::Fixed(_) | When::Random(_) => bring(&mut settings, change, course.ceiling),
                When::Each(kind) => {
                    let age = self.end - self.start;
                    let (share, degree) = course.in_force(age);
                    let times = self.expected_items(kind) * course.succeeds * share;
                    for _ in 0..times.min(MOST_TIMES) as u32 {
                        bring(&mut settings, change, degree);
                    }
                }
            }
        }
        settings
    }

    /// The settings in force at `t`, from the changes whose instant is known before a trial.
    pub fn settings_at(&self, t: u64) -> Settings {
        let mut settings = self.settings.clone();
        for (since, change) in self.dated() {
            let over = change.ends(since).is_some_and(|end| end <= t);
            if since <= t && !over && !change.course.is_gone(since, t) {
                bring(&mut settings, change, change.course.degree(since, t));
            }
        }
        settings
    }
}

impl super::course::Course {
    /// Of what came evenly over so long: the share that is in force at the end, and how far it is on
    /// average.
    fn in_force(&self, length: u64) -> (f64, f64) {
        let length = length as f64;
        match self.lasts {
            Lasts::Always => (1.0, self.ceiling),
            Lasts::For(span) => ((span.mean / length).min(1.0), self.ceiling),
            Lasts::HalfLife(half) => {
                let rate = std::f64::consts::LN_2 / half as f64 * length;
                (1.0, self.ceiling * -libm::expm1(-rate) / rate)
            }
        }
    }
}
