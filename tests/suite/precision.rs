//! Runs that go on until something is known precisely enough.

use std::process::{Command, Output};
use std::sync::atomic::AtomicBool;

use crate::support::{read, run_document};
use throughline::experiment::{self, Control, Outcome, Plan, StopReason};
use throughline::report::json;
use throughline::scenario::Document;
use throughline::scenario::model::{Goal, Precision};
use throughline::statistics::Estimate;

/// A small organisation with luck, and a variant of it.
const DESK: &str = "
format = 1
title = 'A desk'
clock = { calendar = 'always', burn_in = '100h', horizon = '200h' }
[work.letter]
demand = { poisson = '0.6 / h' }
route = ['desk']
[station.desk]
staff = 1
touch = { exponential = '1h' }
[variant.today]
[variant.faster]
set = { 'desk.pace' = 1.2 }
";

/// Trials between two looks at the half-widths.
const BLOCK: u64 = 64;

fn goals(texts: &[&str]) -> Vec<Goal> {
    texts.iter().map(|text| text.parse().unwrap()).collect()
}

fn until(document: &Document, goals: &[Goal], [fewest, most]: [u64; 2], threads: usize) -> Outcome {
    let plan = Plan {
        trials: fewest,
        seed: 5,
        confidence: 0.95,
        threads: Some(threads),
        precision: Some(Precision {
            goals: goals.to_vec(),
            max_trials: most,
        }),
    };
    let control = Control {
        stop: &AtomicBool::new(false),
        progress: &|_| {},
    };
    experiment::run(document.provenance(), document.variants(), &plan, &control)
}

/// The document with its first variant only.
fn alone() -> Document {
    read(DESK.split("[variant").next().unwrap())
}

#[test]
fn the_number_of_threads_does_not_decide_when_it_ends() {
    let goals = goals(&["3%", "flow_time.p85=10%", "wip=8%"]);
    for document in [read(DESK), alone()] {
        let with = |threads| until(&document, &goals, [20, 3000], threads);
        let one = with(1);
        assert_eq!(one.variants[0].stopped, StopReason::Precision);
        for threads in [2, 3, 7] {
            assert!(json(&with(threads), None) == json(&one, None));
        }
    }
}

#[test]
fn it_is_the_run_of_as_many_trials_and_a_finer_goal_extends_it() {
    let document = read(DESK);
    let [coarse, fine] = ["flow_time=2%", "flow_time=0.7%"]
        .map(|goal| until(&document, &goals(&[goal]), [20, 9000], 2));
    assert!(coarse.variants[0].trials < fine.variants[0].trials);
    for mut found in [coarse, fine] {
        let trials = found.variants[0].trials;
        assert!(found.variants.iter().all(|one| one.trials == trials));
        let fixed = run_document(&document, trials, 5, 2);
        found.precision.clear();
        for variant in &mut found.variants {
            variant.stopped = StopReason::Trials;
        }
        assert!(json(&found, None) == json(&fixed, None));
    }
}

/// What the goals `names` are about, as the result shows it.
fn shown(outcome: &Outcome, measure: &str) -> Estimate {
    let variant = &outcome.variants[0];
    let found = match measure {
        "throughput" => &variant.throughput,
        "flow_time" => &variant.flow_time.mean,
        "flow_time.p50" => &variant.flow_time.p50,
        "flow_time.p85" => &variant.flow_time.p85,
        "flow_time.p95" => &variant.flow_time.p95,
        "lead_time" => &variant.lead_time.mean,
        "wip" => &variant.wip,
        other => panic!("{other}"),
    };
    found.clone().unwrap()
}

