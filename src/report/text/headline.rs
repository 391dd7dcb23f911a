//! The measures that matter, per variant, and the differences between variants.

use crate::experiment::{Comparison, Difference, Outcome, Regime, VariantOutcome};
use crate::report::number::{self, NOTHING, Scale};
use crate::statistics::Estimate;

use super::kinds;
use super::page::Page;
use super::table::Table;
use super::words;

/// Reads one measure of a variant.
type Measure = fn(&VariantOutcome) -> Option<Estimate>;

/// Columns of the screen for the names of the measures, and for a value with its interval.
const NAMES: usize = 27;
const VALUE: usize = 24;

/// A table of measures, one column per variant; several tables if there are many variants.
pub(super) fn write(page: &mut Page, outcome: &Outcome) {
    page.heading("Headline");
    let columns = (page.width().saturating_sub(NAMES) / VALUE).max(1);
    for (number, variants) in outcome.variants.chunks(columns).enumerate() {
        if number > 0 {
            page.gap();
        }
        page.table(&measures(outcome, variants));
    }
    kinds::caveat(page, outcome);
}

fn measures(outcome: &Outcome, variants: &[VariantOutcome]) -> Table {
    let names = variants.iter().map(|variant| variant.name.clone());
    let mut table = Table::new(std::iter::once(String::new()).chain(names));
    plain(&mut table, variants, "throughput [items/week]", |variant| {
        variant.throughput.clone()
    });
    // What is undone is the difference between what was delivered and what stays.
    if variants.iter().any(|variant| variant.undone.is_some()) {
        plain(&mut table, variants, "delivered [items]", |variant| {
            variant.delivered.clone()
        });
        plain(&mut table, variants, "of these undone", |variant| {
            variant.undone.clone()
        });
    }
    flow_times(&mut table, outcome, variants);
    plain(&mut table, variants, "growth [items/week]", |variant| {
        variant.growth.clone()
    });
    plain(&mut table, variants, "WIP [items]", |variant| {
        variant.wip.clone()
    });
    row(
        &mut table,
        variants,
        "flow efficiency",
        |variant| variant.flow_efficiency.clone(),
        &|value| number::interval(value, Scale::PERCENT.exactly(1)),
    );
    let flawed = "delivered with a flaw [items]";
    plain(&mut table, variants, flawed, |of| of.escaped.clone());
    let losses: [(&str, Measure); 2] = [
        ("gave up [share of items]", |variant| {
            words::only(variant)?.abandoned.clone()
        }),
        ("turned away [share of items]", |variant| {
            words::only(variant)?.turned_away.clone()
        }),
    ];
    for (name, measure) in losses {
        row(&mut table, variants, name, measure, &|value| {
            number::interval(value, Scale::PERCENT.exactly(1))
        });
    }
    let values: Vec<_> = variants
        .iter()
        .map(|variant| variant.value.clone())
        .collect();
    let scale = number::money_scale(&values);
    row(
        &mut table,
        variants,
        "value earned in the window",
        |variant| variant.value.clone(),
        &|value| number::money(value, scale),
    );
    costs(&mut table, variants);
    table
}

fn costs(table: &mut Table, variants: &[VariantOutcome]) {
    let measures: [(&str, Measure); 2] = [
        ("people's cost in the window", |variant| {
            variant.measures.cost.clone()
        }),
        ("people's cost per delivery", |variant| {
            variant.measures.cost_per_item.clone()
        }),
    ];
    for (name, measure) in measures {
        let values: Vec<_> = variants.iter().map(measure).collect();
        let scale = number::money_scale(&values);
        row(table, variants, name, measure, &|value| {
            number::money(value, scale)
        });
    }
}

fn flow_times(table: &mut Table, outcome: &Outcome, variants: &[VariantOutcome]) {
    let means = || {
        let variants = outcome.variants.iter();
        variants.map(|variant| &variant.flow_time.mean)
    };
    let unit = words::time_unit(&outcome.variants);
    let alike = unit.scale().in_row(means());
    let scale = if alike.fixed {
        alike.in_column(means())
    } else {
        unit.scale()
    };
    let measures: [(&str, Measure); 5] = [
        ("flow time, mean", |variant| {
            stable(variant, &variant.flow_time.mean)
        }),
        ("flow time, 50% within", |variant| {
            stable(variant, &variant.flow_time.p50)
        }),
        ("flow time, 85% within", |variant| {
            stable(variant, &variant.flow_time.p85)
        }),
        ("flow time, 95% within", |variant| {
            stable(variant, &variant.flow_time.p95)
        }),
        ("customer lead time, mean", |variant| {
            stable(variant, &variant.lead_time.mean)
        }),
    ];
    for (name, measure) in measures {
        let name = format!("{name} [{}]", unit.name);
        row(table, variants, &name, measure, &|value| {
            number::interval(value, scale)
        });
    }
}

