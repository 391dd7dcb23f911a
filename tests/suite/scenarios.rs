//! The scenarios that ship: each runs and keeps its books, and says only what is true of itself.

mod changes;
mod houses;
mod pilots;

use throughline::experiment::{Outcome, Regime, VariantOutcome, foresee};
use throughline::network::{Traffic, compile};
use throughline::report::{TextOptions, text};
use throughline::scenario::{Document, OpenError, Severity, shipped};
use throughline::statistics::Estimate;
use throughline::units::WEEK;

use crate::support::{cause, mean, run_document};

#[test]
fn every_shipped_scenario_runs_and_keeps_its_books() {
    let mut summary = String::new();
    for scenario in shipped() {
        let document = Document::open(scenario.name, &[]).unwrap();
        assert!(
            document.findings().list.is_empty(),
            "{} has findings",
            scenario.name
        );
        let foreseen = foresee(&document);
        let warned = foreseen.iter().find(|of| of.severity == Severity::Warning);
        assert_eq!(warned, None, "{}", scenario.name);
        let outcome = run_document(&document, 4, 1, 2);
        for variant in &outcome.variants {
            let checks = &variant.checks;
            assert_eq!(
                (checks.mass_balance, checks.ledger),
                (0, 0),
                "{}",
                scenario.name
            );
            assert_eq!(checks.little, 0.0, "{}", scenario.name);
            assert!(variant.delivered.as_ref().unwrap().mean > 0.0);
            summary.push_str(&line(scenario.name, variant));
        }
    }
    let golden = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/golden/shipped.txt");
    if std::env::var_os("THROUGHLINE_BLESS").is_some() {
        std::fs::write(golden, &summary).unwrap();
    }
    let expected = std::fs::read_to_string(golden).unwrap_or_default();
    for (line, expected) in summary.lines().zip(expected.lines()) {
        assert_eq!(line, expected, "THROUGHLINE_BLESS=1 rewrites shipped.txt");
    }
    assert_eq!(summary.lines().count(), expected.lines().count());
}

/// What four trials of a variant come to, to the last bit.
fn line(scenario: &str, variant: &VariantOutcome) -> String {
    let shown = |estimate: &Option<Estimate>| match estimate {
        Some(estimate) => estimate.mean.to_string(),
        None => "-".to_owned(),
    };
    format!(
        "{scenario} {}: {}, throughput {}, flow time {}, wip {}\n",
        variant.name,
        variant.regime.in_words(),
        shown(&variant.throughput),
        shown(&variant.flow_time.mean),
        shown(&variant.wip),
    )
}

#[test]
fn the_loyal_factory_is_staffed_by_its_one_rule() {
    let document = Document::open("loyal-factory", &[]).unwrap();
    let net = compile(&document.variants()[0].scenario);
    let settings = net.settings_at(net.zero);
    let traffic = Traffic::new(&net, &settings);
    let one_a_week = [1.0 / WEEK as f64];
    let load = |name: &str| {
        let station = net
            .stations
            .iter()
            .position(|station| station.name == name)
            .unwrap();
        traffic.load(&net, &settings, &one_a_week, station)
    };
    let flow = load("code").capacity / load("code").load;
    assert!(
        (flow - 4.742).abs() < 0.001,
        "the head of the file says 4.742 a week, not {flow}"
    );
    for name in [
        "product",
        "review",
        "qa",
        "integration",
        "marketing",
        "enablement",
    ] {
        let of = load(name);
        assert_eq!(of.capacity, (flow * of.load / 0.85).ceil(), "{name}");
    }
    let finance = net
        .stations
        .iter()
        .position(|station| station.name == "finance")
        .unwrap();
    assert_eq!(
        settings.slots[finance].unwrap().mean,
        (2.0 * flow / 0.85).ceil()
    );
    let legal = load("legal");
    assert!(
        (flow * legal.load / legal.capacity - 0.947).abs() < 0.002,
        "legal is at 0.947"
    );
}

const PIPED: TextOptions = TextOptions {
    width: 80,
    color: false,
    ascii: false,
};

/// Trials enough for what a head says to be far from luck.
const FEW: u64 = 60;

fn outcome(name: &str) -> Outcome {
    let document = Document::open(name, &[]).unwrap();
    run_document(&document, FEW, 1984, 2)
}

/// What a head says of an edit.
fn outcome_with(name: &str, edit: &str) -> Outcome {
    let document = Document::open(name, &[edit.to_owned()]).unwrap();
    run_document(&document, FEW / 2, 1984, 2)
}

