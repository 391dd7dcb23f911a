//! The two meters, and money: what one station sees, and what arrives.

use crate::experiment::{Comparison, Difference, MoneyOutcome, Outcome};
use crate::report::number::{self, NOTHING, Scale};
use crate::statistics::Estimate;

use super::page::Page;
use super::table::Table;
use super::words;

/// The local meter beside delivery; only where one station changed.
pub(super) fn write(page: &mut Page, outcome: &Outcome, comparison: &Comparison) {
    let sides = words::sides(outcome, comparison);
    let (Some(local), Some(name), Some((before, after))) =
        (comparison.local, &comparison.local_station, sides)
    else {
        return reason(page, comparison);
    };
    page.heading("Two meters, both right");
    let mut table = Table::new(["", &comparison.baseline, &comparison.variant, "change"]);
    let title = words::station(after, name);
    table.row([
        format!("{title}, own rate"),
        "100%".to_owned(),
        number::exact(1.0 + local, Scale::PERCENT),
        number::exact(local, Scale::PERCENT.signed()),
    ]);
    let services = [before, after].map(|side| {
        let station = side.stations.get(name);
        station.and_then(|station| station.throughput.clone())
    });
    measured(&mut table, format!("{title}, services a week"), &services);
    if let Some((old, new)) = comparison.local_staff {
        let per_person = std::iter::zip(&services, [old, new]).map(|(value, people)| {
            let value = value.as_ref().filter(|_| people > 0.0);
            value.map(|value| value.scaled(1.0 / people, "services/person-week"))
        });
        let per_person: Vec<_> = per_person.collect();
        measured(
            &mut table,
            format!("{title}, services a person-week"),
            &per_person,
        );
    }
    table.row([
        "delivered a week".to_owned(),
        plain(&before.throughput),
        plain(&after.throughput),
        relative(&comparison.throughput),
    ]);
    page.table(&table);
    let pass_through = comparison.pass_through.as_ref();
    if let Some(share) = pass_through.filter(|share| share.mean.is_finite()) {
        let shown = number::interval(share, Scale::PLAIN);
        page.paragraph(&format!(
            "Pass-through, the share of the own rate's change that reached delivery: {shown}."
        ));
    } else {
        reason(page, comparison);
    }
}

/// A row of values before and after; their change is that of the values shown.
fn measured(table: &mut Table, name: String, sides: &[Option<Estimate>]) {
    let change = match sides {
        [Some(before), Some(after)] if before.mean > 0.0 => {
            let change = after.mean / before.mean - 1.0;
            number::exact(change, Scale::PERCENT.signed().exactly(1))
        }
        _ => NOTHING.to_owned(),
    };
    let shown = sides.iter().map(plain);
    table.row(std::iter::once(name).chain(shown).chain([change]));
}

fn reason(page: &mut Page, comparison: &Comparison) {
    if let Some(reason) = &comparison.local_reason {
        page.gap();
        page.paragraph(&format!(
            "No pass-through: {}.",
            reason.trim_end_matches('.')
        ));
    }
}

fn plain(value: &Option<Estimate>) -> String {
    value.as_ref().map_or(NOTHING.to_owned(), |value| {
        number::point(value, Scale::PLAIN)
    })
}

fn relative(change: &Difference) -> String {
    change
        .relative
        .as_ref()
        .map_or(NOTHING.to_owned(), |value| {
            number::interval(value, Scale::PERCENT.signed())
        })
}

/// What the gain is worth, with the assumption beside the number.
pub(super) fn money(page: &mut Page, money: &MoneyOutcome) {
    page.heading("Money a year");
    let mut table = Table::new(["", "amount", ""]).words_in(2);
    let rows = [
        (
            "potential",
            &money.potential,
            "if delivery had moved as the station did",
        ),
        ("realised", &money.realised, "as delivery did move"),
        ("absorbed", &money.absorbed, "the difference"),
    ];
    let scale = number::money_scale(rows.iter().map(|(_, value, _)| *value));
    for (name, value, meaning) in rows {
        let amount = value
            .as_ref()
            .map_or(NOTHING.to_owned(), |value| number::money(value, scale));
        table.row([name.to_owned(), amount, meaning.to_owned()]);
    }
    page.table(&table);
    page.aside("Assumes that a gain of one percent is worth one percent of the yearly cost base.");
}
