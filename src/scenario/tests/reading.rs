//! What a file becomes.

use super::{SMALL, open, page, small};
use crate::random::Distribution;
use crate::scenario::model::{Basis, Demand, Initial, PapersDue, Sessions, Start, When};
use crate::scenario::{Document, shipped};
use crate::units::{DAY, HOUR, Instant, MONTH, Span, WEEK, WORKING_DAY, YEAR};

#[test]
fn everything_left_out_has_its_default() {
    let scenario = small(&[]);
    assert_eq!(scenario.title, "small.toml");
    assert_eq!((scenario.run.trials, scenario.run.seed), (1000, 1984));
    assert_eq!(scenario.clock.burn_in, Span(0));
    assert_eq!(scenario.clock.horizon, Span(YEAR));
    assert_eq!(scenario.calendars.len(), 1);
    assert_eq!(scenario.calendars[0].name, "office");
    assert_eq!(scenario.calendars[0].week.len(), 5);
    let code = &scenario.stations[0];
    assert_eq!((code.pace, code.focus, code.basis), (1.0, 1.0, Basis::Work));
    assert_eq!((code.title.as_str(), code.calendar), ("code", 0));
    let feature = &scenario.kinds[0];
    assert_eq!(
        (feature.share, feature.priority, feature.counts),
        (1.0, 0, true)
    );
    assert_eq!(feature.size, Distribution::constant(1.0));
    assert_eq!(feature.delivered_after, 2);
    assert_eq!(feature.calendar, Some(0));
}

#[test]
fn names_are_sorted_and_become_positions() {
    let scenario = small(&[]);
    let names: Vec<&str> = scenario
        .stations
        .iter()
        .map(|station| station.name.as_str())
        .collect();
    assert_eq!(names, ["code", "legal", "review"]);
    let steps: Vec<(usize, f64)> = scenario.kinds[0]
        .route
        .iter()
        .map(|step| (step.station, step.chance))
        .collect();
    assert_eq!(steps, [(0, 1.0), (1, 0.2), (2, 1.0)]);
    assert_eq!(scenario.stations[2].rework[0].to, 0);
    assert_eq!(
        scenario.stations[0].touch[1],
        Distribution::constant(2.0 * HOUR as f64)
    );
    assert_eq!(
        scenario.stations[0].touch[0].mean(),
        2.0 * WORKING_DAY as f64
    );
}

#[test]
fn the_order_of_tables_does_not_matter() {
    let (head, tail) = SMALL.split_at(SMALL.find("[station.legal]").unwrap());
    let (clock, rest) = head.split_at(head.find("[work.feature]").unwrap());
    let shuffled = format!("{clock}{tail}\n{rest}");
    let (one, other) = (open(SMALL, &[]).unwrap(), open(&shuffled, &[]).unwrap());
    assert_eq!(one.variants(), other.variants());
    assert_eq!(one.provenance(), other.provenance());
    let edited = open(SMALL, &["code.staff=5"]).unwrap();
    assert_ne!(one.provenance().sha256, edited.provenance().sha256);
}

#[test]
fn every_shape_of_a_distribution_is_read() {
    let shapes = [
        "\"4h\"",
        "{ mean = \"3wd\", cv = 1 }",
        "{ p50 = \"2h\", p90 = \"2wd\" }",
        "{ exponential = \"3wd\" }",
        "{ lognormal = { mean = \"3wd\", cv = 1.0 } }",
        "{ erlang = { stages = 2, mean = \"3wd\" } }",
        "{ gamma = { mean = \"3wd\", cv = 0.5 } }",
        "{ weibull = { mean = \"3wd\", cv = 1.4 } }",
        "{ hyperexponential = { mean = \"3wd\", cv = 2.0 } }",
        "{ uniform = { from = \"1wd\", to = \"3wd\" } }",
        "{ triangular = { min = \"1h\", mode = \"4h\", max = \"3wd\" } }",
        "{ pert = { min = \"1h\", likely = \"4h\", max = \"3wd\" } }",
        "{ empirical = [\"2h\", \"5h\", \"1wd\"] }",
        "{ mixture = [ { chance = 0.1, of = \"0h\" }, { chance = 0.9, of = { exponential = \"1h\" } } ] }",
        "{ uncertain = { from = \"2h\", to = \"4h\" } }",
        "{ exponential = { uncertain = { from = \"2h\", to = \"4h\" } } }",
        "{ mean = { uncertain = { p50 = \"2h\", p90 = \"4h\" } }, cv = 1 }",
        "{ uncertain = { triangular = { min = \"1h\", mode = \"2h\", max = \"4h\" } } }",
        "{ exponential = { uncertain = { pert = { min = \"1h\", likely = \"2h\", max = \"4h\" } } } }",
    ];
    for shape in shapes {
        let scenario = small(&[&format!("code.touch={shape}")]);
        assert!(scenario.stations[0].touch[0].mean() > 0.0, "{shape}");
    }
    let middle = small(&["code.touch={ uncertain = { from = \"2h\", to = \"4h\" } }"]);
    assert_eq!(
        middle.stations[0].touch[0],
        Distribution::constant(3.0 * HOUR as f64)
    );
}

