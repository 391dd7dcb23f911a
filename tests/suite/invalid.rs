//! Every `tests/invalid/NAME.toml` produces exactly the page of findings in `NAME.txt`.
//!
//! Run with `THROUGHLINE_BLESS=1` to rewrite the pages, and then read what changed.

#![allow(
    clippy::unwrap_used,
    reason = "a test may stop at what it did not expect"
)]

use std::path::{Path, PathBuf};

use throughline::experiment::foresee;
use throughline::scenario::{Diagnostics, Document, OpenError};

fn files() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/invalid");
    let entries = std::fs::read_dir(folder).unwrap();
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    files.retain(|path| path.extension().is_some_and(|end| end == "toml"));
    files.sort();
    files
}

/// Edits are written in the first lines of a file, as `# --set path=value`.
fn edits(text: &str) -> Vec<String> {
    text.lines()
        .filter_map(|line| line.strip_prefix("# --set "))
        .map(str::to_owned)
        .collect()
}

fn findings(path: &Path) -> Diagnostics {
    // Opened by its bare name beside the others, so that no page shows where it lies.
    let text = std::fs::read_to_string(path).unwrap();
    let name = format!(
        "tests/invalid/{}",
        path.file_name().unwrap().to_str().unwrap()
    );
    match Document::parse(&name, &text, &edits(&text)) {
        Ok(document) => {
            let mut findings = document.findings().clone();
            findings.add(foresee(&document));
            findings
        }
        Err(OpenError::Invalid(findings)) => findings,
        Err(OpenError::Unreadable { path, reason }) => panic!("{path}: {reason}"),
    }
}

#[test]
fn every_invalid_file_has_its_page() {
    let bless = std::env::var_os("THROUGHLINE_BLESS").is_some();
    let mut wrong = Vec::new();
    for path in files() {
        let page = findings(&path).render(false, 100);
        let expected = path.with_extension("txt");
        if bless {
            std::fs::write(&expected, &page).unwrap();
        } else if std::fs::read_to_string(&expected).unwrap_or_default() != page {
            wrong.push(format!("{}:\n{page}", path.display()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(files().len() >= 60, "there are at least 60 such files");
}
