//! What limits the throughput, in words.

use crate::experiment::{Outcome, Regime, VariantOutcome};
use crate::report::number::{self, Scale};

use super::page::Page;
use super::words;

/// The regime of every variant and what it means for the reader.
pub(super) fn write(page: &mut Page, outcome: &Outcome) {
    let told: Vec<&VariantOutcome> = outcome
        .variants
        .iter()
        .filter(|variant| words::enough(variant))
        .collect();
    let Some(first) = told.first() else {
        return;
    };
    page.heading("What limits the throughput");
    let loses = told.iter().any(|variant| variant.loses());
    if told.iter().all(|variant| variant.regime == first.regime) {
        let regime = first.regime.in_words();
        let head = if told.len() > 1 {
            format!("Every variant is {regime}")
        } else {
            words::capital(regime)
        };
        page.paragraph(&format!("{head}: {}", words::meaning(first.regime, loses)));
    } else {
        for variant in &told {
            page.entry(&format!(
                "{} is {}: {}",
                variant.name,
                variant.regime.in_words(),
                words::meaning(variant.regime, variant.loses())
            ));
        }
    }
    busy(page, &told);
    full(page, &told);
    kinds(page, &told);
}

/// Which gates are always full, where slots limit the throughput.
fn full(page: &mut Page, variants: &[&VariantOutcome]) {
    let mut said: Vec<(String, Vec<&str>)> = Vec::new();
    for variant in variants {
        for (title, most) in words::full_gates(variant) {
            let most = number::exact(most, Scale::PLAIN.at_most(2));
            let text = format!(
                "the slots of the gate at {title} were practically always taken: it can admit \
                 {most} a week."
            );
            match said.iter_mut().find(|(known, _)| *known == text) {
                Some((_, names)) => names.push(&variant.name),
                None => said.push((text, vec![&variant.name])),
            }
        }
    }
    for (text, names) in said {
        match names.len() == variants.len() {
            true => page.paragraph(&words::capital(&text)),
            false => page.paragraph(&format!("In {}, {text}", names.join(", "))),
        }
    }
}

/// Which stations work all the time, where that is what limits the throughput.
fn busy(page: &mut Page, variants: &[&VariantOutcome]) {
    let found: Vec<(&str, Vec<String>)> = variants
        .iter()
        .filter(|variant| variant.regime == Regime::Saturated)
        .map(|variant| (variant.name.as_str(), words::always_busy(variant)))
        .filter(|(_, stations)| !stations.is_empty())
        .collect();
    let Some((_, first)) = found.first() else {
        return;
    };
    let everywhere = found.len() == variants.len();
    if everywhere && found.iter().all(|(_, stations)| stations == first) {
        page.paragraph(&format!(
            "{} {} all the time.",
            words::listed(first),
            work(first)
        ));
    } else {
        let each = found
            .iter()
            .map(|(name, stations)| format!("{name}: {}", words::listed(stations)));
        let each: Vec<String> = each.collect();
        page.paragraph(&format!("At work all the time – {}.", each.join("; ")));
    }
}

fn work(stations: &[String]) -> &'static str {
    if stations.len() == 1 { "works" } else { "work" }
}

/// Kinds of work that are limited by something else than the whole.
fn kinds(page: &mut Page, variants: &[&VariantOutcome]) {
    let odd: Vec<String> = variants.iter().map(|variant| odd(variant)).collect();
    match odd.first() {
        Some(first) if odd.iter().all(|other| other == first) => {
            if !first.is_empty() {
                page.paragraph(&format!("Of the kinds of work, {first}."));
            }
        }
        _ => {
            let named = std::iter::zip(variants, &odd);
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
        .map(|(title, work)| format!("{title} is {}", work.regime.in_words()))
        .collect();
    words::listed(&odd)
}
