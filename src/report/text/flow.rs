//! Where the time of a delivered item went, by cause; the causes add up to the flow time.

use crate::experiment::{CauseTimes, Comparison, Outcome, Regime, VariantOutcome};
use crate::report::number::{self, NOTHING, Scale, SpanUnit};
use crate::statistics::Estimate;

use super::page::Page;
use super::table::Table;
use super::words;

/// Width from which a table has room for what a cause means.
const ROOM_FOR_MEANING: usize = 76;

/// The ledger of one variant.
pub(super) fn of_variant(page: &mut Page, variant: &VariantOutcome) {
    let shown: Vec<_> = variant
        .time
        .iter()
        .filter(|(_, value)| exists(value))
        .collect();
    if shown.is_empty() {
        return;
    }
    page.heading(&format!("Where the time of {} went", one(variant)));
    let values = || {
        shown
            .iter()
            .map(|(_, value)| value)
            .chain([&variant.flow_time.mean])
    };
    let unit = SpanUnit::of_all(values());
    let scale = unit.scale().in_column(values());
    let total = total(&variant.time);
    let roomy = page.width() >= ROOM_FOR_MEANING;
    let head = [
        "",
        &format!("time [{}]", unit.name),
        "share",
        AT_WORK,
        "",
        "",
    ];
    let mut table = Table::new(head).words_in(4).words_in(5);
    for (cause, value) in shown {
        let Some(value) = value else { continue };
        let meaning = if roomy { words::cause(cause) } else { "" };
        table.row([
            words::spaced(cause),
            number::interval(value, scale),
            share(value, total),
            at_work(cause, value, total - off_calendar(&variant.time)),
            bar(value, total),
            meaning.to_owned(),
        ]);
    }
    table.row(sum(&variant.flow_time.mean, scale));
    page.table(&table);
    explain(page);
    beside(page, [variant, variant]);
    if variant.regime == Regime::Overloaded {
        unstable(page);
    }
}

fn explain(page: &mut Page) {
    page.aside("At work: share of working time, that is of the time without off calendar.");
}

/// Hands-on time outside the sum, where steps are side by side.
fn beside(page: &mut Page, sides: [&VariantOutcome; 2]) {
    let spans = sides.map(|side| {
        let time = of(&side.beside, "parallel_touch").as_ref();
        time.filter(|time| time.mean != 0.0).map(number::span)
    });
    if spans.iter().any(Option::is_some) {
        let [before, after] = spans.map(|span| span.unwrap_or_else(|| NOTHING.to_owned()));
        let span = match before == after {
            true => after,
            false => format!("{before} → {after}"),
        };
        page.aside(&format!(
            "Parallel touch, outside this sum: {span} of hands-on work on branches side by side \
             that were not the last one needed."
        ));
    }
}

/// What is no working time.
const OFF: &str = "off_calendar";
/// Head of the column with shares of working time.
const AT_WORK: &str = "at\nwork";

fn off_calendar(times: &CauseTimes) -> f64 {
    of(times, OFF).as_ref().map_or(0.0, |value| value.mean)
}

/// Share of working time.
fn at_work(cause: &str, value: &Estimate, working: f64) -> String {
    if cause == OFF {
        NOTHING.to_owned()
    } else {
        share(value, working)
    }
}

fn unstable(page: &mut Page) {
    page.aside("Of items delivered in the window; overloaded, so it grows the longer one looks.");
}

fn one(variant: &VariantOutcome) -> String {
    format!("a delivered {}", words::item(variant))
}

fn exists(value: &Option<Estimate>) -> bool {
    value.as_ref().is_some_and(|value| value.mean != 0.0)
}

/// The sum of what is shown: shares add up to one even where the mean is rounded.
fn total(times: &CauseTimes) -> f64 {
    times
        .iter()
        .filter_map(|(_, value)| value.as_ref())
        .map(|value| value.mean)
        .sum()
}

