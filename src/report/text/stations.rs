//! The stations in the order of the routes.

use crate::experiment::{Comparison, Outcome, StationOutcome, VariantOutcome};
use crate::report::number::{self, JOINED, NOTHING, Scale, SpanUnit};
use crate::statistics::Estimate;

use super::flaws;
use super::page::Page;
use super::table::Table;
use super::words;

/// A share of items lost: head of its column, and where it is.
type Loss = (&'static str, fn(&StationOutcome) -> &Option<Estimate>);

/// Items are lost in these ways.
const LOSSES: [Loss; 2] = [
    ("gave\nup", |station| &station.abandoned),
    ("turned\naway", |station| &station.turned_away),
];

/// The stations of one variant.
pub(super) fn of_variant(page: &mut Page, variant: &VariantOutcome) {
    let stations = words::in_order(variant);
    let waits = || stations.iter().map(|(_, station)| &station.wait);
    let unit = SpanUnit::of_all(waits());
    let wait = unit.scale().in_column(waits());
    let queue = queue_scale(stations.iter().map(|(_, station)| *station));
    page.heading("Stations");
    let losses = losses(stations.iter().map(|(_, station)| *station));
    let wait_head = format!("wait per\nvisit [{}]", unit.name);
    let heads = [
        "",
        "staff",
        "utilisation",
        "queue",
        &wait_head,
        "visits",
        "sent\nback",
    ];
    let lost = losses.iter().map(|(head, _)| *head);
    let mut table = Table::new(heads.into_iter().chain(lost));
    for (name, station) in &stations {
        let cells = [
            words::titled(&station.title, name).to_owned(),
            staff(variant, station),
            shown(&station.utilisation, |value| {
                number::interval(value, Scale::PERCENT.exactly(1))
            }),
            shown(&station.queue, |value| number::point(value, queue)),
            shown(&station.wait, |value| number::interval(value, wait)),
            shown(&station.visits, |value| {
                number::point(value, Scale::PLAIN.exactly(2))
            }),
            sent_back(station),
        ];
        let lost = losses.iter().map(|(_, share)| percent(share(station)));
        table.row(cells.into_iter().chain(lost));
    }
    page.table(&table);
    page.aside("Queue: items waiting, on average. Visits: per delivered item.");
    explain(page, &losses);
    flaws::write(page, None, variant);
    beside(page, [variant, variant]);
}

/// The ways in which items can be lost at some of these stations.
fn losses<'a>(stations: impl Iterator<Item = &'a StationOutcome>) -> Vec<Loss> {
    let stations: Vec<_> = stations.collect();
    let can_be = |(_, share): &Loss| stations.iter().any(|station| share(station).is_some());
    LOSSES.into_iter().filter(can_be).collect()
}

fn explain(page: &mut Page, losses: &[Loss]) {
    if !losses.is_empty() {
        let heads = losses.iter().map(|(head, _)| head.replace('\n', " "));
        let heads = words::capital(&words::listed(&heads.collect::<Vec<_>>()));
        page.aside(&format!("{heads}: share of the items that came there."));
    }
}

/// A share of items lost.
pub(super) fn percent(share: &Option<Estimate>) -> String {
    shown(share, |value| {
        number::point(value, Scale::PERCENT.exactly(1))
    })
}

/// What steps side by side add outside the ledgers, in words.
fn beside(page: &mut Page, sides: [&VariantOutcome; 2]) {
    let told = [
        (
            "join",
            "Join: wait for the branches beside it, once work on one is done",
        ),
        (
            "discarded",
            "Discarded: hands-on work that came to nothing, as enough other branches were done",
        ),
    ];
    for (name, meaning) in told {
        let of = |station: &StationOutcome| {
            let found = station.beside.iter().find(|(cause, _)| *cause == name);
            found.and_then(|(_, time)| time.clone())
        };
        let times: Vec<_> = sides
            .iter()
            .flat_map(|side| side.stations.values().map(of))
            .collect();
        let unit = SpanUnit::of_all(&times);
        let scale = unit.scale().in_column(&times);
        let stations = words::in_order(sides[1])
            .into_iter()
            .filter_map(|(at, after)| {
                let before = sides[0].stations.get(at);
                let both_sides = before.into_iter().chain([after]);
                let is_some = |time: &Estimate| time.mean != 0.0;
                both_sides.filter_map(of).find(is_some)?;
                let span = both(before, Some(after), |station| {
                    shown(&of(station), |time| number::point(time, scale))
                });
                Some(format!("{}{JOINED}{span}", words::titled(&after.title, at)))
            });
        let stations: Vec<String> = stations.collect();
        if !stations.is_empty() {
            let stations = words::listed(&stations);
            page.aside(&format!(
                "{meaning}, per visit [{}]: {stations}.",
                unit.name
            ));
        }
    }
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
            both(old, new, |station| staff(after, station)),
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
    flaws::write(page, Some(before), after);
    beside(page, [before, after]);
    lost(page, comparison, [before, after]);
}

/// Who is lost where, before and after.
fn lost(page: &mut Page, comparison: &Comparison, [before, after]: [&VariantOutcome; 2]) {
    let losses = losses(before.stations.values().chain(after.stations.values()));
    if losses.is_empty() {
        return;
    }
    page.heading(&format!(
        "Lost at the stations, {} → {}",
        comparison.baseline, comparison.variant
    ));
    let heads = losses.iter().map(|(head, _)| *head);
    let mut table = Table::new(std::iter::once("").chain(heads));
    for (name, station) in words::in_order(after) {
        let old = before.stations.get(name);
        let can_be = |(_, share): &Loss| {
            let sides = old.into_iter().chain([station]);
            sides.into_iter().any(|side| share(side).is_some())
        };
        if losses.iter().any(can_be) {
            let shares = losses
                .iter()
                .map(|(_, share)| both(old, Some(station), |side| percent(share(side))));
            let title = words::titled(&station.title, name).to_owned();
            table.row(std::iter::once(title).chain(shares));
        }
    }
    page.table(&table);
    explain(page, &losses);
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

/// How many people there are, or the pool they are in.
fn staff(variant: &VariantOutcome, station: &StationOutcome) -> String {
    if let Some(name) = &station.pool {
        let pool = variant.pools.get(name);
        return pool.map_or(name.clone(), |pool| {
            words::titled(&pool.title, name).to_owned()
        });
    }
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
pub(super) fn both<T>(old: Option<&T>, new: Option<&T>, show: impl Fn(&T) -> String) -> String {
    let old = old.map_or(NOTHING.to_owned(), &show);
    let new = new.map_or(NOTHING.to_owned(), &show);
    if old == new {
        old
    } else {
        format!("{old}\u{a0}→\u{a0}{new}")
    }
}