#[test]
fn what_was_asked_for_is_reached_of_every_measure() {
    let document = alone();
    for [measure, relative, absolute] in [
        ["throughput", "1%", "0.5 / week"],
        ["flow_time", "3%", "4min"],
        ["flow_time.p50", "3%", "4min"],
        ["flow_time.p85", "4%", "9min"],
        ["flow_time.p95", "5%", "15min"],
        ["lead_time", "3%", "4min"],
        ["wip", "3%", "0.05 items"],
    ] {
        for half_width in [relative, absolute] {
            let goals = goals(&[&format!("{measure}={half_width}")]);
            let outcome = until(&document, &goals, [20, 20_000], 2);
            let trials = outcome.variants[0].trials;
            assert!(trials > 2 * BLOCK, "{measure}: {trials} trials");
            let [found] = outcome.precision.as_slice() else {
                panic!("one goal, one answer");
            };
            let shown = shown(&outcome, measure);
            let reached = match found.standing.unit {
                "1" => shown.relative_half_width().unwrap(),
                unit => {
                    assert_eq!(unit, shown.unit);
                    shown.half_width()
                }
            };
            assert!(found.standing.is_met() && reached <= found.standing.goal);
            assert_eq!(Some(reached), found.standing.reached, "{measure}");
        }
    }
}

#[test]
fn of_a_comparison_it_is_the_difference() {
    let document = read(DESK);
    let goals = goals(&[
        "0.2pp",
        "flow_time=1%",
        "flow_time.p85=2%",
        "wip=0.03 items",
    ]);
    let outcome = until(&document, &goals, [20, 20_000], 2);
    let compared = &outcome.comparisons[0];
    let widths = [
        &compared.throughput.relative,
        &compared.flow_time.relative,
        &compared.wip.difference,
    ]
    .map(|found| found.as_ref().map(Estimate::half_width));
    let of = |at: usize| outcome.precision[at].standing;
    assert_eq!([of(0).reached, of(1).reached, of(3).reached], widths);
    assert!(outcome.precision.iter().all(|one| one.standing.is_met()));
    assert!(outcome.precision.iter().all(|one| one.variant == "faster"));
    // The same luck: the difference is known when the sides are not.
    let sides = outcome.variants[0].flow_time.p85.clone().unwrap();
    let paired = of(2).reached.unwrap();
    assert!(paired < sides.relative_half_width().unwrap(), "{paired}");
}

#[test]
fn it_ends_when_the_goal_has_held_for_a_while_and_not_before() {
    let document = alone();
    let goal = 0.02;
    let outcome = until(&document, &goals(&["flow_time=2%"]), [20, 9000], 2);
    let trials = outcome.variants[0].trials;
    let is_met = |trials: u64| {
        let fixed = run_document(&document, trials, 5, 2);
        let width = shown(&fixed, "flow_time").relative_half_width().unwrap();
        width <= goal
    };
    let looks: Vec<u64> = (1..)
        .map(|block| block * BLOCK)
        .take_while(|at| *at <= trials)
        .collect();
    let held = looks.iter().rev().take_while(|at| is_met(**at)).count();
    let since = looks[looks.len() - held];
    let patience = 5.max(5 * since / 100);
    assert!(held > 1 && since > BLOCK, "{since} {trials}");
    let first = looks.iter().find(|at| **at >= since + patience);
    assert_eq!(first, Some(&trials));
}

#[test]
fn trials_are_the_fewest_and_max_trials_the_most() {
    let document = alone();
    let with = |goal, range| until(&document, &goals(&[goal]), range, 2);
    let few = with("90%", [20, 9000]);
    assert_eq!(few.variants[0].trials, 2 * BLOCK);
    let more = with("90%", [300, 9000]);
    assert_eq!(more.variants[0].trials, 384);
    let never = with("0.0001%", [20, 100]);
    assert_eq!(never.variants[0].trials, 100);
    assert_eq!(never.variants[0].stopped, StopReason::MaxTrials);
    assert!(!never.precision[0].standing.is_met());
}

#[test]
fn what_has_no_value_is_not_waited_for() {
    let never = DESK.replace("'1h' }", "'1h' }\ndelay = '300h'");
    let flooded = DESK.replace("0.6 / h", "2 / h");
    for text in [never, flooded] {
        assert_ne!(text, DESK);
        let document = read(text.split("[variant").next().unwrap());
        let outcome = until(&document, &goals(&["flow_time=50%"]), [20, 9000], 2);
        let variant = &outcome.variants[0];
        assert_eq!(
            (variant.trials, variant.stopped),
            (128, StopReason::NoValue)
        );
        assert_eq!(outcome.precision[0].standing.reached, None);
        assert!(variant.flow_time.mean.is_none());
    }
}

