//! Organisations side by side: what each delivers and costs, and what becomes of it.

use crate::experiment::{OrgOutcome, Outcome, VariantOutcome};
use crate::report::number::{self, NOTHING, Scale, SpanUnit};
use crate::statistics::Estimate;
use crate::units::HOUR;

use super::explain::words::span;
use super::page::Page;
use super::table::Table;

/// Nothing where every variant has one organisation.
pub(super) fn write(page: &mut Page, outcome: &Outcome) {
    if all(outcome).next().is_none() {
        return;
    }
    page.heading("Organisations");
    deliveries(page, outcome);
    fates(page, outcome);
    looks(page, outcome);
}

fn all(outcome: &Outcome) -> impl Iterator<Item = (&VariantOutcome, &OrgOutcome)> {
    let variants = outcome.variants.iter();
    variants.flat_map(|variant| variant.orgs.iter().map(move |org| (variant, org)))
}

fn whose(outcome: &Outcome, variant: &VariantOutcome) -> String {
    match outcome.variants.len() {
        1 => String::new(),
        _ => variant.name.clone(),
    }
}

fn deliveries(page: &mut Page, outcome: &Outcome) {
    let orgs = || all(outcome).map(|(_, org)| org);
    let rate = Scale::PLAIN.in_column(orgs().map(|org| &org.throughput));
    let times = SpanUnit::of_all(orgs().map(|org| &org.flow_time));
    let money = number::money_scale(orgs().map(|org| &org.cost));
    let costs = orgs().any(|org| org.cost.is_some());
    let flow = format!("flow time\n[{}]", times.name);
    let heads = [
        "",
        "",
        "throughput\n[items/week]",
        "delivered\n[items]",
        &flow,
    ];
    let cost = costs.then_some("cost of\npeople");
    let mut table = Table::new(heads.into_iter().chain(cost)).words_in(1);
    for (variant, org) in all(outcome) {
        let point = |value, scale: Scale| shown(value, |value| number::point(value, scale));
        let cells = [
            org.name.clone(),
            whose(outcome, variant),
            shown(&org.throughput, |value| number::interval(value, rate)),
            point(&org.delivered, Scale::PLAIN.at_most(1)),
            point(&org.flow_time, times.scale().at_most(1)),
        ];
        let cost = costs.then(|| point(&org.cost, money));
        table.row(cells.into_iter().chain(cost));
    }
    page.table(&table);
}

/// Whether and when one was closed, or came to deliver more than the others.
fn fates(page: &mut Page, outcome: &Outcome) {
    let ends = all(outcome).flat_map(|(_, org)| [&org.overtook_at, &org.closed_at]);
    let unit = SpanUnit::of_all(ends);
    let at = format!("at\n[{}]", unit.name);
    let mut table = Table::new(["", "", "overtook", &at, "closed", &at]).words_in(1);
    for (variant, org) in all(outcome) {
        let at = |value| shown(value, |value| number::point(value, unit.scale().at_most(1)));
        table.row([
            org.name.clone(),
            whose(outcome, variant),
            share(&org.overtook),
            at(&org.overtook_at),
            share(&org.closed),
            at(&org.closed_at),
        ]);
    }
    page.gap();
    page.table(&table);
    page.aside(
        "Overtook: share of trials in which it came to deliver more than the others together, to \
         the end; at: when it did, and when it was closed.",
    );
}

/// Days on which somebody looked whether an organisation is worth going on.
fn looks(page: &mut Page, outcome: &Outcome) {
    if all(outcome).all(|(_, org)| org.looks.is_empty()) {
        return;
    }
    page.gap();
    let mut table = Table::new([
        "",
        "",
        "looked at\nafter",
        "unless\ndelivered",
        "then",
        "in so many\ntrials",
    ])
    .words_in(1)
    .words_in(4);
    for (variant, org) in all(outcome) {
        for look in &org.looks {
            table.row([
                org.name.clone(),
                whose(outcome, variant),
                span(look.after * HOUR as f64),
                number::count(look.unless),
                if look.closes { "closed" } else { "recorded" }.to_owned(),
                share(&look.share),
            ]);
        }
    }
    page.table(&table);
}

fn shown(value: &Option<Estimate>, show: impl Fn(&Estimate) -> String) -> String {
    value.as_ref().map_or(NOTHING.to_owned(), show)
}

fn share(value: &Option<Estimate>) -> String {
    shown(value, |value| {
        number::interval(value, Scale::PERCENT.exactly(1))
    })
}
