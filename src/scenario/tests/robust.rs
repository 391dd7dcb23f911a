//! Whatever the text, reading ends with findings and never with a panic.

use super::{SMALL, open};

/// A small generator, good enough to hit a text at many places.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % sides
    }
}

#[test]
fn broken_texts_are_survived() {
    let extra =
        "\n[change.it]\nset = { \"code.touch\" = \"+3%\" }\n[variant.a]\nchanges = [\"it\"]\n";
    let text: Vec<char> = format!("{SMALL}{extra}").chars().collect();
    let pieces = [
        "\"",
        "{",
        "}",
        "[",
        "]",
        "=",
        "\n",
        "0",
        "-",
        "999999999999",
        "é",
        ".",
        "%",
        ",",
        "x",
    ];
    let mut dice = Dice(7);
    for _ in 0..1500 {
        let mut broken = text.clone();
        for _ in 0..=dice.roll(3) {
            let at = dice.roll(broken.len());
            let end = (at + dice.roll(8)).min(broken.len());
            let piece = pieces[dice.roll(pieces.len())];
            broken.splice(at..end, piece.chars());
        }
        let broken: String = broken.into_iter().collect();
        let _ = open(&broken, &[]);
    }
}

#[test]
fn broken_edits_are_survived() {
    let paths = [
        "code",
        "staff",
        "touch",
        "rework",
        "1",
        "0",
        "route",
        "legal",
        "work",
        "fix",
        "demand",
        "gate",
        "mean",
        "uncertain",
        "variant",
        "station",
        "initial",
        "lesson",
        "99999999999999999999",
    ];
    let values = [
        "none",
        "+1",
        "x",
        "-",
        "",
        "{}",
        "[]",
        "{ a = { b = 1 } }",
        "+1e9%",
        "2026-01-01",
        "\"",
        "inf",
        "x99999999999999999999",
        "true",
        "[[1]]",
    ];
    let mut dice = Dice(11);
    for _ in 0..1500 {
        let path: Vec<&str> = (0..=dice.roll(5))
            .map(|_| paths[dice.roll(paths.len())])
            .collect();
        let edit = format!("{}={}", path.join("."), values[dice.roll(values.len())]);
        let _ = open(SMALL, &[&edit]);
    }
}

#[test]
fn deep_nesting_is_refused() {
    let deep = format!("format = {}1{}", "[".repeat(5000), "]".repeat(5000));
    assert!(open(&deep, &[]).is_err());
    let deep = format!(
        "{SMALL}\n[lesson]\nx = {}1{}",
        "{a=".repeat(5000),
        "}".repeat(5000)
    );
    assert!(open(&deep, &[]).is_err());
    let dotted = format!("{SMALL}\n[lesson.{}a]\n", "a.".repeat(5000));
    assert!(open(&dotted, &[]).is_err());
}
