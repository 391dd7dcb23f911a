//! Files that a scenario refers to.

use std::fs::write;

use super::SMALL;
use crate::random::Distribution;
use crate::scenario::{Document, OpenError};
use crate::units::HOUR;

#[test]
fn a_column_is_read_beside_the_file_that_names_it() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    let touch = "touch = { empirical = { file = \"log.csv\", column = \"hours\", unit = \"h\" } }";
    let base = SMALL.replacen("touch = { mean = \"2wd\", cv = 0.5 }", touch, 1);
    write(path("log.csv"), "who,hours\nann,1\n\"bob, jr\", 2.5\n").unwrap();
    write(path("base.toml"), base).unwrap();
    std::fs::create_dir(path("more")).unwrap();
    let top = path("more/top.toml");
    write(&top, "extends = \"../base.toml\"\n[variant.a]\n").unwrap();

    let document = Document::open(top.to_str().unwrap(), &[]).unwrap();
    let hours = vec![HOUR as f64, 2.5 * HOUR as f64];
    let expected = Distribution::empirical(hours).unwrap();
    assert_eq!(
        document.variants()[0].scenario.stations[0].touch[0],
        expected
    );

    // What the table says is part of the scenario.
    write(path("log.csv"), "who,hours\nann,1\nbob,3\n").unwrap();
    let other = Document::open(top.to_str().unwrap(), &[]).unwrap();
    assert_ne!(document.provenance().sha256, other.provenance().sha256);
}

#[test]
fn files_that_extend_each_other_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    write(path("a.toml"), "extends = \"b.toml\"").unwrap();
    write(path("b.toml"), "extends = \"./a.toml\"").unwrap();
    let result = Document::open(path("a.toml").to_str().unwrap(), &[]);
    let Err(OpenError::Invalid(findings)) = result else {
        panic!("invalid")
    };
    assert!(findings.has_errors());
}

#[test]
fn what_cannot_be_read_is_told_apart_from_what_is_wrong() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("latin.toml");
    write(&path, [0xff, 0xfe, 0x41]).unwrap();
    let result = Document::open(path.to_str().unwrap(), &[]);
    let Err(OpenError::Unreadable { reason, .. }) = result else {
        panic!("unreadable")
    };
    assert!(reason.contains("UTF-8"), "{reason}");
}
