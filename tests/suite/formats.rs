//! Snapshots of every renderer from fixed outcomes, which no run ever produced: what is tested is
//! the writing. `THROUGHLINE_BLESS=1` rewrites the golden files.

mod bottleneck;
mod claims;
mod orgs;
mod precision;

use std::collections::BTreeMap;
use std::path::Path;

use throughline::experiment::{
    CauseTimes, Checks, Comparison, Difference, Distribution, Measures, MoneyOutcome, Outcome,
    People, Regime, Series, StationOutcome, StopReason, Times, VariantOutcome, WorkOutcome,
};
use throughline::report::{TextOptions, Timing, csv, json, text};
use throughline::statistics::Estimate;

const PIPED: TextOptions = TextOptions {
    width: 80,
    color: false,
    ascii: false,
};

fn estimate(mean: f64, half_width: f64, unit: &'static str) -> Option<Estimate> {
    Some(Estimate {
        mean,
        low: mean - half_width,
        high: mean + half_width,
        standard_error: half_width / 1.96,
        unit: unit.into(),
    })
}

fn hours(mean: f64) -> Option<Estimate> {
    estimate(mean, mean.abs() / 60.0, "h")
}

fn times(mean: f64) -> Times {
    Times {
        mean: hours(mean),
        p50: hours(0.93 * mean),
        p85: hours(1.4 * mean),
        p95: hours(1.8 * mean),
    }
}

fn causes(values: [f64; 11]) -> CauseTimes {
    let names = [
        "external",
        "off_calendar",
        "setup",
        "touch",
        "other_duties",
        "preempted",
        "batching",
        "cadence",
        "decision",
        "blocked",
        "contention",
    ];
    std::iter::zip(names, values)
        .map(|(name, value)| (name, hours(value)))
        .collect()
}

fn station(title: &str, staff: Option<u32>, numbers: [f64; 4]) -> StationOutcome {
    let [busy, queue, wait, sent_back] = numbers;
    let share = |mean: f64| estimate(mean, 0.011, "");
    let counted = staff.is_some();
    StationOutcome {
        title: title.to_owned(),
        staff,
        pool: None,
        utilisation: share(busy).filter(|_| counted),
        queue: estimate(queue, queue / 25.0, "items"),
        present: estimate(queue + 3.0, queue / 25.0, "items"),
        wait: hours(wait),
        effort: estimate(12.0, 0.2, "h"),
        visits: estimate(1.0 + sent_back, 0.01, "visits/item"),
        throughput: estimate(10.2 * (1.0 + sent_back), 0.05, "services/week"),
        sent_back: share(sent_back),
        abandoned: None,
        turned_away: None,
        flaws: None,
        caught: None,
        automatic: None,
        full_gate: None,
        time: causes([0.0, 20.0, 0.0, 12.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, wait]),
        beside: Vec::new(),
        people: counted.then(|| People {
            busy: share(busy * 0.238),
            blocked: share(0.0),
            starved: share((1.0 - busy) * 0.238),
            off: share(0.762),
            absent: share(0.0),
        }),
    }
}

fn stations(faster: bool) -> BTreeMap<String, StationOutcome> {
    let pick = |before: f64, after: f64| if faster { after } else { before };
    let rows = [
        ("product", "Product", Some(3), [0.71, 0.4, 3.1, 0.0]),
        (
            "code",
            "Coding",
            Some(12),
            [pick(0.93, 0.75), pick(9.1, 2.2), pick(148.0, 31.0), 0.0],
        ),
        (
            "review",
            "Review",
            Some(3),
            [pick(0.81, 0.85), pick(2.2, 3.1), pick(31.0, 44.0), 0.21],
        ),
        (
            "qa",
            "QA",
            Some(4),
            [pick(0.77, 0.81), pick(1.4, 1.9), pick(21.0, 27.0), 0.1],
        ),
        (
            "legal",
            "Legal",
            Some(2),
            [pick(0.90, 0.945), pick(6.2, 11.0), pick(104.0, 178.0), 0.05],
        ),
        (
            "finance",
            "Finance board",
            Some(1),
            [pick(0.4, 0.42), pick(3.1, 4.4), pick(52.0, 71.0), 0.0],
        ),
        ("launch", "Launch", None, [0.0, pick(7.9, 8.3), 84.0, 0.0]),
    ];
    rows.into_iter()
        .map(|(name, title, staff, numbers)| (name.to_owned(), station(title, staff, numbers)))
        .collect()
}

