//! Random people and rooms: teams of stations and pools, how they work, and who waits where.
//!
//! What has no meaning together is not written: a room where nobody waits, setup and slots where
//! everything is worked on at once, orders of pools at their stations.

use super::generate::Station;
use super::luck::{Luck, Mechanism, effort};

/// People of a station or pool, as far as others must know them.
#[derive(Clone, Default)]
pub(super) struct Team {
    /// `station.NAME` or `pool.NAME`.
    pub(super) path: String,
    pub(super) text: String,
    /// Whether they are so many, and not without limit.
    pub(super) limited: bool,
    /// How many, if no shifts say so.
    staff: Option<usize>,
    /// Whether they work on everything at once.
    pub(super) sharing: bool,
}

/// Pools that stations may take their people from.
pub(super) fn pools(luck: &mut Luck) -> Vec<Team> {
    let mut pools = Vec::new();
    while pools.len() < 2 && luck.has(Mechanism::Pool, 1) {
        let name = format!("{}{}", luck.pick(&["pa", "q", "g"]), pools.len());
        let mut pool = Team::new(luck, format!("pool.{name}"), false);
        if luck.has(Mechanism::Calendar, 3) {
            let calendar = luck.pick(&["always", "office", "nights", "split"]);
            pool.text += &format!("calendar = '{calendar}'\n");
        }
        pools.push(pool);
    }
    pools
}

impl Team {
    /// A number of people; with slots to give away they do not work on everything at once.
    fn new(luck: &mut Luck, path: String, slots: bool) -> Self {
        let mut team = Self {
            path,
            limited: true,
            ..Self::default()
        };
        if luck.has(Mechanism::Shifts, 3) {
            team.text += &shifts(luck);
        } else {
            let staff = luck.from(1, 4);
            team.staff = Some(staff);
            team.text += &format!("staff = {staff}\n");
        }
        if luck.has(Mechanism::Order, 1) {
            let orders = [
                "fifo",
                "lifo",
                "oldest",
                "priority",
                "priority_preempt",
                "shortest",
                "processor_sharing",
            ];
            let order = luck.pick(&orders[..if slots { 6 } else { 7 }]);
            team.sharing = order == "processor_sharing";
            team.text += &format!("order = '{order}'\n");
        }
        if luck.one_in(3) {
            team.text += &format!("focus = 0.{}\n", luck.from(1, 9));
        }
        if luck.has(Mechanism::Away, 2) {
            let every = effort(luck).replace("h'", "d'").replace("'0d'", "'1d'");
            let lasts = effort(luck);
            team.text += &format!("away = {{ every = {every}, lasts = {lasts} }}\n");
        }
        if luck.has(Mechanism::Attrition, 3) {
            let after = effort(luck).replace("h'", "w'").replace("'0w'", "'1w'");
            team.text += &format!("attrition = {{ after = {after} }}\n");
        }
        if team.path.starts_with("pool") {
            team.text = format!("[{}]\n{}", team.path, team.text);
        }
        team
    }
}

/// `staff` by time, of which some piece has people.
fn shifts(luck: &mut Luck) -> String {
    let (few, many, later) = (luck.below(3), luck.from(1, 4), luck.below(3));
    let (unit, repeat) = match luck.below(3) {
        0 => ("h", ", repeat = '1d'"),
        1 => ("d", ", repeat = '31d'"),
        _ => ("d", ""),
    };
    let first = luck.from(1, 12);
    let second = first + luck.from(1, 11);
    format!(
        "staff = {{ profile = [{{ from = '0h', n = {few} }}, {{ from = '{first}{unit}', n = {many} }}, \
         {{ from = '{second}{unit}', n = {later} }}]{repeat} }}\n"
    )
}

/// Who works at a station, and how.
pub(super) fn team(luck: &mut Luck, station: &mut Station, pools: &[Team]) -> String {
    let path = format!("station.{}", station.name);
    let fits = |pool: &&Team| !(pool.sharing && station.has_slots);
    let fitting: Vec<&Team> = pools.iter().filter(fits).collect();
    if !fitting.is_empty() && !luck.one_in(3) {
        station.team = fitting[luck.below(fitting.len())].clone();
        let text = format!("pool = '{}'\n", &station.team.path["pool.".len()..]);
        return text + &setup(luck, station);
    }
    if luck.one_in(6) {
        station.team.path = path;
        return "staff = 'unlimited'\n".to_owned();
    }
    station.team = Team::new(luck, path, station.has_slots);
    let mut text = station.team.text.clone();
    if !station.team.sharing && luck.has(Mechanism::Looks, 3) {
        let every = effort(luck).replace("'0h'", "'1h'");
        text += &format!("looks_every = {every}\n");
    }
    text + &setup(luck, station)
}

