//! Judgment and trust: a row for each measure that exists, where roles are given or deliveries can be
//! undone.

use crate::experiment::{Comparison, Difference, Measures, Outcome, VariantOutcome};
use crate::report::number::{self, NOTHING, Scale};
use crate::statistics::Estimate;

use super::page::Page;
use super::table::Table;
use super::words;

/// Columns of the screen for the names of the measures, and for a value with its interval.
const NAMES: usize = 36;
const VALUE: usize = 24;

/// A measure as a row: its name in results, in words, and whether it is a share.
const ROWS: [(&str, &str, bool); 8] = [
    (
        "trusted_per_judgment_hour",
        "trusted change [items/judgment hour]",
        false,
    ),
    ("intervention_rate", "intervention rate [of items]", true),
    (
        "integration_friction",
        "integration friction [h/item]",
        false,
    ),
    ("rework", "rework [of hands-on time]", true),
    ("rollback_risk", "rollback risk [of deliveries]", true),
    ("validation_quality", "validation quality [of flaws]", true),
    ("feedback_time", "feedback [h from flaw to finding]", false),
    ("context_loss", "context loss [h/item]", false),
];

/// A table of measures, one column per variant.
pub(super) fn write(page: &mut Page, outcome: &Outcome) {
    let of_trust = |measures: &Measures| {
        let mut named = measures.named().into_iter();
        // Rework alone is told where it is sent back.
        named.any(|(name, value)| name != "rework" && value.is_some())
    };
    let mut variants = outcome.variants.iter();
    if !variants.any(|variant| of_trust(&variant.measures)) {
        return;
    }
    page.heading("Judgment and trust");
    let columns = (page.width().saturating_sub(NAMES) / VALUE).max(1);
    for (number, variants) in outcome.variants.chunks(columns).enumerate() {
        if number > 0 {
            page.gap();
        }
        page.table(&table(variants));
    }
    let mut variants = outcome.variants.iter();
    if variants.any(|variant| variant.measures.trusted_per_judgment_hour.is_some()) {
        page.aside(
            "Trusted change: items delivered that are not undone, per hour of hands-on judgment.",
        );
    }
}

fn table(variants: &[VariantOutcome]) -> Table {
    let names = variants.iter().map(|variant| variant.name.clone());
    let mut table = Table::new(std::iter::once(String::new()).chain(names));
    for (name, words, is_share) in ROWS {
        let values: Vec<Option<Estimate>> = variants
            .iter()
            .map(|variant| of(&variant.measures, name))
            .collect();
        if values.iter().all(Option::is_none) {
            continue;
        }
        let scale = match is_share {
            true => Scale::PERCENT.exactly(1),
            false => Scale::PLAIN.in_row(&values),
        };
        let cells = values.iter().map(|value| shown(value, scale));
        table.row(std::iter::once(words.to_owned()).chain(cells));
    }
    table
}

fn of(measures: &Measures, name: &str) -> Option<Estimate> {
    let mut named = measures.named().into_iter();
    named.find(|(own, _)| *own == name)?.1.clone()
}

fn shown(value: &Option<Estimate>, scale: Scale) -> String {
    value
        .as_ref()
        .map_or(NOTHING.to_owned(), |value| number::interval(value, scale))
}

/// How the headline of judgment differs between a variant and the baseline.
pub(super) fn difference(page: &mut Page, outcome: &Outcome, comparison: &Comparison) {
    let Difference {
        difference,
        relative,
    } = &comparison.trusted_per_judgment_hour;
    if difference.is_none() || words::sides(outcome, comparison).is_none() {
        return;
    }
    page.aside(&format!(
        "Trusted change per hour of judgment: {} items, {}.",
        shown(difference, Scale::PLAIN.signed()),
        shown(relative, Scale::PERCENT.signed())
    ));
}