fn share(value: &Estimate, total: f64) -> String {
    if total > 0.0 {
        format!("{:.0}%", 100.0 * value.mean / total)
    } else {
        NOTHING.to_owned()
    }
}

/// A bar of up to eight signs.
fn bar(value: &Estimate, total: f64) -> String {
    let length = (8.0 * value.mean / total).round().clamp(0.0, 8.0) as usize;
    "█".repeat(length)
}

fn sum(flow_time: &Option<Estimate>, scale: Scale) -> [String; 6] {
    let shown = flow_time
        .as_ref()
        .map_or(NOTHING.to_owned(), |value| number::interval(value, scale));
    ["flow time", &shown, "100%", "100%", "", ""].map(str::to_owned)
}

/// The ledgers of a variant and its baseline, and the difference.
pub(super) fn of_comparison(page: &mut Page, outcome: &Outcome, comparison: &Comparison) {
    let Some((before, after)) = words::sides(outcome, comparison) else {
        return;
    };
    let unit = words::time_unit(&outcome.variants);
    page.heading(&format!(
        "Where the time of {} went [{}]",
        one(before),
        unit.name
    ));
    let mut table = Table::new([
        "",
        &comparison.baseline,
        "share",
        AT_WORK,
        &comparison.variant,
        "share",
        AT_WORK,
        "difference",
    ]);
    let scale = unit.scale();
    let scale = scale.in_column([&before.flow_time.mean, &after.flow_time.mean]);
    let differences = comparison.time.iter().map(|(_, value)| value);
    let change = unit.scale().in_column(differences).signed();
    let change = change.exactly(change.places.min(2));
    for (cause, old) in &before.time {
        let new = of(&after.time, cause);
        if exists(old) || exists(new) {
            let difference = of(&comparison.time, cause);
            table.row([
                words::spaced(cause),
                time(old, scale),
                part(old, &before.time),
                part_at_work(cause, old, &before.time),
                time(new, scale),
                part(new, &after.time),
                part_at_work(cause, new, &after.time),
                differing(difference, change),
            ]);
        }
    }
    table.row(sums(before, after, comparison, (scale, change)));
    page.table(&table);
    explain(page);
    beside(page, [before, after]);
    if [before, after]
        .iter()
        .any(|side| side.regime == Regime::Overloaded)
    {
        unstable(page);
    }
}

fn sums(
    before: &VariantOutcome,
    after: &VariantOutcome,
    comparison: &Comparison,
    (scale, change): (Scale, Scale),
) -> [String; 8] {
    [
        "flow time".to_owned(),
        time(&before.flow_time.mean, scale),
        "100%".to_owned(),
        "100%".to_owned(),
        time(&after.flow_time.mean, scale),
        "100%".to_owned(),
        "100%".to_owned(),
        differing(&comparison.flow_time.difference, change),
    ]
}

fn of<'a>(times: &'a CauseTimes, cause: &str) -> &'a Option<Estimate> {
    let found = times.iter().find(|(name, _)| *name == cause);
    found.map_or(&None, |(_, value)| value)
}

fn time(value: &Option<Estimate>, scale: Scale) -> String {
    value
        .as_ref()
        .map_or(NOTHING.to_owned(), |value| number::point(value, scale))
}

fn part(value: &Option<Estimate>, times: &CauseTimes) -> String {
    value
        .as_ref()
        .map_or(NOTHING.to_owned(), |value| share(value, total(times)))
}

fn part_at_work(cause: &str, value: &Option<Estimate>, times: &CauseTimes) -> String {
    let working = total(times) - off_calendar(times);
    value
        .as_ref()
        .map_or(NOTHING.to_owned(), |value| at_work(cause, value, working))
}

fn differing(value: &Option<Estimate>, scale: Scale) -> String {
    value
        .as_ref()
        .map_or(NOTHING.to_owned(), |value| number::interval(value, scale))
}
