//! The core as WebAssembly: reads a scenario from standard input, runs its baseline as `throughline
//! run --format json` does, and writes the result. `.ci/run` compares it with the golden hash.

use std::io::{Read, Write};
use std::sync::atomic::AtomicBool;

use throughline::experiment::{self, Control, Plan};
use throughline::scenario::Document;

fn main() -> std::io::Result<()> {
    let mut text = String::new();
    std::io::stdin().read_to_string(&mut text)?;
    let document = Document::parse("scenario.toml", &text, &[]).expect("the scenario is right");
    let variants = &document.variants()[..1];
    let defaults = &variants[0].scenario.run;
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
    let outcome = experiment::run(document.provenance(), variants, &plan, &control);
    let result = throughline::report::json(&outcome, None);
    std::io::stdout().write_all(result.as_bytes())
}
