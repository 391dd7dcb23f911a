//! How precisely something is to be known: "1%", "0.1 / week", "2h", "0.5 items".
//!
//! A file writes it as `run.precision`, the command line as `--precision flow_time=2%`; both are
//! read here, so that they mean the same.

use std::str::FromStr;

use super::log::Trouble;
use super::model::{Demand, Goal, HalfWidth, Measured, Scenario};
use super::nearest::{listed, nearest};
use super::quantity::{self, Unit, decimal};
use crate::units::{WEEK, ticks_to_hours};

/// Half-widths that can be asked for, as a share.
const SHARES: (f64, f64) = (1e-6, 1.0);

impl Measured {
    /// All of them.
    pub const ALL: [Self; 7] = [
        Self::Throughput,
        Self::FlowTime,
        Self::FlowTimeP50,
        Self::FlowTimeP85,
        Self::FlowTimeP95,
        Self::LeadTime,
        Self::Wip,
    ];
    /// The name of each, in the same order.
    pub(super) const NAMES: [&'static str; 7] = [
        "throughput",
        "flow_time",
        "flow_time.p50",
        "flow_time.p85",
        "flow_time.p95",
        "lead_time",
        "wip",
    ];

    /// What it is called in a file and in a result.
    pub fn name(self) -> &'static str {
        Self::NAMES[self as usize]
    }

    /// The measure of this name.
    pub(super) fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.name() == name)
    }

    /// The unit of an absolute half-width.
    pub fn unit(self) -> &'static str {
        match self {
            Self::Throughput => "items/week",
            Self::Wip => "items",
            _ => "h",
        }
    }

    /// Whether it is a time, which an overloaded organisation does not have.
    pub fn is_time(self) -> bool {
        !matches!(self, Self::Throughput | Self::Wip)
    }

    /// Why a scenario has no such measure, whatever the luck.
    pub fn missing_in(self, scenario: &Scenario) -> Option<&'static str> {
        let arrives = |demand: &Demand| !matches!(demand, Demand::Endless);
        let mut counted = scenario.kinds.iter().filter(|kind| kind.counts);
        let never = self == Self::LeadTime && !counted.any(|kind| arrives(&kind.demand));
        never.then_some("every kind of work that counts is endless, so none waits in a backlog")
    }

    fn example(self) -> &'static str {
        match self {
            Self::Throughput => "\"0.1 / week\"",
            Self::Wip => "\"0.5 items\"",
            _ => "\"2h\"",
        }
    }
}

impl Goal {
    /// A goal from a measure and a half-width as written.
    pub(super) fn read(of: Measured, half_width: &str) -> Result<Self, Trouble> {
        let half_width = read_half_width(of, half_width.trim())?;
        Ok(Self { of, half_width })
    }
}

impl FromStr for Goal {
    type Err = String;

    /// Reads `1%` (of the throughput) or `flow_time=2%`.
    fn from_str(text: &str) -> Result<Self, String> {
        let is_name = |text: &str| {
            text.trim()
                .starts_with(|sign: char| sign.is_ascii_alphabetic())
        };
        let (name, half_width) = match text.split_once('=') {
            Some(both) => both,
            // A measure without its width.
            None if is_name(text) => (text, ""),
            None => ("throughput", text),
        };
        let name = name.trim();
        let Some(of) = Measured::named(name) else {
            return Err(match nearest(name, Measured::NAMES) {
                Some(near) => format!("there is no measure \"{name}\": did you mean {near}?"),
                None => format!("\"{name}\" is not one of {}", listed(&Measured::NAMES)),
            });
        };
        if half_width.trim().is_empty() {
            let width = of.example().trim_matches('"');
            return Err(format!(
                "how precisely? write {name}=1% or \"{name}={width}\""
            ));
        }
        Self::read(of, half_width).map_err(|trouble| match trouble.hint {
            Some(hint) => format!("{}: {hint}", trouble.message),
            None => trouble.message,
        })
    }
}

fn read_half_width(of: Measured, text: &str) -> Result<HalfWidth, Trouble> {
    match decimal(text) {
        Some((number, "%" | "pp")) => relative(text, number / 100.0),
        Some((_, "")) => Err(without_unit(of)),
        _ => absolute(of, text).map(HalfWidth::Absolute),
    }
}

fn relative(text: &str, share: f64) -> Result<HalfWidth, Trouble> {
    let (least, most) = SHARES;
    // Sums of decimal fractions may miss a bound by a hair.
    if (least * (1.0 - 1e-12)..=most).contains(&share) {
        return Ok(HalfWidth::Relative(share));
    }
    let message = format!("\"{text}\" is no half-width that can be asked for");
    let range = [least, most].map(|bound| quantity::show(Unit::Share, bound));
    let hint = format!("it can be from {} to {}", range[0], range[1]);
    Err(Trouble::new("out-of-range", message).hint(hint))
}

/// A half-width in the unit of the results.
fn absolute(of: Measured, text: &str) -> Result<f64, Trouble> {
    let value = match of {
        Measured::Throughput => {
            quantity::read(Unit::Rate, text).map(|per_tick| per_tick * WEEK as f64)
        }
        Measured::Wip => match decimal(text) {
            Some((items, "items" | "item")) => Ok(items),
            _ => Err(Trouble::new(
                "bad-quantity",
                format!("\"{text}\" is not a number of items"),
            )),
        },
        _ => quantity::read(Unit::Span, text).map(ticks_to_hours),
    };
    match value {
        Ok(value) if value > 0.0 => Ok(value),
        Ok(_) => {
            let message = "a half-width is more than nothing";
            Err(Trouble::new("out-of-range", message).hint(ways(of)))
        }
        // Working time has its own advice.
        Err(trouble) if matches!(trouble.code, "bad-quantity" | "bad-unit") => {
            Err(trouble.hint(ways(of)))
        }
        Err(trouble) => Err(trouble),
    }
}

/// What a half-width without its unit is answered with.
pub(super) fn without_unit(of: Measured) -> Trouble {
    Trouble::new("no-unit", "a half-width needs its unit").hint(ways(of))
}

fn ways(of: Measured) -> String {
    format!("write \"1%\" or {}", of.example())
}