fn work(regime: Regime, counts: bool, mean: f64) -> WorkOutcome {
    WorkOutcome {
        title: String::new(),
        counts,
        regime,
        throughput: estimate(9.71, 0.05, "items/week"),
        delivered: estimate(505.0, 2.6, "items"),
        undone: None,
        escaped: None,
        flow_time: times(mean),
        lead_time: Times::default(),
        wait: hours(0.6 * mean),
        abandoned: None,
        turned_away: None,
        time: causes([0.0; 11]),
        beside: Vec::new(),
    }
}

fn variant(name: &str, title: &str, faster: bool) -> VariantOutcome {
    let of = |faster_is: f64, is: f64| if faster { faster_is } else { is };
    let (rate, mean) = (of(10.19, 9.71), of(742.0, 778.0));
    let (waiting, touch) = (of(131.0, 161.0), of(66.0, 72.0));
    VariantOutcome {
        name: name.to_owned(),
        title: title.to_owned(),
        trials: 1000,
        stopped: StopReason::Trials,
        regime: Regime::WipLimited,
        throughput: estimate(rate, 0.05, "items/week"),
        delivered: estimate(rate * 104.0, 5.2, "items"),
        undone: None,
        measures: Measures::default(),
        earned: estimate(rate * 80.0, 5.2, "items"),
        escaped: None,
        flow_time: times(mean),
        lead_time: Times::default(),
        wip: estimate(45.0, 0.0, "items"),
        inside_at_end: estimate(45.0, 0.0, "items"),
        growth: None,
        value: estimate(rate * 4.8e6, 3.1e5, "USD"),
        flow_efficiency: estimate(0.31, 0.006, ""),
        flow_efficiency_elapsed: estimate(touch / mean, 0.002, ""),
        beside: Vec::new(),
        time: causes([
            0.0, 430.0, 0.0, touch, 31.0, 0.0, 0.0, 84.0, 0.0, 0.0, waiting,
        ]),
        checks: Checks {
            little: 3.1e-14,
            settled: Some(true),
            ..Checks::default()
        },
        work: BTreeMap::from([
            ("feature".to_owned(), work(Regime::WipLimited, true, mean)),
            (
                "incident".to_owned(),
                work(Regime::DemandLimited, false, 30.0),
            ),
        ]),
        stations: stations(faster),
        pools: BTreeMap::new(),
        bottleneck: bottleneck::bottleneck(faster),
        station_order: order(),
        made: Default::default(),
        orgs: Vec::new(),
        series: Series {
            every: "1mo",
            throughput: vec![estimate(rate, 0.4, "items/week"), None],
            wip: vec![estimate(45.0, 0.0, "items"), estimate(45.0, 0.0, "items")],
        },
        flow_time_distribution: Distribution {
            edges: vec![0.0, 500.0, 1000.0],
            share: vec![0.3, 0.7],
        },
        changes: Vec::new(),
        enough_burn_in: None,
        notes: vec!["legal: the chance of being sent back is a guess of the author".to_owned()],
    }
}

fn order() -> Vec<String> {
    let names = [
        "product", "code", "review", "qa", "legal", "finance", "launch",
    ];
    names.map(str::to_owned).to_vec()
}

