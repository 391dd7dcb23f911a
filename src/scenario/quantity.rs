//! Numbers and their units: "3wd", "9 / week", "30%", "x1.3".
//!
//! Every quantity is read into one plain number in an inner unit: ticks for times, items per tick
//! for rates, 0 to 1 for shares. Effort (working time) and span (elapsed time) share the words for
//! seconds, minutes and hours; days and longer are different words, so that nobody mixes them up.

use super::log::Trouble;
use crate::units;

/// What a number counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unit {
    /// Whole things.
    Count,
    /// A plain number.
    Number,
    /// 0 to 1, or a percentage.
    Share,
    /// A multiplier.
    Factor,
    /// Working time [ticks].
    Effort,
    /// Elapsed time [ticks].
    Span,
    /// Per elapsed time [1/tick].
    Rate,
    /// In the currency of the file.
    Money,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Clock {
    Both,
    Working,
    Elapsed,
}

struct Word {
    words: &'static [&'static str],
    ticks: u64,
    clock: Clock,
}

const WORDS: &[Word] = &[
    word(
        &["ms", "millisecond", "milliseconds"],
        units::SECOND / 1000,
        Clock::Both,
    ),
    word(
        &["s", "sec", "second", "seconds"],
        units::SECOND,
        Clock::Both,
    ),
    word(&["min", "minute", "minutes"], units::MINUTE, Clock::Both),
    word(&["h", "hr", "hour", "hours"], units::HOUR, Clock::Both),
    word(
        &["wd", "working day", "working days"],
        units::WORKING_DAY,
        Clock::Working,
    ),
    word(
        &["ww", "working week", "working weeks"],
        units::WORKING_WEEK,
        Clock::Working,
    ),
    word(&["d", "day", "days"], units::DAY, Clock::Elapsed),
    word(&["w", "week", "weeks"], units::WEEK, Clock::Elapsed),
    word(&["mo", "month", "months"], units::MONTH, Clock::Elapsed),
    word(
        &["q", "quarter", "quarters"],
        units::QUARTER,
        Clock::Elapsed,
    ),
    word(&["y", "year", "years"], units::YEAR, Clock::Elapsed),
];

const fn word(words: &'static [&'static str], ticks: u64, clock: Clock) -> Word {
    Word {
        words,
        ticks,
        clock,
    }
}

/// Reads a number written as a text.
pub(super) fn read(unit: Unit, text: &str) -> Result<f64, Trouble> {
    match unit {
        Unit::Effort => time(text, true),
        Unit::Span => time(text, false),
        Unit::Rate => rate(text),
        Unit::Share => share(text),
        Unit::Factor => factor(text),
        Unit::Count | Unit::Number | Unit::Money => Err(plain(unit, text)),
    }
}

/// Takes a number written without quotes.
pub(super) fn take(unit: Unit, number: f64) -> Result<f64, Trouble> {
    match unit {
        Unit::Effort | Unit::Span => {
            let example = if unit == Unit::Effort { "wd" } else { "d" };
            Err(
                Trouble::new("no-unit", "a time needs its unit").hint(format!(
                    "write \"{number}h\", or \"{number}{example}\" for {}",
                    if unit == Unit::Effort {
                        "working days"
                    } else {
                        "days"
                    }
                )),
            )
        }
        Unit::Rate => Err(Trouble::new("no-unit", "a rate needs its unit")
            .hint(format!("write \"{number} / week\" or \"{number} / h\""))),
        Unit::Count if number.fract() != 0.0 => Err(Trouble::new(
            "not-whole",
            format!("{number} is not a whole number"),
        )
        .hint("write a whole number")),
        _ => Ok(number),
    }
}

fn plain(unit: Unit, text: &str) -> Trouble {
    let trouble = Trouble::new("bad-value", format!("\"{text}\" is not a number"));
    if decimal(text.trim()).is_some_and(|(_, rest)| rest.is_empty()) {
        return trouble.hint(format!("write it without quotes: {}", text.trim()));
    }
    trouble.hint(match unit {
        Unit::Count => "write a whole number, such as 6",
        Unit::Money => "write a plain number, such as 60000; the currency stands in [money]",
        _ => "write a plain number, such as 1.5",
    })
}

/// Splits a text into the decimal number it begins with and the rest.
pub(super) fn decimal(text: &str) -> Option<(f64, &str)> {
    let end = text
        .find(|c: char| !c.is_ascii_digit() && c != '.')
        .unwrap_or(text.len());
    let (number, rest) = text.split_at(end);
    if number.starts_with('.') || number.ends_with('.') {
        return None;
    }
    Some((
        number.parse().ok().filter(|n: &f64| n.is_finite())?,
        rest.trim(),
    ))
}

