//! How precisely something is to be known.

use super::{Fields, Reader};
use crate::scenario::goal::without_unit;
use crate::scenario::language::PRECISION;
use crate::scenario::log::Trouble;
use crate::scenario::model::{Goal, Measured, Precision, Scenario};
use crate::scenario::node::Node;

/// Trials after which to give up, where nothing is written.
const MAX_TRIALS: f64 = 20_000.0;

impl Reader<'_> {
    pub(super) fn precision(&mut self, run: &Fields<'_>) -> Option<Precision> {
        let mut precision = Precision {
            goals: Vec::new(),
            max_trials: 0,
        };
        for entry in run.get("precision")?.each() {
            let Some(fields) = self.open(&PRECISION, entry, &entry.place) else {
                continue;
            };
            let max_trials = self.number(&fields, "max_trials", MAX_TRIALS) as u64;
            precision.max_trials = precision.max_trials.max(max_trials);
            let Some(goal) = self.goal(&fields) else {
                continue;
            };
            if precision.goals.iter().any(|known| known.of == goal.of) {
                let message = format!("the precision of `{}` is asked for twice", goal.of.name());
                let trouble = Trouble::new("same-name", message).hint("keep one of the two");
                self.error(&entry.place, trouble);
            }
            precision.goals.push(goal);
        }
        Some(precision)
    }

    fn goal(&mut self, fields: &Fields<'_>) -> Option<Goal> {
        let of = match fields.has("of") {
            true => self.word(fields, "of").and_then(Measured::named),
            false => Some(Measured::Throughput),
        };
        let half_width = self.must(fields, "half_width")?;
        let goal = match half_width.text() {
            Some(text) => Goal::read(of?, text),
            None if is_number(half_width) => Err(without_unit(of?)),
            None => {
                self.wrong_sort(half_width, "a half-width, such as \"1%\"");
                return None;
            }
        };
        goal.map_err(|trouble| self.error(&half_width.place, trouble))
            .ok()
    }

    /// What can be wrong beside the rest of the scenario.
    pub(super) fn check_precision(&mut self, scenario: &Scenario) {
        let Some(precision) = &scenario.run.precision else {
            return;
        };
        let place = self.root.place_of(&["run", "precision"]);
        let missing = |goal: &Goal| Some((goal.of.name(), goal.of.missing_in(scenario)?));
        for (name, reason) in precision.goals.iter().filter_map(missing) {
            let message = format!("there is no `{name}` here: {reason}");
            self.error(&place, Trouble::new("no-measure", message));
        }
        let (fewest, most) = (scenario.run.fewest, precision.max_trials);
        if fewest > most && !precision.goals.is_empty() {
            let message = format!("`max_trials` is {most}, below `trials`, which is {fewest}");
            let trouble = Trouble::new("wrong-order", message);
            let hint =
                "beside a precision, `trials` is the fewest; leave it out, or raise `max_trials`";
            self.error(&place, trouble.hint(hint));
        }
    }
}

fn is_number(node: &Node) -> bool {
    use crate::scenario::node::Value;
    matches!(node.value, Value::Integer(_) | Value::Float(_))
}
