//! The table in the head of `scenarios/loyal-factory.toml`: how far its answer depends on the two
//! inputs nobody can look up, the target load of the other functions and the WIP limit.
//!
//! `cargo bench --bench factory_table` prints it, with `-- --write` it goes into the file, with
//! `-- --check` the program fails unless the file holds it already. Staff follows the one rule of
//! the file (people = load over target load, rounded up) at the flow that coding can produce.
#![allow(
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a program for developers"
)]

use std::process::ExitCode;
use std::sync::atomic::AtomicBool;

use throughline::experiment::{self, Control, Plan};
use throughline::network::{Network, Traffic, compile};
use throughline::scenario::Document;
use throughline::units::WEEK;

const FILE: &str = "scenarios/loyal-factory.toml";
/// Functions staffed by the rule; the essays give the people of legal and security.
const BY_RULE: [&str; 6] = [
    "product",
    "review",
    "qa",
    "integration",
    "marketing",
    "enablement",
];
const TARGET_LOADS: [f64; 5] = [0.75, 0.80, 0.85, 0.90, 0.95];
const WIP_FACTORS: [f64; 3] = [0.5, 1.0, 2.0];
const BEGIN: &str = "# Generated table, begin.";
const END: &str = "# Generated table, end.";

fn main() -> ExitCode {
    let asked: Vec<String> = std::env::args().collect();
    let text = std::fs::read_to_string(FILE).unwrap();
    let table = table();
    println!("{table}");
    let (before, rest) = text.split_once(BEGIN).unwrap();
    let (_, after) = rest.split_once(END).unwrap();
    let renewed = format!("{before}{BEGIN}\n{table}{END}{after}");
    if asked.iter().any(|word| word == "--write") {
        std::fs::write(FILE, &renewed).unwrap();
    }
    if asked.iter().any(|word| word == "--check") && renewed != text {
        println!("{FILE} holds another table");
        return ExitCode::FAILURE;
    }
    ExitCode::SUCCESS
}

fn table() -> String {
    let base = Document::open(FILE, &[]).unwrap();
    let net = compile(&base.variants()[0].scenario);
    let limit = base.variants()[0].scenario.orgs[0].wip_limit.unwrap() as f64;
    let mut table = String::from("# target load |");
    for factor in WIP_FACTORS {
        table.push_str(&format!(
            " WIP limit {:>4} (x{factor}) |",
            (limit * factor).round()
        ));
    }
    table.push('\n');
    for target in TARGET_LOADS {
        table.push_str(&format!("#        {target:.2} |"));
        let staff = staffing(&net, target);
        for factor in WIP_FACTORS {
            let mut edits = staff.clone();
            edits.push(format!("intake.wip_limit={}", (limit * factor).round()));
            table.push_str(&format!(" {:>21} |", answer(&edits)));
        }
        table.push('\n');
    }
    table
}

/// The edits that staff every function for the flow of coding at a target load.
fn staffing(net: &Network, target: f64) -> Vec<String> {
    let settings = net.settings_at(net.zero);
    let traffic = Traffic::new(net, &settings);
    let station = |name: &str| net.stations.iter().position(|of| of.name == name).unwrap();
    let one_a_week = [1.0 / WEEK as f64];
    let load = |name: &str| traffic.load(net, &settings, &one_a_week, station(name));
    let coding = load("code");
    let flow = coding.capacity / coding.load;
    let mut edits: Vec<String> = BY_RULE
        .iter()
        .map(|name| format!("{name}.staff={}", (flow * load(name).load / target).ceil()))
        .collect();
    edits.push(format!(
        "finance.gate.slots={}",
        (2.0 * flow / target).ceil()
    ));
    println!(
        "at {target}: {flow:.3} features a week, {}",
        edits.join(" ")
    );
    edits
}

fn answer(edits: &[String]) -> String {
    let document = Document::open(FILE, edits).unwrap();
    let defaults = &document.variants()[0].scenario.run;
    let plan = Plan {
        trials: defaults.trials,
        seed: defaults.seed,
        confidence: defaults.confidence,
        threads: None,
        precision: None,
    };
    let control = Control {
        stop: &AtomicBool::new(false),
        progress: &|_| {},
    };
    let outcome = experiment::run(document.provenance(), document.variants(), &plan, &control);
    let gain = outcome.comparisons[0].throughput.relative.as_ref().unwrap();
    format!(
        "{:+.1}% [{:.1}, {:.1}]",
        gain.mean * 100.0,
        gain.low * 100.0,
        gain.high * 100.0
    )
}