fn time(text: &str, effort: bool) -> Result<f64, Trouble> {
    let sort = if effort {
        "working time"
    } else {
        "elapsed time"
    };
    let example = if effort {
        "\"4h\" or \"3wd\""
    } else {
        "\"36h\", \"10d\" or \"3mo\""
    };
    if text.trim_start().starts_with('-') {
        let trouble = Trouble::new("out-of-range", format!("\"{text}\" is less than nothing"));
        return Err(trouble.hint("a time is never negative; time 0 is where the window begins"));
    }
    let Some((amount, unit)) = decimal(text.trim()) else {
        let trouble = Trouble::new("bad-quantity", format!("\"{text}\" is not a time"));
        return Err(trouble.hint(format!("this is {sort}: write it as {example}")));
    };
    if unit.is_empty() {
        return take(if effort { Unit::Effort } else { Unit::Span }, amount);
    }
    let word = find(unit, example)?;
    // What is more than nothing stays so, that it can be told from nothing.
    let ticks = (amount * word.ticks as f64).round();
    let ticks = if amount > 0.0 { ticks.max(1.0) } else { ticks };
    match (word.clock, effort) {
        (Clock::Elapsed, true) => Err(mixed_up(text, amount, word, true)),
        (Clock::Working, false) => Err(mixed_up(text, amount, word, false)),
        _ => Ok(ticks),
    }
}

fn find(unit: &str, example: &str) -> Result<&'static Word, Trouble> {
    if unit == "m" || unit == "M" {
        let message = format!("`{unit}` may be minutes or months");
        return Err(Trouble::new("bad-unit", message).hint("min or mo?"));
    }
    if unit.starts_with(',') {
        let trouble = Trouble::new("bad-quantity", "a decimal number has a point, not a comma");
        return Err(trouble.hint("write it as 1.5"));
    }
    if unit.contains(|sign: char| sign.is_ascii_digit()) {
        let trouble = Trouble::new("bad-quantity", "this is more than one number with its unit");
        return Err(trouble.hint(format!("write it as {example}; decimals are fine")));
    }
    let normal = unit.split_whitespace().collect::<Vec<_>>().join(" ");
    WORDS
        .iter()
        .find(|word| word.words.contains(&normal.as_str()))
        .ok_or_else(|| {
            let all = WORDS.iter().flat_map(|word| word.words.iter().copied());
            let near = super::nearest::nearest(&normal, all).filter(|name| name.len() > 2);
            let hint = near.map(|name| format!("did you mean `{name}`?"));
            Trouble::new("bad-unit", format!("`{unit}` is not a unit of time"))
                .hint(format!("write it as {example}"))
                .maybe(hint)
        })
}

fn mixed_up(text: &str, amount: f64, word: &Word, effort: bool) -> Trouble {
    let short = word.words[0];
    let swap = match short {
        "d" => Some("wd"),
        "w" => Some("ww"),
        "wd" => Some("d"),
        "ww" => Some("w"),
        _ => None,
    };
    let (is, rule) = if effort {
        ("elapsed time", "hands-on time is working time")
    } else {
        (
            "working time",
            "this is elapsed time, nights and weekends included",
        )
    };
    let advice = match swap {
        Some(swap) => format!("{rule}: write {amount}{swap}"),
        None => format!("{rule}: write it in wd (8 hours) or ww (5 working days)"),
    };
    Trouble::new("wrong-time", format!("\"{text}\" is {is}")).hint(advice)
}

fn rate(text: &str) -> Result<f64, Trouble> {
    let wrong = |why: String| {
        Trouble::new("bad-quantity", why).hint("write it as \"9 / week\" or \"0.5 / h\"")
    };
    let (amount, per) = text
        .split_once('/')
        .or_else(|| text.split_once(" per "))
        .ok_or_else(|| wrong(format!("\"{text}\" is not a rate")))?;
    let amount = decimal(amount.trim()).filter(|(_, rest)| rest.is_empty());
    let (amount, _) = amount.ok_or_else(|| wrong(format!("\"{text}\" has no plain number")))?;
    let word = find(per.trim(), "\"9 / week\" or \"0.5 / h\"")?;
    if word.clock == Clock::Working {
        let trouble = Trouble::new("wrong-time", format!("\"{text}\" counts in working time"));
        return Err(trouble.hint("a rate is an average over elapsed time: write it per d or week"));
    }
    Ok(amount / word.ticks as f64)
}

fn share(text: &str) -> Result<f64, Trouble> {
    match percent(text) {
        Some(share) => Ok(share),
        None if decimal(text.trim()).is_some_and(|(_, rest)| rest.is_empty()) => {
            Err(plain(Unit::Number, text))
        }
        None => Err(
            Trouble::new("bad-quantity", format!("\"{text}\" is not a share"))
                .hint("write it as \"30%\" or 0.3"),
        ),
    }
}

/// "30%" as 0.3.
pub(super) fn percent(text: &str) -> Option<f64> {
    decimal(text.trim())
        .filter(|(_, rest)| *rest == "%")
        .map(|(number, _)| number / 100.0)
}

