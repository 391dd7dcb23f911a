//! Scenario files with random damage: whatever the text, it is read, judged and run without a
//! panic, and nothing takes long. `THROUGHLINE_TEST_EFFORT` says how many times 2,000 files.

use std::io::{Result, Write};
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;

use throughline::experiment::{self, Control, Plan};
use throughline::report::{self, TextOptions};
use throughline::scenario::{Document, Variant};
use throughline::units::{Span, WEEK};

use crate::support::test_effort;

/// Damaged files for an effort of one.
const FILES: u64 = 2000;
/// What a file may take.
const LONG: Duration = Duration::from_secs(1);
/// Of so many files that are right, one is run.
const RUN_ONE_IN: u64 = 10;
/// Bytes of a trace after which a trial is ended: it may be meant to last for ages.
const ENOUGH: usize = 1_000_000;

/// A small generator, good enough to hit a text at many places.
struct Dice(u64);

impl Dice {
    fn of(file: u64) -> Self {
        let mut dice = Self(file);
        dice.roll(1);
        dice
    }

    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) ^ (self.0 >> 13)) as usize % sides
    }

    fn pick<'a, T: ?Sized>(&mut self, list: &[&'a T]) -> &'a T {
        list[self.roll(list.len())]
    }
}

/// Files to damage, and what they are made of.
struct Corpus {
    texts: Vec<(PathBuf, String)>,
}

impl Corpus {
    fn read() -> Self {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let mut texts = Vec::new();
        for folder in ["scenarios", "tests/scenarios", "tests/invalid"] {
            for entry in std::fs::read_dir(root.join(folder)).unwrap() {
                let path = entry.unwrap().path();
                if path.extension().is_some_and(|ending| ending == "toml") {
                    let text = std::fs::read_to_string(&path).unwrap();
                    texts.push((path, text));
                }
            }
        }
        texts.sort();
        Self { texts }
    }

    fn all(&self) -> Vec<&str> {
        self.texts.iter().map(|(_, text)| text.as_str()).collect()
    }

    /// A damaged file beside the one it is made from, so that it finds what it refers to.
    fn mutant(&self, number: u64) -> (PathBuf, String) {
        let mut dice = Dice::of(number);
        // Half of them begin as a file that is right.
        let right: Vec<_> = self
            .texts
            .iter()
            .filter(|(path, _)| !is_invalid(path))
            .collect();
        let from = match dice.roll(2) {
            0 => right[dice.roll(right.len())],
            _ => &self.texts[dice.roll(self.texts.len())],
        };
        let mut text = from.1.clone();
        for _ in 0..=dice.roll(4) {
            text = damaged(&mut dice, &text, &self.all());
        }
        (from.0.with_file_name("mutant.toml"), text)
    }
}

fn is_invalid(path: &Path) -> bool {
    path.parent()
        .is_some_and(|folder| folder.ends_with("invalid"))
}

/// Numbers nobody expects.
const NUMBERS: [&str; 15] = [
    "0",
    "-1",
    "1",
    "0.5",
    "1e308",
    "-1e308",
    "1e-308",
    "inf",
    "nan",
    "99999999999999999999",
    "9223372036854775807",
    "4294967296",
    "1_000_000",
    "2147483648",
    "1e9",
];

/// Quantities, units and forms nobody expects there.
const VALUES: [&str; 16] = [
    "\"\"",
    "\"0h\"",
    "\"1e9 y\"",
    "\"1us\"",
    "\"1000y\"",
    "\"1e12 / s\"",
    "\"-3d\"",
    "\"none\"",
    "\"unlimited\"",
    "\"+1e9%\"",
    "\"x0\"",
    "{}",
    "[]",
    "true",
    "2026-02-28",
    "\"\\u0000\"",
];

/// The text with one damage more.
fn damaged(dice: &mut Dice, text: &str, all: &[&str]) -> String {
    let lines: Vec<&str> = text.lines().collect();
    if lines.is_empty() {
        return dice.pick(all).to_owned();
    }
    let at = dice.roll(lines.len());
    let other: Vec<&str> = dice.pick(all).lines().collect();
    let foreign = if other.is_empty() {
        ""
    } else {
        dice.pick(&other)
    };
    match dice.roll(10) {
        0 => flipped(dice, text),
        1 => swapped(dice, text),
        2 => with_line(&lines, at, &[]),
        3 => with_line(&lines, at, &[lines[at], lines[at]]),
        4 => with_line(&lines, at, &[lines[at], lines[dice.roll(lines.len())]]),
        5 => with_line(&lines, at, &[lines[at], foreign]),
        6 => with_value(
            &lines,
            at,
            foreign.split_once('=').map_or("1", |(_, value)| value),
        ),
        7 => with_value(&lines, at, dice.pick(&VALUES)),
        8 => with_number(dice, text),
        _ => with_value(&lines, at, &nested(dice)),
    }
}

fn flipped(dice: &mut Dice, text: &str) -> String {
    let mut bytes = text.as_bytes().to_vec();
    let at = dice.roll(bytes.len());
    bytes[at] ^= 1 << dice.roll(8);
    String::from_utf8_lossy(&bytes).into_owned()
}

/// Words with what stands between them.
fn pieces(text: &str) -> Vec<&str> {
    let is_word = |sign: char| sign.is_alphanumeric() || matches!(sign, '_' | '.' | '-' | '%');
    let mut pieces = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let end = rest.find(|sign| is_word(sign) != is_word(first));
        let (piece, after) = rest.split_at(end.unwrap_or(rest.len()));
        pieces.push(piece);
        rest = after;
    }
    pieces
}

fn swapped(dice: &mut Dice, text: &str) -> String {
    let mut pieces = pieces(text);
    let (one, other) = (dice.roll(pieces.len()), dice.roll(pieces.len()));
    pieces.swap(one, other);
    pieces.concat()
}