fn variant<'o>(outcome: &'o Outcome, name: &str) -> &'o VariantOutcome {
    outcome.variants.iter().find(|of| of.name == name).unwrap()
}

fn flow(outcome: &Outcome, name: &str) -> f64 {
    mean(&variant(outcome, name).flow_time.mean)
}

fn flow_of(outcome: &Outcome, name: &str, kind: &str) -> f64 {
    mean(&variant(outcome, name).work[kind].flow_time.mean)
}

/// By how much flow time changes, as a share.
fn gain(outcome: &Outcome, name: &str) -> f64 {
    let found = outcome.comparisons.iter().find(|of| of.variant == name);
    mean(&found.unwrap().flow_time.relative)
}

#[test]
fn an_express_lane_gains_nothing_on_average() {
    let of = outcome("express-lane");
    assert!(gain(&of, "express").abs() < 0.03);
    assert!(gain(&of, "drop-everything").abs() < 0.03);
    assert!(flow_of(&of, "express", "urgent") < 0.5 * flow_of(&of, "in-turn", "urgent"));
    assert!(flow_of(&of, "drop-everything", "urgent") < flow_of(&of, "express", "urgent"));
    assert!(flow_of(&of, "all-urgent", "ordinary") > 1.5 * flow_of(&of, "in-turn", "ordinary"));
}

#[test]
fn a_limit_shortens_flow_time_and_leaves_the_customer_where_he_was() {
    let of = outcome("all-at-once");
    assert!((gain(&of, "in-turn") + 0.245).abs() < 0.05);
    assert!(gain(&of, "limit") < -0.6);
    let lead = |name| mean(&variant(&of, name).lead_time.mean);
    assert!((lead("limit") / lead("in-turn") - 1.0).abs() < 0.01);
    let page = text(&of, &PIPED);
    assert!(page.contains("Customer lead time, which begins before release, is"));
    assert_eq!(page.matches("that is no finding").count(), 1, "{page}");
}

#[test]
fn even_the_last_in_a_pool_is_better_off_than_alone() {
    let of = outcome("shared-specialists");
    assert!(gain(&of, "shared") < -0.6);
    let first = flow_of(&of, "ranked", "first");
    let last = flow_of(&of, "ranked", "fourth");
    assert!(first < flow_of(&of, "shared", "first"));
    assert!(last > 3.0 * first && last < flow_of(&of, "own", "fourth"));
    for comparison in &of.comparisons {
        assert_eq!(comparison.local, None, "other people are no faster people");
    }
}

#[test]
fn changing_over_decides_whether_to_share() {
    let of = outcome("changing-over");
    let [mixed, own, long] = ["mixed", "own", "long"].map(|name| flow(&of, name));
    assert!(mixed < own && own < long);
    assert!(flow_of(&of, "by-kind", "delta") > flow_of(&of, "long", "delta"));
}

#[test]
fn a_full_inbox_is_saturated_and_blocks_the_fast() {
    let of = outcome("full-inbox");
    for variant in &of.variants {
        assert_eq!(variant.regime, Regime::Saturated, "{}", variant.name);
    }
    let people = |name| variant(&of, name).stations["code"].people.as_ref();
    let blocked = |name| mean(&people(name).unwrap().blocked);
    assert!(blocked("assisted") > 1.6 * blocked("today"));
    let share = mean(&of.comparisons[0].pass_through);
    assert!((share - 0.1).abs() < 0.03, "{share}");
}

#[test]
fn what_is_lost_is_said_and_never_called_an_edge_of_the_window() {
    let of = outcome("turned-away");
    let lost = |name| mean(&variant(&of, name).work["call"].turned_away);
    // Erlang's formula: 2.5 at work on average and three people.
    let terms = [1.0, 2.5, 2.5 * 2.5 / 2.0, 2.5 * 2.5 * 2.5 / 6.0];
    let erlang = terms[3] / terms.iter().sum::<f64>();
    assert!((lost("no-room") - erlang).abs() < 0.01, "{erlang}");
    assert!(lost("more-room") < lost("more-people") && lost("more-people") < lost("today"));
    let people = of.comparisons.iter().find(|of| of.variant == "more-people");
    assert!(people.unwrap().pass_through.is_some());
    let page = text(&of, &PIPED);
    assert!(!page.contains("edges of the window"), "{page}");
    assert!(page.contains("of calls were turned away, instead of"));
    let of = outcome("patience");
    let lost = |name| mean(&variant(&of, name).work["candidate"].abandoned);
    assert!((flow(&of, "impatient") / flow(&of, "staffed") - 1.0).abs() < 0.05);
    assert!(lost("impatient") > 4.0 * lost("staffed"));
}

