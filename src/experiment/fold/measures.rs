//! Running sums of judgment, trust and cost: each a sum over trials, over another.

use super::{Headline, Ratio, RatioPair, hours};
use crate::network::{Network, Role};
use crate::observe::{Cause, StationRecord, TrialRecord};
use crate::statistics::Moments;
use crate::units::YEAR;

/// What is measured of a variant besides its flow.
pub(in crate::experiment) struct MeasureFold {
    books: Books,
    pub(in crate::experiment) trusted: Ratio,
    pub(in crate::experiment) intervention: Ratio,
    pub(in crate::experiment) friction: Ratio,
    pub(in crate::experiment) rework: Ratio,
    pub(in crate::experiment) rollback: Ratio,
    pub(in crate::experiment) validation: Ratio,
    pub(in crate::experiment) feedback: Ratio,
    pub(in crate::experiment) context: Ratio,
    pub(in crate::experiment) cost: Moments<1>,
    pub(in crate::experiment) cost_per_item: Ratio,
}

/// What hands-on time at each station is, and what people cost.
#[derive(Clone)]
pub(super) struct Books {
    roles: Vec<Role>,
    /// Kinds that count.
    counts: Vec<bool>,
    /// Of each crew, a person for a year; 0 where that is not known.
    costs: Vec<f64>,
}

impl Books {
    pub(super) fn new(net: &Network) -> Self {
        let cost = |crew: &crate::network::Crew| crew.cost_per_year.unwrap_or(0.0);
        Self {
            roles: net.stations.iter().map(|station| station.role).collect(),
            counts: net.kinds.iter().map(|kind| kind.counts).collect(),
            costs: net.crews.iter().map(cost).collect(),
        }
    }

    /// A sum over the stations of some role [h].
    fn sum(&self, record: &TrialRecord, role: Role, of: fn(&StationRecord) -> f64) -> f64 {
        let stations = record.stations.iter().zip(&self.roles);
        let here = stations.filter(|(_, own)| **own == role);
        hours(here.map(|(station, _)| of(station)).sum())
    }

    /// Hands-on time of judgment [h].
    pub(super) fn judgment(&self, record: &TrialRecord) -> f64 {
        self.sum(record, Role::Judgment, hands_on)
    }

    fn judged(&self, record: &TrialRecord) -> f64 {
        let kinds = record.kinds.iter().zip(&self.counts);
        let counted = kinds.filter(|(_, counts)| **counts);
        counted.map(|(kind, _)| kind.judged).sum()
    }
}

/// What people cost in the window, by what one of each crew costs a year [currency].
pub(super) fn cost(record: &TrialRecord, costs: &[f64]) -> f64 {
    let crews = record.crews.iter().zip(costs);
    crews.map(|(crew, cost)| crew.employed * cost).sum::<f64>() / YEAR as f64
}

/// Hands-on time, that of visits cut short too [ticks].
fn hands_on(station: &StationRecord) -> f64 {
    station.spent[Cause::Touch as usize] + station.discarded
}

/// Time of visits, working and waiting [ticks].
fn stay(station: &StationRecord) -> f64 {
    station.spent.iter().sum()
}

impl MeasureFold {
    pub(super) fn new(net: &Network) -> Self {
        Self {
            books: Books::new(net),
            trusted: Ratio::default(),
            intervention: Ratio::default(),
            friction: Ratio::default(),
            rework: Ratio::default(),
            rollback: Ratio::default(),
            validation: Ratio::default(),
            feedback: Ratio::default(),
            context: Ratio::default(),
            cost: Moments::default(),
            cost_per_item: Ratio::default(),
        }
    }

    pub(super) fn push(&mut self, record: &TrialRecord, head: &Headline) {
        let books = &self.books;
        let all = |of: fn(&StationRecord) -> f64| record.stations.iter().map(of).sum::<f64>();
        let cost = cost(record, &books.costs);
        self.trusted.push([head.staying, books.judgment(record)]);
        self.intervention
            .push([books.judged(record), head.delivered]);
        self.friction
            .push([books.sum(record, Role::Integration, stay), head.delivered]);
        self.rework
            .push([all(|station| station.repeated), all(hands_on)]);
        self.rollback
            .push([head.delivered - head.staying, head.delivered]);
        let caught = all(|station| station.caught);
        let escaped: f64 = record.kinds.iter().map(|kind| kind.flaws).sum();
        self.validation.push([caught, caught + escaped]);
        self.feedback
            .push([hours(all(|station| station.feedback)), caught]);
        self.context
            .push([hours(all(|station| station.handed)), head.delivered]);
        self.cost.push([cost]);
        self.cost_per_item.push([cost, head.delivered]);
    }
}

/// Deliveries that stay and hours of judgment, of a variant and of the baseline.
pub(in crate::experiment) struct TrustPair {
    books: [Books; 2],
    pub(in crate::experiment) trusted: RatioPair,
}

impl TrustPair {
    pub(super) fn new(variant: &Network, baseline: &Network) -> Self {
        Self {
            books: [Books::new(variant), Books::new(baseline)],
            trusted: RatioPair::default(),
        }
    }

    pub(super) fn push(&mut self, records: [&TrialRecord; 2], staying: [f64; 2]) {
        let [own, other] = [0, 1].map(|side| self.books[side].judgment(records[side]));
        self.trusted.push([staying[0], own, staying[1], other]);
    }
}
