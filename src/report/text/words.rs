//! Words the report uses for regimes, causes and parts of an outcome.

use crate::experiment::{Comparison, Outcome, Regime, StationOutcome, VariantOutcome, WorkOutcome};
use crate::report::number::{self, SpanUnit};
use crate::statistics::Estimate;

/// People who are busy this share of their time work all the time.
const ALWAYS_BUSY: f64 = 0.98;
/// Fewest trials from which anything can be said.
const ENOUGH: u64 = 2;

/// What a regime means for the reader.
pub(super) fn meaning(regime: Regime, loses: bool) -> String {
    if regime == Regime::DemandLimited && loses {
        return "what arrives is delivered, unless it gives up or is turned away. A speed-up adds \
                to delivery only what is no longer lost: look at the losses beside flow time, \
                which is that of those who stayed."
            .to_owned();
    }
    let so = match regime {
        Regime::DemandLimited => {
            ", so throughput is the demand and no speed-up can move it; an unchanged throughput is \
             not a finding. Look at flow time."
        }
        Regime::WipLimited => {
            ", so throughput rises as far as items get through faster. Faster work at one station \
             counts only for what it takes off the whole way."
        }
        Regime::Saturated => {
            ", and no more is delivered than it lets through. Faster work elsewhere mostly moves \
             the queue: it adds to delivery only as far as it spares that place work or keeps it \
             supplied."
        }
        Regime::Overloaded => {
            ". What waits grows for as long as this goes on, so flow time has no stable value: \
             read the growth per week instead."
        }
    };
    format!("{}{so}", regime.meaning())
}

/// What a cause of the ledger means, short enough to stand in a table.
pub(super) fn cause(name: &str) -> &'static str {
    match name {
        "touch" => "hands-on work",
        "external" => "nobody here controls it",
        "off_calendar" => "nights and weekends",
        "setup" => "getting ready",
        "other_duties" => "people busy elsewhere",
        "preempted" => "laid down for other work",
        "batching" => "until the batch is full",
        "cadence" => "until the next session",
        "decision" => "a session passed it over",
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

/// The two sides of a comparison: baseline, variant.
pub(super) fn sides<'a>(
    outcome: &'a Outcome,
    comparison: &Comparison,
) -> Option<(&'a VariantOutcome, &'a VariantOutcome)> {
    Some((
        variant(outcome, &comparison.baseline)?,
        variant(outcome, &comparison.variant)?,
    ))
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

/// Whether there are trials enough to say anything.
pub(super) fn enough(variant: &VariantOutcome) -> bool {
    variant.trials >= ENOUGH
}

/// "1000 trials", with a no-break space.
pub(super) fn trials(outcome: &Outcome) -> String {
    let counts: Vec<u64> = outcome
        .variants
        .iter()
        .map(|variant| variant.trials)
        .collect();
    match counts.as_slice() {
        [] => "no trials".to_owned(),
        [1, rest @ ..] if rest.iter().all(|count| *count == 1) => "1\u{a0}trial".to_owned(),
        [first, rest @ ..] if rest.iter().all(|count| count == first) => {
            format!("{}\u{a0}trials", number::count(*first))
        }
        _ => {
            let counts: Vec<String> = counts.iter().map(|count| number::count(*count)).collect();
            format!("{} trials", counts.join(" + "))
        }
    }
}

/// The unit of all flow times of some variants.
pub(super) fn time_unit<'a>(variants: impl IntoIterator<Item = &'a VariantOutcome>) -> SpanUnit {
    SpanUnit::of_all(variants.into_iter().map(|variant| &variant.flow_time.mean))
}

/// The stations in the order of the routes.
pub(super) fn in_order(variant: &VariantOutcome) -> Vec<(&str, &StationOutcome)> {
    let named = |name: &String| variant.stations.get_key_value(name);
    let listed = variant.station_order.iter().filter_map(named);
    let others = variant
        .stations
        .iter()
        .filter(|(name, _)| !variant.station_order.contains(name));
    listed
        .chain(others)
        .map(|(name, station)| (name.as_str(), station))
        .collect()
}

