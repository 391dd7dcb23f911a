//! Demand: where the items of a kind come from. Exactly one form, and options that fit it.

use super::calendar::Calendars;
use super::{Fields, Reader};
use crate::random::Distribution;
use crate::scenario::language::{DEMAND, FORMS, Names, PIECE};
use crate::scenario::log::Trouble;
use crate::scenario::model::{Demand, Initial, Start, Step};
use crate::scenario::nearest::listed;
use crate::scenario::node::Node;
use crate::scenario::quantity::{Unit, show};
use crate::units::Instant;

/// Everything that is said about where items come from.
pub(super) struct Origin {
    pub(super) demand: Demand,
    pub(super) calendar: Option<usize>,
    pub(super) at_once: Distribution,
    pub(super) total: Option<u64>,
    pub(super) initial: Vec<Initial>,
}

impl Reader<'_> {
    pub(super) fn demand(
        &mut self,
        work: &Fields<'_>,
        calendars: &mut Calendars,
        route: &[Step],
        limited: bool,
    ) -> Origin {
        let at_once = Distribution::constant(1.0);
        let mut origin = Origin {
            demand: Demand::None,
            calendar: None,
            at_once,
            total: None,
            initial: vec![],
        };
        let node = work.get("demand");
        let fields = node.and_then(|node| self.open(&DEMAND, node, &node.place));
        let Some(fields) = fields else {
            origin.calendar = Some(calendars.mark(calendars.usual));
            return origin;
        };
        origin.demand = self.form(&fields);
        self.check_options(&fields);
        origin.at_once = self.spread(&fields, "at_once", 1.0);
        origin.total = self.count_if(&fields, "total");
        origin.initial = self.initial(&fields, route, limited && origin.demand != Demand::Endless);
        let own = self.named(&fields, "calendar");
        let timed = matches!(origin.demand, Demand::Profile { .. } | Demand::Items(_));
        let usual = (!timed).then_some(calendars.usual);
        origin.calendar = own.or(usual).map(|calendar| calendars.mark(calendar));
        origin
    }

    fn form(&mut self, fields: &Fields<'_>) -> Demand {
        let forms = fields
            .entries()
            .iter()
            .filter(|entry| FORMS.contains(&entry.key.as_str()));
        let forms: Vec<_> = forms.collect();
        if let [first, second, ..] = forms[..] {
            let message = format!("demand is either `{}` or `{}`", first.key, second.key);
            let hint = "keep one of them; two streams of work are two kinds";
            self.error(
                &second.key_place,
                Trouble::new("two-demands", message).hint(hint),
            );
        }
        let Some(form) = forms.first() else {
            return Demand::None;
        };
        let found = match form.key.as_str() {
            "endless" => self.endless(fields, &form.node),
            "poisson" => self.number_if(fields, "poisson").map(Demand::Poisson),
            "every" => self.spread_if(fields, "every").map(Demand::Every),
            "profile" => self.profile(fields, &form.node),
            _ => self.items(&form.node),
        };
        found.unwrap_or(Demand::None)
    }

    fn endless(&mut self, fields: &Fields<'_>, node: &Node) -> Option<Demand> {
        if self.flag(fields, "endless")? {
            return Some(Demand::Endless);
        }
        let trouble = Trouble::new("bad-value", "`endless = false` says nothing");
        self.error(&node.place, trouble.hint("leave it out"));
        None
    }

    fn items(&mut self, node: &Node) -> Option<Demand> {
        let Some(list) = node.list() else {
            self.wrong_sort(node, "a list of instants, such as [\"0d\", \"3d\"]");
            return None;
        };
        let found: Vec<Option<Instant>> = list.iter().map(|item| self.instant(item)).collect();
        let mut instants: Vec<Instant> = found.into_iter().collect::<Option<_>>()?;
        instants.sort_unstable();
        Some(Demand::Items(instants))
    }

    fn profile(&mut self, fields: &Fields<'_>, node: &Node) -> Option<Demand> {
        let repeat = self.number_if(fields, "repeat").map(|ticks| ticks as u64);
        let pieces: Vec<Option<(u64, f64)>> = node
            .each()
            .iter()
            .map(|piece| self.piece(piece, repeat))
            .collect();
        let pieces: Vec<(u64, f64)> = pieces.into_iter().collect::<Option<_>>()?;
        let starts: Vec<u64> = pieces.iter().map(|piece| piece.0).collect();
        let example = "put { from = \"0h\", poisson = \"0 / h\" } first if nothing comes then";
        self.check_pieces(node, &starts, example);
        let day_factor = self.spread(fields, "day_factor", 1.0);
        let mean = day_factor.mean();
        if let (Some(node), true) = (fields.get("day_factor"), (mean - 1.0).abs() > 1e-9) {
            let mean = show(Unit::Number, mean);
            let message = format!("the mean of `day_factor` is {mean}, but has to be 1");
            let hint = "it spreads the rates of the profile; their level stands in the profile";
            self.error(
                &node.place,
                Trouble::new("out-of-range", message).hint(hint),
            );
        }
        Some(Demand::Profile {
            pieces,
            repeat,
            day_factor,
        })
    }

    fn piece(&mut self, node: &Node, repeat: Option<u64>) -> Option<(u64, f64)> {
        let fields = self.open(&PIECE, node, &node.place)?;
        let from = self.number_must(&fields, "from");
        let rate = self.number_must(&fields, "poisson");
        let (from, rate) = (from? as u64, rate?);
        self.check_within_cycle(&fields, from, repeat);
        Some((from, rate))
    }

    /// A piece of a profile begins before the profile begins again.
    pub(super) fn check_within_cycle(
        &mut self,
        fields: &Fields<'_>,
        from: u64,
        repeat: Option<u64>,
    ) {
        if let (Some(node), true) = (
            fields.get("from"),
            repeat.is_some_and(|repeat| from >= repeat),
        ) {
            let message = "this piece begins after the profile has started again";
            let trouble = Trouble::new("wrong-order", message);
            self.error(
                &node.place,
                trouble.hint("`from` counts within the cycle, below `repeat`"),
            );
        }
    }

    /// A profile begins at 0, and its pieces follow each other; `hint` says how to begin with none.
    pub(super) fn check_pieces(&mut self, node: &Node, starts: &[u64], hint: &str) {
        let list = node.each();
        if starts.first() != Some(&0) {
            let place = list.first().map_or(&node.place, |piece| &piece.place);
            let trouble = Trouble::new("wrong-order", "a profile begins at \"0h\"");
            self.error(place, trouble.hint(hint));
        }
        for (pair, piece) in starts.windows(2).zip(list.iter().skip(1)) {
            if pair[1] <= pair[0] {
                let trouble = Trouble::new("wrong-order", "this piece begins before the last one");
                let place = piece.place_of(&["from"]);
                self.error(&place, trouble.hint("write the pieces in order of `from`"));
            }
        }
    }

    /// Options that mean nothing for a form are refused rather than ignored.
    fn check_options(&mut self, fields: &Fields<'_>) {
        let form = fields
            .entries()
            .iter()
            .find(|entry| FORMS.contains(&entry.key.as_str()));
        let form = form.map_or("", |entry| entry.key.as_str());
        for entry in fields.entries() {
            let needs: &[&str] = match entry.key.as_str() {
                "repeat" | "day_factor" => &["profile"],
                "at_once" => &["poisson", "every", "profile", "items"],
                "total" => &FORMS,
                _ => continue,
            };
            if !needs.contains(&form) {
                let message = format!("`{}` means nothing here", entry.key);
                let hint = format!("it goes with {}", listed(needs));
                self.error(
                    &entry.key_place,
                    Trouble::new("idle-key", message).hint(hint),
                );
            }
        }
    }

    fn initial(&mut self, fields: &Fields<'_>, route: &[Step], backlog: bool) -> Vec<Initial> {
        let Some(node) = fields.get("initial") else {
            return Vec::new();
        };
        let measure = fields.measure("initial");
        let by_station = node
            .table()
            .filter(|table| table.get("uncertain").is_none() || table.entries.len() > 1);
        let Some(table) = by_station else {
            let count = self.measured(node, measure, Some(0.0)).unwrap_or(0.0) as u64;
            let at = if backlog {
                Start::Backlog
            } else {
                Start::Route
            };
            return vec![Initial { at, count }];
        };
        let mut initial = Vec::new();
        for entry in &table.entries {
            let station = self.position(Names::Station, &entry.key, &entry.key_place);
            let count = self.measured(&entry.node, measure, Some(0.0));
            let (Some(station), Some(count)) = (station, count) else {
                continue;
            };
            let step = route.iter().position(|step| step.station == station);
            if step.is_none() && !route.is_empty() {
                let message = format!("the route never visits `{}`", entry.key);
                self.error(&entry.key_place, Trouble::new("not-on-route", message));
            }
            initial.push(Initial {
                at: step.map_or(Start::Route, Start::Step),
                count: count as u64,
            });
        }
        initial.sort_by_key(|initial| initial.at);
        initial
    }

    /// Whether a value is an explicit instant before the run begins.
    pub(super) fn check_items(&mut self, node: &Node, burn_in: u64) {
        let Some(list) = node.at(&["demand", "items"]).and_then(Node::list) else {
            return;
        };
        for item in list.iter().filter(|item| !item.is_broken()) {
            let before = self.log.errors();
            let early = self
                .instant(item)
                .is_some_and(|at| at.0 < -(burn_in as i64));
            if early && self.log.errors() == before {
                let message = "this item comes before the run begins";
                let hint = "time 0 is the end of the burn-in; what waits at the start is `initial`";
                self.error(
                    &item.place,
                    Trouble::new("out-of-range", message).hint(hint),
                );
            }
        }
    }
}