#[test]
fn people_are_missed_in_their_hours_and_weeks() {
    let of = outcome("now-and-then");
    assert!(gain(&of, "at-once") < gain(&of, "faster"));
    let of = outcome("night-shift");
    assert!(gain(&of, "evenly") < -0.5 && gain(&of, "as-it-comes") < gain(&of, "evenly"));
    let of = outcome("absences");
    assert!(gain(&of, "slower") > 0.4);
    assert!(gain(&of, "weeks") > 1.5 * gain(&of, "days"));
    let of = outcome("not-replaced");
    assert_eq!(variant(&of, "freeze").regime, Regime::Overloaded);
    assert!(gain(&of, "hire") > 0.5);
    let reason = of.comparisons[1].local_reason.as_deref();
    assert_eq!(reason, Some("the people of team do not stay as long"));
}

#[test]
fn one_station_faster_moves_the_queue_and_nothing_else() {
    let of = outcome("one-station-faster");
    let delivery = |name: &str| {
        let found = of.comparisons.iter().find(|of| of.variant == name);
        mean(&found.unwrap().throughput.relative)
    };
    assert!(delivery("coding-faster").abs() < 0.005);
    assert!(delivery("coding-threefold").abs() < 0.005);
    assert!(delivery("review-faster") > 0.2);
    let queue = |name| mean(&variant(&of, name).stations["review"].queue);
    assert!(queue("coding-faster") > queue("today") + 2.0);
}

#[test]
fn the_third_of_four_waits_four_times_as_long_as_the_first_and_less_than_in_turn() {
    let of = outcome("third-in-the-queue");
    let wait = |name, kind: &str| {
        // Working days.
        cause(&variant(&of, name).work[kind].time, "contention") / 8.0
    };
    // Cobham's formula, and the queue in turn.
    for (kind, exact) in [
        ("first", 1.161_290),
        ("second", 2.111_437),
        ("ours", 5.034_965),
    ] {
        let found = wait("ranked", kind);
        assert!((found / exact - 1.0).abs() < 0.1, "{kind} {found}");
    }
    assert!(wait("ranked", "ours") < wait("in-turn", "ours"));
    assert!(wait("ranked", "fourth") > 2.0 * wait("in-turn", "fourth"));
}

#[test]
fn review_takes_twice_as_long_for_a_fifth_more_work() {
    let of = outcome("more-merged");
    let [today, assisted] = ["today", "assisted"].map(|name| variant(&of, name));
    // A feature is as large as 8/3 tasks.
    let merged =
        |of: &VariantOutcome| mean(&of.work["task"].throughput) + 8.0 / 3.0 * mean(&of.throughput);
    assert!((merged(assisted) / merged(today) - 1.21).abs() < 0.02);
    let review = |of: &VariantOutcome| {
        let time = &of.stations["review"].time;
        cause(time, "contention") + cause(time, "touch")
    };
    assert!((review(assisted) / review(today) - 1.91).abs() < 0.15);
    let rate = |of: &VariantOutcome| mean(&of.throughput);
    assert!((rate(assisted) / rate(today) - 1.0).abs() < 0.01);
    let [closely, skimmed] = ["closely", "skimmed"].map(|name| variant(&of, name));
    assert_eq!(skimmed.regime, Regime::DemandLimited, "in a hurry two cope");
    assert!((rate(skimmed) / rate(today) - 1.0).abs() < 0.01);
    assert!((review(skimmed) / review(today) - 3.3).abs() < 0.3);
    let wrong = |of: &VariantOutcome| {
        of.work
            .values()
            .map(|work| mean(&work.escaped))
            .sum::<f64>()
    };
    assert!((wrong(skimmed) / wrong(closely) - 1.88).abs() < 0.1);
}

#[test]
fn a_company_delivers_as_fast_as_it_can_judge() {
    let of = outcome("judgment");
    let rate = |name| mean(&variant(&of, name).throughput);
    // Four judges, 40 hours a week, four hours each.
    for (name, capacity) in [("tenfold", 40.0), ("free", 40.0), ("both", 52.0)] {
        assert!((rate(name) / capacity - 1.0).abs() < 0.01, "{name}");
    }
    assert!((rate("judges") / rate("today") - 1.0).abs() < 0.005);
    assert!(rate("options") < 0.6 * rate("today"));
}