fn with_number(dice: &mut Dice, text: &str) -> String {
    let mut pieces = pieces(text);
    let is_number = |piece: &str| piece.starts_with(|sign: char| sign.is_ascii_digit());
    let numbers: Vec<usize> = (0..pieces.len())
        .filter(|at| is_number(pieces[*at]))
        .collect();
    if !numbers.is_empty() {
        let at = numbers[dice.roll(numbers.len())];
        let unit = pieces[at].trim_start_matches(|sign: char| !sign.is_alphabetic());
        let number = format!("{}{unit}", dice.pick(&NUMBERS));
        pieces[at] = &number;
        return pieces.concat();
    }
    pieces.concat()
}

fn with_line(lines: &[&str], at: usize, instead: &[&str]) -> String {
    [&lines[..at], instead, &lines[at + 1..]]
        .concat()
        .join("\n")
}

fn with_value(lines: &[&str], at: usize, value: &str) -> String {
    let line = match lines[at].split_once('=') {
        Some((key, _)) => format!("{key}= {value}"),
        None => lines[at].to_owned(),
    };
    with_line(lines, at, &[&line])
}

fn nested(dice: &mut Dice) -> String {
    let depth = 1 << dice.roll(12);
    let (open, close) = [("[", "]"), ("{ a = ", " }"), ("[{ mean = ", "}]")][dice.roll(3)];
    format!("{}1{}", open.repeat(depth), close.repeat(depth))
}

/// A trace nobody reads, which ends the trial when there was enough of it.
struct Budget(usize);

struct Enough;

impl Write for Budget {
    fn write(&mut self, bytes: &[u8]) -> Result<usize> {
        self.0 = self.0.saturating_sub(bytes.len());
        if self.0 == 0 {
            resume_unwind(Box::new(Enough));
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> Result<()> {
        Ok(())
    }
}

/// Runs the variants for a short while; one that would take long only in part.
fn run_briefly(document: &Document) {
    let short: Vec<Variant> = document.variants().iter().take(3).map(shortened).collect();
    let ends = short.iter().all(|variant| {
        let trace = || experiment::trace(variant, 1, 0, &mut Budget(ENOUGH)).unwrap();
        match catch_unwind(AssertUnwindSafe(trace)) {
            Ok(()) => true,
            Err(enough) if enough.is::<Enough>() => false,
            Err(panic) => resume_unwind(panic),
        }
    });
    if ends {
        let plan = Plan {
            trials: 2,
            seed: 1,
            confidence: 0.95,
            threads: Some(1),
            precision: None,
        };
        let control = Control {
            stop: &AtomicBool::new(false),
            progress: &|_| {},
        };
        let outcome = experiment::run(document.provenance(), &short, &plan, &control);
        let page = TextOptions {
            width: 80,
            color: false,
            ascii: true,
        };
        assert!(!report::csv(&outcome, None).is_empty());
        assert!(!report::text(&outcome, &page).is_empty());
    }
}

fn shortened(variant: &Variant) -> Variant {
    let mut variant = variant.clone();
    let clock = &mut variant.scenario.clock;
    clock.horizon = clock.horizon.min(Span(2 * WEEK));
    clock.burn_in = clock.burn_in.min(Span(WEEK));
    variant
}

/// How a file fared: whether it was right, or what went wrong.
fn fate(name: &Path, text: &str, is_run: bool) -> std::result::Result<bool, String> {
    let name = name.to_string_lossy();
    let read = || {
        let Ok(document) = Document::parse(&name, text, &[]) else {
            return false;
        };
        for variant in document.variants() {
            experiment::regime_before(variant);
            experiment::first_sessions(variant, 3);
        }
        if is_run {
            run_briefly(&document);
        }
        true
    };
    let begun = now();
    let right = catch_unwind(read).map_err(|_| "a panic".to_owned())?;
    let took = begun.elapsed();
    // A run is not bound, and a busy machine may stop for a while.
    if took > LONG && !is_run {
        let begun = now();
        read();
        if begun.elapsed() > LONG {
            return Err(format!("{took:?}"));
        }
    }
    Ok(right)
}

#[expect(
    clippy::disallowed_methods,
    reason = "what is measured is how long reading takes"
)]
fn now() -> std::time::Instant {
    std::time::Instant::now()
}

#[test]
fn damaged_files_are_survived() {
    let corpus = Corpus::read();
    let right = AtomicU64::new(0);
    let files = FILES * test_effort();
    let (next, problems) = (AtomicU64::new(0), Mutex::new(Vec::new()));
    // Not on the threads that run trials: one that waits for a trial would begin another file
    // inside the first, and so on until its stack is full.
    let work = || {
        loop {
            let number = next.fetch_add(1, Ordering::Relaxed);
            if number >= files {
                break;
            }
            let (name, text) = corpus.mutant(number);
            match fate(&name, &text, number.is_multiple_of(RUN_ONE_IN)) {
                Ok(is_right) => {
                    right.fetch_add(u64::from(is_right), Ordering::Relaxed);
                }
                Err(problem) => {
                    let problem = format!("file {number}: {problem}\n{text}");
                    problems.lock().unwrap().push(problem);
                }
            }
        }
    };
    std::thread::scope(|scope| {
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        (0..cores).for_each(|_| {
            scope.spawn(work);
        });
    });
    let problems: Vec<String> = problems.into_inner().unwrap();
    let (right, wrong) = (right.into_inner(), problems.len());
    assert!(
        problems.is_empty(),
        "{wrong} of {files}, first:\n{}",
        problems[0]
    );
    assert!(
        right > files / 20 && right < files,
        "{right} of {files} were right"
    );
}
