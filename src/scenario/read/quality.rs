//! What visits leave behind and find: flaws and catches.

use super::checks::check_way_back;
use super::{Fields, Reader};
use crate::scenario::language::CATCHES;
use crate::scenario::log::Trouble;
use crate::scenario::model::{Catches, Kind, Station};
use crate::scenario::node::{Node, Value};

impl Reader<'_> {
    pub(super) fn catches(&mut self, station: &Fields<'_>) -> Option<Catches> {
        let node = station.get("catches")?;
        if !matches!(&node.value, Value::Table(table) if table.get("uncertain").is_none()) {
            let chance = self.number(station, "catches", 0.0);
            return Some(Catches {
                chance,
                ..Catches::default()
            });
        }
        let fields = self.open(&CATCHES, node, &node.place)?;
        let chance = self.number_must(&fields, "chance");
        let to = fields.get("to").map(|_| self.named(&fields, "to"));
        let effort = self.number(&fields, "effort", 1.0);
        let only = fields.get("only").map(|only| self.only(only));
        Some(Catches {
            chance: chance?,
            to: match to {
                Some(to) => Some(to?),
                None => None,
            },
            effort,
            only,
        })
    }

    /// What a station finds has to lead somewhere, and to an end.
    pub(super) fn check_catches(
        &mut self,
        (position, station): (usize, &Station),
        kinds: &[(usize, &Kind)],
        stations: &[Option<&Station>],
    ) {
        let Some(catches) = &station.catches else {
            return;
        };
        let visits = |kind: &&(usize, &Kind)| {
            let mut steps = kind.1.route.iter();
            catches.concerns(kind.0) && steps.any(|step| step.station == position)
        };
        let here: Vec<&Kind> = kinds.iter().filter(visits).map(|(_, kind)| *kind).collect();
        let node = self.root.at(&["station", &station.name, "catches"]);
        for kind in &here {
            if let Some(to) = catches.to {
                check_way_back(self, (position, to), kind, node);
            }
            if catches.chance > 1.0 - 1e-9 {
                self.check_certain((position, station), kind, stations);
            }
        }
        let leaves = |kind: &&Kind| {
            let stations = kind.route.iter().map(|step| stations[step.station]);
            stations
                .into_iter()
                .any(|of| of.is_none_or(|of| of.flaws > 0.0))
        };
        if !here.is_empty() && !here.iter().any(leaves) && !self.may_leave_flaws() {
            let message = format!("nothing that comes to `{}` has a flaw", station.name);
            let hint = "give a station before it `flaws`, or take `catches` out";
            let place = self.root.place_of(&["station", &station.name, "catches"]);
            let trouble = Trouble::new("idle-key", message);
            self.log.warning(&place, trouble.hint(hint));
        }
    }

    /// Whether flaws may come from elsewhere than what stations say: a change.
    fn may_leave_flaws(&self) -> bool {
        let changes = self.root.at(&["change"]).and_then(Node::table);
        let sets = changes.into_iter().flat_map(|changes| &changes.entries);
        let sets = sets.filter_map(|change| change.node.at(&["set"])?.table());
        let mut paths = sets.flat_map(|set| &set.entries);
        paths.any(|path| path.key.ends_with("flaws"))
    }

    /// What always leaves a flaw that is always found comes back for ever.
    fn check_certain(
        &mut self,
        (position, station): (usize, &Station),
        kind: &Kind,
        stations: &[Option<&Station>],
    ) {
        let to = station.catches.as_ref().and_then(|catches| catches.to);
        let always = |step: usize| {
            let of = stations[kind.route[step].station];
            kind.route[step].chance >= 1.0 && of.is_some_and(|of| of.flaws > 1.0 - 1e-9)
        };
        let again = |from: usize| {
            let target = to.map_or(Some(0), |to| kind.place_before(from, to));
            let mut passed = target.unwrap_or(from)..=from;
            passed.find(|&step| always(step) && !kind.side_by_side(step, from))
        };
        let places = (0..kind.route.len()).filter(|&step| kind.route[step].station == position);
        let Some(maker) = places.filter_map(again).next() else {
            return;
        };
        let message = format!(
            "`{}` would go back for ever: `{}` always leaves a flaw, and `{}` always finds it",
            kind.name, self.stations[kind.route[maker].station], station.name
        );
        let place = self.root.place_of(&["station", &station.name, "catches"]);
        let trouble = Trouble::new("bad-rework", message);
        self.error(&place, trouble.hint("lower one of the two chances"));
    }
}
