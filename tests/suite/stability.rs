//! Golden hashes: the numbers of a fixed set of scenarios never change by accident.
//!
//! The hash is of the whole JSON result, version and all. `.ci/run` compares what the plain program
//! writes with the same hashes, since the test build switches on features of shared dependencies.
//! `THROUGHLINE_BLESS=1` rewrites them; a commit that does so says why.

use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};
use throughline::experiment::{self, Control, Plan};
use throughline::scenario::Document;

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Names of the scenarios, sorted.
fn scenarios() -> Vec<String> {
    let files = std::fs::read_dir(root().join("tests/scenarios")).unwrap();
    let mut names: Vec<String> = files
        .map(|file| file.unwrap().file_name().to_string_lossy().into_owned())
        .filter_map(|name| Some(name.strip_suffix(".toml")?.to_owned()))
        .collect();
    names.sort();
    names
}

/// What `throughline run FILE --format json` writes, hashed.
fn hash(file: &Path) -> String {
    let document = Document::open(&file.to_string_lossy(), &[]).unwrap();
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
        stop: &std::sync::atomic::AtomicBool::new(false),
        progress: &|_| {},
    };
    let outcome = experiment::run(document.provenance(), variants, &plan, &control);
    let digest = Sha256::digest(throughline::report::json(&outcome, None));
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[test]
fn results_have_the_hashes_they_had() {
    let lines: String = scenarios()
        .iter()
        .map(|name| {
            let file = root().join(format!("tests/scenarios/{name}.toml"));
            format!("{name} {}\n", hash(&file))
        })
        .collect();
    let golden = root().join("tests/golden/hashes.txt");
    if std::env::var_os("THROUGHLINE_BLESS").is_some() {
        std::fs::write(&golden, &lines).unwrap();
    }
    let expected = std::fs::read_to_string(&golden).unwrap_or_default();
    assert_eq!(
        lines, expected,
        "THROUGHLINE_BLESS=1 rewrites {}",
        "hashes.txt"
    );
}
