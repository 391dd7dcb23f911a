//! The file as a whole: format, clock, run, money.

use super::Reader;
use crate::scenario::language::{CLOCK, FILE, INTAKE, Key, Kind, MONEY, RUN};
use crate::scenario::log::Trouble;
use crate::scenario::model::{Clock, Money, RunDefaults};
use crate::scenario::node::{Node, Value};
use crate::scenario::quantity::{Unit, show};
use crate::units::{Span, YEAR};

/// Fewest trials from which an interval tells how many it takes.
const PILOT: u64 = 20;

impl<'a> Reader<'a> {
    /// Title and about; the keys of the file are checked on the way.
    pub(super) fn file(&mut self, fallback: &str) -> (String, Option<String>) {
        let root = self.root;
        let Some(fields) = self.open(&FILE, root, &root.place) else {
            return (fallback.to_owned(), None);
        };
        self.format(root);
        for entry in fields.entries() {
            let named = matches!(
                FILE.key(&entry.key),
                Some(Key {
                    kind: Kind::Named(_),
                    ..
                })
            );
            if named && entry.node.table().is_none() && !entry.node.is_broken() {
                let message = format!("`{0}` holds tables with names, [{0}.NAME]", entry.key);
                self.error(&entry.key_place, Trouble::new("wrong-type", message));
            }
        }
        let title = self
            .text(&fields, "title")
            .unwrap_or_else(|| fallback.to_owned());
        (title, self.text(&fields, "about"))
    }

    fn format(&mut self, root: &Node) {
        match root.at(&["format"]) {
            None => {
                let message = "`format` is missing";
                let hint = "begin the file with format = 1, the version of the language";
                self.error(&root.place, Trouble::new("missing-key", message).hint(hint));
            }
            Some(Node {
                value: Value::Integer(1),
                ..
            }) => {}
            Some(node) if node.is_broken() => {}
            Some(node) => {
                let trouble = Trouble::new("bad-format", "this program reads format 1 only");
                self.error(&node.place, trouble.hint("write format = 1"));
            }
        }
    }

    /// A table of the file and where it is named.
    fn section(&mut self, name: &'static str) -> Option<(&'a Node, crate::scenario::Place)> {
        let root: &'a Node = self.root;
        Some((root.at(&[name])?, root.place_of(&[name])))
    }

    pub(super) fn clock(&mut self) -> Clock {
        let mut clock = Clock {
            start: None,
            burn_in: Span(0),
            horizon: Span(0),
        };
        let Some((node, place)) = self.section("clock") else {
            let trouble = Trouble::new("missing-key", "the table [clock] is missing");
            let root = self.root;
            self.error(
                &root.place,
                trouble.hint("write [clock] and horizon = \"2y\""),
            );
            return clock;
        };
        let Some(fields) = self.open(&CLOCK, node, &place) else {
            return clock;
        };
        clock.start = fields.get("start").and_then(|date| self.date(date));
        self.start = clock.start;
        clock.burn_in = Span(self.number(&fields, "burn_in", 0.0) as u64);
        clock.horizon = Span(self.number_must(&fields, "horizon").unwrap_or(0.0) as u64);
        if clock.burn_in.0 + clock.horizon.0 > 1000 * YEAR {
            let total = show(Unit::Span, (clock.burn_in.0 + clock.horizon.0) as f64);
            let message = format!("burn-in and horizon together are {total}, more than 1000y");
            let place = node.place_of(&["horizon"]);
            self.error(&place, Trouble::new("out-of-range", message));
        }
        clock
    }

    pub(super) fn run(&mut self) -> RunDefaults {
        let mut run = RunDefaults {
            trials: 1000,
            seed: 1984,
            confidence: 0.95,
            precision: None,
            fewest: PILOT,
        };
        let Some((node, place)) = self.section("run") else {
            return run;
        };
        let Some(fields) = self.open(&RUN, node, &place) else {
            return run;
        };
        run.trials = self.number(&fields, "trials", 1000.0) as u64;
        if fields.has("trials") {
            run.fewest = run.trials;
        }
        run.confidence = self.number(&fields, "confidence", 0.95);
        run.precision = self.precision(&fields);
        run.seed = match fields.get("seed") {
            // A seed may use all its digits, more than a decimal number can hold.
            Some(Node {
                value: Value::Integer(seed),
                ..
            }) if *seed >= 0 => seed.unsigned_abs(),
            _ => self.number(&fields, "seed", 1984.0) as u64,
        };
        run
    }

    pub(super) fn wip_limit(&mut self, owner: &Node) -> Option<u64> {
        let (node, place) = (owner.at(&["intake"])?, owner.place_of(&["intake"]));
        let fields = self.open(&INTAKE, node, &place)?;
        self.count_if(&fields, "wip_limit")
    }

    pub(super) fn money(&mut self) -> Money {
        let Some((node, place)) = self.section("money") else {
            return Money::default();
        };
        let Some(fields) = self.open(&MONEY, node, &place) else {
            return Money::default();
        };
        Money {
            currency: self.text(&fields, "currency").unwrap_or_default(),
            cost_base: self.number_if(&fields, "cost_base"),
        }
    }
}
