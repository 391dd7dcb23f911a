//! What limits the throughput, in words.

use crate::experiment::{Outcome, VariantOutcome};

use super::page::Page;
use super::words;

/// The regime of every variant and what it means for the reader.
pub(super) fn write(page: &mut Page, outcome: &Outcome) {
    page.heading("What limits the throughput");
    let Some(first) = outcome.variants.first() else {
        return;
    };
    let same = outcome
        .variants
        .iter()
        .all(|variant| variant.regime == first.regime);
    if same {
        let whom = if outcome.variants.len() > 1 {
            "Every variant is "
        } else {
            ""
        };
        page.paragraph(&sentence(whom, first));
    } else {
        for variant in &outcome.variants {
            page.entry(&sentence(&format!("{} is ", variant.name), variant));
        }
    }
    kinds(page, outcome);
}

fn sentence(whom: &str, variant: &VariantOutcome) -> String {
    let regime = words::regime(variant.regime);
    let head = format!("{whom}{regime}");
    format!(
        "{}: {}",
        words::capital(&head),
        words::meaning(variant.regime)
    )
}

/// Kinds of work that are limited by something else than the whole.
fn kinds(page: &mut Page, outcome: &Outcome) {
    for variant in &outcome.variants {
        let odd: Vec<String> = words::odd_kinds(variant)
            .iter()
            .map(|(title, work)| format!("{title} is {}", words::regime(work.regime)))
            .collect();
        if !odd.is_empty() {
            let within = format!("Within {}: {}.", variant.name, words::listed(&odd));
            page.paragraph(&within);
        }
    }
}
