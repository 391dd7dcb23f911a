//! What deliveries bring, compiled: one entry for each way from a kind to a kind.

use super::compile::Samplers;
use super::tables::{Kind, Network, Number, Settings, Source};
use super::traffic::Traffic;
use crate::random::Distribution;
use crate::scenario::model::{self, Scenario};

/// A way by which a delivered item brings another.
#[derive(Clone, Copy, Debug)]
pub struct Lead {
    /// Position of the kind that is delivered.
    pub from: u32,
    /// Position of the kind of the item that comes.
    pub work: u32,
    /// How many ways of the same kind to the same kind come before: part of the address of draws.
    pub occurrence: u16,
    /// Its place among all ways to that kind: part of the number of the item that comes. One that
    /// brings an item for every flaw has several, the first of which this is.
    pub slot: u32,
    /// Whether it brings one for every flaw of the delivered item.
    pub per_flaw: bool,
    /// Whether the delivery does not stay once the item has come up.
    pub undoes: bool,
}

/// All ways, kind by kind.
pub(super) fn leads(scenario: &Scenario) -> Vec<Lead> {
    let mut leads: Vec<Lead> = Vec::new();
    for (from, kind) in (0..).zip(&scenario.kinds) {
        for lead in &kind.leads_to {
            let work = lead.work as u32;
            let alike = |other: &&Lead| other.from == from && other.work == work;
            leads.push(Lead {
                from,
                work,
                occurrence: leads.iter().filter(alike).count() as u16,
                slot: slots(&leads, work),
                per_flaw: lead.per_flaw,
                undoes: lead.undoes,
            });
        }
    }
    leads
}

/// Flaws of an item whose consequences have places of their own.
pub const FLAWS_APART: u32 = 16;

/// Places of all these ways to a kind.
pub fn slots(leads: &[Lead], work: u32) -> u32 {
    let to_this = leads.iter().filter(|lead| lead.work == work);
    to_this
        .map(|lead| if lead.per_flaw { FLAWS_APART } else { 1 })
        .sum()
}

/// First of the ways of a kind, and one past the last.
pub(super) fn of_kind(leads: &[Lead], kind: usize) -> (u32, u32) {
    let before = leads.partition_point(|lead| (lead.from as usize) < kind);
    let end = leads.partition_point(|lead| lead.from as usize <= kind);
    (before as u32, end as u32)
}

/// Chances of all ways, and the spans until they come up.
pub(super) fn settings(scenario: &Scenario, samplers: &mut Samplers) -> (Vec<f64>, Vec<Number>) {
    let leads = || scenario.kinds.iter().flat_map(|kind| &kind.leads_to);
    let at_once = Distribution::constant(0.0);
    let mut after = |lead: &model::Lead| samplers.number(lead.after.as_ref().unwrap_or(&at_once));
    (
        leads().map(|lead| lead.chance).collect(),
        leads().map(&mut after).collect(),
    )
}

impl Network {
    /// Whether a delivery of a kind can be undone.
    pub fn can_be_undone(&self, kind: usize) -> bool {
        let (from, to) = self.kinds[kind].leads;
        let ways = &self.leads[from as usize..to as usize];
        ways.iter().any(|way| way.undoes)
    }

    /// Flaws of an item of each kind as it is delivered, followed only where that brings something.
    pub fn flaws_that_bring(&self, settings: &Settings) -> Vec<f64> {
        match self.leads.iter().any(|lead| lead.per_flaw) {
            true => Traffic::new(self, settings).flaws,
            false => vec![0.0; self.kinds.len()],
        }
    }

    /// Whether deliveries bring items of a kind.
    pub fn is_brought(&self, kind: usize) -> bool {
        self.leads.iter().any(|lead| lead.work as usize == kind)
    }

    /// The kinds whose deliveries bring items of a kind, directly or by others.
    pub fn bringers(&self, kind: usize) -> Vec<usize> {
        let mut found: Vec<usize> = Vec::new();
        let mut open = vec![kind];
        while let Some(at) = open.pop() {
            for lead in self.leads.iter().filter(|lead| lead.work as usize == at) {
                let from = lead.from as usize;
                if !found.contains(&from) {
                    found.push(from);
                    open.push(from);
                }
            }
        }
        found
    }

    /// Items of every kind in the end, if some come by themselves at these rates and deliveries bring
    /// others; all that are released count as delivered. What never ends is more than anybody can do.
    /// `flaws` is what an item of each kind has as it is delivered.
    pub fn with_brought(&self, settings: &Settings, flaws: &[f64], rates: &[f64]) -> Vec<f64> {
        if self.leads.is_empty() {
            return rates.to_vec();
        }
        /// Items a tick that no people can cope with.
        const ENDLESS: f64 = 1.0;
        let ways = self.leads.iter().zip(&settings.lead_chance);
        let links: Vec<(usize, usize, f64)> = ways
            .map(|(lead, chance)| {
                let from = lead.from as usize;
                let times = if lead.per_flaw { flaws[from] } else { 1.0 };
                (from, lead.work as usize, chance * times)
            })
            .collect();
        model::brought(&links, rates).unwrap_or_else(|| {
            let reached = |kind: usize| {
                let bringers = self.bringers(kind);
                bringers.iter().any(|from| rates[*from] > 0.0)
            };
            let rates = rates.iter().enumerate();
            rates
                .map(|(kind, rate)| if reached(kind) { ENDLESS } else { *rate })
                .collect()
        })
    }
}

impl Kind {
    /// Whether some of its items come by themselves, so that those that others bring are numbered
    /// apart.
    pub fn has_own_items(&self) -> bool {
        !matches!(self.source, Source::None)
            || self.opened
            || self.takes_over
            || self.sent
            || self.initial.iter().any(|initial| initial.1 > 0)
    }
}
