//! The two meters, and money: what one station sees, and what arrives.

use crate::experiment::{Comparison, Difference, MoneyOutcome, Outcome};
use crate::report::number::{self, NOTHING, Scale};
use crate::statistics::Estimate;

use super::page::Page;
use super::table::Table;
use super::words;

/// The local meter beside delivery; only where one station changed.
pub(super) fn write(page: &mut Page, outcome: &Outcome, comparison: &Comparison) {
    let sides = (
        words::variant(outcome, &comparison.baseline),
        words::variant(outcome, &comparison.variant),
    );
    let (Some(local), Some(name), (Some(before), Some(after))) =
        (comparison.local, &comparison.local_station, sides)
    else {
        return reason(page, comparison);
    };
    page.heading("Two meters, both right");
    let mut table = Table::new(["", &comparison.baseline, &comparison.variant, "change"]);
    let title = words::station(after, name);
    table.row([
        format!("{title}, own rate"),
        NOTHING.to_owned(),
        NOTHING.to_owned(),
        number::exact(local, Scale::PERCENT.signed()),
    ]);
    let services = |side: &crate::experiment::VariantOutcome| {
        plain(
            &side
                .stations
                .get(name)
                .and_then(|station| station.throughput.clone()),
        )
    };
    table.row([
        format!("{title}, services a week"),
        services(before),
        services(after),
        String::new(),
    ]);
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
        page.paragraph(&format!("Pass-through (delivery over own rate): {shown}."));
    } else {
        reason(page, comparison);
    }
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
