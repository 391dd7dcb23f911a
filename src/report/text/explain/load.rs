//! What load and experience do at a station, in plain words.

use super::facts::{Fact, Teller};
use super::words::{plain, span};
use crate::report::number::{Scale, exact};
use crate::scenario::model::{Driver, Growth, Learning, Station};

impl Teller<'_> {
    /// What others present, colleagues and a long queue do to the pace.
    pub(super) fn load_here(&self, station: &Station) -> Vec<Fact> {
        let path = |key: &str| format!("station.{}.{key}", station.name);
        let percent = |share: f64| exact(share, Scale::PERCENT);
        let interference = match station.interference {
            0.0 => "do not matter to the pace".to_owned(),
            share => format!("each takes {} of the pace", percent(share)),
        };
        let mut facts = vec![self.fact("other items present", &path("interference"), interference)];
        let Some(team) = self.scenario.team_of(station) else {
            return facts;
        };
        let colleagues = match (station.coordination, &team.shifts) {
            (0.0, _) => "do not matter to the pace".to_owned(),
            (share, Some(_)) => format!("each costs the others {} of their pace", percent(share)),
            (share, None) => {
                let others = f64::from(team.staff.saturating_sub(1));
                let left = (1.0 - share * others).max(0.0);
                let each = percent(share);
                let left = percent(left);
                format!("each costs the others {each} of their pace, which leaves {left} of it")
            }
        };
        facts.push(self.fact("colleagues", &path("coordination"), colleagues));
        let hurry = match station.hurry {
            None => "nobody hurries".to_owned(),
            Some(hurry) => format!(
                "while more than {} wait per person, work begins at x{}{} the pace and x{}{} is \
                 caught in it",
                plain(hurry.queue),
                plain(hurry.pace),
                self.mark(&path("hurry.pace")),
                plain(hurry.catches),
                self.mark(&path("hurry.catches")),
            ),
        };
        facts.push(self.fact("a long queue", &path("hurry"), hurry));
        facts
    }
}

/// ", 2% likelier with each other item present".
pub(super) fn grows(growth: &Growth) -> String {
    let number = |value: f64| match growth.with {
        Driver::Age => span(value),
        Driver::Utilisation => exact(value, Scale::PERCENT),
        _ => plain(value),
    };
    let what = match growth.with {
        Driver::Age => "since it last left there",
        Driver::Wip => "items inside",
        Driver::Present => "other items present",
        Driver::Attempts => "visits before",
        Driver::Utilisation => "of the last four weeks at work",
    };
    let above = match growth.above {
        0.0 => String::new(),
        above => format!(" above {}", number(above)),
    };
    let (by, per) = (exact(growth.by, Scale::PERCENT), number(growth.per));
    format!(", and another {by} for each {per} {what}{above}")
}

/// ", half as likely after every 10 of them".
pub(super) fn learnt(learning: &Learning) -> String {
    let floor = match learning.floor {
        0.0 => String::new(),
        floor => format!(", down to {} of the chance", exact(floor, Scale::PERCENT)),
    };
    format!(
        ", half as likely after every {} send-backs{floor}",
        plain(learning.halves_every)
    )
}
