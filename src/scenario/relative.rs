//! Values that refer to the one in force: "+30%", "x1.3", "+2", "+2h", "+10pp".
//!
//! A percentage multiplies whatever the kind (a chance of 20% becomes 26%); percentage points add
//! to shares only; anything else with a sign adds in the unit of the value.

use super::log::Trouble;
use super::quantity::{self, Unit};

/// What a relative value does to the one in force.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Step {
    /// Multiplies it.
    Times(f64),
    /// Adds to it, in the inner unit.
    Plus(f64),
}

impl Step {
    pub(super) fn apply(self, base: f64) -> f64 {
        match self {
            Step::Times(factor) => base * factor,
            Step::Plus(more) => base + more,
        }
    }

    /// Whether it leaves everything as it is.
    pub(super) fn is_idle(self) -> bool {
        self == Step::Times(1.0) || self == Step::Plus(0.0)
    }
}

/// Whether a text is meant as a relative value: a sign or an `x` with a number behind it.
pub(super) fn looks_relative(text: &str) -> bool {
    let mut rest = text.trim().chars();
    let sign = rest.next();
    let number = rest.as_str().trim_start().chars().next();
    matches!(sign, Some('+' | '-' | 'x'))
        && number.is_some_and(|next| next.is_ascii_digit() || next == '.')
}

/// Reads a relative value for a quantity of some unit.
pub(super) fn parse(unit: Unit, text: &str) -> Result<Step, Trouble> {
    let text = text.trim();
    let (sign, rest) = text.split_at(1.min(text.len()));
    let rest = rest.trim();
    if sign == "x" {
        return match quantity::decimal(rest) {
            Some((factor, "")) => Ok(Step::Times(factor)),
            _ => Err(wrong(text, "write a factor as x1.3")),
        };
    }
    let negative = sign == "-";
    let signed = |value: f64| if negative { -value } else { value };
    if let Some(share) = quantity::percent(rest) {
        return Ok(Step::Times(1.0 + signed(share)));
    }
    if let Some((points, "pp")) = quantity::decimal(rest) {
        if unit != Unit::Share {
            return Err(wrong(
                text,
                "percentage points go with shares and chances; write +10%",
            ));
        }
        return Ok(Step::Plus(signed(points / 100.0)));
    }
    let plus = match quantity::decimal(rest) {
        // A count is rounded once the sum is known.
        Some((number, "")) if unit == Unit::Count => Ok(number),
        Some((number, "")) => quantity::take(unit, number),
        _ => quantity::read(unit, rest),
    };
    plus.map(|value| Step::Plus(signed(value)))
}

fn wrong(text: &str, hint: &str) -> Trouble {
    Trouble::new("bad-value", format!("\"{text}\" does not fit here")).hint(hint)
}