/// How busy the people of a station are, wherever they work.
pub(super) fn load<'a>(
    variant: &'a VariantOutcome,
    station: &'a StationOutcome,
) -> &'a Option<Estimate> {
    let pool = station
        .pool
        .as_ref()
        .and_then(|name| variant.pools.get(name));
    pool.map_or(&station.utilisation, |pool| &pool.utilisation)
}

/// Stations whose people work all the time.
pub(super) fn always_busy(variant: &VariantOutcome) -> Vec<String> {
    let busy = in_order(variant).into_iter().filter(|(_, station)| {
        let share = load(variant, station).as_ref().map(|share| share.mean);
        share.is_some_and(|share| share >= ALWAYS_BUSY)
    });
    busy.map(|(name, station)| titled(&station.title, name).to_owned())
        .collect()
}

/// Gates whose slots were always taken, and how many a week those are.
pub(super) fn full_gates(variant: &VariantOutcome) -> Vec<(String, f64)> {
    let gates = in_order(variant).into_iter();
    gates
        .filter_map(|(name, station)| {
            let title = titled(&station.title, name).to_owned();
            Some((title, station.full_gate?))
        })
        .collect()
}

/// Kinds of work that count, by name.
pub(super) fn counting(variant: &VariantOutcome) -> Vec<(&str, &WorkOutcome)> {
    let kinds = variant.work.iter().filter(|(_, work)| work.counts);
    kinds.map(|(name, work)| (name.as_str(), work)).collect()
}

/// The only kind of work that counts.
pub(super) fn only(variant: &VariantOutcome) -> Option<&WorkOutcome> {
    match counting(variant).as_slice() {
        [(_, work)] => Some(work),
        _ => None,
    }
}

/// What the only kind of work that counts is called; "item" if there are several, or if it is not
/// called by a word of which there can be several.
pub(super) fn item(variant: &VariantOutcome) -> String {
    let word = match counting(variant).as_slice() {
        [(name, work)] => noun(titled(&work.title, name)),
        _ => None,
    };
    word.unwrap_or_else(|| "item".to_owned())
}

fn noun(title: &str) -> Option<String> {
    let is_word = title.chars().count() >= 3
        && title
            .chars()
            .all(|sign| sign.is_alphabetic() || sign == '-')
        && title.ends_with(char::is_alphabetic)
        && (!title.ends_with('s') || title.ends_with("ss"));
    let mut letters = title.chars();
    let first = letters.next().filter(|_| is_word)?;
    let rest = letters.as_str();
    let is_abbreviation = rest.starts_with(char::is_uppercase);
    Some(if is_abbreviation {
        title.to_owned()
    } else {
        first.to_lowercase().chain(rest.chars()).collect()
    })
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

/// Whether nothing of a kind came.
pub(super) fn is_idle(work: &WorkOutcome) -> bool {
    let nothing = |rate: &Estimate| rate.mean == 0.0;
    work.regime == Regime::DemandLimited && work.throughput.as_ref().is_some_and(nothing)
}

/// Kinds of work whose regime is not that of the variant.
pub(super) fn odd_kinds(variant: &VariantOutcome) -> Vec<(&str, &WorkOutcome)> {
    let kinds = variant.work.iter();
    kinds
        .filter(|(_, work)| work.regime != variant.regime && !is_idle(work))
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_word_has_a_plural() {
        for (title, word) in [
            ("feature", Some("feature")),
            ("Feature", Some("feature")),
            ("PRD", Some("PRD")),
            ("bug-fix", Some("bug-fix")),
            ("k", None),
            ("k2", None),
            ("features", None),
            ("New feature", None),
        ] {
            assert_eq!(noun(title).as_deref(), word, "{title}");
        }
        assert_eq!(plural("story"), "stories");
        assert_eq!(plural("bug-fix"), "bug-fixes");
    }
}
