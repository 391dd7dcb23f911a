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
    let odd: Vec<String> = outcome.variants.iter().map(odd).collect();
    match odd.first() {
        Some(first) if odd.iter().all(|other| other == first) => {
            if !first.is_empty() {
                page.paragraph(&format!("{}.", words::capital(first)));
            }
        }
        _ => {
            let named = std::iter::zip(&outcome.variants, &odd);
            for (variant, odd) in named.filter(|(_, odd)| !odd.is_empty()) {
                page.entry(&format!("Within {}, {odd}.", variant.name));
            }
        }
    }
}

/// "incident is demand-limited", or nothing.
fn odd(variant: &VariantOutcome) -> String {
    let odd: Vec<String> = words::odd_kinds(variant)
        .iter()
        .map(|(title, work)| format!("{title} is {}", words::regime(work.regime)))
        .collect();
    words::listed(&odd)
}