#[test]
fn every_form_of_demand_is_read() {
    let demand = |text: &str| small(&[&format!("work.fix.demand={text}")]).kinds[1].clone();
    assert_eq!(demand("{ endless = true }").demand, Demand::Endless);
    assert_eq!(
        demand("{ poisson = \"7 / week\" }").demand,
        Demand::Poisson(7.0 / WEEK as f64)
    );
    let every = demand("{ every = \"2d\", total = 20, at_once = 3 }");
    assert_eq!(
        every.demand,
        Demand::Every(Distribution::constant(2.0 * DAY as f64))
    );
    assert_eq!(
        (every.total, every.at_once),
        (Some(20), Distribution::constant(3.0))
    );
    let items = demand("{ items = [\"3d\", \"0d\"] }");
    assert_eq!(
        items.demand,
        Demand::Items(vec![Instant(0), Instant(3 * DAY as i64)])
    );
    assert_eq!(items.calendar, None);
    let own = "{ profile = [ { from = \"0h\", poisson = \"0 / h\" }, \
               { from = \"9h\", poisson = \"100 / h\" } ], repeat = \"1d\", calendar = \"always\" }";
    let profile = demand(own);
    let rate = 100.0 / HOUR as f64;
    let Demand::Profile { pieces, repeat, .. } = profile.demand else {
        panic!("a profile")
    };
    assert_eq!(
        (pieces, repeat),
        (vec![(0, 0.0), (9 * HOUR, rate)], Some(DAY))
    );
    assert!(profile.calendar.is_some());
    assert_eq!(demand("{ initial = 3 }").demand, Demand::None);
}

#[test]
fn waiting_items_are_in_the_backlog_only_under_the_limit() {
    let initial = |edits: &[&str]| small(edits).kinds[1].initial.clone();
    let with = "work.fix.demand.initial=3";
    assert_eq!(
        initial(&[with]),
        [Initial {
            at: Start::Backlog,
            count: 3
        }]
    );
    let first = [Initial {
        at: Start::Route,
        count: 3,
    }];
    assert_eq!(initial(&[with, "work.fix.counts=false"]), first);
    let without = [
        "intake.wip_limit=none",
        "work.feature.demand={ every = \"1d\" }",
        with,
    ];
    assert_eq!(initial(&without), first);
    let table = initial(&["work.fix.demand.initial={ review = 2, code = 1 }"]);
    let both = [
        Initial {
            at: Start::Step(0),
            count: 1,
        },
        Initial {
            at: Start::Step(1),
            count: 2,
        },
    ];
    assert_eq!(table, both);
}

#[test]
fn gates_sit_on_their_weekday() {
    let sessions = |edits: &[&str]| small(edits).stations[1].gate.clone().unwrap().sessions;
    let day = |days: u64, hours: u64| Instant((days * DAY + hours * HOUR) as i64);
    let every = |first, weeks| Sessions::Every {
        first,
        every: Span(weeks * WEEK),
    };
    assert_eq!(sessions(&[]), every(Instant(0), 2));
    let on = "legal.gate.on=Tue 10:00";
    // Without a date time 0 is a Monday.
    assert_eq!(sessions(&[on]), every(day(1, 10), 2));
    // 2026-01-01 is a Thursday, so the next Tuesday is five days away.
    assert_eq!(
        sessions(&["clock.start=2026-01-01", on]),
        every(day(5, 10), 2)
    );
    assert_eq!(sessions(&[on, "legal.gate.first=1w"]), every(day(8, 10), 2));
    assert_eq!(sessions(&["legal.gate.first=3d"]), every(day(3, 0), 2));
    let monthly = [
        "clock.start=2026-01-05",
        "legal.gate={ every = \"quarter\", on = \"last Fri 16:00\" }",
    ];
    let last = Some((-1, jiff::civil::Weekday::Friday));
    let expected = Sessions::Monthly {
        months: 3,
        weekday: last,
        time: 16 * HOUR,
    };
    assert_eq!(sessions(&monthly), expected);
    let papers = |text: &str| {
        let edit = format!("legal.gate.papers_due={text}");
        small(&[&edit]).stations[1].gate.clone().unwrap().papers_due
    };
    assert_eq!(papers("3wd"), PapersDue::Working(3 * WORKING_DAY));
    assert_eq!(papers("36h"), PapersDue::Span(Span(36 * HOUR)));
}

