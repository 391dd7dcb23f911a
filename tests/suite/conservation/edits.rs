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
    if station.batch > 0 {
        add("batch.size", &["1", "2"]);
    }
    if station.batch_goes {
        add("batch.or_after", &["'3h'", "'x2'"]);
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

pub(super) fn changes(
    luck: &mut Luck,
    mut edits: Vec<String>,
    (stations, kinds, weeks): (&[Station], &[Kind], usize),
) -> String {
    if !luck.has(Mechanism::Change, 1) {
        edits.clear();
    }
    let (mut text, mut names) = (String::new(), Vec::new());
    while names.len() < 6 && !edits.is_empty() {
        let name = format!("{}{}", luck.pick(&["m", "n"]), names.len());
        let first = edits.remove(luck.below(edits.len()));
        let hour = luck.below(weeks * 168 - 1);
        let own_time = |station: &&Station| {
            let paths = [".pace'", ".touch'"].map(|key| format!("'{}{key}", station.name));
            paths.iter().any(|path| first.starts_with(path))
        };
        let station = stations.iter().find(own_time);
        let may_withhold = station.is_some_and(|station| !station.team.sharing);
        let side =
            (!edits.is_empty() && luck.one_in(4)).then(|| edits[luck.below(edits.len())].clone());
        let each = kinds[luck.below(kinds.len())].name.as_str();
        text += &format!(
            "[change.{name}]\n{}",
            course(luck, (&first, side.as_ref()), may_withhold)
        );
        text += &match luck.one_in(5) && !grows(&first) && !side.as_deref().is_some_and(grows) {
            true => format!("at = {{ each = '{each}' }}\n"),
            false => format!("at = '{hour}h'\n"),
        };
        text += &format!("set = {{ {first} }}\n");
        if luck.has(Mechanism::Via, 3) {
            text += &via(luck, stations, kinds);
        }
        text += &side.map_or_else(String::new, |side| format!("side = {{ {side} }}\n"));
        names.push(format!("'{name}'"));
    }
    text += "[variant.plain]\n";
    if !names.is_empty() {
        text += &format!("[variant.changed]\nchanges = [{}]\n", names.join(", "));
    }
    text
}

/// Stations that a change has to pass, one after the other, like the items of some kind do.
fn via(luck: &mut Luck, stations: &[Station], kinds: &[Kind]) -> String {
    let kind = &kinds[luck.below(kinds.len())];
    if kind.fork.is_some() {
        return String::new();
    }
    let names = kind
        .route
        .iter()
        .map(|&at| format!("'{}'", stations[at].name));
    let names: Vec<String> = names.collect();
    format!(
        "via = [{}]\npriority = {}\n",
        names.join(", "),
        luck.below(3)
    )
}

/// Whether an edit done again and again would go on for ever.
fn grows(edit: &str) -> bool {
    edit.contains("'x") || edit.contains("'+")
}

/// Whether an edit may be done little by little: it moves a number, and nothing that counts.
fn knows_degree(edit: &str) -> bool {
    let counts = ["staff", "slots", "size", "wip_limit"];
    let moves = edit.contains("'x") || edit.contains("%'");
    moves && !counts.iter().any(|count| edit.contains(count))
}

/// How far a change comes, how long it holds and whether it comes to anything.
fn course(luck: &mut Luck, (set, side): (&str, Option<&String>), may_withhold: bool) -> String {
    let mut text = String::new();
    if knows_degree(set) && luck.one_in(3) {
        let form = match may_withhold && luck.one_in(2) {
            true => "withheld",
            false => "expands",
        };
        let share = luck.pick(&["0.5", "1", "0.2"]);
        text += &format!("slack = {{ share = {share}, form = '{form}' }}\n");
    }
    let by_degree = knows_degree(set) && side.is_none_or(|side| knows_degree(side));
    if by_degree && luck.one_in(3) {
        let over = luck.pick(&["0d", "36h", "1w"]);
        text += &format!("adoption = {{ over = '{over}', ceiling = 0.8 }}\n");
    }
    if luck.one_in(3) {
        let drawn = match luck.certain {
            true => "lasts = '50h'\n",
            false => "lasts = { exponential = '1w' }\n",
        };
        text += match by_degree && luck.one_in(2) {
            true => "lasts = { half_life = '3d' }\n",
            false => drawn,
        };
    }
    if !luck.certain && luck.one_in(4) {
        text += "succeeds = '60%'\n";
    }
    text
}

/// What every delivery of a kind does: nothing that would go on for ever.
pub(super) fn effect(luck: &mut Luck, (kind, few): (&str, bool), edits: &[String]) -> String {
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
