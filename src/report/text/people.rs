//! What people did with their time, where it is not just work and waiting for work: they are shared
//! by several stations, stand with finished work in their hands, or are absent.

use crate::experiment::{Comparison, Outcome, People, VariantOutcome};
use crate::report::number::{self, NOTHING, Scale};
use crate::statistics::Estimate;

use super::page::Page;
use super::stations::both;
use super::table::Table;
use super::words;

/// A column: its head, and the share it shows.
type Column = (&'static str, fn(&People) -> &Option<Estimate>);

const BLOCKED: Column = ("blocked", |people| &people.blocked);
const ABSENT: Column = ("absent", |people| &people.absent);

/// The people of one variant.
pub(super) fn of_variant(page: &mut Page, variant: &VariantOutcome) {
    write(page, "People", [variant, variant]);
}

/// What changed for the people.
pub(super) fn of_comparison(page: &mut Page, outcome: &Outcome, comparison: &Comparison) {
    if let Some((before, after)) = words::sides(outcome, comparison) {
        let heading = format!("People, {} → {}", comparison.baseline, comparison.variant);
        write(page, &heading, [before, after]);
    }
}

/// People of one station or pool.
struct Crew<'a> {
    title: String,
    utilisation: &'a Option<Estimate>,
    people: &'a People,
}

fn crew<'a>(variant: &'a VariantOutcome, name: &str) -> Option<Crew<'a>> {
    let own = variant.stations.get(name).and_then(|station| {
        Some(Crew {
            title: words::titled(&station.title, name).to_owned(),
            utilisation: &station.utilisation,
            people: station.people.as_ref()?,
        })
    });
    own.or_else(|| {
        let pool = variant.pools.get(name)?;
        Some(Crew {
            title: format!(
                "{} ({})",
                words::titled(&pool.title, name),
                number::count(pool.staff.into())
            ),
            utilisation: &pool.utilisation,
            people: &pool.people,
        })
    })
}

/// Names of all stations with people of their own, in the order of the routes, then of all pools.
fn names(sides: [&VariantOutcome; 2]) -> Vec<&str> {
    let mut names: Vec<&str> = Vec::new();
    for side in sides.into_iter().rev() {
        let staffed = words::in_order(side).into_iter();
        let staffed = staffed.filter(|(_, station)| station.people.is_some());
        for (name, _) in staffed {
            if !names.contains(&name) {
                names.push(name);
            }
        }
    }
    let pools = sides.into_iter().flat_map(|side| side.pools.keys());
    let pools: std::collections::BTreeSet<&String> = pools.collect();
    names.extend(pools.into_iter().map(String::as_str));
    names
}

fn write(page: &mut Page, heading: &str, sides: [&VariantOutcome; 2]) {
    let names = names(sides);
    let crews = || {
        let all = names
            .iter()
            .flat_map(|name| sides.map(|side| crew(side, name)));
        all.flatten()
    };
    let any = |(_, share): &Column| {
        let known = crews().filter_map(|crew| share(crew.people).as_ref());
        known.into_iter().any(|share| share.mean != 0.0)
    };
    if sides.iter().all(|side| side.pools.is_empty()) && !any(&BLOCKED) && !any(&ABSENT) {
        return;
    }
    let mut columns: Vec<Column> = vec![("busy", |people| &people.busy)];
    columns.extend(Some(BLOCKED).filter(any));
    columns.push(("starved", |people| &people.starved));
    columns.extend(Some(ABSENT).filter(any));
    columns.push(("off", |people| &people.off));
    page.heading(heading);
    let heads = columns.iter().map(|(head, _)| *head);
    let mut table = Table::new(["", "utilisation"].into_iter().chain(heads));
    for name in &names {
        let found = sides.map(|side| crew(side, name));
        let title = found.iter().flatten().next_back();
        let title = title.map_or_else(String::new, |crew| crew.title.clone());
        let show = |of: &dyn Fn(&Crew) -> Option<Estimate>, places: usize| {
            both(found[0].as_ref(), found[1].as_ref(), |crew| {
                of(crew).map_or(NOTHING.to_owned(), |share| {
                    number::point(&share, Scale::PERCENT.exactly(places))
                })
            })
        };
        let shares = columns
            .iter()
            .map(|(_, share)| show(&|crew| share(crew.people).clone(), 0));
        let utilisation = show(&|crew| crew.utilisation.clone(), 1);
        table.row([title, utilisation].into_iter().chain(shares));
    }
    page.table(&table);
    page.aside(&legend(&columns));
}

fn legend(columns: &[Column]) -> String {
    let mut text = "Utilisation: busy while there. Then shares of all time, nights and weekends \
                    included; starved: on duty without work"
        .to_owned();
    if columns.iter().any(|(head, _)| *head == BLOCKED.0) {
        text.push_str("; blocked: holding finished work that has nowhere to go");
    }
    text.push('.');
    text
}
