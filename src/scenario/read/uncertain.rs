//! Uncertain numbers: what they may be, and what they are at the median or in a draw.

use super::number::{exact, snapped};
use super::{Fields, Reader};
use crate::random::Distribution;
use crate::scenario::language::{Measure, PERT, TRIANGULAR, UNCERTAIN};
use crate::scenario::log::Trouble;
use crate::scenario::nearest::listed;
use crate::scenario::node::Node;
use crate::scenario::quantity::{Unit, show};
use crate::scenario::uncertain::{MEDIAN, Uncertain};

/// Where the ends of an uncertain number are written.
const ENDS: [&[&str]; 6] = [
    &["from"],
    &["to"],
    &["triangular", "min"],
    &["triangular", "max"],
    &["pert", "min"],
    &["pert", "max"],
];

impl Reader<'_> {
    /// Reports the ends of an uncertain number that are outside its bounds.
    pub(super) fn ends_within(&mut self, uncertain: &Node, measure: &Measure) -> bool {
        let ends = ENDS.iter().filter_map(|end| uncertain.at(end));
        let fits = ends.map(|end| {
            let value = self.unbounded(end, measure.unit, None);
            value.is_some_and(|value| self.within(end, measure, snapped(measure, value)))
        });
        // All are looked at, so that all are reported.
        let fits: Vec<bool> = fits.collect();
        !fits.contains(&false)
    }

    /// What an uncertain number is in this draw; without one, its median.
    pub(super) fn uncertain(&mut self, node: &Node, unit: Unit) -> Option<f64> {
        let table = node.table()?;
        if let Some(other) = table.entries.iter().find(|entry| entry.key != "uncertain") {
            let message = format!("`{}` cannot stand beside `uncertain`", other.key);
            self.error(&other.key_place, Trouble::new("unknown-key", message));
        }
        let entry = table.entry("uncertain")?;
        let fields = self.open(&UNCERTAIN, &entry.node, &entry.key_place)?;
        let (range, quantile) = self.may_be(&entry.node, &fields, unit)?;
        let input = entry.node.table()?.input.as_deref();
        let value = quantile(input.map_or(MEDIAN, |input| input.quantile))?;
        let value = match unit {
            Unit::Count => value.round(),
            _ => exact(unit, value),
        };
        if let Some(input) = input {
            self.log
                .input(Uncertain::new(&input.path, range, unit, value));
        }
        Some(value)
    }

    /// What a number may be, in words and as its quantile function.
    fn may_be(
        &mut self,
        node: &Node,
        fields: &Fields<'_>,
        unit: Unit,
    ) -> Option<(String, Quantile)> {
        let has = |key: &str| fields.get(key).is_some();
        let forms = [
            has("from") || has("to"),
            has("p50") || has("p90"),
            has("triangular"),
            has("pert"),
        ];
        if forms.iter().filter(|form| **form).count() > 1 {
            let keys = fields.entries().iter().map(|entry| entry.key.as_str());
            let keys = listed(&keys.collect::<Vec<_>>());
            let message = format!("{keys} do not go together");
            let hint = "write one: { from = 3, to = 6 }, { p50 = 4, p90 = 6 }, { pert = { min = 3, likely = \
                        4, max = 6 } } or `triangular`";
            let trouble = Trouble::new("bad-distribution", message);
            self.error(&node.place, trouble.hint(hint));
            return None;
        }
        let shown = |value: f64| show(part_of(unit), value);
        if forms[1] {
            let p50 = self.part(fields, "p50", unit);
            let p90 = self.part(fields, "p90", unit);
            let (p50, p90) = (p50?, p90?);
            let made = self.quantiles(node, p50, p90)?;
            let range = format!(
                "half below {}, nine of ten below {}",
                shown(p50),
                shown(p90)
            );
            return Some((range, of(made)));
        }
        for (tag, section) in [("triangular", &TRIANGULAR), ("pert", &PERT)] {
            if !has(tag) {
                continue;
            }
            let inner = fields.get(tag)?;
            let made = self.shaped(fields, tag, unit)?;
            let [least, likely, most] = [0, 1, 2].map(|at| inner.at(&[section.keys[at].name]));
            let mut read = |node: Option<&Node>| self.part_of(node?, unit).map(shown);
            let (least, likely, most) = (read(least)?, read(likely)?, read(most)?);
            let range = format!("from {least} to {most}, likeliest {likely}");
            return Some((range, of(made)));
        }
        self.between(node, fields, unit)
    }

    /// Anything between two ends alike; of the whole numbers of a count each is as likely as any other.
    fn between(
        &mut self,
        node: &Node,
        fields: &Fields<'_>,
        unit: Unit,
    ) -> Option<(String, Quantile)> {
        let (from, to) = (self.must(fields, "from"), self.must(fields, "to"));
        let (from, to) = (
            self.unbounded(from?, unit, None)?,
            self.unbounded(to?, unit, None)?,
        );
        if to < from {
            let trouble = Trouble::new("wrong-order", "`to` is below `from`");
            self.error(&node.place, trouble.hint("write the smaller number first"));
            return None;
        }
        let range = format!("from {} to {}", show(unit, from), show(unit, to));
        Some((
            range,
            Box::new(move |share| {
                Some(match unit {
                    Unit::Count => (from + share * (to - from + 1.0)).floor().min(to),
                    _ => from + share * (to - from),
                })
            }),
        ))
    }
}

/// The value that so large a share is below.
type Quantile = Box<dyn Fn(f64) -> Option<f64>>;

fn of(made: Distribution) -> Quantile {
    Box::new(move |share| made.quantile(share))
}

/// The unit of a parameter: those of counts need not be whole.
fn part_of(unit: Unit) -> Unit {
    match unit {
        Unit::Count => Unit::Number,
        other => other,
    }
}
