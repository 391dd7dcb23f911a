//! The stations in the order of the routes.

use crate::experiment::{Comparison, Outcome, StationOutcome, VariantOutcome};
use crate::report::number::{self, NOTHING, Scale, SpanUnit};
use crate::statistics::Estimate;

use super::page::Page;
use super::table::Table;
use super::words;

/// The stations of one variant.
pub(super) fn of_variant(page: &mut Page, variant: &VariantOutcome) {
    let stations = words::in_order(variant);
    let waits = || stations.iter().map(|(_, station)| &station.wait);
    let unit = SpanUnit::of_all(waits());
    let wait = unit.scale().in_column(waits());
    let queue = queue_scale(stations.iter().map(|(_, station)| *station));
    page.heading("Stations");
    let mut table = Table::new([
        "",
        "staff",
        "utilisation",
        "queue",
        &format!("wait per\nvisit [{}]", unit.name),
        "visits",
        "sent\nback",
    ]);
    for (name, station) in &stations {
        table.row([
            words::titled(&station.title, name).to_owned(),
            staff(station),
            shown(&station.utilisation, |value| {
                number::interval(value, Scale::PERCENT.exactly(1))
            }),
            shown(&station.queue, |value| number::point(value, queue)),
            shown(&station.wait, |value| number::interval(value, wait)),
            shown(&station.visits, |value| {
                number::point(value, Scale::PLAIN.exactly(2))
            }),
            sent_back(station),
        ]);
    }
    page.table(&table);
    page.aside("Queue: items waiting, on average. Visits: per delivered item.");
}

/// What changed at the stations.
pub(super) fn of_comparison(page: &mut Page, outcome: &Outcome, comparison: &Comparison) {
    let Some((before, after)) = words::sides(outcome, comparison) else {
        return;
    };
    let (unit, longer) = longer(comparison);
    let queue = queue_scale(before.stations.values().chain(after.stations.values()));
    page.heading(&format!(
        "Stations, {} → {}",
        comparison.baseline, comparison.variant
    ));
    let mut table = Table::new([
        "",
        "staff",
        "utilisation",
        "queue",
        &format!("wait per\n{} [{}]", words::item(after), unit.name),
        "sent\nback",
    ]);
    let gone = words::in_order(before)
        .into_iter()
        .filter(|(name, _)| !after.stations.contains_key(*name));
    for (name, station) in words::in_order(after).into_iter().chain(gone) {
        let old = before.stations.get(name);
        let new = after.stations.get(name);
        let wait = comparison.wait.get(name).cloned().flatten();
        table.row([
            words::titled(&station.title, name).to_owned(),
            both(old, new, staff),
            both(old, new, |station| {
                shown(&station.utilisation, |value| {
                    number::point(value, Scale::PERCENT.exactly(0))
                })
            }),
            both(old, new, |station| {
                shown(&station.queue, |value| number::point(value, queue))
            }),
            shown(&wait, |value| number::interval(value, longer)),
            both(old, new, sent_back),
        ]);
    }
    page.table(&table);
    page.aside(
        "Wait: how much longer or shorter a delivered item waits there, over all its visits.",
    );
}

/// Unit and scale of how much longer items wait at the stations.
pub(super) fn longer(comparison: &Comparison) -> (SpanUnit, Scale) {
    let unit = SpanUnit::of_all(comparison.wait.values());
    let scale = unit.scale().in_column(comparison.wait.values()).signed();
    (unit, scale)
}

/// Queues to a tenth of an item, coarser where one is long and finer where all are short.
fn queue_scale<'a>(stations: impl Iterator<Item = &'a StationOutcome>) -> Scale {
    let scale = Scale::PLAIN.in_column(stations.map(|station| &station.queue));
    let is_long = scale.places == 0;
    scale.exactly(if is_long {
        0
    } else {
        (scale.places - 1).max(1)
    })
}

fn staff(station: &StationOutcome) -> String {
    let people = station.staff.map(|people| number::count(people.into()));
    people.unwrap_or_else(|| NOTHING.to_owned())
}

fn shown(value: &Option<Estimate>, show: impl Fn(&Estimate) -> String) -> String {
    value.as_ref().map_or(NOTHING.to_owned(), show)
}

/// Share of visits after which work goes back; nothing where it never does.
fn sent_back(station: &StationOutcome) -> String {
    let some = station.sent_back.clone().filter(|share| share.high != 0.0);
    shown(&some, |value| {
        number::point(value, Scale::PERCENT.exactly(1))
    })
}

/// "old → new", once if they look the same.
fn both(
    old: Option<&StationOutcome>,
    new: Option<&StationOutcome>,
    show: impl Fn(&StationOutcome) -> String,
) -> String {
    let old = old.map_or(NOTHING.to_owned(), &show);
    let new = new.map_or(NOTHING.to_owned(), &show);
    if old == new {
        old
    } else {
        format!("{old}\u{a0}→\u{a0}{new}")
    }
}
