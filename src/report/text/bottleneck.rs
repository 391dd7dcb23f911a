//! Where the bottleneck is, by evidence that need not agree, and which of it to believe for what.

use crate::experiment::{Bottleneck, BottleneckPlace, Comparison, Outcome, VariantOutcome};
use crate::report::number::{self, NOTHING, Scale};
use crate::statistics::Estimate;

use super::page::Page;
use super::stations::both;
use super::table::Table;
use super::words;

/// Places shown, at most; those that lead in some evidence always are.
const MOST_ROWS: usize = 3;
/// Shares below this are not worth a row.
const SMALL: f64 = 0.1;
/// How much of a stretch of the window a place must have for the bottleneck to have moved there.
const HOLDS: f64 = 0.5;

/// The bottleneck of one variant.
pub(super) fn of_variant(page: &mut Page, variant: &VariantOutcome) {
    let found = &variant.bottleneck;
    if found.trials < 2 || found.places.is_empty() {
        return;
    }
    page.heading("Bottleneck");
    evidence(page, [variant, variant]);
    let sentences = [
        throughput(variant),
        moved(variant),
        flow_time(variant),
        together(variant),
    ];
    page.paragraph(&joined(&sentences));
}

/// What became of the bottleneck.
pub(super) fn of_comparison(page: &mut Page, outcome: &Outcome, comparison: &Comparison) {
    let Some((before, after)) = words::sides(outcome, comparison) else {
        return;
    };
    let sides = [before, after];
    if sides
        .iter()
        .any(|side| side.bottleneck.trials < 2 || side.bottleneck.places.is_empty())
    {
        return;
    }
    page.heading(&format!(
        "Bottleneck, {} → {}",
        comparison.baseline, comparison.variant
    ));
    evidence(page, sides);
    let moves = [
        went(sides, "What limits the throughput", |found| {
            &found.throughput
        }),
        went(
            sides,
            "What holds the largest part of the flow time",
            |found| &found.flow_time,
        ),
    ];
    page.paragraph(&joined(&moves));
    let sentences = [throughput(after), flow_time(after), together(after)];
    page.paragraph(&format!("{}: {}", after.name, joined(&sentences)));
}

fn joined(sentences: &[String]) -> String {
    let said = sentences.iter().filter(|text| !text.is_empty());
    said.map(String::as_str).collect::<Vec<_>>().join(" ")
}

/// "It moved" or "it is still".
fn went(sides: [&VariantOutcome; 2], what: &str, of: fn(&Bottleneck) -> &Option<String>) -> String {
    let names = sides.map(|side| of(&side.bottleneck).as_ref().map(|name| title(side, name)));
    match names {
        [None, None] => String::new(),
        [Some(before), Some(after)] if before == after => format!("{what} is still {after}."),
        [Some(before), Some(after)] => format!("{what} moved from {before} to {after}."),
        [Some(before), None] => format!("{what} was {before} and is now the demand."),
        [None, Some(after)] => format!("{what} was the demand and is now {after}."),
    }
}

fn title<'a>(variant: &'a VariantOutcome, name: &'a str) -> &'a str {
    let place = variant.bottleneck.place(name);
    place.map_or(name, |place| words::titled(&place.title, &place.name))
}

fn place<'a>(found: &'a Bottleneck, name: &Option<String>) -> Option<&'a BottleneckPlace> {
    found.place(name.as_deref()?)
}