/// A flow time of an overloaded variant depends on how long one looks: it is not shown.
fn stable(variant: &VariantOutcome, value: &Option<Estimate>) -> Option<Estimate> {
    value
        .clone()
        .filter(|_| variant.regime != Regime::Overloaded)
}

fn plain(table: &mut Table, variants: &[VariantOutcome], name: &str, measure: Measure) {
    let values: Vec<_> = variants.iter().map(measure).collect();
    let scale = Scale::PLAIN.in_row(&values);
    row(table, variants, name, measure, &|value| {
        number::interval(value, scale)
    });
}

/// Adds a row unless no variant has the value.
fn row(
    table: &mut Table,
    variants: &[VariantOutcome],
    name: &str,
    measure: Measure,
    show: &dyn Fn(&Estimate) -> String,
) {
    let values: Vec<_> = variants.iter().map(measure).collect();
    if values.iter().any(Option::is_some) {
        let cells = values
            .iter()
            .map(|value| value.as_ref().map_or(NOTHING.to_owned(), show));
        table.row(std::iter::once(name.to_owned()).chain(cells));
    }
}

/// The differences between one variant and the baseline, absolute and relative.
pub(super) fn differences(page: &mut Page, outcome: &Outcome, comparison: &Comparison) {
    page.heading(&format!(
        "{} against {}, on the same luck",
        comparison.variant, comparison.baseline
    ));
    let sides: Vec<&VariantOutcome> = [&comparison.variant, &comparison.baseline]
        .iter()
        .filter_map(|name| words::variant(outcome, name))
        .collect();
    let overloaded = sides
        .iter()
        .any(|variant| variant.regime == Regime::Overloaded);
    let unit = words::time_unit(&outcome.variants);
    let scale = number::money_scale([&comparison.value.difference]).signed();
    let mut table = Table::new(["", "difference", "relative"]);
    let count = |value: &Estimate| number::interval(value, Scale::PLAIN.signed());
    let spans = |value: &Estimate| number::interval(value, unit.scale().signed());
    let money = |value: &Estimate| number::money(value, scale);
    let flow_time = format!("flow time, mean [{}]", unit.name);
    change(
        &mut table,
        "throughput [items/week]",
        &comparison.throughput,
        count,
    );
    if !overloaded {
        change(&mut table, &flow_time, &comparison.flow_time, spans);
    }
    change(&mut table, "WIP [items]", &comparison.wip, count);
    change(
        &mut table,
        "value earned in the window",
        &comparison.value,
        money,
    );
    page.table(&table);
    luck(page, comparison);
}

fn change(table: &mut Table, name: &str, values: &Difference, show: impl Fn(&Estimate) -> String) {
    if values.difference.is_none() && values.relative.is_none() {
        return;
    }
    let relative = |value: &Estimate| number::interval(value, Scale::PERCENT.signed());
    table.row([
        name.to_owned(),
        values.difference.as_ref().map_or(NOTHING.to_owned(), show),
        values
            .relative
            .as_ref()
            .map_or(NOTHING.to_owned(), relative),
    ]);
}

/// Spread of an interval beyond which a ratio says nothing.
const WIDE: f64 = 100.0;

fn luck(page: &mut Page, comparison: &Comparison) {
    if let Some(ratio) = &comparison.variance_ratio {
        // Ends that are no numbers fail this too.
        if !(ratio.low > 0.0 && ratio.high / ratio.low <= WIDE) {
            page.aside("How much the same luck helps cannot be told from few trials.");
            return;
        }
        page.aside(&format!(
            "On the same luck one trial says as much about the throughput difference as {} trials on \
             independent luck.",
            number::interval(ratio, Scale::PLAIN)
        ));
    }
}

/// One line per variant, if there are several to compare.
pub(super) fn summary(page: &mut Page, outcome: &Outcome) {
    page.heading("Against the baseline");
    let mut table = Table::new(["", "local", "delivery", "pass-through", "flow time"]);
    let relative = |value: &Option<Estimate>| {
        value.as_ref().map_or(NOTHING.to_owned(), |value| {
            number::interval(value, Scale::PERCENT.signed())
        })
    };
    for comparison in &outcome.comparisons {
        table.row([
            comparison.variant.clone(),
            comparison.local.map_or(NOTHING.to_owned(), |local| {
                number::exact(local, Scale::PERCENT.signed())
            }),
            relative(&comparison.throughput.relative),
            comparison
                .pass_through
                .as_ref()
                .map_or(NOTHING.to_owned(), |share| {
                    number::interval(share, Scale::PLAIN)
                }),
            relative(&comparison.flow_time.relative),
        ]);
    }
    page.table(&table);
}
