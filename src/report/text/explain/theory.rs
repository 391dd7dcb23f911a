//! What theory says before anything runs: the regime of each kind, and what to expect of a change.

use crate::experiment::{self, KindRegime, Regime};
use crate::report::text::page::Page;
use crate::scenario::Variant;
use crate::scenario::model::Demand;

/// Writes what limits the work, and the lines of theory that fit.
pub(super) fn write(page: &mut Page, variant: &Variant) {
    page.heading("What limits the work, and what theory expects");
    let found: Vec<KindRegime> = experiment::regime_before(variant)
        .into_iter()
        .filter(|found| brings_items(variant, &found.kind))
        .collect();
    for found in &found {
        let (regime, meaning) = (found.regime.in_words(), found.regime.meaning());
        page.entry(&format!(
            "{} is {regime} ({meaning}): {}",
            found.kind, found.reason
        ));
        if let Some(narrowest) = &found.narrowest {
            page.entry(&format!("{}: {narrowest}", found.kind));
        }
    }
    let any = |regime| {
        found
            .iter()
            .any(|found: &KindRegime| found.regime == regime)
    };
    if any(Regime::DemandLimited) {
        page.paragraph(
            "Open and stable means that throughput is demand: no local speed-up changes what is \
             delivered of such work, only its flow time. A change of 0% is then no finding.",
        );
    }
    if any(Regime::WipLimited) || any(Regime::Saturated) {
        page.paragraph(
            "Where work never runs out, 30% less hands-on time at a station that is not the \
             constraint raises throughput by about nothing (a little more under a WIP limit, by \
             less starving and blocking). At the constraint it rises until the next limit: by at \
             most what the next station can do more, and never by more than 1/0.7 - 1 = 42.9%.",
        );
    }
    if any(Regime::Overloaded) {
        page.paragraph(
            "More comes in than some station can do: what waits there grows for as long as it \
             lasts, so flow time has no stable value. Read the growth per week.",
        );
    }
    page.paragraph(
        "Flow time moves by the station's own hands-on time and its own queue; smoother or burstier \
         departures then change the queues behind it.",
    );
    if variant
        .scenario
        .stations
        .iter()
        .any(|station| variant.scenario.staff_of(station) == Some(1))
    {
        page.paragraph(
            "Side effects can turn the sign: one person whose load goes from 85% to 95% makes work \
             wait 3.35 times as long, since waiting goes with load / (1 - load): from 5.67 to 19.",
        );
    }
}

/// Whether anything ever comes of a kind.
fn brings_items(variant: &Variant, name: &str) -> bool {
    let kinds = &variant.scenario.kinds;
    let kind = kinds.iter().find(|kind| kind.name == name);
    kind.is_some_and(|kind| kind.demand != Demand::None || !kind.initial.is_empty())
}
