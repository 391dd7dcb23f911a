//! Inputs nobody is sure of: drawn as they should be, and told apart from luck.

mod written;

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicBool, Ordering};

use tempfile::TempDir;

use crate::commands::{code, err, file, out, run};
use crate::support::{read, run_document};
use throughline::experiment::{self, Answer, Control, Outcome, Plan, Uncertainty};
use throughline::report::json;
use throughline::scenario::{Document, OpenError, Variant};

fn plan(trials: u64, threads: usize) -> Plan {
    Plan {
        trials,
        seed: 7,
        confidence: 0.95,
        threads: Some(threads),
        precision: None,
    }
}

fn drawn(document: &Document, draws: u64) -> Vec<Vec<Variant>> {
    let all = (0..draws).map(|draw| document.draw(7, draw).unwrap());
    all.collect()
}

fn study(document: &Document, draws: u64, trials: u64, threads: usize) -> Outcome {
    let control = Control {
        stop: &AtomicBool::new(false),
        progress: &|_| {},
    };
    let (about, variants) = (document.provenance(), document.variants());
    let drawn = drawn(document, draws);
    experiment::run_draws(about, variants, &drawn, &plan(trials, threads), &control)
}

fn found(outcome: &Outcome) -> &Uncertainty {
    outcome.uncertainty.as_ref().unwrap()
}

fn answer<'o>(outcome: &'o Outcome, measure: &str) -> &'o Answer {
    let mut answers = found(outcome).variants[0].answers.iter();
    &answers.find(|(name, _)| *name == measure).unwrap().1
}

fn values(answer: &Answer) -> Vec<f64> {
    answer.values.iter().map(|value| value.unwrap()).collect()
}

fn variance(values: &[f64]) -> f64 {
    let mean = values.iter().sum::<f64>() / values.len() as f64;
    let squares = values.iter().map(|value| (value - mean) * (value - mean));
    squares.sum::<f64>() / (values.len() as f64 - 1.0)
}

/// One station that always has work: it delivers its pace per hour.
const PACE: &str = "
format = 1
title = 'Pace'
clock = { calendar = 'always', horizon = '10w' }
[work.letter]
demand = { endless = true }
route = ['desk']
[station.desk]
staff = 1
touch = '1h'
pace = { uncertain = { from = 1.0, to = 2.0 } }
";

/// Letters that go out as they come in: what is delivered is Poisson.
const LETTERS: &str = "
format = 1
title = 'Letters'
clock = { calendar = 'always', horizon = '1w' }
[work.letter]
demand = { poisson = { uncertain = { from = '90 / week', to = '110 / week' } } }
route = ['desk']
[station.desk]
staff = 'unlimited'
touch = '1s'
";

#[test]
fn without_luck_all_of_the_variance_is_that_of_the_uniform_input() {
    let outcome = study(&read(PACE), 400, 2, 2);
    let throughput = answer(&outcome, "throughput");
    assert_eq!(throughput.parts.monte_carlo, 0.0);
    assert_eq!(throughput.parts.share(), Some(1.0));
    // What is delivered is a whole number of ten weeks, so it misses the rate by 0.1 at most.
    let rates = &found(&outcome).inputs[0].values;
    for (rate, value) in rates.iter().zip(values(throughput)) {
        assert!(
            (168.0 * rate.unwrap() - value).abs() <= 0.1,
            "{rate:?} {value}"
        );
    }
    // 168 a week times the variance of a uniform, 1/12, which 400 draws know to 4.5%.
    let truth = 168.0 * 168.0 / 12.0;
    assert!((throughput.parts.ignorance / truth - 1.0).abs() < 4.0 * 0.045);
    let band = &throughput.band;
    assert!((band.mean / (168.0 * 1.5) - 1.0).abs() < 4.0 * 0.0096);
    let (low, high) = (168.0 * 1.025, 168.0 * 1.975);
    assert!(
        (band.low - low).abs() < 5.0 && (band.high - high).abs() < 5.0,
        "{band:?}"
    );
    let go_with = throughput.influences[0].rank_correlation.unwrap();
    assert!(go_with > 0.999_9, "{go_with}");
}

