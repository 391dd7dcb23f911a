//! What load does to people and to rework: interference, coordination, hurry, chances that grow,
//! lessons learnt; and what of it has no meaning where it stands.

use super::{Fields, Reader};
use crate::scenario::language::{
    GROWTH, GROWTH_ABOVE, GROWTH_PER, HURRY, LEARNING, Measure, SHARE_ABOVE, SHARE_PER, SOME_SPAN,
    SPAN,
};
use crate::scenario::log::Trouble;
use crate::scenario::model::{Driver, Growth, Hurry, Learning, Order, Rework, Station};
use crate::scenario::quantity::{Unit, show};

impl Reader<'_> {
    pub(super) fn hurry(&mut self, station: &Fields<'_>) -> Option<Hurry> {
        let node = station.get("hurry")?;
        let fields = self.open(&HURRY, node, &node.place)?;
        let queue = self.number_must(&fields, "queue");
        let pace = self.number(&fields, "pace", 1.0);
        let catches = self.number(&fields, "catches", 1.0);
        Some(Hurry {
            queue: queue?,
            pace,
            catches,
        })
    }

    pub(super) fn growth(&mut self, rework: &Fields<'_>) -> Option<Growth> {
        let node = rework.get("chance_grows")?;
        let fields = self.open(&GROWTH, node, &node.place)?;
        let named = self.must(&fields, "with");
        let word = named.and_then(|_| self.word(&fields, "with"));
        let with = Driver::ALL
            .into_iter()
            .find(|with| Some(with.name()) == word);
        let (per, above) = measures(with?);
        let (per, by) = (
            self.must(&fields, "per")
                .and_then(|node| self.measured(node, per, None)),
            self.number_must(&fields, "by"),
        );
        let above = match fields.get("above") {
            Some(node) => self.measured(node, above, Some(0.0)),
            None => Some(0.0),
        };
        Some(Growth {
            with: with?,
            per: per?,
            by: by?,
            above: above?,
        })
    }

    pub(super) fn learning(&mut self, rework: &Fields<'_>) -> Option<Learning> {
        let node = rework.get("learning")?;
        let fields = self.open(&LEARNING, node, &node.place)?;
        let halves_every = self.number_must(&fields, "halves_every");
        let floor = self.number(&fields, "floor", 0.0);
        if floor >= 1.0 {
            let message = "with a `floor` of 100% nothing is ever learnt";
            let hint = "lower `floor`, or take `learning` out";
            let trouble = Trouble::new("idle-key", message).hint(hint);
            self.warn(&fields, "floor", trouble);
        }
        Some(Learning {
            halves_every: halves_every?,
            floor,
        })
    }

    /// Rules of a station that was read without errors.
    pub(super) fn check_load(&mut self, fields: &Fields<'_>, station: &Station) {
        let untouched = station.touch.iter().all(|touch| touch.mean() == 0.0);
        if untouched && station.setup.is_none() {
            for key in ["interference", "coordination", "hurry"] {
                let message = format!(
                    "`{key}` does nothing: no work is done at `{}`",
                    station.name
                );
                let hint = format!("take `{key}` out, or give the station `touch`");
                self.warn(fields, key, Trouble::new("idle-key", message).hint(hint));
            }
        }
        self.check_people_of_load(fields, station);
        self.check_coordination(fields, station);
        if let Some(hurry) = station.hurry {
            self.check_hurry(fields, station, hurry);
        }
    }

    /// What is about people has no meaning where they are without limit.
    fn check_people_of_load(&mut self, fields: &Fields<'_>, station: &Station) {
        let name = &station.name;
        let at_once = match (station.team, station.order) {
            (None, _) => format!("the people of `{name}` are without limit"),
            (_, Order::Sharing) => {
                format!("`{name}` works on everything at once (\"processor_sharing\")")
            }
            _ => return,
        };
        let message = format!("{at_once}, so nobody waits and nobody hurries");
        let trouble = Trouble::new("idle-key", message);
        let hint = "take `hurry` out; `interference` slows people down by what is present";
        self.refuse(fields, "hurry", trouble.hint(hint));
        if station.team.is_some() {
            return;
        }
        let message = format!("{at_once}, so nobody knows how many colleagues they have");
        let hint = "give `staff` a number, or take `coordination` out";
        let trouble = Trouble::new("idle-key", message).hint(hint);
        self.refuse(fields, "coordination", trouble);
        let busy = |entry: &Rework| {
            let growth = entry
                .grows
                .filter(|grows| grows.with == Driver::Utilisation);
            growth.is_some()
        };
        for (number, entry) in station.rework.iter().enumerate() {
            let node = super::checks::entry(self.root, name, number);
            if let (true, Some(node)) = (busy(entry), node) {
                let message = format!("{at_once}, so they have no utilisation");
                let hint = "give `staff` a number, or let the chance grow with \"present\"";
                let place = node.place_of(&["chance_grows", "with"]);
                self.error(&place, Trouble::new("no-staff", message).hint(hint));
            }
        }
    }

    /// So many people that all they do is coordinate.
    fn check_coordination(&mut self, fields: &Fields<'_>, station: &Station) {
        let share = station.coordination;
        let Some(team) = station.team.and_then(|team| self.teams.get(team)) else {
            return;
        };
        let stands_still = |people: u32| share * (f64::from(people) - 1.0) >= 1.0 - 1e-12;
        let shifts = team.shifts.as_ref();
        let shifts = shifts.map_or(vec![team.staff], |shifts| {
            shifts.pieces.iter().map(|piece| piece.1).collect()
        });
        let there = || shifts.iter().filter(|people| **people > 0);
        let Some(most) = there()
            .copied()
            .filter(|people| stands_still(*people))
            .max()
        else {
            return;
        };
        let each = show(Unit::Share, share);
        let message = format!(
            "{most} people who each cost the others {each} get nothing done at `{}`: their pace is 0",
            station.name
        );
        let hint = "lower `coordination`, or split the people up into several stations";
        let trouble = Trouble::new("stands-still", message).hint(hint);
        match there().all(|people| stands_still(*people)) {
            true => self.refuse(fields, "coordination", trouble),
            false => self.warn(fields, "coordination", trouble),
        }
    }

    fn check_hurry(&mut self, fields: &Fields<'_>, station: &Station, hurry: Hurry) {
        let name = &station.name;
        if hurry.pace == 1.0 && hurry.catches == 1.0 {
            let message =
                format!("`hurry` does nothing: `{name}` neither works faster nor catches less");
            let hint = "give it `pace` or `catches`, as in hurry = { queue = 4, pace = \"x2\" }";
            let trouble = Trouble::new("idle-key", message).hint(hint);
            return self.warn(fields, "hurry", trouble);
        }
        let here = self.stations.iter().position(|known| known == name);
        let looks = station.catches.is_some();
        let catches = looks || station.rework.iter().any(|entry| Some(entry.to) != here);
        if hurry.catches < 1.0 && !catches {
            let message =
                format!("`catches` does nothing in a hurry: nothing is caught at `{name}`");
            let hint =
                "take it out, or give the station `catches`, or `rework` that leads to another one";
            let trouble = Trouble::new("idle-key", message).hint(hint);
            self.warn(fields, "hurry", trouble);
        }
    }
}

/// Bounds of `per` and `above`.
fn measures(with: Driver) -> (&'static Measure, &'static Measure) {
    match with {
        Driver::Age => (&SOME_SPAN, &SPAN),
        Driver::Utilisation => (&SHARE_PER, &SHARE_ABOVE),
        Driver::Wip | Driver::Present | Driver::Attempts => (&GROWTH_PER, &GROWTH_ABOVE),
    }
}
