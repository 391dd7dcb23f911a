//! Changes compiled: from a path of the scenario to the settings it moves.

use super::compile::{RunClock, Samplers, first_entries};
use super::course::{Course, Lasts};
use super::load::LoadTarget;
use super::quality::{QualityTarget, first_autos};
use super::tables::{Act, Change, Effect, Network, Ramp, Source, Target, When};
use crate::random::name_hash;
use crate::scenario::model::{self, Scenario};

/// Where nobody can tell how often a kind is delivered, no more often than this in a run.
pub(super) const MOST_TIMES: f64 = 2000.0;
/// No more people than this come to a crew by deliveries.
const MOST_MORE: f64 = 10_000.0;

/// Compiles one change.
pub(super) fn compile_change(
    written: &model::Change,
    scenario: &Scenario,
    network: &Network,
    clock: RunClock,
    samplers: &mut Samplers,
) -> Change {
    let at = match &written.at {
        model::When::Fixed(instant) => When::Fixed(clock.at(*instant)),
        model::When::Random(after) => When::Random(samplers.number(after)),
        model::When::Each(kind) => When::Each(*kind as u32),
    };
    let mut effects = of_change(&written.set, scenario, network, samplers);
    let side = of_change(&written.side, scenario, network, samplers);
    effects.extend(side.into_iter().map(|effect| Effect {
        side: true,
        ..effect
    }));
    Change {
        name: written.name.clone(),
        hash: name_hash(&written.name),
        at,
        via: written.via.map(|kind| kind as u32),
        effects,
        ramp: written.ramp.map(ramp),
        course: course(written, samplers),
        cost: written.cost.unwrap_or(0.0),
        of_kind: false,
    }
}

/// What kinds of work do with every delivery, compiled as changes.
pub(super) fn compile_deliveries(
    scenario: &Scenario,
    network: &Network,
    samplers: &mut Samplers,
) -> Vec<Change> {
    let kinds = (0..).zip(&scenario.kinds);
    let acting = kinds.filter_map(|(position, kind)| Some((position, kind, kind.effect.as_ref()?)));
    let compiled = acting.map(|(position, kind, effect)| Change {
        name: kind.name.clone(),
        hash: name_hash(&kind.name),
        at: When::Each(position),
        via: None,
        effects: of_change(&effect.set, scenario, network, samplers),
        ramp: effect.ramp.map(ramp),
        course: Course::WHOLE,
        cost: 0.0,
        of_kind: true,
    });
    compiled.collect()
}

fn ramp(written: model::Ramp) -> Ramp {
    Ramp {
        over: written.over.0,
        teaching: written.teaching,
    }
}

fn course(written: &model::Change, samplers: &mut Samplers) -> Course {
    let adoption = written.adoption;
    let slack = written.slack;
    Course {
        over: adoption.map_or(0, |of| of.over.0),
        ceiling: adoption.map_or(1.0, |of| of.ceiling),
        slack: slack.map_or(0.0, |of| of.share),
        withheld: slack.is_some_and(|of| of.withheld),
        lasts: match &written.lasts {
            model::Lasts::Always => Lasts::Always,
            model::Lasts::For(span) => Lasts::For(samplers.number(span)),
            model::Lasts::HalfLife(half) => Lasts::HalfLife(half.0),
        },
        succeeds: written.succeeds,
    }
}

fn of_change(
    written: &[model::Effect],
    scenario: &Scenario,
    network: &Network,
    samplers: &mut Samplers,
) -> Vec<Effect> {
    let entries = first_entries(scenario);
    let autos = first_autos(scenario);
    let mut effects = Vec::new();
    for effect in written {
        let act = match &effect.act {
            model::Act::Set(value) => Act::Set(*value),
            model::Act::Replace(distribution) => Act::Replace(samplers.number(distribution)),
            model::Act::Scale(factor) => Act::Scale(*factor),
            model::Act::Add(amount) => Act::Add(*amount),
            model::Act::Remove => Act::Remove,
            model::Act::Order(order) => Act::Order(*order),
        };
        let targets = targets(effect.target, network, [&entries, &autos]);
        effects.extend(targets.into_iter().map(|target| Effect {
            target,
            act,
            side: false,
            better: effect.target.better(),
        }));
    }
    effects
}

fn targets(target: model::Target, network: &Network, [entries, autos]: [&[u32]; 2]) -> Vec<Target> {
    let one = |target| vec![target];
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
        model::Target::WipLimit(org) => one(Target::WipLimit(org as u32)),
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
        target => (of_quality(target, autos).or_else(|| under_load(target, entries)))
            .into_iter()
            .collect(),
    }
}

/// Flaws, what finds them, and what is decided without people.
fn of_quality(target: model::Target, autos: &[u32]) -> Option<Target> {
    let of = match target {
        model::Target::Flaws(at) => QualityTarget::Flaws(at as u32),
        model::Target::Catches(at) => QualityTarget::Catches(at as u32),
        model::Target::CatchesEffort(at) => QualityTarget::CatchesEffort(at as u32),
        model::Target::AutoShare { station, entry } => {
            QualityTarget::AutoShare(autos[station] + entry as u32)
        }
        model::Target::AutoTouch { station, entry } => {
            QualityTarget::AutoTouch(autos[station] + entry as u32)
        }
        model::Target::AutoCatches { station, entry } => {
            QualityTarget::AutoCatches(autos[station] + entry as u32)
        }
        model::Target::HandoffEffort(org) => QualityTarget::HandoffEffort(org as u32),
        model::Target::HandoffFlaws(org) => QualityTarget::HandoffFlaws(org as u32),
        _ => return None,
    };
    Some(Target::Quality(of))
}