#[test]
fn luck_and_ignorance_are_told_apart() {
    // A rate from 90 to 110 has the variance 20 x 20 / 12, a count of one week that of its mean, and
    // two trials halve it.
    let outcome = study(&read(LETTERS), 1000, 2, 2);
    let throughput = answer(&outcome, "throughput");
    let (ignorance, monte_carlo) = (400.0 / 12.0, 100.0 / 2.0);
    // The standard error of a variance of 1,000 draws, at most.
    let error = (2.0f64 / 1000.0).sqrt() * (ignorance + monte_carlo);
    let parts = throughput.parts;
    assert!(
        (parts.ignorance - ignorance).abs() < 4.0 * error,
        "{parts:?}"
    );
    assert!(parts.ignorance > 0.0 && !parts.clipped);
    // All draws share the luck of these two trials, so Monte Carlo takes more trials to be known.
    let many = study(&read(LETTERS), 60, 150, 2);
    let parts = answer(&many, "throughput").parts;
    assert!(
        (parts.monte_carlo / (100.0 / 150.0) - 1.0).abs() < 0.3,
        "{parts:?}"
    );
    assert!(parts.share().unwrap() > 0.95, "{parts:?}");
}

#[test]
fn what_is_not_uncertain_after_all_has_no_ignorance_and_the_plain_result() {
    let text = LETTERS.replace(
        "from = '90 / week', to = '110",
        "from = '100 / week', to = '100",
    );
    let document = read(&text);
    let mut outcome = study(&document, 5, 20, 2);
    let throughput = answer(&outcome, "throughput").clone();
    assert_eq!(
        (throughput.parts.ignorance, throughput.parts.clipped),
        (0.0, false)
    );
    assert_eq!(throughput.parts.share(), Some(0.0));
    let plain = run_document(&document, 20, 7, 2);
    let mean = plain.variants[0].throughput.as_ref().unwrap().mean;
    assert_eq!(values(&throughput), [mean; 5]);
    assert_eq!((throughput.band.low, throughput.band.high), (mean, mean));
    let one_run = plain.completions;
    assert_eq!(outcome.completions, 6 * one_run);
    outcome.completions = one_run;
    outcome.uncertainty = None;
    assert_eq!(outcome, plain);
}

/// Two uncertain inputs, one of a variant, one of a change.
const TWO: &str = "
format = 1
title = 'Two'
clock = { calendar = 'always', horizon = '4w' }
[intake]
wip_limit = 6
[work.letter]
demand = { endless = true }
route = ['desk', 'check']
[station.desk]
staff = { uncertain = { from = 1, to = 4 } }
touch = { exponential = '2h' }
[station.check]
staff = 1
touch = { exponential = { uncertain = { from = '30min', to = '90min' } } }
[variant.today]
[variant.faster]
changes = ['tools']
[change.tools]
set = { 'desk.pace' = { uncertain = { from = 0.9, to = 1.5 } } }
";

#[test]
fn neither_threads_nor_the_order_of_tables_change_a_byte() {
    let (head, rest) = TWO.split_once("[station.desk]").unwrap();
    let (desk, rest) = rest.split_once("[station.check]").unwrap();
    let (check, rest) = rest.split_once("[variant.today]").unwrap();
    let turned = format!("{head}[station.check]{check}[station.desk]{desk}[variant.today]{rest}");
    assert_ne!(turned, TWO);
    let as_written = json(&study(&read(TWO), 6, 5, 1), None);
    assert_eq!(as_written, json(&study(&read(TWO), 6, 5, 4), None));
    assert_eq!(as_written, json(&study(&read(&turned), 6, 5, 2), None));
}

#[test]
fn an_input_is_drawn_whatever_else_is_uncertain_and_more_draws_begin_with_the_fewer() {
    let texts = |document: &Document, draws: u64| -> Vec<String> {
        let staff = |variants: Vec<Variant>| {
            let mut inputs = variants[0].uncertain.iter();
            let staff = inputs.find(|input| input.path == "station.desk.staff");
            staff.unwrap().text.clone()
        };
        drawn(document, draws).into_iter().map(staff).collect()
    };
    let both = texts(&read(TWO), 30);
    let alone = TWO.replace(
        "{ exponential = { uncertain = { from = '30min', to = '90min' } } }",
        "'1h'",
    );
    assert_eq!(texts(&read(&alone), 30), both);
    assert_eq!(texts(&read(TWO), 12), both[..12]);
    assert!(both.iter().collect::<BTreeSet<_>>().len() == 4, "{both:?}");
    // Nor does it matter who asks: as an edit it stands at the same path.
    let bare = TWO.replace("{ uncertain = { from = 1, to = 4 } }", "2");
    let edit = "desk.staff={ uncertain = { from = 1, to = 4 } }".to_owned();
    let edited = Document::parse("test.toml", &bare, &[edit]).unwrap();
    assert_eq!(texts(&edited, 30), both);
}

