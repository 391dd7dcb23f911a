//! Numbers with unit and bounds, also relative and uncertain ones.

use super::{Fields, Reader};
use crate::scenario::language::{Measure, SHORTEST};
use crate::scenario::log::Trouble;
use crate::scenario::node::{Node, Value};
use crate::scenario::quantity::{self, Unit, show};
use crate::scenario::relative;

impl Reader<'_> {
    /// The number of a key within its bounds, or its default (in the inner unit).
    pub(super) fn number(&mut self, fields: &Fields<'_>, name: &str, default: f64) -> f64 {
        let measure = fields.measure(name);
        match fields.get(name) {
            Some(node) => self
                .measured(node, measure, Some(default))
                .unwrap_or(default),
            None => default,
        }
    }

    /// The number of a key that may be left out.
    pub(super) fn number_if(&mut self, fields: &Fields<'_>, name: &str) -> Option<f64> {
        let measure = fields.measure(name);
        self.measured(fields.get(name)?, measure, None)
    }

    /// The number of a key that has to be there.
    pub(super) fn number_must(&mut self, fields: &Fields<'_>, name: &str) -> Option<f64> {
        let measure = fields.measure(name);
        let node = self.must(fields, name)?;
        self.measured(node, measure, None)
    }

    /// A whole number of a key that may be left out.
    pub(super) fn count_if(&mut self, fields: &Fields<'_>, name: &str) -> Option<u64> {
        self.number_if(fields, name).map(|count| count as u64)
    }

    /// A number within its bounds; `default` is what a relative value refers to if nothing is set.
    pub(super) fn measured(
        &mut self,
        node: &Node,
        measure: &Measure,
        default: Option<f64>,
    ) -> Option<f64> {
        let value = snapped(measure, self.unbounded(node, measure.unit, default)?);
        if let Some(uncertain) = node.at(&["uncertain"]) {
            let fits = self.ends_within(uncertain, measure) && self.within(node, measure, value);
            return fits.then_some(value);
        }
        self.within(node, measure, value).then_some(value)
    }

    /// Reports a value outside its bounds.
    pub(super) fn within(&mut self, node: &Node, measure: &Measure, value: f64) -> bool {
        let &Measure { unit, low, high } = measure;
        let timed = matches!(unit, Unit::Effort | Unit::Span);
        let fleeting = timed && value > 0.0 && value < SHORTEST;
        if (low..=high).contains(&value) && !fleeting {
            return true;
        }
        let wrong = if value < low || fleeting {
            "little"
        } else {
            "much"
        };
        let value_shown = show(unit, value);
        let message = match &node.value {
            // What a sign makes of the value before it stands nowhere.
            Value::Relative { text, .. } => {
                format!("\"{text}\" makes it {value_shown}, which is too {wrong}")
            }
            // What is shorter than a tick was rounded.
            Value::Text(text) if fleeting => format!("{} is too little", text.trim()),
            _ => format!("{value_shown} is too {wrong}"),
        };
        let zero = if fleeting && low == 0.0 { "0, or " } else { "" };
        let least = if fleeting { low.max(SHORTEST) } else { low };
        let range = format!(
            "it can be {zero}from {} to {}",
            bound(unit, least),
            bound(unit, high)
        );
        let mut trouble = Trouble::new("out-of-range", message).hint(range);
        if unit == Unit::Share && value > 1.0 && matches!(node.value, Value::Integer(_)) {
            trouble = trouble.hint(format!(
                "write \"{value}%\" for a percentage, or a number 0 to 1"
            ));
        }
        self.error(&node.place, trouble);
        false
    }

    /// A number of some unit, not yet held against its bounds.
    pub(super) fn unbounded(
        &mut self,
        node: &Node,
        unit: Unit,
        default: Option<f64>,
    ) -> Option<f64> {
        let read = match &node.value {
            Value::Integer(number) => quantity::take(unit, *number as f64),
            Value::Float(number) => quantity::take(unit, *number),
            Value::Text(text) => quantity::read(unit, text),
            Value::Relative { base, text } => {
                return self.relative(node, unit, (base.as_deref(), text), default);
            }
            Value::Table(table) if table.get("uncertain").is_some() => {
                return self.uncertain(node, unit);
            }
            _ => {
                self.wrong_sort(node, wanted(unit));
                return None;
            }
        };
        match read {
            Ok(value) => Some(value),
            Err(trouble) => {
                self.error(&node.place, trouble);
                None
            }
        }
    }

    fn relative(
        &mut self,
        node: &Node,
        unit: Unit,
        (base, text): (Option<&Node>, &str),
        default: Option<f64>,
    ) -> Option<f64> {
        let base = match base {
            Some(base) if self.is_no_number(node, base, text) => return None,
            Some(base) => self.unbounded(base, unit, default)?,
            None => self.base_or_error(node, text, default)?,
        };
        let step = match relative::parse(unit, text) {
            Ok(step) => step,
            Err(trouble) => {
                self.error(&node.place, trouble);
                return None;
            }
        };
        let value = step.apply(base);
        Some(if unit == Unit::Count {
            self.round(node, base, value)
        } else {
            exact(unit, value)
        })
    }

    /// Whether a relative value meets something that cannot be counted with.
    fn is_no_number(&mut self, node: &Node, base: &Node, text: &str) -> bool {
        let counts = match &base.value {
            Value::Table(table) => table.get("uncertain").is_some(),
            Value::List(_) | Value::Bool(_) | Value::Date(_) => false,
            _ => true,
        };
        if !counts {
            let message = format!("\"{text}\" cannot change {} as a whole", base.sort());
            let trouble = Trouble::new("nothing-to-change", message);
            let hint = "put the part that changes into the path, or write the new value itself";
            self.error(&node.place, trouble.hint(hint));
        }
        !counts
    }

    /// What a relative value refers to where nothing is written.
    pub(super) fn base_or_error<T>(
        &mut self,
        node: &Node,
        text: &str,
        default: Option<T>,
    ) -> Option<T> {
        if default.is_none() {
            let message = format!("there is no value yet that \"{text}\" could change");
            let hint = "write the value itself, without a sign or an x";
            self.error(
                &node.place,
                Trouble::new("nothing-to-change", message).hint(hint),
            );
        }
        default
    }

    /// Rounds a count that an edit has moved away from `base`, and says so.
    pub(super) fn round(&mut self, node: &Node, base: f64, value: f64) -> f64 {
        let rounded = value.round();
        if (rounded - value).abs() <= 1e-9 {
            return rounded;
        }
        let exact = show(Unit::Number, value);
        let message = format!("{exact} is rounded to {rounded}, because it counts whole things");
        if rounded == base {
            let message = format!("{message}, so this edit changes nothing");
            let trouble = Trouble::new("idle-edit", message);
            let hint = "write the number itself, or add to it as in \"+1\"";
            self.log.warning(&node.place, trouble.hint(hint));
        } else {
            self.log.note(&node.place, Trouble::new("rounded", message));
        }
        rounded
    }
}