#[test]
fn an_hour_saved_for_a_day_lost_depends_on_who_pays() {
    let of = outcome("hour-for-a-day");
    let touch = |name| cause(&variant(&of, name).time, "touch");
    assert!((touch("p12-5") - touch("today")).abs() < 0.1);
    let rate = |name| mean(&variant(&of, name).throughput);
    assert!(rate("p5") > 1.1 * rate("today"));
    assert!((rate("p10") / rate("today") - 1.0).abs() < 0.02);
    assert!(rate("p12-5") < 0.95 * rate("today"));
}

#[test]
fn automation_that_leaves_the_boards_gains_less_than_a_calendar_entry() {
    let of = outcome("automated-bureaucracy");
    let (tenth, nothing) = (gain(&of, "automated"), gain(&of, "instant"));
    assert!((-0.25..-0.1).contains(&tenth) && (nothing - tenth).abs() < 0.02);
    assert!(gain(&of, "weekly") < nothing && gain(&of, "dropped") < -0.6);
}

#[test]
fn releases_are_reviewed_by_the_calendar() {
    let of = outcome("release-every-day");
    let busy = |name| mean(&variant(&of, name).stations["security"].utilisation);
    assert!(busy("monthly") < 0.05 && busy("daily") > 12.0 * busy("monthly"));
    assert!(flow(&of, "daily") < 0.5 * flow(&of, "monthly"));
}

#[test]
fn faster_coding_helps_at_a_low_limit_and_hurts_at_a_high_one() {
    let of = outcome("integration-debt");
    let rate = |of: &Outcome, name: &str| mean(&variant(of, name).throughput);
    assert!(rate(&of, "assisted") < 0.98 * rate(&of, "today"));
    assert!(rate(&of, "agents") < rate(&of, "assisted"));
    assert!(rate(&of, "agents-of-eight") > 1.1 * rate(&of, "today"));
    let of = outcome_with("integration-debt", "intake.wip_limit=8");
    assert!(rate(&of, "assisted") > 1.15 * rate(&of, "today"));
    assert!(rate(&of, "agents") > rate(&of, "assisted"));
}

#[test]
fn what_is_kept_is_not_paid_for_again() {
    let of = outcome("encoded-judgment");
    let back = |name| mean(&variant(&of, name).stations["review"].sent_back);
    assert!((back("in-heads") - 0.4).abs() < 0.01);
    assert!(back("kept") < 0.5 * back("in-heads"));
    let trusted = |name| {
        let measures = &variant(&of, name).measures;
        mean(&measures.trusted_per_judgment_hour)
    };
    assert!(trusted("kept") > 1.15 * trusted("in-heads"));
    assert!(trusted("kept-dearly") < trusted("in-heads"));
}

#[test]
fn a_brief_pays_by_the_hour_from_the_second_handoff_and_later_by_what_is_delivered() {
    let of = outcome("lost-context");
    let hours = |name| cause(&variant(&of, name).time, "touch");
    // Four hours for the brief, and what is done again of what went wrong, which is nothing in a team.
    assert!((hours("one-governed") - hours("one") - 4.0).abs() < 0.5);
    assert!(hours("two-governed") > 1.01 * hours("two"));
    assert!(hours("three-governed") < 0.995 * hours("three"));
    assert!(hours("governed") < 0.9 * hours("today"));
    let rate = |name| mean(&variant(&of, name).throughput);
    assert!(rate("two-governed") < 0.9 * rate("two"));
    assert!(rate("three-governed") < rate("three"));
    let gained = rate("governed") / rate("today");
    assert!((1.02..1.09).contains(&gained), "{gained}");
    assert!(rate("writer") > 1.15 * rate("today"));
    assert!(rate("three") > rate("writer") && rate("no-loss") > rate("three"));
    assert!(mean(&variant(&of, "one").escaped) == 0.0);
    let product = &variant(&of, "governed").stations["product"];
    assert!(mean(&product.utilisation) > 0.98);
}

