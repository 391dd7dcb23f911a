//! What a trace says of every item adds up to its ledger, and who watches changes nothing.

use std::collections::{BTreeMap, HashMap};

use throughline::engine::{Engine, TrialEnd};
use throughline::network::{Network, compile};
use throughline::observe::{CAUSES, Cause, Tally, TrialRecord};

use super::generate;
use crate::support::{read, test_effort, trace_of};

const SEED: u64 = 3;

/// Seconds as ticks.
fn ticks(seconds: &str) -> i64 {
    seconds.replace('.', "").parse().unwrap()
}

/// Times of an item by branch and cause, up to now; a branch as its path, the item itself as none.
#[derive(Default)]
struct Books {
    released: i64,
    spent: BTreeMap<String, [i64; CAUSES]>,
}

impl Books {
    fn add(&mut self, path: &str, times: [i64; CAUSES]) {
        let sums = self.spent.entry(path.to_owned()).or_default();
        sums.iter_mut()
            .zip(times)
            .for_each(|(sum, time)| *sum += time);
    }

    /// Nothing of what runs within a branch or item counts any more.
    fn forget_within(&mut self, path: &str) {
        self.spent
            .retain(|other, _| other == path || !is_within(other, path));
    }

    /// What is in the ledger of a branch or item: its own, and that of those it is in.
    fn ledger(&self, path: &str) -> [i64; CAUSES] {
        let around = self
            .spent
            .iter()
            .filter(|(other, _)| is_within(path, other));
        around.fold([0; CAUSES], |sums, (_, times)| {
            std::array::from_fn(|cause| sums[cause] + times[cause])
        })
    }
}

fn is_within(path: &str, outer: &str) -> bool {
    outer.is_empty() || path == outer || path.starts_with(&format!("{outer}/"))
}

/// Holds every delivered item to its books; returns their times by cause in the window, by kind.
fn delivered(trace: &str, text: &str) -> BTreeMap<String, [i64; CAUSES]> {
    let mut items: HashMap<String, Books> = HashMap::new();
    let mut sums: BTreeMap<String, [i64; CAUSES]> = BTreeMap::new();
    let mut reader = csv::Reader::from_reader(trace.as_bytes());
    let columns = reader.headers().unwrap().clone();
    let at = |name: &str| columns.iter().position(|column| column == name).unwrap();
    let [event, kind, case] = ["event", "kind", "case"].map(at);
    let [seconds, cause, spent, branch] = ["seconds", "cause", "spent_seconds", "branch"].map(at);
    for row in reader.records() {
        let row = row.unwrap();
        let books = items.entry(row[case].to_owned()).or_default();
        let path = &row[branch];
        match &row[event] {
            "released" => books.released = ticks(&row[seconds]),
            "spends" => {
                let mut times = [0; CAUSES];
                let cause = Cause::ALL.iter().find(|of| of.name() == &row[cause]);
                times[*cause.unwrap() as usize] = ticks(&row[spent]);
                books.add(path, times);
            }
            "forks" => books.forget_within(path),
            "joined" => {
                let outer = path.rsplit_once('/').map_or("", |(outer, _)| outer);
                let times = books.spent.get(path).copied().unwrap_or_default();
                books.add(outer, times);
                books.forget_within(outer);
            }
            "delivered" => {
                let ledger = books.ledger(path);
                let flow = ticks(&row[seconds]) - books.released;
                assert_eq!(ledger.iter().sum::<i64>(), flow, "{}\n{text}", &row[case]);
                if ticks(&row[seconds]) >= 0 {
                    let sums = sums.entry(row[kind].to_owned()).or_default();
                    sums.iter_mut()
                        .zip(ledger)
                        .for_each(|(sum, time)| *sum += time);
                }
            }
            _ => {}
        }
    }
    sums
}

fn record<const WATCHES: bool>(net: &Network, mut tally: Tally<'_, WATCHES>) -> TrialRecord
where
    for<'n> Tally<'n, WATCHES>: throughline::engine::Probe,
{
    tally.reset();
    let summary = Engine::new(net).run(SEED, 0, &mut tally);
    tally.record(summary)
}

#[test]
fn a_trace_adds_up_to_every_ledger_and_a_watched_trial_is_the_same_trial() {
    let mut seen = 0.0;
    for number in 0..60 * test_effort().min(20) {
        let text = generate::organisation(number);
        let document = read(&text);
        let variant = &document.variants()[0];
        let net = compile(&variant.scenario);
        let plain = record(&net, Tally::new(&net));
        let mut watched = record(&net, Tally::watching(&net));
        let seen_there = watched.watched.take().unwrap();
        assert_eq!(plain, watched, "{text}");
        if plain.end != TrialEnd::Horizon {
            continue;
        }
        let sums = delivered(&trace_of(variant, SEED, 0), &text);
        for (kind, found) in net.kinds.iter().zip(&plain.kinds) {
            let sums = sums.get(&kind.name).copied().unwrap_or_default();
            let sums = sums.map(|ticks| ticks as f64);
            assert_eq!(sums, found.ledger, "{}\n{text}", kind.name);
            seen += found.delivered;
        }
        // Nobody is the bottleneck longer than anybody is on duty, and alone only one at a time.
        let clock: f64 = seen_there.clock.iter().sum();
        let sole: f64 = seen_there.crews.iter().map(|crew| crew.sole).sum();
        assert!(sole <= clock, "{sole} {clock}\n{text}");
        for crew in &seen_there.crews {
            assert!(crew.sole + crew.shifting <= clock, "{text}");
            let series: f64 = crew.series.iter().sum();
            assert_eq!(series, crew.sole + crew.shifting, "{text}");
            let within = crew.series.iter().zip(&seen_there.clock);
            assert!(
                within.into_iter().all(|(time, length)| time <= length),
                "{text}"
            );
        }
    }
    assert!(seen > 1000.0, "{seen}");
}
