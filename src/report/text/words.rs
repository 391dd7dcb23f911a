//! Words the report uses for regimes, causes and parts of an outcome.

use crate::experiment::{Outcome, Regime, VariantOutcome, WorkOutcome};

/// A regime in a few words.
pub(super) fn regime(regime: Regime) -> &'static str {
    match regime {
        Regime::DemandLimited => "demand-limited",
        Regime::WipLimited => "WIP-limited",
        Regime::Saturated => "saturated",
        Regime::Overloaded => "overloaded",
    }
}

/// What a regime means for the reader.
pub(super) fn meaning(regime: Regime) -> &'static str {
    match regime {
        Regime::DemandLimited => {
            "what arrives is delivered, so throughput is the demand and no speed-up can move it; \
             an unchanged throughput is not a finding. Look at flow time."
        }
        Regime::WipLimited => {
            "an item enters only when another leaves, so throughput rises as far as items get \
             through faster. Faster work at one station counts only for what it takes off the \
             whole way."
        }
        Regime::Saturated => {
            "a station works all the time it can, and its rate is the throughput. A speed-up \
             anywhere else moves the queue, not the delivery."
        }
        Regime::Overloaded => {
            "more comes in than goes out. What waits grows for as long as this goes on, so flow \
             time has no stable value: read the growth per week instead."
        }
    }
}

/// What a cause of the ledger means, short enough to stand in a table.
pub(super) fn cause(name: &str) -> &'static str {
    match name {
        "touch" => "hands-on work",
        "external" => "nobody here controls it",
        "off_calendar" => "nights, weekends, holidays",
        "setup" => "getting ready",
        "other_duties" => "people busy elsewhere",
        "preempted" => "laid down for other work",
        "batching" => "until the batch is full",
        "cadence" => "until the next session",
        "decision" => "not admitted by a session",
        "blocked" => "done, but nowhere to go",
        "contention" => "until somebody is free",
        _ => "",
    }
}

/// A cause as shown: "off calendar".
pub(super) fn spaced(name: &str) -> String {
    name.replace('_', " ")
}

/// The variant of this name.
pub(super) fn variant<'a>(outcome: &'a Outcome, name: &str) -> Option<&'a VariantOutcome> {
    outcome.variants.iter().find(|variant| variant.name == name)
}

/// The title of a station of this name.
pub(super) fn station<'a>(variant: &'a VariantOutcome, name: &'a str) -> &'a str {
    let found = variant.stations.get(name);
    found.map_or(name, |station| titled(&station.title, name))
}

/// The title, or the name if there is none.
pub(super) fn titled<'a>(title: &'a str, name: &'a str) -> &'a str {
    if title.is_empty() { name } else { title }
}

/// With a capital.
pub(super) fn capital(text: &str) -> String {
    let mut letters = text.chars();
    match letters.next() {
        Some(first) => first.to_uppercase().chain(letters).collect(),
        None => String::new(),
    }
}

/// The only kind of work that counts, or "item" if there are several.
pub(super) fn item(variant: &VariantOutcome) -> &str {
    let mut counting = variant.work.iter().filter(|(_, work)| work.counts);
    match (counting.next(), counting.next()) {
        (Some((name, _)), None) => name,
        _ => "item",
    }
}

/// Several of them.
pub(super) fn plural(item: &str) -> String {
    let sibilant = ["s", "x", "z", "ch", "sh"];
    match item.strip_suffix('y') {
        Some(stem) if !stem.ends_with(['a', 'e', 'o', 'u']) => format!("{stem}ies"),
        _ if sibilant.iter().any(|end| item.ends_with(end)) => format!("{item}es"),
        _ => format!("{item}s"),
    }
}

/// Kinds of work whose regime is not that of the variant.
pub(super) fn odd_kinds(variant: &VariantOutcome) -> Vec<(&str, &WorkOutcome)> {
    let kinds = variant.work.iter();
    kinds
        .filter(|(_, work)| work.regime != variant.regime)
        .map(|(name, work)| (titled(&work.title, name), work))
        .collect()
}

/// "a, b and c".
pub(super) fn listed(parts: &[String]) -> String {
    match parts {
        [] => String::new(),
        [only] => only.clone(),
        [front @ .., last] => format!("{} and {last}", front.join(", ")),
    }
}
