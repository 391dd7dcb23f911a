//! Random changes as scenario text: what they may set, and what deliveries do.

use super::generate::{Kind, Station};
use super::luck::{Luck, Mechanism};
use super::teams;

/// What may be changed, and how.
pub(super) fn edits(
    luck: &mut Luck,
    stations: &[Station],
    kinds: &[Kind],
    limited: bool,
) -> Vec<String> {
    let mut edits = Vec::new();
    for station in stations {
        edits_of_station(luck, station, &mut edits);
    }
    for kind in kinds {
        let path = format!("work.{}.demand", kind.name);
        if kind.poisson {
            edits.push(luck.edit(format!("{path}.poisson"), &["'x1.5'", "'x0.3'"]));
        }
        if kind.every {
            edits.push(luck.edit(format!("{path}.every"), &["'x0.5'", "'9h'"]));
        }
        if kind.endless {
            edits.push(luck.edit(format!("work.{}.share", kind.name), &["5", "0.5"]));
        }
    }
    if limited {
        edits.push(luck.edit("intake.wip_limit".to_owned(), &["1", "'+5'", "'x2'"]));
    }
    edits
}

fn edits_of_station(luck: &mut Luck, station: &Station, edits: &mut Vec<String>) {
    let certain = luck.certain;
    let mut add = |key: &str, values: &[&str]| {
        edits.push(luck.edit(format!("{}.{key}", station.name), values));
    };
    if station.has_touch {
        add("pace", &["'+30%'", "0.5", "'x2'"]);
        if !station.has_own_touch {
            add("touch", &["'x0.7'", "'3h'"]);
        }
    }
    if station.has_gate {
        add("gate.every", &["'1w'", "'2w'"]);
    }
    if station.has_slots {
        add("gate.slots", &["1", "'x2'", "5"]);
    }
    if station.has_delay {
        add("delay", &["'x2'", "'1h'"]);
    }
    if station.hurries {
        add("hurry.queue", &["0", "'+2'"]);
        add("hurry.pace", &["'x2'", "1"]);
    }
    if station.has_touch {
        add("interference", &["0", "0.2"]);
        if station.team.limited {
            add("coordination", &["0", "'15%'"]);
        }
    }
    for entry in 1..=station.reworks {
        add(
            &format!("rework.{entry}.chance"),
            if certain { &["0"] } else { &["'x0.5'", "0"] },
        );
    }
    if station.has_touch && station.team.path.starts_with("station") {
        teams::edits(luck, &station.team, edits);
    }
}

pub(super) fn changes(luck: &mut Luck, mut edits: Vec<String>, weeks: usize) -> String {
    if !luck.has(Mechanism::Change, 1) {
        edits.clear();
    }
    let (mut text, mut names) = (String::new(), Vec::new());
    while names.len() < 6 && !edits.is_empty() {
        let name = format!("{}{}", luck.pick(&["m", "n"]), names.len());
        let first = edits.remove(luck.below(edits.len()));
        let hour = luck.below(weeks * 168 - 1);
        text += &format!("[change.{name}]\nat = '{hour}h'\nset = {{ {first} }}\n");
        names.push(format!("'{name}'"));
    }
    text += "[variant.plain]\n";
    if !names.is_empty() {
        text += &format!("[variant.changed]\nchanges = [{}]\n", names.join(", "));
    }
    text
}

/// What every delivery of a kind does: nothing that would go on for ever.
pub(super) fn effect(luck: &mut Luck, (kind, few): (&str, bool), edits: &[String]) -> String {
    let grows = |edit: &String| edit.contains("'x") || edit.contains("'+");
    let fitting: Vec<&String> = edits.iter().filter(|edit| few || !grows(edit)).collect();
    if fitting.is_empty() {
        return String::new();
    }
    let edit = fitting[luck.below(fitting.len())];
    let ramp = match edit.contains("staff' = '+") && luck.one_in(2) {
        true => "ramp = { over = '10d', teaching = '30%' }\n",
        false => "",
    };
    format!("[work.{kind}.effect]\nset = {{ {edit} }}\n{ramp}")
}
