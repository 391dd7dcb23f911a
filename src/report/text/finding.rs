//! The finding in one sentence.

use crate::experiment::{Comparison, Outcome, Regime, StationOutcome, VariantOutcome, WorkOutcome};
use crate::report::number::{self, JOINED, Scale};
use crate::statistics::Estimate;

use super::{stations, words};

/// Said of two variants whose throughput is the demand.
const UNMOVED: &str =
    "Throughput is the demand in both variants and cannot move; that is no finding.";
/// A customer's lead time is mentioned where it does not move like flow time, by more than this.
const ALIKE: f64 = 0.05;

/// A share of a kind's items that was lost.
type Loss = fn(&WorkOutcome) -> Option<&Estimate>;

/// A wait that shrank is mentioned from this share of the one that grew most.
const WORTH_A_WORD: f64 = 0.1;

/// What one variant does.
pub(super) fn of_variant(variant: &VariantOutcome) -> String {
    let item = words::item(variant);
    let mut text = match &variant.throughput {
        Some(rate) => {
            let rate = number::interval(rate, Scale::PLAIN);
            let items = if rate == "1" {
                item.clone()
            } else {
                words::plural(&item)
            };
            let regime = words::capital(variant.regime.in_words());
            format!("{regime} at {rate} {items} a week")
        }
        None => format!(
            "{}, nothing delivered",
            words::capital(variant.regime.in_words())
        ),
    };
    text.push_str(&in_time(variant, &item));
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
    let unit = words::time_unit([variant]);
    let mut text = format!(
        "; {} {item} takes {}{JOINED}{} from release to delivery",
        article(item),
        number::interval(flow_time, unit.scale()),
        unit.name
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
    let stations = words::in_order(variant).into_iter();
    let waits = stations.filter_map(|(name, station)| {
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
        at_load(variant, station)
    )
}

fn at_load(variant: &VariantOutcome, station: &StationOutcome) -> String {
    match words::load(variant, station) {
        _ if station.full_gate.is_some() => ", the slots of its gate always taken".to_owned(),
        Some(load) => format!(
            ", its people busy {}",
            number::point(load, Scale::PERCENT.at_most(0))
        ),
        None => String::new(),
    }
}

/// Whether throughput is the demand on both sides: nothing that arrives is lost.
pub(super) fn both_demand_limited(outcome: &Outcome, comparison: &Comparison) -> bool {
    [&comparison.baseline, &comparison.variant]
        .iter()
        .all(|name| {
            words::variant(outcome, name)
                .is_some_and(|side| side.regime == Regime::DemandLimited && !side.loses())
        })
}

/// What the variants changed, one after the other; what holds for all of them is said once.
pub(super) fn of_comparisons(outcome: &Outcome, told: &[&Comparison]) -> Vec<String> {
    let texts = told.iter().map(|one| of_comparison(outcome, one));
    let texts: Vec<String> = texts.collect();
    if texts.len() < 2 || !texts.iter().all(|text| text.starts_with(UNMOVED)) {
        return texts;
    }
    let each = texts.iter().filter_map(|text| {
        text.strip_prefix(UNMOVED)
            .map(|rest| rest.trim().to_owned())
    });
    std::iter::once(UNMOVED.replace("both variants", "every variant"))
        .chain(each.filter(|rest| !rest.is_empty()))
        .collect()
}

/// What a variant changed.
fn of_comparison(outcome: &Outcome, comparison: &Comparison) -> String {
    let variant = words::variant(outcome, &comparison.variant);
    let what = subject(outcome, comparison);
    let mut text = if both_demand_limited(outcome, comparison) {
        demand_limited(comparison, &what)
    } else {
        moved(comparison, &what)
    };
    if let Some(variant) = variant.filter(|side| side.regime == Regime::Overloaded) {
        text.push_str(&growing(variant));
    } else if comparison.throughput.relative.is_some() {
        text.push_str(&rest(comparison, variant));
    }
    text.push_str(&outside(outcome, comparison));
    text.push_str(&lost(outcome, comparison));
    text.push_str(&transition(outcome, comparison));
    text
}

/// Lead time, where what flow time gains or loses is partly a wait before release.
fn outside(outcome: &Outcome, comparison: &Comparison) -> String {
    let sides = [&comparison.baseline, &comparison.variant];
    let sides = sides.map(|name| words::variant(outcome, name));
    let times = |side: Option<&VariantOutcome>| {
        let side = side.filter(|side| side.regime != Regime::Overloaded)?;
        Some((side.flow_time.mean.clone()?, side.lead_time.mean.clone()?))
    };
    let [Some(before), Some(after)] = sides.map(times) else {
        return String::new();
    };
    let moved = [(&before.0, &after.0), (&before.1, &after.1)];
    let [flow, lead] = moved.map(|(before, after)| after.mean / before.mean);
    if (flow - lead).abs() <= ALIKE {
        return String::new();
    }
    format!(
        " Customer lead time, which begins before release, is {} instead of {}.",
        number::span(&after.1),
        number::span(&before.1)
    )
}

/// " 4.6% of the items were turned away, instead of 12.8%.", by way of loss.
fn lost(outcome: &Outcome, comparison: &Comparison) -> String {
    let sides = [&comparison.variant, &comparison.baseline];
    let [Some(variant), Some(baseline)] = sides.map(|name| words::variant(outcome, name)) else {
        return String::new();
    };
    let losses: [(&str, Loss); 2] = [
        ("gave up", |work| work.abandoned.as_ref()),
        ("were turned away", |work| work.turned_away.as_ref()),
    ];
    let said = losses.iter().filter_map(|(how, loss)| {
        let share = |side| Some(loss(words::only(side)?).map_or(0.0, |share| share.mean));
        let (now, before) = (share(variant)?, share(baseline)?);
        let shown = |share| number::exact(share, Scale::PERCENT.exactly(1));
        let items = words::plural(&words::item(variant));
        (now > 0.0 || before > 0.0).then(|| {
            format!(
                " {} of {items} {how}, instead of {}.",
                shown(now),
                shown(before)
            )
        })
    });
    said.collect()
}

/// What acts inside the window is seen while it takes hold.
fn transition(outcome: &Outcome, comparison: &Comparison) -> String {
    let Some(variant) = words::variant(outcome, &comparison.variant) else {
        return String::new();
    };
    let acts = variant
        .changes
        .iter()
        .map(|(title, when)| format!("{title}, {when}"));
    let acts: Vec<String> = acts.collect();
    if acts.is_empty() {
        return String::new();
    }
    format!(
        " The window holds the change's transition, not a steady state ({}).",
        acts.join("; ")
    )
}

/// "Coding +30%", "Coding made slower (-20%)", or the title of the variant, where there is none or
/// another variant did the same to that station.
fn subject(outcome: &Outcome, comparison: &Comparison) -> String {
    let variant = words::variant(outcome, &comparison.variant);
    let same = outcome.comparisons.iter().filter(|other| {
        (other.local, &other.local_station) == (comparison.local, &comparison.local_station)
    });
    let alone = same.count() == 1;
    let title = variant.map_or(comparison.variant.as_str(), |variant| {
        words::titled(&variant.title, &variant.name)
    });
    match (&comparison.local_station, comparison.local, variant) {
        (Some(station), Some(local), Some(variant)) if alone => {
            let station = words::station(variant, station);
            let change = number::exact(local, Scale::PERCENT.signed());
            if local < 0.0 {
                format!("{station} made slower ({change})")
            } else {
                format!("{station} {change}")
            }
        }
        _ => format!("\"{title}\""),
    }
}

fn demand_limited(comparison: &Comparison, what: &str) -> String {
    let mut text = match finite(&comparison.throughput.relative) {
        Some(change) if !comparison.same_demand => format!(
            "Throughput is the demand in both variants, and the demand is not the same: delivery \
             {}{}.",
            number::interval(change, Scale::PERCENT.signed()),
            unclear(change)
        ),
        Some(change) if is_certain(change) => format!(
            "Throughput is the demand in both variants. The difference of {} comes from the edges \
             of the window: from what is under way when it begins and when it ends.",
            number::interval(change, Scale::PERCENT.signed())
        ),
        _ => UNMOVED.to_owned(),
    };
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
        let lost = comparison.local.is_some_and(|local| local < 0.0);
        let local = if lost { "loss" } else { "gain" };
        text.push_str(&arrived(share.mean, local, unclear(change).is_empty()));
    }
    text.push('.');
    text
}

/// ": pass-through 0.16, so 16% of the local gain reached delivery".
fn arrived(share: f64, local: &str, certain: bool) -> String {
    let shown = number::exact((share * 100.0).round() / 100.0, Scale::PLAIN.exactly(2));
    let percent = (share * 100.0).round();
    let so = match percent {
        percent if percent < 0.0 && certain => "so delivery moved the other way".to_owned(),
        0.0 => format!("so none of the local {local} reached delivery"),
        _ if !certain => format!("so perhaps none of the local {local} reached delivery"),
        percent => format!("so {percent}% of the local {local} reached delivery"),
    };
    format!(": pass-through {shown}, {so}")
}

fn finite(estimate: &Option<Estimate>) -> Option<&Estimate> {
    estimate.as_ref().filter(|value| value.mean.is_finite())
}

fn is_certain(change: &Estimate) -> bool {
    change.mean != 0.0 && (change.low > 0.0 || change.high < 0.0)
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

/// Where items now wait longer and where no longer, and only where that is certain.
fn rest(comparison: &Comparison, variant: Option<&VariantOutcome>) -> String {
    let lost = comparison
        .pass_through
        .as_ref()
        .is_some_and(|share| share.mean < 1.0);
    let (Some(variant), true) = (variant, lost) else {
        return String::new();
    };
    let known = |name: &str| comparison.wait.get(name).and_then(Option::as_ref);
    let waits: Vec<(&str, &Estimate)> = words::in_order(variant)
        .into_iter()
        .filter_map(|(name, _)| Some((name, known(name)?)))
        .collect();
    let mut longer: Vec<_> = waits.iter().filter(|(_, wait)| wait.low > 0.0).collect();
    longer.sort_by(|(_, one), (_, other)| other.mean.total_cmp(&one.mean));
    let shorter = waits.iter().filter(|(_, wait)| wait.high < 0.0);
    let shorter = shorter.min_by(|(_, one), (_, other)| one.mean.total_cmp(&other.mean));
    // Shown as in the table of stations.
    let (unit, scale) = stations::longer(comparison);
    let places: Vec<String> = longer
        .iter()
        .take(2)
        .enumerate()
        .map(|(rank, (name, wait))| {
            let per = if rank == 0 {
                format!(" per {}", words::item(variant))
            } else {
                String::new()
            };
            let more = number::point(wait, scale);
            let title = words::station(variant, name);
            format!("{title} ({more}{JOINED}{}{per})", unit.name)
        })
        .collect();
    let mut text = match places.as_slice() {
        [] => return String::new(),
        places if comparison.local.is_some_and(|local| local < 0.0) => {
            format!(" Items wait longer in front of {}", words::listed(places))
        }
        places => format!(" The rest waits in front of {}", words::listed(places)),
    };
    let longest = longer.first().map_or(0.0, |(_, wait)| wait.mean);
    let shorter = shorter.filter(|(_, wait)| -wait.mean > WORTH_A_WORD * longest);
    let grew = comparison.flow_time.difference.as_ref();
    if let Some((name, wait)) = shorter.filter(|_| !grew.is_some_and(|time| time.low > 0.0)) {
        text.push_str(&shrank(words::station(variant, name), wait, comparison));
    }
    text.push('.');
    text
}

fn shrank(title: &str, wait: &Estimate, comparison: &Comparison) -> String {
    let (unit, scale) = stations::longer(comparison);
    let scale = Scale {
        signed: false,
        ..scale
    };
    let less = number::point(&wait.scaled(-1.0, "h"), scale);
    format!(
        ", while the wait in front of {title} shrank by {less}{JOINED}{}",
        unit.name
    )
}