fn program(text: &str, arguments: &[&str]) -> (i32, String) {
    let folder = tempfile::TempDir::new().unwrap();
    let path = folder.path().join("desk.toml");
    std::fs::write(&path, text).unwrap();
    let mut command = Command::new(assert_cmd::cargo::cargo_bin!("throughline"));
    command.arg(arguments[0]).arg(&path).args(&arguments[1..]);
    let Output {
        status,
        stdout,
        stderr,
        ..
    } = command.env("LC_ALL", "C.UTF-8").output().unwrap();
    let text = [stdout, stderr].concat();
    (status.code().unwrap(), String::from_utf8(text).unwrap())
}

#[test]
fn a_goal_that_is_not_reached_is_exit_code_1_with_everything_shown() {
    let asked = [
        "run",
        "--precision=0.01%",
        "--max-trials=100",
        "--trials=20",
    ];
    let (code, page) = program(DESK, &asked);
    assert_eq!(code, 1, "{page}");
    assert!(page.contains("GOAL NOT REACHED: the half-width of throughput is"));
    assert!(page.contains("Given up after 100 trials"));
    assert!(page.contains("flow time, mean"));
    let (code, page) = program(DESK, &[&asked[..], &["--format=json"]].concat());
    let result: serde_json::Value = serde_json::from_str(&page).unwrap();
    assert_eq!((code, &result["precision"][0]["met"]), (1, &false.into()));
    assert_eq!(result["variants"][0]["stopped"], "max_trials");
    let (code, page) = program(
        DESK,
        &["run", "--precision=5%", "--trials=20", "--format=json"],
    );
    let result: serde_json::Value = serde_json::from_str(&page).unwrap();
    assert_eq!((code, &result["precision"][0]["met"]), (0, &true.into()));
    assert_eq!(result["variants"][0]["stopped"], "precision");
}

#[test]
fn the_command_line_replaces_the_goal_of_a_measure_and_keeps_the_others() {
    let text = format!(
        "{DESK}\n[run]\nprecision = [{{ of = 'wip', half_width = '9%' }}, \
         {{ half_width = '0.001%', max_trials = 128 }}]\n"
    );
    let goals = |arguments: &[&str]| {
        let (code, page) = program(&text, &[arguments, &["--format=json"]].concat());
        let result: serde_json::Value = serde_json::from_str(&page).unwrap();
        let found = result["precision"].as_array().unwrap();
        let each = found
            .iter()
            .map(|one| format!("{} {}", one["measure"], one["goal"]));
        (code, each.collect::<Vec<_>>().join(", "))
    };
    let written = "\"wip\" 0.09, \"throughput\" 0.00001";
    assert_eq!(goals(&["run", "--max-trials=64"]), (1, written.to_owned()));
    let replaced = "\"wip\" 0.09, \"throughput\" 0.05";
    assert_eq!(goals(&["run", "--precision=5%"]), (0, replaced.to_owned()));
    let edited = ["run", "--set", "run.precision.2.half_width=5%"];
    assert_eq!(goals(&edited), (0, replaced.to_owned()));
}

#[test]
fn a_precision_that_makes_no_sense_is_bad_input() {
    let (_, endless) = DESK.split_once("[work.letter]").unwrap();
    let endless = endless.replace("{ poisson = '0.6 / h' }", "{ endless = true }");
    let endless = format!(
        "{}[work.letter]{endless}",
        DESK.split("[work").next().unwrap()
    );
    for (text, arguments, said) in [
        (DESK, &["run", "--max-trials=100"][..], "none is asked for"),
        (
            DESK,
            &["run", "--precision=1%", "--trials=50", "--max-trials=40"],
            "below --trials",
        ),
        (DESK, &["run", "--precision=0%"], "from 0.0001% to 100%"),
        (DESK, &["run", "--precision=1"], "needs its unit"),
        (DESK, &["run", "--precision=cost=1%"], "`flow_time.p85`"),
        (
            DESK,
            &["run", "--precision=flow_time=1 / week"],
            "write \"1%\" or \"2h\"",
        ),
        (&endless, &["run", "--precision=lead_time=1%"], "endless"),
    ] {
        let (code, page) = program(text, arguments);
        assert_eq!(code, 2, "{arguments:?}: {page}");
        assert!(page.contains(said), "{arguments:?}: {page}");
    }
}
