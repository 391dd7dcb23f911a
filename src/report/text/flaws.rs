//! Flaws that visits left and found, and what was decided without people, below the stations.

use crate::experiment::{StationOutcome, VariantOutcome};
use crate::report::number::{self, JOINED, Scale};
use crate::statistics::Estimate;

use super::page::Page;
use super::stations::both;
use super::words;

/// What is told of each station, and whether it is a share.
type Told = (&'static str, bool, fn(&StationOutcome) -> &Option<Estimate>);

const TOLD: [Told; 3] = [
    ("Decided without people", true, |station| &station.automatic),
    ("Flaws left within the window", false, |station| {
        &station.flaws
    }),
    ("Flaws found", false, |station| &station.caught),
];

/// Flaws by station, of a variant or of two.
pub(super) fn write(page: &mut Page, before: Option<&VariantOutcome>, after: &VariantOutcome) {
    for (what, is_share, of) in TOLD {
        let all = || before.into_iter().chain([after]);
        let counts = all().flat_map(|side| side.stations.values().map(of));
        let scale = match is_share {
            true => Scale::PERCENT.exactly(1),
            false => Scale::PLAIN.in_column(counts),
        };
        let stations = words::in_order(after).into_iter().filter_map(|(at, now)| {
            let old = before.and_then(|before| before.stations.get(at));
            let mut sides = old.into_iter().chain([now]);
            sides.find_map(|side| of(side).as_ref())?;
            let shown = |side: &StationOutcome| {
                let count = of(side).as_ref();
                count.map_or("0".to_owned(), |count| number::point(count, scale))
            };
            let count = match before {
                Some(_) => both(old, Some(now), shown),
                None => shown(now),
            };
            Some(format!("{}{JOINED}{count}", words::titled(&now.title, at)))
        });
        let stations: Vec<String> = stations.collect();
        if !stations.is_empty() {
            page.aside(&format!("{what}: {}.", words::listed(&stations)));
        }
    }
}
