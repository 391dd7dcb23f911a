//! The finding in one sentence.

use crate::experiment::{Comparison, Outcome, Regime, StationOutcome, VariantOutcome};
use crate::report::number::{self, JOINED, Scale, SpanUnit};
use crate::statistics::Estimate;

use super::words;

/// What one variant does.
pub(super) fn of_variant(variant: &VariantOutcome) -> String {
    let item = words::item(variant);
    let mut text = match &variant.throughput {
        Some(rate) => format!(
            "{} at {} {} a week",
            words::capital(words::regime(variant.regime)),
            number::interval(rate, Scale::PLAIN),
            words::plural(item)
        ),
        None => format!(
            "{}, nothing delivered",
            words::capital(words::regime(variant.regime))
        ),
    };
    text.push_str(&in_time(variant, item));
    text.push_str(&longest_wait(variant));
    text
}

fn in_time(variant: &VariantOutcome, item: &str) -> String {
    if variant.regime == Regime::Overloaded {
        return match &variant.growth {
            Some(growth) => format!(
                "; {} more a week come in than go out.",
                number::interval(growth, Scale::PLAIN)
            ),
            None => "; more comes in than goes out.".to_owned(),
        };
    }
    let Some(flow_time) = &variant.flow_time.mean else {
        return ".".to_owned();
    };
    let mut text = format!(
        "; {} {item} takes {} from release to delivery",
        article(item),
        number::span_interval(flow_time)
    );
    if let Some(efficiency) = &variant.flow_efficiency_elapsed {
        text.push_str(&format!(
            ", of which {} is hands-on work",
            number::point(efficiency, Scale::PERCENT.at_most(0))
        ));
    }
    text.push('.');
    text
}

fn article(word: &str) -> &'static str {
    if word.starts_with(['a', 'e', 'i', 'o', 'u']) {
        "an"
    } else {
        "a"
    }
}

fn longest_wait(variant: &VariantOutcome) -> String {
    let waits = variant.stations.iter().filter_map(|(name, station)| {
        let wait = station.wait.as_ref()?;
        (wait.mean > 0.0).then_some((name, station, wait))
    });
    let longest = waits.max_by(|(_, _, one), (_, _, other)| one.mean.total_cmp(&other.mean));
    let Some((name, station, wait)) = longest else {
        return String::new();
    };
    format!(
        " The longest wait is in front of {}: {} per visit{}.",
        words::titled(&station.title, name),
        number::span(wait),
        at_load(station)
    )
}

fn at_load(station: &StationOutcome) -> String {
    match &station.utilisation {
        Some(load) => format!(
            ", its people busy {}",
            number::point(load, Scale::PERCENT.at_most(0))
        ),
        None => String::new(),
    }
}

/// What a variant changed.
pub(super) fn of_comparison(outcome: &Outcome, comparison: &Comparison) -> String {
    let baseline = words::variant(outcome, &comparison.baseline);
    let variant = words::variant(outcome, &comparison.variant);
    let what = subject(comparison, variant);
    let stuck = |side: Option<&VariantOutcome>| {
        side.is_some_and(|side| side.regime == Regime::DemandLimited)
    };
    let mut text = if stuck(baseline) && stuck(variant) {
        demand_limited(comparison, &what)
    } else {
        moved(comparison, &what)
    };
    if let Some(variant) = variant.filter(|side| side.regime == Regime::Overloaded) {
        text.push_str(&growing(variant));
    } else if comparison.throughput.relative.is_some() {
        text.push_str(&rest(comparison, variant));
    }
    text
}

/// "Coding +30%", or the title of the variant.
fn subject(comparison: &Comparison, variant: Option<&VariantOutcome>) -> String {
    let title = variant.map_or(comparison.variant.as_str(), |variant| {
        words::titled(&variant.title, &variant.name)
    });
    match (&comparison.local_station, comparison.local, variant) {
        (Some(station), Some(local), Some(variant)) => format!(
            "{} {}",
            words::capital(words::station(variant, station)),
            number::exact(local, Scale::PERCENT.signed())
        ),
        _ => format!("\"{title}\""),
    }
}

fn demand_limited(comparison: &Comparison, what: &str) -> String {
    let mut text =
        "Throughput is the demand in both variants and cannot move; that is no finding.".to_owned();
    if let Some(change) = finite(&comparison.flow_time.relative) {
        text.push_str(&format!(
            " {what} changed flow time by {}{}.",
            number::interval(change, Scale::PERCENT.signed()),
            unclear(change)
        ));
    }
    text
}

fn moved(comparison: &Comparison, what: &str) -> String {
    let Some(change) = finite(&comparison.throughput.relative) else {
        return format!("{what}: nothing was delivered that could be compared.");
    };
    let mut text = format!(
        "{what} moved delivery {}{}",
        number::interval(change, Scale::PERCENT.signed()),
        unclear(change)
    );
    if let Some(share) = finite(&comparison.pass_through) {
        text.push_str(&format!(
            ": pass-through {}",
            number::point(share, Scale::PLAIN.at_most(2))
        ));
    }
    text.push('.');
    text
}

fn finite(estimate: &Option<Estimate>) -> Option<&Estimate> {
    estimate.as_ref().filter(|value| value.mean.is_finite())
}

fn unclear(change: &Estimate) -> &'static str {
    if change.low <= 0.0 && change.high >= 0.0 && change.low < change.high {
        ", which cannot be told apart from nothing"
    } else {
        ""
    }
}

fn growing(variant: &VariantOutcome) -> String {
    match &variant.growth {
        Some(growth) => format!(
            " It is overloaded: {} more items a week come in than go out.",
            number::interval(growth, Scale::PLAIN)
        ),
        None => " It is overloaded: more comes in than goes out.".to_owned(),
    }
}

/// Where items now wait longer, and only where that is certain.
fn rest(comparison: &Comparison, variant: Option<&VariantOutcome>) -> String {
    let lost = comparison
        .pass_through
        .as_ref()
        .is_some_and(|share| share.mean < 1.0);
    let (Some(variant), true) = (variant, lost) else {
        return String::new();
    };
    let mut waits: Vec<(&str, &Estimate)> = comparison
        .wait
        .iter()
        .filter_map(|(name, wait)| Some((name.as_str(), wait.as_ref()?)))
        .filter(|(_, wait)| wait.low > 0.0)
        .collect();
    waits.sort_by(|(_, one), (_, other)| other.mean.total_cmp(&one.mean));
    let Some((_, longest)) = waits.first() else {
        return String::new();
    };
    let unit = SpanUnit::of(longest.mean);
    let places: Vec<String> = waits
        .iter()
        .take(2)
        .enumerate()
        .map(|(rank, (name, wait))| {
            let per = if rank == 0 {
                format!(" per {}", words::item(variant))
            } else {
                String::new()
            };
            let more = number::point(wait, unit.scale().signed().at_most(1));
            let title = words::station(variant, name);
            format!("{title} ({more}{JOINED}{}{per})", unit.name)
        })
        .collect();

    format!(" The rest waits in front of {}.", words::listed(&places))
}
