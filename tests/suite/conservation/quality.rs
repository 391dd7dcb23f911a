//! Flaws, catches, automatic decisions and handoffs of random organisations.

use super::luck::{Luck, Mechanism};

/// What visits to a station leave behind and find, and what is decided there without people.
pub(super) fn of_station(luck: &mut Luck) -> String {
    let mut text = String::new();
    if luck.has(Mechanism::Flaws, 3) {
        let chance = match luck.certain {
            true => "1",
            false => luck.pick(&["0.1", "'40%'", "0.9"]),
        };
        text += &format!("flaws = {chance}\n");
    }
    if !luck.certain && luck.has(Mechanism::Flaws, 3) {
        text += luck.pick(&[
            "catches = '50%'\n",
            "catches = { chance = 0.3, effort = 0.5 }\n",
            "catches = { chance = 0.8, effort = 2 }\n",
        ]);
    }
    if !luck.certain && luck.has(Mechanism::Auto, 3) {
        text += luck.pick(&[
            "auto = { share = 0.5, touch = '30min', catches = 0.5 }\n",
            "auto = { share = 0.3 }\n",
            "auto = [{ share = 0.2, touch = { exponential = '5h' } }, { share = 0.7, catches = 0.2 }]\n",
        ]);
    }
    text
}

/// What it costs that work changes hands.
pub(super) fn handoff(luck: &mut Luck) -> String {
    if !luck.has(Mechanism::Handoff, 2) {
        return String::new();
    }
    let forms: &[&str] = match luck.certain {
        true => &["handoff = { effort = '1h' }\n", "handoff = { flaws = 1 }\n"],
        false => &[
            "handoff = { effort = '1h' }\n",
            "handoff = { effort = { mean = '2h', cv = 0.5 }, flaws = 0.2 }\n",
        ],
    };
    luck.pick(forms).to_owned()
}
