//! Tests of the reader from the inside and through `Document::parse`.

mod changes;
mod edits;
mod files;
mod language;
mod people;
mod quantities;
mod reading;
mod robust;

use super::model::Scenario;
use super::{Document, OpenError};

/// A small file that everything can be tried on.
const SMALL: &str = r#"
format = 1

[clock]
horizon = "1y"

[intake]
wip_limit = 10

[work.feature]
demand = { endless = true }
route = ["code", { station = "legal", chance = "20%" }, "review"]

[work.fix]
demand = { poisson = "6 / week" }
route = ["code", "review"]

[station.code]
staff = 4
touch = { mean = "2wd", cv = 0.5 }
touch_for = { fix = "2h" }

[station.legal]
staff = 1
touch = "1h"
gate = { every = "2w", slots = 4 }

[station.review]
staff = 2
touch = { p50 = "2h", p90 = "1wd" }
rework = [{ chance = "20%", to = "code", max = 3 }, { chance = "10%", to = "review" }]
"#;

fn open(text: &str, edits: &[&str]) -> Result<Document, String> {
    let edits: Vec<String> = edits.iter().map(|edit| (*edit).to_owned()).collect();
    Document::parse("small.toml", text, &edits).map_err(|error| match error {
        OpenError::Invalid(findings) => findings.render(false, 100),
        OpenError::Unreadable { path, reason } => format!("{path}: {reason}"),
    })
}

/// The only variant of the small file with some edits.
fn small(edits: &[&str]) -> Scenario {
    let document = open(SMALL, edits).unwrap_or_else(|page| panic!("{page}"));
    document.variants()[0].scenario.clone()
}

/// The page of findings of the small file with more text and some edits.
fn page(more: &str, edits: &[&str]) -> String {
    match open(&format!("{SMALL}{more}"), edits) {
        Ok(document) => document.findings().render(false, 100),
        Err(page) => page,
    }
}
