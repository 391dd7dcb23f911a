//! What made a result: `manifest.json` of `--out`.
//!
//! It depends on scenario, edits, seed and trials alone, so it holds no date, path or name of a
//! machine. Anybody can check a file with `sha256sum`.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use throughline::experiment::{Outcome, Plan};
use throughline::scenario::Variant;
use toml::de::DeTable;

use crate::folder::Named;

/// Its name.
pub(crate) const MANIFEST: &str = "manifest.json";

/// Version of its format.
const FORMAT: u32 = 1;

/// The versions this program was built with: it ships with the sources.
const LOCK: &str = include_str!("../../Cargo.lock");

#[derive(Serialize)]
struct Manifest<'a> {
    format: u32,
    tool: String,
    command: &'a str,
    scenario: Scenario<'a>,
    /// Edits, as given with `--set`.
    set: &'a [String],
    variants: Vec<&'a str>,
    /// Trials asked for.
    trials: u64,
    /// Draws of the uncertain inputs asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    uncertain: Option<u64>,
    seed: u64,
    confidence: f64,
    partial: bool,
    files: Vec<Listed>,
    /// Packages the program was built and tested with.
    packages: Vec<String>,
}

#[derive(Serialize)]
struct Scenario<'a> {
    title: &'a str,
    sha256: &'a str,
}

#[derive(Serialize, Deserialize)]
struct Listed {
    name: String,
    sha256: String,
}

/// The text of the manifest.
pub(crate) fn manifest(
    (command, edits, uncertain): (&str, &[String], Option<u64>),
    (variants, plan): (&[Variant], &Plan),
    outcome: &Outcome,
    files: &[Named],
) -> String {
    let manifest = Manifest {
        format: FORMAT,
        tool: format!("throughline {}", env!("CARGO_PKG_VERSION")),
        command,
        scenario: Scenario {
            title: &outcome.title,
            sha256: &outcome.sha256,
        },
        set: edits,
        variants: variants
            .iter()
            .map(|variant| variant.name.as_str())
            .collect(),
        trials: plan.trials,
        uncertain,
        seed: plan.seed,
        confidence: plan.confidence,
        partial: outcome.partial,
        files: files.iter().map(list).collect(),
        packages: packages(),
    };
    let mut text = serde_json::to_string_pretty(&manifest)
        .expect("a manifest has string keys and nothing in it can fail to serialize");
    text.push('\n');
    text
}

fn list((name, text): &Named) -> Listed {
    let digest = Sha256::digest(text.as_bytes());
    Listed {
        name: name.clone(),
        sha256: digest.iter().map(|byte| format!("{byte:02x}")).collect(),
    }
}

/// "name version" of every locked package but this one.
fn packages() -> Vec<String> {
    let lock = DeTable::parse(LOCK).ok();
    let packages = lock.as_ref().and_then(|lock| lock.get_ref().get("package"));
    let packages = packages.and_then(|packages| packages.get_ref().as_array());
    let packages = packages.into_iter().flat_map(|packages| packages.iter());
    let named = packages.filter_map(|package| {
        let text = |key| package.get_ref().as_table()?.get(key)?.get_ref().as_str();
        // What comes from a registry has a source, this package has none.
        text("source")?;
        Some(format!("{} {}", text("name")?, text("version")?))
    });
    named.collect()
}

/// The files a manifest lists, if it is one of this program.
pub(crate) fn listed(manifest: &str) -> Option<Vec<String>> {
    #[derive(Deserialize)]
    struct Known {
        tool: String,
        files: Vec<Listed>,
    }
    let known: Known = serde_json::from_str(manifest).ok()?;
    let is_ours = known.tool.starts_with("throughline ");
    is_ours.then(|| known.files.into_iter().map(|file| file.name).collect())
}
