//! Distributions: a plain value, or a table tagged by its shape.

use super::{Fields, Reader};
use crate::random::{Distribution, ParameterError};
use crate::scenario::language::{DISTRIBUTION, Key, Kind, Measure, SPAN, Section};
use crate::scenario::log::Trouble;
use crate::scenario::nearest::listed;
use crate::scenario::node::{Node, Value};
use crate::scenario::quantity::Unit;
use crate::scenario::relative::{self, Step};

impl Reader<'_> {
    /// The distribution of a key, or a constant.
    pub(super) fn spread(&mut self, fields: &Fields<'_>, name: &str, default: f64) -> Distribution {
        let default = Distribution::constant(default);
        match fields.get(name) {
            Some(node) => {
                let measure = fields.measure(name);
                self.spread_of(node, measure, Some(&default))
                    .unwrap_or(default)
            }
            None => default,
        }
    }

    /// The distribution of a key that may be left out.
    pub(super) fn spread_if(&mut self, fields: &Fields<'_>, name: &str) -> Option<Distribution> {
        let measure = fields.measure(name);
        self.spread_of(fields.get(name)?, measure, None)
    }

    /// A distribution whose mean lies within the bounds.
    pub(super) fn spread_of(
        &mut self,
        node: &Node,
        measure: &Measure,
        default: Option<&Distribution>,
    ) -> Option<Distribution> {
        let found = self.shape(node, measure, default)?;
        // Draws of a count are rounded, so their mean may be below the least count.
        let varies = measure.unit == Unit::Count && found.is_constant().is_none();
        let measure = &Measure {
            low: if varies { 0.0 } else { measure.low },
            ..*measure
        };
        let timed = matches!(measure.unit, Unit::Effort | Unit::Span);
        let fits = (measure.low..=measure.high).contains(&found.mean());
        if timed && found.is_constant().is_none() && fits {
            // Its parts have been held against the bounds; the mean of a mixture may be shorter.
            return Some(found);
        }
        self.within(node, measure, found.mean()).then_some(found)
    }

    fn shape(
        &mut self,
        node: &Node,
        measure: &Measure,
        default: Option<&Distribution>,
    ) -> Option<Distribution> {
        match &node.value {
            Value::Relative { base, text } => {
                let base = match base {
                    Some(base) => self.shape(base, measure, default)?,
                    None => self.base_or_error(node, text, default)?.clone(),
                };
                self.moved(node, &base, text, measure.unit)
            }
            Value::Table(table) if table.get("uncertain").is_none() => self.tagged(node, measure),
            _ => self
                .unbounded(node, measure.unit, None)
                .map(Distribution::constant),
        }
    }

    /// A relative value scales the mean and keeps the shape.
    fn moved(
        &mut self,
        node: &Node,
        base: &Distribution,
        text: &str,
        unit: Unit,
    ) -> Option<Distribution> {
        let step = match relative::parse(unit, text) {
            Ok(step) => step,
            Err(trouble) => {
                self.error(&node.place, trouble);
                return None;
            }
        };
        let mean = match (base.is_constant(), step) {
            (Some(value), step) if unit == Unit::Count => {
                self.round(node, value, step.apply(value))
            }
            (_, step) => step.apply(base.mean()),
        };
        if mean < 0.0 || (mean == 0.0 && matches!(step, Step::Plus(_)) && base.mean() == 0.0) {
            let message = "less than nothing would be left";
            self.error(&node.place, Trouble::new("out-of-range", message));
            return None;
        }
        if mean == 0.0 || base.is_constant().is_some() {
            return Some(Distribution::constant(mean));
        }
        Some(base.clone().with_mean(mean))
    }

    fn tagged(&mut self, node: &Node, measure: &Measure) -> Option<Distribution> {
        let fields = self.open(&DISTRIBUTION, node, &node.place)?;
        let keys: Vec<&str> = fields
            .entries()
            .iter()
            .map(|entry| entry.key.as_str())
            .collect();
        let unit = measure.unit;
        let made = match keys.as_slice() {
            ["mean", "cv"] | ["cv", "mean"] => {
                let mean = self.part(&fields, "mean", unit);
                let cv = self.number_if(&fields, "cv");
                log_normal(mean?, cv?)
            }
            ["p50", "p90"] | ["p90", "p50"] => {
                let p50 = self.part(&fields, "p50", unit);
                let p90 = self.part(&fields, "p90", unit);
                return self.quantiles(node, p50?, p90?);
            }
            ["exponential"] => {
                Distribution::exponential(self.part(&fields, "exponential", unit)?)
            }
            ["empirical"] => Distribution::empirical(self.empirical(&fields, unit)?),
            ["mixture"] => Distribution::mixture(self.mixture(&fields, measure)?),
            [tag] => return self.shaped(&fields, tag, unit),
            _ => {
                self.unclear(node, &keys);
                return None;
            }
        };
        self.made(node, made)
    }

    fn made(
        &mut self,
        node: &Node,
        made: Result<Distribution, ParameterError>,
    ) -> Option<Distribution> {
        made.map_err(|wrong| {
            self.error(
                &node.place,
                Trouble::new("bad-distribution", wrong.to_string()),
            );
        })
        .ok()
    }

    pub(super) fn quantiles(&mut self, node: &Node, p50: f64, p90: f64) -> Option<Distribution> {
        if p90 <= p50 {
            let trouble = Trouble::new("wrong-order", "`p90` has to be above `p50`");
            let hint = "nine of ten are below p90, half of them below p50";
            self.error(&node.place, trouble.hint(hint));
            return None;
        }
        self.made(node, Distribution::log_normal_quantiles(p50, p90))
    }

    /// One that carries its parameters in a table of its own.
    pub(super) fn shaped(
        &mut self,
        outer: &Fields<'_>,
        tag: &str,
        unit: Unit,
    ) -> Option<Distribution> {
        let Some(Key {
            kind: Kind::Table(section),
            ..
        }) = DISTRIBUTION.key(tag)
        else {
            self.unfinished(outer, tag);
            return None;
        };
        let node = outer.get(tag)?;
        let fields = self.open(section, node, &node.place)?;
        let values = self.parts(&fields, section, unit)?;
        let made = match (tag, values.as_slice()) {
            ("erlang", &[stages, mean]) => Distribution::erlang(stages as u32, mean),
            ("lognormal", &[mean, cv]) => log_normal(mean, cv),
            ("gamma", &[mean, cv]) => Distribution::gamma(mean, cv),
            ("weibull", &[mean, cv]) => Distribution::weibull(mean, cv),
            ("hyperexponential", &[mean, cv]) => Distribution::hyperexponential(mean, cv),
            ("uniform", &[from, to]) => Distribution::uniform(from, to),
            ("triangular", &[min, mode, max]) => Distribution::triangular(min, mode, max),
            ("pert", &[min, likely, max]) => Distribution::pert(min, likely, max),
            _ => return None,
        };
        self.made(node, made)
    }

    /// All parameters of a shape in the order of the table of keys.
    fn parts(
        &mut self,
        fields: &Fields<'_>,
        section: &'static Section,
        unit: Unit,
    ) -> Option<Vec<f64>> {
        let read = |key: &Key| match key.kind {
            Kind::Same => {
                let node = self.must(fields, key.name)?;
                self.part_of(node, unit)
            }
            _ => self.number_must(fields, key.name),
        };
        // All are read before any is missed, so that all errors are reported.
        let values: Vec<Option<f64>> = section.keys.iter().map(read).collect();
        values.into_iter().collect()
    }

    pub(super) fn part(&mut self, fields: &Fields<'_>, name: &str, unit: Unit) -> Option<f64> {
        let node = self.must(fields, name)?;
        self.part_of(node, unit)
    }

    /// A parameter of a distribution; nothing here is ever below zero.
    pub(super) fn part_of(&mut self, node: &Node, unit: Unit) -> Option<f64> {
        // Parameters of a distribution of counts need not be whole themselves.
        let unit = if unit == Unit::Count {
            Unit::Number
        } else {
            unit
        };
        let timed = matches!(unit, Unit::Effort | Unit::Span);
        let high = if timed { SPAN.high } else { 1e15 };
        self.measured(
            node,
            &Measure {
                unit,
                low: 0.0,
                high,
            },
            None,
        )
    }

    fn mixture(
        &mut self,
        fields: &Fields<'_>,
        measure: &Measure,
    ) -> Option<Vec<(f64, Distribution)>> {
        let node = fields.get("mixture")?;
        let Some(Key {
            kind: Kind::Tables(section),
            ..
        }) = DISTRIBUTION.key("mixture")
        else {
            return None;
        };
        let parts: Vec<Option<(f64, Distribution)>> = node
            .each()
            .iter()
            .map(|part| self.mixed(section, part, measure))
            .collect();
        let parts: Vec<(f64, Distribution)> = parts.into_iter().collect::<Option<_>>()?;
        let total: f64 = parts.iter().map(|(chance, _)| chance).sum();
        if (total - 1.0).abs() > 1e-9 {
            let shown = crate::scenario::quantity::show(Unit::Share, total);
            let message = format!("the chances of the mixture add up to {shown}, not to 100%");
            let hint =
                "write it as in [{ chance = 0.1, of = \"1wd\" }, { chance = 0.9, of = \"1h\" }]";
            self.error(&node.place, Trouble::new("bad-sum", message).hint(hint));
            return None;
        }
        Some(parts)
    }

    fn mixed(
        &mut self,
        section: &'static Section,
        part: &Node,
        measure: &Measure,
    ) -> Option<(f64, Distribution)> {
        let fields = self.open(section, part, &part.place)?;
        let chance = self.number_must(&fields, "chance");
        let of = self
            .must(&fields, "of")
            .and_then(|of| self.shape(of, measure, None));
        Some((chance?, of?))
    }

    /// A table with no recognisable form.
    fn unclear(&mut self, node: &Node, keys: &[&str]) {
        if keys.iter().any(|key| DISTRIBUTION.key(key).is_none()) {
            return;
        }
        let message = match keys {
            [] => "an empty table says nothing".to_owned(),
            _ => format!("{} do not go together", listed(keys)),
        };
        let hint = "write it as in { mean = \"4h\", cv = 1.0 }, { p50 = \"2h\", p90 = \"1wd\" }, or with one \
                    shape, { exponential = \"3wd\" }";
        self.error(
            &node.place,
            Trouble::new("bad-distribution", message).hint(hint),
        );
    }

    /// Half of a pair.
    fn unfinished(&mut self, fields: &Fields<'_>, tag: &str) {
        let other = match tag {
            "mean" => "cv",
            "cv" => "mean",
            "p50" => "p90",
            "p90" => "p50",
            _ => return,
        };
        let message = format!("`{tag}` needs `{other}` beside it");
        let trouble = Trouble::new("bad-distribution", message);
        let trouble = match tag {
            "mean" => trouble.hint(
                "add `cv`, how far it spreads, as in { mean = \"4h\", cv = 1.0 }; what does not vary \
                 is written without braces",
            ),
            "cv" => trouble.hint("write it as in { mean = \"4h\", cv = 1.0 }"),
            _ => trouble.hint("write it as in { p50 = \"2h\", p90 = \"1wd\" }"),
        };
        self.error(fields.place, trouble);
    }
}

/// One that does not vary is a constant.
fn log_normal(mean: f64, cv: f64) -> Result<Distribution, ParameterError> {
    if cv == 0.0 {
        Ok(Distribution::constant(mean))
    } else {
        Distribution::log_normal(mean, cv)
    }
}