/// The places that matter, one a row.
fn evidence(page: &mut Page, sides: [&VariantOutcome; 2]) {
    let mut table =
        Table::new(["", "longest\nat work", "load", "of flow\ntime", "mostly"]).words_in(4);
    for name in rows(sides) {
        let found = sides.map(|side| side.bottleneck.place(name));
        let percent = |share: &Option<Estimate>| {
            let shown = |share| number::point(share, Scale::PERCENT.exactly(0));
            share.as_ref().map_or(NOTHING.to_owned(), shown)
        };
        let show = |of: &dyn Fn(&BottleneckPlace) -> String| both(found[0], found[1], of);
        let name = found.iter().flatten().next_back();
        let name = name.map_or("", |place| words::titled(&place.title, &place.name));
        table.row([
            name.to_owned(),
            show(&|place| {
                percent(
                    &place
                        .active
                        .as_ref()
                        .and_then(|active| active.share.clone()),
                )
            }),
            show(&|place| load(place)),
            show(&|place| {
                percent(
                    &place
                        .inside
                        .as_ref()
                        .and_then(|inside| inside.share.clone()),
                )
            }),
            show(&|place| cause(place).map_or(NOTHING.to_owned(), words::spaced)),
        ]);
    }
    page.table(&table);
    let trials = sides[1].bottleneck.trials;
    page.aside(&format!(
        "Longest at work: share of time its spell of work is the longest ({trials}\u{a0}trials)."
    ));
}

/// Whatever of people and slots is taken more.
fn load(place: &BottleneckPlace) -> String {
    let loads = [&place.people, &place.slots];
    let measured = loads
        .into_iter()
        .flatten()
        .filter_map(|load| load.measured.as_ref());
    let most = measured.max_by(|one, other| one.mean.total_cmp(&other.mean));
    most.map_or(NOTHING.to_owned(), |share| {
        number::point(share, Scale::PERCENT.exactly(0))
    })
}

fn cause(place: &BottleneckPlace) -> Option<&'static str> {
    place.inside.as_ref()?.cause
}

fn active(place: &BottleneckPlace) -> Option<&Estimate> {
    place.active.as_ref()?.share.as_ref()
}

fn inside(place: &BottleneckPlace) -> Option<&Estimate> {
    place.inside.as_ref()?.share.as_ref()
}

/// Names of the places to show: those that lead on some side, then the next in line, in the order of
/// the routes.
fn rows(sides: [&VariantOutcome; 2]) -> Vec<&str> {
    let mut wanted: Vec<&str> = Vec::new();
    for side in sides {
        let found = &side.bottleneck;
        let leaders = [&found.by_active, &found.by_load, &found.flow_time];
        wanted.extend(leaders.into_iter().flatten().map(String::as_str));
    }
    wanted.sort_unstable();
    wanted.dedup();
    let shares = |place: &BottleneckPlace| {
        let shares = [active(place), inside(place)].into_iter().flatten();
        shares.map(|share| share.mean).fold(0.0, f64::max)
    };
    let places = sides.into_iter().flat_map(|side| &side.bottleneck.places);
    let mut others: Vec<_> = places
        .map(|place| (shares(place), place.name.as_str()))
        .collect();
    others.sort_by(|one, other| other.0.total_cmp(&one.0));
    for (share, name) in others {
        if share >= SMALL && wanted.len() < MOST_ROWS && !wanted.contains(&name) {
            wanted.push(name);
        }
    }
    let stations = [sides[1], sides[0]].into_iter().flat_map(words::in_order);
    let pools = sides.into_iter().flat_map(|side| side.pools.keys());
    let mut shown: Vec<&str> = Vec::new();
    for name in stations
        .map(|(name, _)| name)
        .chain(pools.map(String::as_str))
    {
        if wanted.contains(&name) && !shown.contains(&name) {
            shown.push(name);
        }
    }
    shown
}

