//! Timelines worked out by hand, against what a trial did, to the microsecond.
//!
//! Chances are 0 or 1 and times are constant, so every instant can be computed on paper. A timeline
//! is written in hours: "6.5 starts fix 0 desk after 1.5" is item 0 of the kind fix, whose touch at
//! the desk begins at 6.5 h after a wait of 1.5 h. Names in brackets are rules of the language.

mod absence;
mod auto;
mod batches;
mod bottleneck;
mod chances;
mod changes;
mod courses;
mod crowding;
mod deliveries;
mod demand;
mod flaws;
mod flow;
mod forks;
mod full;
mod gates;
mod handoff;
mod hurry;
mod intake;
mod leads;
mod orders;
mod orgs;
mod patience;
mod pools;
mod quorums;
mod rooms;
mod sharing;
mod shifts;
mod time;
mod travelling;
mod trust;
mod via;
mod withheld;

use throughline::engine::{Engine, Probe};
use throughline::network::compile;
use throughline::scenario::Variant;

use crate::support::{read, trace_of};

/// A scenario that is always open and ends after 400 hours.
fn always(rest: &str) -> String {
    scenario("calendar = 'always', horizon = '400h'", rest)
}

fn scenario(clock: &str, rest: &str) -> String {
    format!("format = 1\ntitle = 'By hand'\nclock = {{ {clock} }}\n{rest}\n")
}

/// Microseconds as hours, exactly.
fn hours(seconds: &str) -> String {
    let ticks: i128 = seconds.replace('.', "").parse().unwrap();
    if ticks % 360_000 != 0 {
        return format!("{seconds} s");
    }
    let tenths = ticks / 360_000;
    let sign = if tenths < 0 { "-" } else { "" };
    let (whole, part) = (tenths.abs() / 10_000, tenths.abs() % 10_000);
    let text = format!("{sign}{whole}.{part:04}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// Holds the engine to its invariants after every instant.
struct Checked;

impl Probe for Checked {
    const CHECKED: bool = true;
}

/// Some events of the first trial, as a timeline, of a trial in which all invariants hold.
fn timeline(text: &str, events: &[&str]) -> Vec<String> {
    timeline_of(&read(text).variants()[0], events)
}

/// The same of some variant.
fn timeline_of(variant: &Variant, events: &[&str]) -> Vec<String> {
    Engine::new(&compile(&variant.scenario)).run(1, 0, &mut Checked);
    let trace = trace_of(variant, 1, 0);
    let lines = trace.lines().skip(1);
    let rows = lines.map(|line| line.split(',').collect::<Vec<_>>());
    rows.filter(|row| events.contains(&row[1]))
        .map(|row| {
            let mut words = vec![hours(row[0])];
            words.extend(row[1..5].iter().map(|&word| word.to_owned()));
            if row[1] == "starts" {
                words.push(format!("after {}", hours(row[5])));
            }
            words.retain(|word| !word.is_empty());
            words.join(" ")
        })
        .collect()
}

/// The timeline shows exactly these events.
fn shows(text: &str, events: &[&str], expected: &[&str]) {
    assert_eq!(timeline(text, events), expected, "{text}");
}

/// The timeline shows exactly these events, in any order among those of one instant: who starts
/// first at different stations makes no difference.
fn happens(text: &str, events: &[&str], expected: &[&str]) {
    let by_instant = |lines: Vec<String>| -> Vec<Vec<String>> {
        let chunks = lines.chunk_by(|a, b| a.split(' ').next() == b.split(' ').next());
        let sorted = chunks.map(|chunk| {
            let mut chunk = chunk.to_vec();
            chunk.sort();
            chunk
        });
        sorted.collect()
    };
    let expected = expected.iter().map(|&line| line.to_owned()).collect();
    assert_eq!(
        by_instant(timeline(text, events)),
        by_instant(expected),
        "{text}"
    );
}