#[test]
fn every_whole_number_of_a_count_is_as_likely() {
    let document = read(TWO);
    let mut times = [0; 5];
    for variants in drawn(&document, 2000) {
        let staff = variants[0].uncertain.iter();
        let staff = staff.filter(|input| input.path == "station.desk.staff");
        staff.for_each(|input| times[input.value as usize] += 1);
    }
    assert_eq!(times[0], 0);
    // 500 each, give or take 19.4.
    for times in &times[1..] {
        assert!((420..=580).contains(times), "{times}");
    }
}

#[test]
fn every_form_is_drawn_as_it_says() {
    let rates = |form: &str| -> (f64, Vec<f64>) {
        let uniform = "{ from = '90 / week', to = '110 / week' }";
        let document = read(&LETTERS.replace(uniform, form));
        let value = |variants: &[Variant]| variants[0].uncertain[0].value;
        let all = drawn(&document, 2000);
        let mut all: Vec<f64> = all.iter().map(|variants| value(variants)).collect();
        all.sort_by(f64::total_cmp);
        (value(document.variants()), all)
    };
    let mean = |all: &[f64]| all.iter().sum::<f64>() / all.len() as f64;
    // Shares of 2,000 have a standard error of 0.7% for p90; means are held to four of theirs.
    let (median, all) = rates("{ p50 = '100 / week', p90 = '150 / week' }");
    assert!((median - 100.0).abs() < 1e-9, "{median}");
    let below = all.iter().filter(|rate| **rate < 150.0).count();
    assert!((1740..=1860).contains(&below), "{below}");
    let three = |tag: &str, likely: &str| {
        format!("{{ {tag} = {{ min = '60 / week', {likely} = '80 / week', max = '140 / week' }} }}")
    };
    for (form, centre, spread) in [
        // Mean and standard deviation of the triangle, (a^2 + b^2 + c^2 - ab - ac - bc) / 18.
        (
            three("triangular", "mode"),
            280.0 / 3.0,
            (5200.0f64 / 18.0).sqrt(),
        ),
        // Mean (a + 4b + c) / 6, variance (m - a)(c - m) / 7.
        (
            three("pert", "likely"),
            520.0 / 6.0,
            (26.667 * 53.333f64 / 7.0).sqrt(),
        ),
    ] {
        let (median, all) = rates(&form);
        assert!(all[0] >= 60.0 && all[1999] <= 140.0);
        assert!(
            (mean(&all) - centre).abs() < 4.0 * spread / 2000f64.sqrt(),
            "{form}"
        );
        let below = all.iter().filter(|rate| **rate < median).count();
        assert!((910..=1090).contains(&below), "{form} {below}");
        let found = variance(&all).sqrt();
        assert!(
            (found / spread - 1.0).abs() < 0.07,
            "{form} {found} {spread}"
        );
    }
}

#[test]
fn an_input_is_the_same_in_all_variants_and_belongs_to_those_that_use_it() {
    let document = read(TWO);
    let paths = |at: usize| -> Vec<&str> {
        let inputs = document.variants()[at].uncertain.iter();
        inputs.map(|input| input.path.as_str()).collect()
    };
    let shared = ["station.check.touch.exponential", "station.desk.staff"];
    assert_eq!(paths(0), shared);
    assert_eq!(
        paths(1),
        [&["change.tools.set.desk.pace"][..], &shared].concat()
    );
    for variants in drawn(&document, 20) {
        assert_eq!(variants[1].uncertain[1..], variants[0].uncertain[..]);
    }
    let medians = document.variants()[1].uncertain.iter();
    let medians: Vec<&str> = medians.map(|input| input.text.as_str()).collect();
    assert_eq!(medians, ["1.2", "1h", "3"]);
}

#[test]
fn a_comparison_says_in_which_share_of_the_draws_more_is_delivered() {
    // Pace is all that differs, and half an hour of checking never limits: up in 5 of 6.
    let text = TWO
        .replace("{ uncertain = { from = 1, to = 4 } }", "1")
        .replace("{ uncertain = { from = '30min', to = '90min' } }", "'6min'");
    let outcome = study(&read(&text), 200, 3, 2);
    let (name, [difference, relative]) = &found(&outcome).comparisons[0].answers[0];
    let (difference, relative) = (difference.as_ref().unwrap(), relative.as_ref().unwrap());
    assert_eq!(*name, "throughput");
    let paces = &found(&outcome).inputs[0].values;
    let faster = paces.iter().filter(|pace| pace.unwrap() > 1.0).count();
    let above = difference.above.as_ref().unwrap().mean;
    assert!(
        (above - faster as f64 / 200.0).abs() < 0.01,
        "{above} {faster}"
    );
    for (pace, change) in paces.iter().zip(values(relative)) {
        assert!(
            (pace.unwrap() - 1.0 - change).abs() < 0.05,
            "{pace:?} {change}"
        );
    }
    // Hardly any of it is luck, which is the same in both.
    let ratio = relative.parts.ignorance / variance(&values(relative));
    assert!((0.95..=1.0).contains(&ratio), "{ratio}");
}