/// Sums of decimal fractions may miss a bound by a hair.
pub(super) fn snapped(measure: &Measure, value: f64) -> f64 {
    let near = |bound: f64| (value - bound).abs() <= 1e-12 * bound.abs().max(1.0);
    let bound = [measure.low, measure.high]
        .into_iter()
        .find(|bound| near(*bound));
    match measure.unit {
        Unit::Share => bound.unwrap_or(value),
        _ => value,
    }
}

/// A bound as people read it: long whole numbers in groups of three digits.
fn bound(unit: Unit, value: f64) -> String {
    let shown = show(unit, value);
    let digits = shown.trim_start_matches('-');
    if digits.len() < 6 || !digits.bytes().all(|sign| sign.is_ascii_digit()) {
        return shown;
    }
    let mut grouped = shown[..shown.len() - digits.len()].to_owned();
    for (at, digit) in digits.char_indices() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

/// Times count in whole ticks.
pub(super) fn exact(unit: Unit, value: f64) -> f64 {
    if matches!(unit, Unit::Effort | Unit::Span) {
        value.round()
    } else {
        value
    }
}

/// What a number of a unit looks like, for messages.
fn wanted(unit: Unit) -> &'static str {
    match unit {
        Unit::Count => "a whole number",
        Unit::Number | Unit::Money => "a number",
        Unit::Share => "a share, such as \"30%\" or 0.3",
        Unit::Factor => "a factor, such as 1.3 or \"+30%\"",
        Unit::Effort => "working time, such as \"4h\" or \"3wd\"",
        Unit::Span => "elapsed time, such as \"36h\" or \"10d\"",
        Unit::Rate => "a rate, such as \"9 / week\"",
    }
}