fn factor(text: &str) -> Result<f64, Trouble> {
    let text = text.trim();
    let times = text.strip_prefix('x').and_then(|rest| decimal(rest.trim()));
    if let Some((factor, "")) = times {
        return Ok(factor);
    }
    if let Some(more) = text.strip_prefix('+').and_then(percent) {
        return Ok(1.0 + more);
    }
    if let Some(less) = text.strip_prefix('-').and_then(percent) {
        return Ok(1.0 - less);
    }
    let trouble = Trouble::new("bad-quantity", format!("\"{text}\" is not a factor"));
    Err(match percent(text) {
        Some(share) => {
            let (plain, more) = (tidy(share), tidy(1.0 + share));
            trouble.hint(format!(
                "did you mean \"+{text}\", which is {text} more ({more}), or {plain}, which is \
                 {text} of it?"
            ))
        }
        None => trouble.hint("write it as 1.3, \"x1.3\" or \"+30%\""),
    })
}

/// "5% / mo" as the share lost per average month.
pub(super) fn decay(text: &str) -> Result<f64, Trouble> {
    let wrong = || {
        Trouble::new("bad-quantity", format!("\"{text}\" is not a decay"))
            .hint("write the share that is lost per time, as in \"5% / mo\"")
    };
    let (loss, per) = text
        .split_once('/')
        .or_else(|| text.split_once(" per "))
        .ok_or_else(wrong)?;
    let loss = percent(loss).ok_or_else(wrong)?;
    let word = find(per.trim(), "\"5% / mo\"")?;
    if !(0.0..1.0).contains(&loss) {
        return Err(Trouble::new(
            "out-of-range",
            "a decay is at least 0% and below 100%",
        ));
    }
    let months = word.ticks as f64 / units::MONTH as f64;
    Ok(if months == 1.0 {
        loss
    } else {
        1.0 - libm::pow(1.0 - loss, 1.0 / months)
    })
}

/// The time one of a unit word stands for [ticks], as in `{ file, column, unit = "h" }`.
pub(super) fn one(unit: Unit, text: &str) -> Result<f64, Trouble> {
    read(unit, &format!("1 {text}"))
}

/// All words for a unit of working time, or of elapsed time.
pub(super) fn unit_words(working: bool) -> impl Iterator<Item = &'static str> {
    let other = if working {
        Clock::Elapsed
    } else {
        Clock::Working
    };
    let fitting = WORDS.iter().filter(move |word| word.clock != other);
    fitting.flat_map(|word| word.words.iter().copied())
}

/// Whether a text counts in working days or weeks.
pub(super) fn is_working(text: &str) -> bool {
    let unit = decimal(text.trim()).map(|(_, unit)| unit);
    unit.and_then(|unit| find(unit, "").ok())
        .is_some_and(|word| word.clock == Clock::Working)
}

/// A number as a person would write it.
pub(super) fn show(unit: Unit, value: f64) -> String {
    match unit {
        Unit::Effort => show_time(value, Clock::Working),
        Unit::Span => show_time(value, Clock::Elapsed),
        Unit::Rate => show_rate(value),
        Unit::Share => format!("{}%", tidy(value * 100.0)),
        _ => tidy(value),
    }
}

/// Per hour, or per week or month if that is what a rare thing is counted by.
fn show_rate(per_tick: f64) -> String {
    let words = [
        (units::HOUR, "h"),
        (units::DAY, "d"),
        (units::WEEK, "week"),
        (units::MONTH, "mo"),
    ];
    let per = |ticks: u64| per_tick * ticks as f64;
    let neat = |value: f64| {
        value == 0.0 || (value >= 0.1 && (value - (value * 100.0).round() / 100.0).abs() < 1e-9)
    };
    let best = words.iter().find(|(ticks, _)| neat(per(*ticks)));
    let common = if per(units::HOUR) >= 1.0 {
        words[0]
    } else {
        words[2]
    };
    let (ticks, word) = best.copied().unwrap_or(common);
    format!("{} / {word}", tidy(per(ticks)))
}

fn show_time(ticks: f64, clock: Clock) -> String {
    let fits = |word: &&Word| {
        (word.clock == clock || word.clock == Clock::Both)
            && ticks >= word.ticks as f64
            && (ticks / word.ticks as f64 * 100.0).fract() == 0.0
    };
    let best = WORDS.iter().filter(fits).max_by_key(|word| word.ticks);
    match best {
        _ if ticks == 0.0 => "0h".into(),
        _ if ticks.abs() < WORDS[0].ticks as f64 => {
            format!("{}ms", tidy(ticks / WORDS[0].ticks as f64))
        }
        Some(word) => format!("{}{}", tidy(ticks / word.ticks as f64), word.words[0]),
        None => format!("{}h", tidy(units::ticks_to_hours(ticks))),
    }
}

/// At most six digits behind the point, no idle zeros.
fn tidy(value: f64) -> String {
    // Adding zero takes the sign off a negative one.
    let rounded = (value * 1e6).round() / 1e6 + 0.0;
    let whole = (1e15..=i64::MAX as f64).contains(&value.abs());
    if rounded == 0.0 && value != 0.0 {
        format!("{value:e}")
    } else if whole {
        format!("{}", value as i64)
    } else if value.abs() > i64::MAX as f64 {
        format!("{value:e}")
    } else {
        format!("{rounded}")
    }
}
