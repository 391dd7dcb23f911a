//! `throughline compare FILE...`: variants of one file, or the baselines of several.

use std::path::Path;

use sha2::{Digest, Sha256};
use throughline::scenario::{Diagnostics, Document, Provenance, Variant};

use crate::args::CompareArguments;
use crate::failure::{Exit, Failure};
use crate::question::{self, Question};
use crate::{source, uncertain};

/// Compares every variant with the first.
pub(crate) fn compare(asked: &CompareArguments) -> Result<Exit, Failure> {
    let mut documents = Vec::new();
    for file in &asked.files {
        let several = asked.files.len() > 1;
        let document = if several {
            source::open_one_of(file, &asked.common.edits)?
        } else {
            source::open(file, &asked.common.edits)?
        };
        if !asked.common.quiet {
            let findings = document.findings().clone();
            source::warn(&if several {
                source::in_file(findings, file)
            } else {
                findings
            });
        }
        documents.push(document);
    }
    let (about, variants) = match documents.as_slice() {
        [document] => (
            document.provenance().clone(),
            of_one(document, &asked.variants)?,
        ),
        several => (about(several), of_several(several, asked)?),
    };
    if variants.len() < 2 {
        return Err(Failure::asked(
            "there is only one variant to compare",
            Some(
                "name another, add a [variant.NAME] to the file, or use \"throughline run\""
                    .to_owned(),
            ),
        ));
    }
    let names: Vec<String> = variants.iter().map(|of| of.name.clone()).collect();
    let drawing = |seed, draw| match documents.as_slice() {
        [document] => uncertain::of_one(document, &names, (seed, draw)),
        several => baselines(several, &asked.files, |document| document.draw(seed, draw)),
    };
    let sources = documents.iter().flat_map(Document::sources);
    let question = Question {
        command: "compare",
        about,
        sources: sources.cloned().collect(),
        variants,
        drawing: &drawing,
    };
    question::answer(&question, &asked.common)
}

/// All variants, or those named; one alone is compared with the baseline.
fn of_one(document: &Document, names: &[String]) -> Result<Vec<Variant>, Failure> {
    if names.is_empty() {
        return Ok(document.variants().to_vec());
    }
    let mut chosen: Vec<Variant> = Vec::new();
    for name in names {
        let variant = source::variant(document, name)?;
        if !chosen.iter().any(|known| known.name == variant.name) {
            chosen.push(variant.clone());
        }
    }
    let baseline = document.variants().first();
    if let (Some(baseline), [only]) = (baseline, chosen.as_slice())
        && only.name != baseline.name
    {
        chosen.insert(0, baseline.clone());
    }
    Ok(chosen)
}

/// The baseline of each file, named after the file.
fn of_several(documents: &[Document], asked: &CompareArguments) -> Result<Vec<Variant>, Failure> {
    if !asked.variants.is_empty() {
        return Err(Failure::asked(
            "--variant chooses among the variants of one file, and several files are given",
            None,
        ));
    }
    let read = |document: &Document| Ok(document.variants().to_vec());
    Ok(baselines(documents, &asked.files, read)?)
}

/// The first variant of each file, as it was read or drawn, named after the file.
fn baselines(
    documents: &[Document],
    files: &[String],
    variants_of: impl Fn(&Document) -> Result<Vec<Variant>, Diagnostics>,
) -> Result<Vec<Variant>, Diagnostics> {
    let mut variants: Vec<Variant> = Vec::new();
    for (document, file) in documents.iter().zip(files) {
        let Some(baseline) = variants_of(document)?.into_iter().next() else {
            continue;
        };
        let stem = Path::new(file)
            .file_stem()
            .map(|stem| stem.to_string_lossy());
        let stem = stem.map_or_else(|| file.clone(), |stem| stem.into_owned());
        let same = variants
            .iter()
            .filter(|known| known.name.starts_with(&stem));
        let name = match same.count() {
            0 => stem,
            before => format!("{stem}-{}", before + 1),
        };
        variants.push(Variant {
            name,
            title: document.provenance().title.clone(),
            ..baseline
        });
    }
    Ok(variants)
}

/// What identifies several files together: their titles, and the hash of their hashes.
fn about(documents: &[Document]) -> Provenance {
    let all = documents.iter().map(Document::provenance);
    let titles: Vec<&str> = all.clone().map(|about| about.title.as_str()).collect();
    let mut hash = Sha256::new();
    for about in all {
        hash.update(about.sha256.as_bytes());
        hash.update(b"\n");
    }
    let digits = hash
        .finalize()
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    Provenance {
        title: titles.join(" / "),
        sha256: digits,
    }
}
