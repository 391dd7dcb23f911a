//! The kinds of work, one by one, where there are several.

use crate::experiment::{Outcome, Regime, VariantOutcome, WorkOutcome};
use crate::report::number::{self, NOTHING, Scale, SpanUnit};
use crate::statistics::Estimate;

use super::page::Page;
use super::stations::percent;
use super::table::Table;
use super::words;

/// Items lost: head of the column, where they are, and how they are shown.
type Loss = (
    &'static str,
    fn(&WorkOutcome) -> &Option<Estimate>,
    fn(&Option<Estimate>) -> String,
);

/// Items are lost in these ways: as shares of those that came, and as a number of those delivered.
const LOSSES: [Loss; 3] = [
    ("gave\nup", |work| &work.abandoned, percent),
    ("turned\naway", |work| &work.turned_away, percent),
    ("undone\n[items]", |work| &work.undone, items),
];

/// A line for every kind, and for every variant if there are several.
pub(super) fn write(page: &mut Page, outcome: &Outcome) {
    let kinds = || {
        outcome
            .variants
            .iter()
            .flat_map(|variant| variant.work.values())
    };
    if outcome
        .variants
        .iter()
        .all(|variant| variant.work.len() < 2)
    {
        return;
    }
    let means = || kinds().map(|work| &work.flow_time.mean);
    let unit = SpanUnit::of_all(means());
    let time = unit.scale().in_column(means());
    let rate = Scale::PLAIN.in_column(kinds().map(|work| &work.throughput));
    page.heading("Kinds of work");
    let losses: Vec<Loss> = LOSSES
        .into_iter()
        .filter(|(_, lost, _)| kinds().any(|work| lost(work).is_some()))
        .collect();
    let (mean, within) = (
        format!("flow time,\nmean [{}]", unit.name),
        format!("85%\nwithin\n[{}]", unit.name),
    );
    let heads = ["", "", "throughput\n[items/week]", &mean, &within];
    let lost = losses.iter().map(|(head, ..)| *head);
    let mut table = Table::new(heads.into_iter().chain(lost).chain(["limited by"]))
        .words_in(1)
        .words_in(heads.len() + losses.len());
    let several = outcome.variants.len() > 1;
    for name in names(outcome) {
        for variant in &outcome.variants {
            let Some(work) = variant.work.get(name) else {
                continue;
            };
            let whose = if several { variant.name.as_str() } else { "" };
            let cells = [
                words::titled(&work.title, name).to_owned(),
                whose.to_owned(),
                shown(&work.throughput, rate),
                shown(&work.flow_time.mean, time),
                work.flow_time
                    .p85
                    .as_ref()
                    .map_or(NOTHING.to_owned(), |value| number::point(value, time)),
            ];
            let lost = losses.iter().map(|(_, lost, shown)| shown(lost(work)));
            let limit = std::iter::once(limit(variant, work));
            table.row(cells.into_iter().chain(lost).chain(limit));
        }
    }
    page.table(&table);
}

fn names(outcome: &Outcome) -> std::collections::BTreeSet<&str> {
    let kinds = outcome
        .variants
        .iter()
        .flat_map(|variant| variant.work.keys());
    kinds.map(String::as_str).collect()
}

fn shown(value: &Option<Estimate>, scale: Scale) -> String {
    value
        .as_ref()
        .map_or(NOTHING.to_owned(), |value| number::interval(value, scale))
}

fn items(value: &Option<Estimate>) -> String {
    value.as_ref().map_or(NOTHING.to_owned(), |value| {
        number::point(value, Scale::PLAIN)
    })
}

fn limit(variant: &VariantOutcome, work: &WorkOutcome) -> String {
    if !words::enough(variant) {
        return NOTHING.to_owned();
    }
    let regime = match work.regime {
        _ if words::is_idle(work) => "nothing came",
        Regime::DemandLimited => "demand",
        Regime::WipLimited => "WIP limit",
        Regime::Saturated if is_at_a_gate(variant) => "full gate",
        Regime::Saturated => "busy station",
        Regime::Overloaded => "overloaded",
    };
    if work.counts {
        regime.to_owned()
    } else {
        format!("{regime}; cost")
    }
}

/// Whether slots are short and people are not.
fn is_at_a_gate(variant: &VariantOutcome) -> bool {
    words::always_busy(variant).is_empty() && !words::full_gates(variant).is_empty()
}

/// What the headline is of, where kinds of work differ.
pub(super) fn caveat(page: &mut Page, outcome: &Outcome) {
    let Some(variant) = outcome
        .variants
        .first()
        .filter(|first| first.work.len() > 1)
    else {
        return;
    };
    let titles = |counts: bool| -> Vec<String> {
        let kinds = variant
            .work
            .iter()
            .filter(|(_, work)| work.counts == counts);
        kinds
            .map(|(name, work)| words::titled(&work.title, name).to_owned())
            .collect()
    };
    let (counted, cost) = (titles(true), titles(false));
    if counted.len() > 1 {
        page.aside(&format!(
            "Throughput adds up and times average over kinds of work ({}); each one is below.",
            words::listed(&counted)
        ));
    }
    if !cost.is_empty() {
        let is = if cost.len() == 1 { "is" } else { "are" };
        page.aside(&format!(
            "{} {is} a cost: work that takes people's time and is not counted here.",
            words::listed(&cost)
        ));
    }
}
