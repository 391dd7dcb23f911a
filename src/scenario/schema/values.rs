//! Schemas of quantities: numbers with bounds, and texts with their unit.

use serde_json::{Value, json};

use crate::scenario::language::Measure;
use crate::scenario::quantity::{Unit, unit_words};

const NUMBER: &str = r"\d+(\.\d+)?";
const DATE: &str = r"^\s*\d{4}-\d\d-\d\d\s*$";

/// What a unit is called in the name of a definition.
pub(super) fn name(unit: Unit) -> &'static str {
    match unit {
        Unit::Count => "counts",
        Unit::Number => "numbers",
        Unit::Share => "shares",
        Unit::Factor => "factors",
        Unit::Effort => "effort",
        Unit::Span => "span",
        Unit::Rate => "rate",
        Unit::Money => "money",
    }
}

/// A number of some unit within its bounds. Times and rates are texts, which show none.
pub(super) fn quantity(measure: &Measure) -> Value {
    let &Measure { unit, low, high } = measure;
    let number = json!({ "type": "number", "minimum": plain(low), "maximum": plain(high) });
    match unit {
        Unit::Effort => effort(),
        Unit::Span => span(),
        Unit::Rate => rate(),
        Unit::Count if low == high => json!({ "type": "integer", "const": plain(low) }),
        Unit::Count => {
            json!({ "type": "integer", "minimum": plain(low), "maximum": plain(high) })
        }
        Unit::Number | Unit::Money => number,
        Unit::Share => json!({ "anyOf": [number, text(&format!(r"{NUMBER}\s*%"), &["30%"])] }),
        Unit::Factor => {
            let pattern = format!(r"(x\s*{NUMBER}|[+-]\s*{NUMBER}\s*%)");
            json!({ "anyOf": [number, text(&pattern, &["+30%", "x1.3"])] })
        }
    }
}

fn effort() -> Value {
    let pattern = format!(r"{NUMBER}\s*({})", words(true));
    text(&pattern, &["30min", "4h", "3wd", "2ww"])
}

fn span() -> Value {
    let pattern = format!(r"{NUMBER}\s*({})", words(false));
    text(&pattern, &["36h", "10d", "2w", "3mo", "1y"])
}

fn rate() -> Value {
    let pattern = format!(r"{NUMBER}\s*(/|\sper\s)\s*({})", words(false));
    text(&pattern, &["9 / week", "0.5 / h", "12 / mo"])
}

/// A date, with or without quotes. To an editor the one without is no text unless it has a format.
pub(super) fn date() -> Value {
    let quoted = json!({ "type": "string", "pattern": DATE });
    let bare = json!({ "type": "string", "format": "date", "pattern": DATE });
    json!({ "anyOf": [bare, quoted] })
}

/// A text that is a quantity, spaces around it or not.
fn text(pattern: &str, examples: &[&str]) -> Value {
    json!({ "type": "string", "pattern": format!(r"^\s*{pattern}\s*$"), "examples": examples })
}

fn words(working: bool) -> String {
    let words = unit_words(working).map(|word| word.replace(' ', r"\s+"));
    words.collect::<Vec<_>>().join("|")
}

/// A number without a point if it needs none.
pub(super) fn plain(number: f64) -> Value {
    if number.fract() == 0.0 && number.abs() <= i64::MAX as f64 {
        json!(number as i64)
    } else {
        json!(number)
    }
}