#[test]
fn dates_count_from_time_zero() {
    let text = r#"
[calendar.office]
holidays = [2026-12-25, "2026-12-31..2027-01-01"]
[change.more]
at = 2026-01-15
set = { "code.staff" = 5 }
[change.later]
at = { uniform = { from = "1mo", to = "3mo" } }
set = { "code.staff" = 5 }
[variant.today]
changes = ["more", "later"]
"#;
    let text = format!("{SMALL}{text}");
    let document = open(&text, &["clock.start=2026-01-05"]).unwrap_or_else(|page| panic!("{page}"));
    let scenario = &document.variants()[0].scenario;
    assert_eq!(scenario.calendars[0].holidays, [(354, 354), (360, 361)]);
    assert_eq!(
        scenario.changes[0].at,
        When::Fixed(Instant(10 * DAY as i64))
    );
    let When::Random(at) = &scenario.changes[1].at else {
        panic!("a random instant")
    };
    assert_eq!(at.mean(), 2.0 * MONTH as f64);
}

#[test]
fn variants_build_on_each_other() {
    let text = r#"
[change.assistants]
set = { "code.pace" = "+30%" }
[change.lawyers]
set = { "legal.staff" = "+1" }
[variant.today]
[variant.assisted]
title = "Assisted"
changes = ["assistants"]
set = { "review.staff" = 3, "legal.staff" = 2 }
[variant.both]
extends = "assisted"
changes = ["lawyers"]
set = { "station.review.staff" = 5 }
"#;
    let document = open(&format!("{SMALL}{text}"), &["legal.staff=4"]).unwrap();
    let variants = document.variants();
    let names: Vec<&str> = variants
        .iter()
        .map(|variant| variant.name.as_str())
        .collect();
    assert_eq!(names, ["today", "assisted", "both"]);
    assert_eq!(variants[1].title, "Assisted");
    let staff = |variant: usize| {
        let scenario = &variants[variant].scenario;
        let staff = |at: usize| scenario.staff_of(&scenario.stations[at]);
        (staff(1), staff(2))
    };
    assert_eq!(staff(0), (Some(4), Some(2)));
    assert_eq!(staff(1), (Some(2), Some(3)));
    assert_eq!(staff(2), (Some(2), Some(5)));
    let changes = &variants[2].scenario.changes;
    let changes: Vec<&str> = changes.iter().map(|change| change.name.as_str()).collect();
    assert_eq!(changes, ["assistants", "lawyers"]);
    assert_eq!(document.findings().list, []);
}

#[test]
fn without_variants_there_is_one() {
    let document = open(SMALL, &[]).unwrap();
    assert_eq!(document.variants().len(), 1);
    assert_eq!(document.variants()[0].name, "as_written");
}

#[test]
fn a_file_that_extends_merges_key_by_key() {
    let text = r#"
format = 1
extends = "one-station"
title = "Two people"
[station.desk]
staff = 2
[work.request]
demand = { endless = true }
[work.request.value]
amount = 5
"#;
    let document = open(text, &[]).unwrap_or_else(|page| panic!("{page}"));
    let scenario = &document.variants()[0].scenario;
    assert_eq!(document.provenance().title, "Two people");
    assert_eq!(scenario.staff_of(&scenario.stations[0]), Some(2));
    assert_eq!(scenario.stations[0].touch[0].mean(), 0.9 * HOUR as f64);
    assert_eq!(scenario.kinds[0].demand, Demand::Endless);
}

#[test]
fn what_ships_is_right_and_silent() {
    for scenario in shipped() {
        let document = Document::open(scenario.name, &[]).unwrap();
        assert_eq!(document.findings().list, [], "{}", scenario.name);
    }
    assert!(Document::open("no-such-thing", &[]).is_err());
    assert!(Document::open("no-such-file.toml", &[]).is_err());
}

#[test]
fn a_lesson_is_ignored() {
    assert_eq!(
        page("[lesson]\nprompt = \"?\"\nanswers = [1, 2]\n", &[]),
        page("", &[])
    );
}