fn comparison(faster: &str) -> Comparison {
    let relative = |mean: f64, half: f64| estimate(mean, half, "");
    Comparison {
        variant: faster.to_owned(),
        baseline: "today".to_owned(),
        local: Some(0.3),
        local_station: Some("code".to_owned()),
        local_staff: Some((12.0, 12.0)),
        same_demand: true,
        local_reason: None,
        pass_through: relative(0.163, 0.027),
        variance_ratio: relative(9.2, 1.6),
        throughput: Difference {
            difference: estimate(0.476, 0.078, "items/week"),
            relative: relative(0.049, 0.008),
        },
        flow_time: Difference {
            difference: estimate(-36.0, 6.0, "h"),
            relative: relative(-0.0463, 0.0077),
        },
        wip: Difference {
            difference: estimate(0.0, 0.0, "items"),
            relative: relative(0.0, 0.0),
        },
        trusted_per_judgment_hour: Difference::default(),
        value: Difference {
            difference: estimate(2.3e6, 4e5, "USD"),
            relative: relative(0.049, 0.008),
        },
        money: Some(MoneyOutcome {
            potential: estimate(6e6, 0.0, "USD/year"),
            realised: estimate(0.98e6, 1.6e5, "USD/year"),
            absorbed: estimate(5.02e6, 1.6e5, "USD/year"),
        }),
        time: causes([0.0, 0.0, 0.0, -6.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, -30.0]),
        wait: BTreeMap::from([
            ("product".to_owned(), estimate(0.1, 0.4, "h")),
            ("code".to_owned(), hours(-117.0)),
            ("review".to_owned(), hours(16.0)),
            ("qa".to_owned(), hours(6.6)),
            ("legal".to_owned(), hours(78.0)),
            ("finance".to_owned(), hours(19.0)),
            ("launch".to_owned(), None),
        ]),
        notes: Vec::new(),
    }
}

fn outcome(variants: Vec<VariantOutcome>, comparisons: Vec<Comparison>) -> Outcome {
    Outcome {
        title: "A loyal factory: one line, seven stations, forty-five features".to_owned(),
        sha256: "3f2ab0c94d1e5b7788990011223344556677889900aabbccddeeff0011223344".to_owned(),
        seed: 1984,
        confidence: 0.95,
        window_weeks: 104.0,
        partial: false,
        precision: Vec::new(),
        variants,
        comparisons,
        uncertainty: None,
        completions: 24_131_902,
    }
}

fn compared() -> Outcome {
    let variants = vec![
        variant("today", "Today", false),
        variant("assisted", "Same factory, coding 30% faster", true),
    ];
    outcome(variants, vec![comparison("assisted")])
}

/// Three variants: nothing can be said of the second, the third cannot cope.
fn awkward() -> Outcome {
    let mut idle = variant("idle", "Nobody delivers", false);
    idle.throughput = None;
    idle.flow_time = Times::default();
    let flooded = flooded();
    let mut silent = comparison("idle");
    silent.local = None;
    silent.local_station = None;
    silent.local_reason = Some("two stations differ".to_owned());
    silent.pass_through = None;
    silent.throughput = Difference::default();
    silent.money = None;
    let mut grown = comparison("flooded");
    grown.throughput.relative = estimate(0.002, 0.008, "");
    grown.pass_through = Some(Estimate {
        mean: f64::NAN,
        low: f64::NEG_INFINITY,
        high: f64::INFINITY,
        standard_error: f64::NAN,
        unit: "".into(),
    });
    let mut outcome = outcome(
        vec![variant("today", "Today", false), idle, flooded],
        vec![silent, grown],
    );
    outcome.partial = true;
    outcome
}

fn flooded() -> VariantOutcome {
    let mut flooded = variant("flooded", "More work than hands", false);
    flooded.regime = Regime::Overloaded;
    flooded.growth = estimate(1.82, 0.11, "items/week");
    flooded.stopped = StopReason::TooManyItems;
    flooded.trials = 412;
    flooded.checks.settled = Some(false);
    flooded.checks.ledger = 7;
    flooded
        .notes
        .push("no burn-in would do: it grows".to_owned());
    flooded
}

fn demand_limited() -> Outcome {
    let mut outcome = compared();
    for variant in &mut outcome.variants {
        variant.regime = Regime::DemandLimited;
        variant.lead_time = times(801.0);
    }
    let comparison = &mut outcome.comparisons[0];
    comparison.pass_through = None;
    comparison.local_reason = Some("throughput is the demand, whatever is sped up".to_owned());
    comparison.throughput.difference = estimate(0.011, 0.02, "items/week");
    comparison.throughput.relative = estimate(0.001, 0.002, "");
    outcome
}

fn golden(name: &str, actual: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/golden")
        .join(name);
    if std::env::var_os("THROUGHLINE_BLESS").is_some() {
        std::fs::write(&path, actual).unwrap();
        return;
    }
    let expected = std::fs::read_to_string(&path).unwrap_or_default();
    let differs =
        std::iter::zip(expected.lines(), actual.lines()).position(|(old, new)| old != new);
    assert!(
        expected == actual,
        "{name} changed, first in line {:?}; if that is meant, run with THROUGHLINE_BLESS=1",
        differs.map(|line| line + 1)
    );
}