#[test]
fn draws_that_are_overloaded_have_no_flow_time() {
    let text = LETTERS
        .replace("'unlimited'", "1")
        .replace("'1s'", "{ exponential = '1h' }")
        .replace(
            "from = '90 / week', to = '110",
            "from = '80 / week', to = '260",
        )
        .replace("'1w'", "'20w'");
    let outcome = study(&read(&text), 40, 4, 2);
    let regimes = &found(&outcome).variants[0].regimes;
    let overloaded = regimes
        .iter()
        .find(|(regime, _)| regime.name() == "overloaded");
    let overloaded = overloaded.unwrap().1;
    assert!((5..=35).contains(&overloaded), "{overloaded}");
    assert_eq!(answer(&outcome, "flow_time").draws(), 40 - overloaded);
    assert_eq!(answer(&outcome, "throughput").draws(), 40);
}

#[test]
fn an_interruption_keeps_the_draws_that_are_finished() {
    let document = read(LETTERS);
    let stop = AtomicBool::new(false);
    // Five trials at the medians, and five in each draw.
    let control = Control {
        stop: &stop,
        progress: &|progress| {
            assert_eq!(progress.total, 5 * 11);
            stop.fetch_or(progress.done >= 5 * 4 + 2, Ordering::Relaxed);
        },
    };
    let (about, variants) = (document.provenance(), document.variants());
    let drawn = drawn(&document, 10);
    let outcome = experiment::run_draws(about, variants, &drawn, &plan(5, 1), &control);
    assert!(outcome.partial);
    assert_eq!((found(&outcome).asked, found(&outcome).draws), (10, 3));
    assert_eq!(outcome.variants[0].trials, 5);
    let whole = study(&document, 3, 5, 2);
    assert_eq!(answer(&outcome, "throughput"), answer(&whole, "throughput"));
}

#[test]
fn what_does_not_go_together_in_a_draw_is_told_at_its_place() {
    let text = LETTERS.replace(
        "touch = '1s'",
        "touch = '1s'\nrework = [\n{ chance = { uncertain = { from = '10%', to = '70%' } }, to = 'desk' },\n\
         { chance = '50%', to = 'desk' } ]",
    );
    let document = match Document::parse("test.toml", &text, &[]) {
        Ok(document) => document,
        Err(OpenError::Invalid(findings)) => panic!("{}", findings.render(false, 90)),
        Err(other) => panic!("{other:?}"),
    };
    let wrong = (0..40).filter_map(|draw| Some((draw, document.draw(7, draw).err()?)));
    let wrong: Vec<_> = wrong.collect();
    assert!(wrong.len() > 3 && wrong.len() < 20, "{}", wrong.len());
    let (draw, findings) = &wrong[0];
    let page = findings.render(false, 90);
    assert!(page.contains("test.toml:"), "{page}");
    let number = format!("this is draw {} of the uncertain inputs", draw + 1);
    assert!(page.contains(&number), "{page}");
    assert!(page.contains("station.desk.rework.1.chance = "), "{page}");
}

#[test]
fn the_program_says_what_it_cannot_draw() {
    let folder = TempDir::new().unwrap();
    let two = file(&folder, "two.toml", TWO);
    for (arguments, says) in [
        (
            &["run", "one-station", "--uncertain", "5"][..],
            "the variant \"as_written\" has none",
        ),
        (&["run", &two, "--uncertain", "1"], "from 2 to 10,000"),
        (
            &["run", &two, "--uncertain", "5", "--precision", "1%"],
            "no precision goes with it",
        ),
    ] {
        let output = run(arguments);
        assert_eq!(code(&output), 2, "{}", err(&output));
        assert!(err(&output).contains(says), "{}", err(&output));
    }
}

#[test]
fn check_and_explain_list_what_nobody_is_sure_of() {
    let folder = TempDir::new().unwrap();
    let two = file(&folder, "two.toml", TWO);
    let checked = out(&run(&["check", &two])).replace("\n    ", " ");
    let listed = "station.desk.staff is uncertain, from 1 to 4: its median 3 is used";
    assert!(checked.contains(listed), "{checked}");
    assert!(
        checked.contains("change.tools.set.desk.pace is uncertain, from 0.9 to 1.5"),
        "{checked}"
    );
    let explained = out(&run(&["explain", &two])).replace("\n  ", " ");
    let listed = "station.check.touch.exponential: from 30min to 1.5h; here its median, 1h";
    assert!(explained.contains(listed), "{explained}");
}
