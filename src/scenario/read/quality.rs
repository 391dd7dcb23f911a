//! What visits leave behind and find, what is decided without people, what a handoff costs.

use super::checks::check_way_back;
use super::{Fields, Reader};
use crate::random::Distribution;
use crate::scenario::language::{AUTO, CATCHES, HANDOFF};
use crate::scenario::log::Trouble;
use crate::scenario::model::{Auto, Catches, Handoff, Kind, Station};
use crate::scenario::node::{Node, Value};
use crate::scenario::quantity::{Unit, show};

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

    /// What a station decides without people.
    pub(super) fn autos(&mut self, station: &Fields<'_>) -> Vec<Auto> {
        let Some(node) = station.get("auto") else {
            return Vec::new();
        };
        let entries = node.each().iter();
        let entries: Vec<Option<Auto>> = entries.map(|entry| self.auto(entry)).collect();
        let auto: Vec<Auto> = entries.into_iter().flatten().collect();
        for kind in 0..self.kinds.len() {
            let total: f64 = shares(&auto, kind).sum();
            if total > 1.0 + 1e-9 {
                let total = show(Unit::Share, total);
                let name = &self.kinds[kind];
                let message = format!("the shares of `auto` add up to {total} for `{name}`");
                let hint = "they share one draw: together at most 100%";
                self.error(&node.place, Trouble::new("bad-sum", message).hint(hint));
                break;
            }
        }
        auto
    }

    fn auto(&mut self, node: &Node) -> Option<Auto> {
        let fields = self.open(&AUTO, node, &node.place)?;
        let share = self.number_must(&fields, "share");
        let touch = self.spread(&fields, "touch", 0.0);
        let catches = self.number(&fields, "catches", 0.0);
        let only = fields.get("only").map(|only| self.only(only));
        Some(Auto {
            share: share?,
            touch,
            catches,
            only,
        })
    }

    /// `[handoff]`.
    pub(super) fn handoff(&mut self, owner: &Node) -> Handoff {
        let mut handoff = Handoff {
            effort: Distribution::constant(0.0),
            flaws: 0.0,
        };
        let place = owner.place_of(&["handoff"]);
        if let Some(node) = owner.at(&["handoff"])
            && let Some(fields) = self.open(&HANDOFF, node, &place)
        {
            handoff.effort = self.spread(&fields, "effort", 0.0);
            handoff.flaws = self.number(&fields, "flaws", 0.0);
        }
        handoff
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

    /// Whether flaws may come from elsewhere than what stations say: a handoff, a change.
    fn may_leave_flaws(&self) -> bool {
        if self.root.at(&["handoff", "flaws"]).is_some() {
            return true;
        }
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

/// Shares of a kind's visits that are decided without people.
pub(super) fn shares(auto: &[Auto], kind: usize) -> impl Iterator<Item = f64> + '_ {
    let concerned = auto.iter().filter(move |auto| auto.concerns(kind));
    concerned.map(|auto| auto.share)
}