/// What load and experience do.
fn under_load(target: model::Target, entries: &[u32]) -> Option<Target> {
    let of = match target {
        model::Target::Interference(at) => LoadTarget::Interference(at as u32),
        model::Target::Coordination(at) => LoadTarget::Coordination(at as u32),
        model::Target::HurryQueue(at) => LoadTarget::HurryQueue(at as u32),
        model::Target::HurryPace(at) => LoadTarget::HurryPace(at as u32),
        model::Target::HurryCatches(at) => LoadTarget::HurryCatches(at as u32),
        model::Target::GrowthBy(station, entry) => {
            LoadTarget::GrowthBy(entries[station] + entry as u32)
        }
        model::Target::LearningFloor(station, entry) => {
            LoadTarget::Floor(entries[station] + entry as u32)
        }
        _ => return None,
    };
    Some(Target::Load(of))
}

/// The most people a crew can have, whatever the order of its changes. What a change does with every
/// delivery is counted as often as there can be deliveries; where there is no telling, half as often
/// again as they are to be expected, but at most `MOST_TIMES`. A trial that goes beyond ends with a
/// reason.
pub(super) fn most_staff(network: &Network, crew: u32) -> u32 {
    let (mut base, mut added, mut factor) =
        (f64::from(network.settings.staff[crew as usize]), 0.0, 1.0);
    for change in &network.changes {
        let times = match change.at {
            When::Each(kind) => network.most_deliveries(kind),
            _ => 1.0,
        };
        let of_crew = |effect: &&Effect| effect.target == Target::Staff(crew);
        for effect in change.effects.iter().filter(of_crew) {
            match effect.act {
                Act::Set(people) => base = people.max(base),
                Act::Add(people) => added += people.max(0.0) * times,
                Act::Scale(by) => factor *= libm::pow(by.max(1.0), times),
                Act::Replace(_) | Act::Remove | Act::Order(_) => {}
            }
        }
    }
    added += f64::from(network.moves_to(crew));
    let most = ((base + added + 1.0) * factor).ceil();
    let written = f64::from(network.settings.staff[crew as usize]);
    match network
        .changes
        .iter()
        .any(|change| matches!(change.at, When::Each(_)))
    {
        true => most.min(written.max(base) + MOST_MORE) as u32,
        false => most.min(200_000.0) as u32,
    }
}

impl Network {
    /// Items of a kind that may be delivered in a run: the most if that is known, else a guess that is
    /// rarely too low.
    fn most_deliveries(&self, kind: u32) -> f64 {
        let of = &self.kinds[kind as usize];
        let initial: u64 = of.initial.iter().map(|initial| initial.1).sum();
        let (initial, total) = (initial as f64, of.total as f64);
        let most = match &of.source {
            _ if of.opened || self.is_brought(kind as usize) => {
                1.5 * self.expected_items(kind) + 100.0
            }
            Source::Items(_) | Source::None => self.expected_items(kind),
            _ if of.total < u64::MAX => total + initial,
            Source::Endless => MOST_TIMES,
            _ => 1.5 * self.expected_items(kind) + 20.0,
        };
        most.min(MOST_TIMES)
    }

    /// Items of a kind that come in a run, on average, those that others bring among them; of an
    /// endless kind nobody knows.
    pub(super) fn expected_items(&self, kind: u32) -> f64 {
        let own: Vec<f64> = (0..self.kinds.len() as u32)
            .map(|kind| self.expected_of_itself(kind))
            .collect();
        let flaws = self.flaws_that_bring(&self.settings);
        self.with_brought(&self.settings, &flaws, &own)[kind as usize]
    }

    fn expected_of_itself(&self, kind: u32) -> f64 {
        self.expected_unless_sent(kind) + self.sent(kind)
    }

    /// Items that changes send, on average: each as often as it happens, by what is delivered of a
    /// kind as often as its items come by themselves.
    fn sent(&self, kind: u32) -> f64 {
        let senders = self
            .changes
            .iter()
            .filter(|change| change.via == Some(kind));
        let times = senders.map(|change| match change.at {
            When::Fixed(at) => f64::from(u8::from(at < self.end)),
            When::Random(_) => 1.0,
            When::Each(kind) => self.expected_unless_sent(kind).max(1.0),
        });
        times.sum()
    }

    fn expected_unless_sent(&self, kind: u32) -> f64 {
        let of = &self.kinds[kind as usize];
        let initial: u64 = of.initial.iter().map(|initial| initial.1).sum();
        let length = (self.end - self.start) as f64;
        let arrivals = match &of.source {
            Source::None | Source::Endless => 0.0,
            Source::Poisson { .. } => self.settings.rate[kind as usize] * length,
            Source::Every => length / self.settings.interval[kind as usize].mean.max(1.0),
            Source::Profile { pieces, .. } => {
                let most = pieces.iter().map(|piece| piece.1).fold(0.0, f64::max);
                most * length
            }
            Source::Items(instants) => instants.len() as f64,
        };
        let at_once = of.at_once.map_or(1.0, |at_once| at_once.mean);
        initial as f64 + (arrivals * at_once).min(of.total as f64) + self.seats(kind) * length
    }

    /// Seats that open as items of a kind, per tick, once people leave as they do on average.
    pub fn seats(&self, kind: u32) -> f64 {
        let opens = |crew: &(u32, &super::tables::Crew)| crew.1.opens == Some(kind);
        let crews = (0..).zip(&self.crews).filter(opens);
        let leave = crews.filter_map(|(position, crew)| {
            Some(self.people(&self.settings, position) / crew.attrition?.mean)
        });
        leave.sum()
    }
}
