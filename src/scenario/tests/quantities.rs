//! Every unit word of the language, and what is refused.

use crate::scenario::quantity::{Unit, decay, read, show, take};
use crate::units::{
    DAY, HOUR, MINUTE, MONTH, QUARTER, SECOND, WEEK, WORKING_DAY, WORKING_WEEK, YEAR,
};

fn ticks(unit: Unit, text: &str) -> f64 {
    read(unit, text).unwrap_or_else(|trouble| panic!("{text}: {trouble:?}"))
}

fn hint(unit: Unit, text: &str) -> String {
    read(unit, text).unwrap_err().hint.unwrap_or_default()
}

#[test]
fn efforts_count_in_working_time() {
    let words = [
        ("90s", 90 * SECOND),
        ("30min", 30 * MINUTE),
        ("6h", 6 * HOUR),
        ("3wd", 3 * WORKING_DAY),
        ("2ww", 2 * WORKING_WEEK),
        ("1 second", SECOND),
        ("2 seconds", 2 * SECOND),
        ("1 minute", MINUTE),
        ("45 minutes", 45 * MINUTE),
        ("1 hour", HOUR),
        ("1.5 hours", 90 * MINUTE),
        ("1 working day", WORKING_DAY),
        ("3 working days", 3 * WORKING_DAY),
        ("1 working week", WORKING_WEEK),
        ("2  working   weeks", 2 * WORKING_WEEK),
    ];
    for (text, expected) in words {
        assert_eq!(ticks(Unit::Effort, text), expected as f64, "{text}");
    }
}

#[test]
fn spans_count_on_the_wall_clock() {
    let words = [
        ("90s", 90 * SECOND),
        ("20min", 20 * MINUTE),
        ("36h", 36 * HOUR),
        ("10d", 10 * DAY),
        ("2w", 2 * WEEK),
        ("3mo", 3 * MONTH),
        ("1q", QUARTER),
        ("2y", 2 * YEAR),
        ("1 day", DAY),
        ("0.5 days", 12 * HOUR),
        ("1 week", WEEK),
        ("2 weeks", 2 * WEEK),
        ("1 month", MONTH),
        ("9 months", 9 * MONTH),
        ("1 quarter", QUARTER),
        ("2 quarters", 2 * QUARTER),
        ("1 year", YEAR),
        ("10 years", 10 * YEAR),
    ];
    for (text, expected) in words {
        assert_eq!(ticks(Unit::Span, text), expected as f64, "{text}");
    }
}

#[test]
fn effort_and_span_are_never_mixed_up() {
    assert_eq!(
        hint(Unit::Effort, "3d"),
        "hands-on time is working time: write 3wd"
    );
    assert_eq!(
        hint(Unit::Effort, "2 weeks"),
        "hands-on time is working time: write 2ww"
    );
    assert!(hint(Unit::Span, "3wd").ends_with("write 3d"));
    assert!(hint(Unit::Span, "1.5ww").ends_with("write 1.5w"));
    for text in ["1mo", "1q", "1y"] {
        assert!(hint(Unit::Effort, text).contains("ww"), "{text}");
    }
    assert_eq!(hint(Unit::Span, "5m"), "min or mo?");
    assert_eq!(hint(Unit::Effort, "5 m"), "min or mo?");
}

#[test]
fn nonsense_is_no_time() {
    for text in [
        "",
        "h",
        ".5h",
        "5.h",
        "1e3h",
        "1h 30min",
        "five days",
        "-3h",
        "3 h h",
        "٣h",
    ] {
        assert!(read(Unit::Span, text).is_err(), "{text}");
    }
    assert!(take(Unit::Span, 3.0).is_err());
    assert!(take(Unit::Effort, 3.0).is_err());
}

#[test]
fn rates_are_per_elapsed_time() {
    let per = |amount: f64, ticks: u64| amount / ticks as f64;
    assert_eq!(ticks(Unit::Rate, "9 / week"), per(9.0, WEEK));
    assert_eq!(ticks(Unit::Rate, "0.5/h"), per(0.5, HOUR));
    assert_eq!(ticks(Unit::Rate, "12 / mo"), per(12.0, MONTH));
    assert_eq!(ticks(Unit::Rate, "12 per month"), per(12.0, MONTH));
    for text in ["9", "9 / wd", "9 / 2", "/ week", "9 week", "x / week"] {
        assert!(read(Unit::Rate, text).is_err(), "{text}");
    }
}

#[test]
fn shares_factors_and_decay() {
    assert_eq!(ticks(Unit::Share, "30%"), 0.3);
    assert_eq!(ticks(Unit::Share, "12.5 %"), 0.125);
    assert_eq!(take(Unit::Share, 0.3).unwrap(), 0.3);
    assert_eq!(ticks(Unit::Factor, "x1.3"), 1.3);
    assert_eq!(ticks(Unit::Factor, "+30%"), 1.3);
    assert_eq!(ticks(Unit::Factor, "-20%"), 0.8);
    assert!(read(Unit::Factor, "30%").is_err());
    assert!(read(Unit::Share, "0.3").is_err());
    assert_eq!(decay("5% / mo").unwrap(), 0.05);
    let yearly = decay("5% / y").unwrap();
    assert!((libm::pow(1.0 - yearly, 12.0) - 0.95).abs() < 1e-12);
    for text in ["5%", "100% / mo", "5 / mo", "5% / wm"] {
        assert!(decay(text).is_err(), "{text}");
    }
}

#[test]
fn counts_are_whole() {
    assert_eq!(take(Unit::Count, 3.0).unwrap(), 3.0);
    assert!(take(Unit::Count, 3.5).is_err());
    assert!(read(Unit::Count, "3").is_err());
}

#[test]
fn values_are_shown_as_they_would_be_written() {
    let spans = [
        (DAY, "1d"),
        (36 * HOUR, "1.5d"),
        (1000 * YEAR, "1000y"),
        (SECOND / 1000, "1ms"),
    ];
    for (ticks, text) in spans {
        assert_eq!(show(Unit::Span, ticks as f64), text);
    }
    assert_eq!(show(Unit::Effort, 12.0 * HOUR as f64), "1.5wd");
    assert_eq!(show(Unit::Share, 0.3), "30%");
    assert_eq!(show(Unit::Span, 0.0), "0h");
}