#[test]
fn the_best_share_of_a_rule_lies_inside_and_which_counts_more_than_how_many() {
    let of = outcome("who-looks-at-what");
    let rate = |of: &Outcome, name: &str| mean(&variant(of, name).throughput);
    assert!(rate(&of, "quarter") > 1.15 * rate(&of, "people"));
    for pair in ["quarter", "half", "most", "all", "no-evidence"].windows(2) {
        assert!(rate(&of, pair[0]) > rate(&of, pair[1]), "{pair:?}");
    }
    let dear = |name| mean(&variant(&of, name).work["incident"].delivered);
    assert!(dear("all") > 3.0 * dear("people") && dear("no-evidence") > 5.0 * dear("people"));
    // Four fifths of all changes, and three quarters of them.
    assert!(dear("reversible") < 0.5 * dear("most"));
    let best = rate(&of, "half-reversible").min(rate(&of, "reversible"));
    assert!(best > rate(&of, "quarter"));
    // What the essay says, where an incident is dear.
    let dearer = outcome_with("who-looks-at-what", "code.touch_for.incident=8ww");
    assert!(rate(&of, "no-evidence") > 1.1 * rate(&of, "people"));
    assert!(rate(&dearer, "no-evidence") < 0.95 * rate(&dearer, "people"));
    // Reviewers who can cope need no rule.
    let staffed = outcome_with("who-looks-at-what", "review.staff=3");
    assert!(rate(&staffed, "people") > rate(&staffed, "quarter"));
}

#[test]
fn a_real_gate_is_worth_its_time_once_habits_are_gone() {
    let of = outcome("law-and-habit");
    let rate = |of: &Outcome, name: &str| mean(&variant(of, name).throughput);
    assert!(rate(&of, "no-habits") > 1.3 * rate(&of, "today"));
    assert!(rate(&of, "policy") > 1.35 * rate(&of, "no-habits"));
    let page = text(&of, &PIPED);
    let mut lines = page.lines();
    let head = lines.any(|line| line.ends_with("undone  limited by"));
    assert!(head, "{page}");
    assert!(!page.contains("Trusted change"), "nobody judges: {page}");
    let lawyers = |name| mean(&variant(&of, name).stations["legal"].utilisation);
    assert!(lawyers("no-habits") > 0.99 && lawyers("policy") < 0.35);
    // With the habits the real gate costs more than it saves, without them it does not.
    assert!(rate(&of, "no-board") > 1.03 * rate(&of, "today"));
    assert!(rate(&of, "nothing") < 0.95 * rate(&of, "no-habits"));
    assert!(rate(&of, "policy-nothing") < 0.92 * rate(&of, "policy"));
    let undone = |name| mean(&variant(&of, name).undone);
    for (without, with) in [
        ("no-board", "today"),
        ("nothing", "no-habits"),
        ("policy-nothing", "policy"),
    ] {
        assert!(undone(without) > 3.5 * undone(with), "{without}");
    }
    let weekly = outcome_with("law-and-habit", "architecture.gate.every=1w");
    assert!(rate(&weekly, "today") > rate(&weekly, "no-board"));
    let scenario = shipped().iter().find(|of| of.name == "law-and-habit");
    let lawless = format!(
        "{}\n[variant.lawless]\nset = {{ \"work.feature.route\" = [\"scope\", \"code\", \"security\", \"launch\"] }}\n",
        scenario.unwrap().text
    );
    let Err(OpenError::Invalid(findings)) = Document::parse("lawless.toml", &lawless, &[]) else {
        panic!("law is passed by");
    };
    let page = findings.render(false, 100);
    assert!(page.contains("`legal` is required by law"), "{page}");
}

#[test]
fn a_chair_is_empty_for_half_a_year_and_most_of_that_is_the_process() {
    let of = outcome("hiring-pipeline");
    let days = |name| flow_of(&of, name, "seat") / 24.0;
    assert!((170.0..210.0).contains(&days("today")), "{}", days("today"));
    let order = [
        "today",
        "recruiter",
        "interviews",
        "posting",
        "new",
        "new-recruiter",
    ];
    let rate = |name| mean(&variant(&of, name).throughput);
    for pair in order.windows(2) {
        assert!(days(pair[0]) > days(pair[1]) + 5.0, "{pair:?}");
        assert!(rate(pair[0]) < rate(pair[1]), "{pair:?}");
    }
    // A team delivers with the people it has: an empty chair is what leaving and filling come to.
    let years = 3.0 * 365.25;
    for name in order {
        let expected = rate("nobody-leaves") * years / (years + days(name));
        assert!((rate(name) / expected - 1.0).abs() < 0.02, "{name}");
    }
    let back = |name| mean(&variant(&of, name).stations["interviews"].sent_back);
    // Of three candidates nobody is left.
    let gone = |days: f64| libm::pow(1.0 - libm::exp(-days / 14.0), 3.0);
    assert!((back("today") - gone(21.0)).abs() < 0.03);
    assert!((back("interviews") - gone(5.0)).abs() < 0.02);
}