/// What limits the throughput, and whether the evidence agrees.
fn throughput(variant: &VariantOutcome) -> String {
    let found = &variant.bottleneck;
    let [by_active, by_load] = [&found.by_active, &found.by_load].map(|name| place(found, name));
    let name = |place: &BottleneckPlace| words::titled(&place.title, &place.name).to_owned();
    let spell = |place| active(place).map(|share| number::interval(share, Scale::PERCENT));
    let Some(limit) = place(found, &found.throughput) else {
        return match by_active.or(by_load) {
            Some(first) => format!(
                "The demand limits the throughput, no place here does; {} would be the first to.",
                name(first)
            ),
            None => String::new(),
        };
    };
    let (Some(by_active), Some(by_load)) = (by_active, by_load) else {
        return format!("What limits the throughput is {}.", name(limit));
    };
    if by_active.name == by_load.name {
        return format!(
            "What limits the throughput is {}: the longest at work {} of the time, and as loaded as \
             any.",
            name(limit),
            spell(limit).unwrap_or_default()
        );
    }
    if found.by_slots && limit.name == by_load.name {
        return format!(
            "The slots of {} limit the throughput: a gate is never at work, so that {} is the \
             longest at work does not speak against it.",
            name(limit),
            name(by_active)
        );
    }
    format!(
        "What limits the throughput is not one place: {} is the longest at work {} of the time, \
         {} the most loaded on average. Believe the first for where to look now, the second for \
         where room is short in the long run, and for what a change brings only a what-if.",
        name(by_active),
        spell(by_active).unwrap_or_default(),
        name(by_load)
    )
}

/// Whether another place held the bottleneck in the first quarter of the window than in the last.
fn moved(variant: &VariantOutcome) -> String {
    let found = &variant.bottleneck;
    let crews = found.places.iter().filter(|place| place.active.is_some());
    let intervals = crews.clone().map(|place| {
        place
            .active
            .as_ref()
            .map_or(0, |active| active.series.len())
    });
    let count = intervals.max().unwrap_or(0);
    let quarter = (count / 4).max(1);
    let mean = |place: &BottleneckPlace, from: usize| {
        let series = place
            .active
            .as_ref()
            .map_or(&[][..], |active| &active.series);
        let part = series.iter().skip(from).take(quarter).flatten();
        let shares: Vec<f64> = part.map(|share| share.mean).collect();
        shares.iter().sum::<f64>() / shares.len().max(1) as f64
    };
    let leader = |from: usize| {
        let shares = crews.clone().map(|place| (mean(place, from), place));
        let most = shares.max_by(|one, other| one.0.total_cmp(&other.0));
        most.filter(|(share, _)| *share >= HOLDS)
    };
    let ends = [leader(0), leader(count.saturating_sub(quarter))];
    match ends {
        [Some((_, first)), Some((_, last))] if first.name != last.name => format!(
            "Over the window it moves from {} to {}.",
            words::titled(&first.title, &first.name),
            words::titled(&last.title, &last.name)
        ),
        _ => String::new(),
    }
}

/// What holds most of the flow time, and whether anybody works there.
fn flow_time(variant: &VariantOutcome) -> String {
    let found = &variant.bottleneck;
    let Some(most) = place(found, &found.flow_time) else {
        return String::new();
    };
    let share = inside(most).map(|share| number::interval(share, Scale::PERCENT));
    let head = format!(
        "The largest part of the flow time, {}, is spent at {}",
        share.unwrap_or_default(),
        words::titled(&most.title, &most.name)
    );
    if !most.idle_committee {
        return match cause(most) {
            Some(cause) => format!("{head}: {}.", words::cause(cause)),
            None => format!("{head}."),
        };
    }
    let way = match cause(most) {
        Some("cadence") => "sessions more often would",
        Some("decision") => "more slots or sessions would",
        _ => "what comes after its sessions would",
    };
    format!(
        "{head}, a committee that is idle most of the time. More people there would shorten \
         nothing; {way}."
    )
}

/// Whether throughput and flow time have one bottleneck.
fn together(variant: &VariantOutcome) -> String {
    let found = &variant.bottleneck;
    let (Some(limit), Some(most)) = (
        place(found, &found.throughput),
        place(found, &found.flow_time),
    ) else {
        return String::new();
    };
    let pool = variant
        .stations
        .get(&most.name)
        .and_then(|station| station.pool.as_ref());
    let title = |place: &BottleneckPlace| words::titled(&place.title, &place.name).to_owned();
    match limit.name == most.name || pool == Some(&limit.name) {
        true => String::new(),
        false => format!(
            "So look at {} for more output, at {} for less waiting.",
            title(limit),
            title(most)
        ),
    }
}