fn setup(luck: &mut Luck, station: &Station) -> String {
    match !station.team.sharing && luck.has(Mechanism::Setup, 3) {
        true => format!("setup = {}\n", effort(luck)),
        false => String::new(),
    }
}

/// Who may wait at a station, and for how long.
pub(super) fn room(luck: &mut Luck, station: &mut Station) -> String {
    if station.team.path.is_empty() {
        station.team.path = format!("station.{}", station.name);
    }
    let mut text = String::new();
    let queues = station.team.limited && !station.team.sharing;
    if (queues || station.gated) && luck.has(Mechanism::Room, 2) {
        let most = luck.below(4) + station.batch;
        text += &format!("waiting_room = {most}\n");
        if luck.one_in(3) {
            text += "when_full = 'turn_away'\n";
            station.loses = true;
        }
    }
    if luck.has(Mechanism::Patience, 3) {
        let after = match luck.below(4) {
            0 => "'0h'".to_owned(),
            1 => effort(luck),
            _ => effort(luck).replace("h'", "d'"),
        };
        station.loses |= after == "'0h'";
        text += &format!("abandon = {{ after = {after} }}\n");
    }
    text
}

/// What load does to people; what has no meaning is not written.
pub(super) fn load(luck: &mut Luck, station: &mut Station) -> String {
    let mut text = String::new();
    if luck.has(Mechanism::Crowding, 2) {
        text += &format!("interference = {}\n", luck.pick(&["0.02", "'10%'", "0.4"]));
    }
    let team = &station.team;
    if team.limited && luck.has(Mechanism::Crowding, 2) {
        text += &format!("coordination = {}\n", luck.pick(&["'1%'", "0.1", "'15%'"]));
    }
    if team.limited && !team.sharing && luck.has(Mechanism::Hurry, 2) {
        let pace = luck.pick(&["", ", pace = 'x2'", ", pace = 0.5"]);
        // Half of what is certain would be a matter of luck.
        let catches = match luck.certain {
            true => luck.pick(&["", ", catches = 0"]),
            false => luck.pick(&["", ", catches = 'x0.5'", ", catches = 0"]),
        };
        text += &format!("hurry = {{ queue = {}{pace}{catches} }}\n", luck.below(4));
        station.hurries = true;
    }
    text
}

/// How the chance of an entry grows and falls.
pub(super) fn chances(luck: &mut Luck, limited: bool) -> String {
    let mut text = String::new();
    if luck.has(Mechanism::Growth, 2) {
        let with = [
            "'present', per = 1",
            "'wip', per = 2.5, above = 3",
            "'attempts', per = 1, above = 1",
            "'age', per = '3d'",
            "'utilisation', per = '10%', above = '70%'",
        ];
        let with = luck.pick(&with[..if limited { 5 } else { 4 }]);
        let by = luck.pick(&["'2%'", "0.1"]);
        text += &format!(", chance_grows = {{ with = {with}, by = {by} }}");
    }
    if luck.has(Mechanism::Learning, 2) {
        let halves = luck.pick(&["2", "0.5, floor = 0.3", "40, floor = '1%'"]);
        text += &format!(", learning = {{ halves_every = {halves} }}");
    }
    text
}

/// What may be changed of people.
pub(super) fn edits(luck: &mut Luck, team: &Team, edits: &mut Vec<String>) {
    let mut add = |key: &str, values: &[&str]| {
        edits.push(luck.edit(format!("{}.{key}", team.path), values));
    };
    add("focus", &["0.5", "1.0", "'90%'"]);
    match team.staff {
        Some(1) => add("staff", &["'+1'", "3"]),
        Some(_) => add("staff", &["'-1'", "'+2'", "1"]),
        None => {}
    }
    if team.limited && !team.sharing {
        let orders = [
            "'lifo'",
            "'priority'",
            "'priority_preempt'",
            "'shortest'",
            "'fifo'",
        ];
        add("order", &orders);
    }
}