#[test]
fn a_comparison_reads_well() {
    golden("compare.txt", &text(&compared(), &PIPED));
}

#[test]
fn one_variant_reads_well() {
    let alone = outcome(vec![variant("today", "Today", false)], Vec::new());
    golden("run.txt", &text(&alone, &PIPED));
}

#[test]
fn an_overloaded_variant_shows_its_growth_and_no_flow_time() {
    let page = text(&outcome(vec![flooded()], Vec::new()), &PIPED);
    assert!(page.contains("growth [items/week]"));
    assert!(!page.contains("flow time, mean"));
    golden("overloaded.txt", &page);
}

#[test]
fn a_throughput_that_cannot_move_is_not_a_finding() {
    let page = text(&demand_limited(), &PIPED);
    assert!(!page.contains("moved delivery"));
    golden("demand-limited.txt", &page);
}

#[test]
fn what_is_missing_or_wrong_is_said_without_unicode_or_colour_too() {
    let options = TextOptions {
        width: 100,
        color: false,
        ascii: true,
    };
    let page = text(&awkward(), &options);
    assert!(page.is_ascii());
    assert!(page.contains("PARTIAL"));
    golden("awkward.txt", &page);
}

#[test]
fn colour_changes_no_word() {
    let color = TextOptions {
        color: true,
        ..PIPED
    };
    let styled = text(&compared(), &color);
    let mut plain = String::new();
    for part in styled.split('\u{1b}') {
        plain.push_str(part.strip_prefix('[').map_or(part, |rest| {
            rest.split_once('m').map_or(rest, |(_, after)| after)
        }));
    }
    assert_eq!(plain, text(&compared(), &PIPED));
    golden("color.txt", &styled);
}

#[test]
fn no_line_is_wider_than_asked() {
    for width in [60, 80, 100] {
        for given in [compared(), awkward(), demand_limited()] {
            let page = text(&given, &TextOptions { width, ..PIPED });
            let widest = page.lines().max_by_key(|line| line.chars().count());
            let widest = widest.unwrap();
            assert!(widest.chars().count() <= width, "{width}: {widest}");
        }
    }
}

#[test]
fn the_object_has_every_key_of_the_contract() {
    golden("compare.json", &json(&compared(), None));
}

#[test]
fn the_table_names_organisation_and_station_apart() {
    let mut shared = compared();
    let stations = &mut shared.variants[1].stations;
    let build = stations["code"].clone();
    stations.insert("cell/build".to_owned(), build);
    let table = csv(&shared, None);
    assert!(table.contains("\nassisted,cell,station,build,utilisation,,0.75,"));
    assert!(table.contains("\nassisted,,comparison,today,pass_through,,0.163,"));
    assert!(
        table.contains(",\"A loyal factory: one line, seven stations, forty-five features\",,")
    );
}

#[test]
fn what_does_not_exist_is_null_and_keeps_its_key() {
    let result: serde_json::Value = serde_json::from_str(&json(&awkward(), None)).unwrap();
    assert_eq!(result["partial"], true);
    let idle = &result["variants"][1];
    for key in ["throughput", "growth", "undone", "escaped"] {
        assert!(
            idle.get(key).is_some_and(serde_json::Value::is_null),
            "{key}"
        );
    }
    assert!(idle["flow_time"]["p85"].is_null());
    assert!(idle["stations"]["launch"]["people"]["busy"].is_null());
    assert!(result["variants"][2]["growth"]["mean"].is_number());
    let silent = &result["comparisons"][0];
    assert!(silent["money"]["potential"].is_null());
    assert!(silent["local"].is_null());
    let not_a_number = &result["comparisons"][1]["pass_through"];
    assert!(not_a_number.is_null());
}

#[test]
fn only_timing_depends_on_the_machine() {
    let timing = Timing {
        completions: 24_131_902,
        trial_seconds: 1.25,
        threads: 2,
    };
    let with: serde_json::Value = serde_json::from_str(&json(&compared(), Some(&timing))).unwrap();
    let without: serde_json::Value = serde_json::from_str(&json(&compared(), None)).unwrap();
    assert_eq!(with["timing"]["threads"], 2);
    assert!(without.get("timing").is_none());
    assert!(without["variants"][0]["escaped"].is_null());
}
