//! Random organisations as scenario text: everything the language has, in every combination.
//!
//! Stations have an order in the flow; a route is some of them in that order, so every way back
//! leads to where an item has been. Names are shuffled, so that the order of names is another one.

use super::batches;
use super::edits::{changes, edits, effect};
use super::fork::Fork;
use super::luck::{Luck, Mechanism, effort};
use super::quality;
use super::teams::{self, Team};

/// A station as far as others must know it.
#[derive(Default)]
pub(super) struct Station {
    pub(super) name: String,
    pub(super) team: Team,
    /// Whether an item may leave here at once.
    pub(super) loses: bool,
    pub(super) has_gate: bool,
    pub(super) has_slots: bool,
    /// Whether it has a gate at all.
    pub(super) gated: bool,
    pub(super) has_touch: bool,
    /// Whether some kind has a touch of its own.
    pub(super) has_own_touch: bool,
    pub(super) has_delay: bool,
    /// Items in a batch; 0 if none are made.
    pub(super) batch: usize,
    /// Whether batches of another come through.
    pub(super) in_batches: bool,
    /// Whether a batch goes after a while.
    pub(super) batch_goes: bool,
    /// Whether people hurry.
    pub(super) hurries: bool,
    pub(super) reworks: usize,
}

/// A kind as far as others must know it.
pub(super) struct Kind {
    pub(super) name: String,
    pub(super) poisson: bool,
    pub(super) every: bool,
    pub(super) endless: bool,
    /// Positions of the stations of its route.
    pub(super) route: Vec<usize>,
    pub(super) fork: Option<Fork>,
    /// The step at which some wait at the start.
    pub(super) begins: usize,
    pub(super) text: String,
}

const CALENDARS: &str = "[calendar.office]\nweek = 'Mon-Fri 09:00-17:00'\n\
                         holidays = ['2026-01-07', '2026-01-22..2026-01-26']\n\
                         [calendar.nights]\nweek = 'Mon-Sat 22:00-06:00'\n\
                         [calendar.split]\nweek = 'Mon-Thu 08:00-12:00 13:00-17:00, Fri 08:00-14:00'\n";

/// One organisation with two variants, the second of which makes all changes.
pub(super) fn organisation(number: u64) -> String {
    written(Luck::new(number, false), number)
}

/// One in which nothing is drawn, so that names do not matter.
pub(super) fn certain(number: u64) -> String {
    written(Luck::new(number, true), number)
}

fn written(mut luck: Luck, number: u64) -> String {
    let mut stations = names(&mut luck);
    let pools = teams::pools(&mut luck);
    let mut kinds = kinds(&mut luck, &stations);
    let usual = luck.pick(&["office", "always", "split"]);
    let (burn_in, horizon) = (luck.pick(&["0d", "0d", "9d", "2w"]), luck.from(3, 8));
    let mut text = format!(
        "format = 1\ntitle = 'Random {number}'\n\
         clock = {{ start = 2026-01-0{day}, burn_in = '{burn_in}', horizon = '{horizon}w', \
         calendar = '{usual}' }}\n",
        day = luck.from(1, 9),
    );
    let limit = (!luck.one_in(3)).then(|| luck.from(1, 12));
    if let Some(limit) = limit {
        text += &format!("intake.wip_limit = {limit}\n");
    }
    text += &quality::handoff(&mut luck);
    text += CALENDARS;
    let station_text: String = (0..stations.len())
        .map(|position| station(&mut luck, &mut stations, position, (&kinds, &pools, limit)))
        .collect();
    let works = |pool: &&Team| {
        stations
            .iter()
            .any(|station| station.team.path == pool.path)
    };
    let pools: Vec<&Team> = pools.iter().filter(works).collect();
    let leads = leads(number, luck.certain, &kinds);
    for (kind, leads) in kinds.iter_mut().zip(&leads) {
        work(&mut luck, &stations, limit.is_some(), kind);
        text += &kind.text;
        text += leads;
    }
    text += &station_text;
    for pool in &pools {
        text += &pool.text;
    }
    let mut edits = edits(&mut luck, &stations, &kinds, limit.is_some());
    for pool in pools {
        teams::edits(&mut luck, pool, &mut edits);
    }
    if luck.has(Mechanism::Opens, 1) {
        let kind = &kinds[luck.below(kinds.len())].name;
        let opens = format!("attrition = {{ opens = '{kind}', ");
        text = text.replace("attrition = { ", &opens);
    }
    if luck.has(Mechanism::Effect, 1) {
        let kind = luck.below(kinds.len());
        let (name, few) = (&kinds[kind].name, kinds[kind].text.contains("items = ["));
        text += &effect(&mut luck, (name, few), &edits);
    }
    text + &changes(&mut luck, edits, (&stations, &kinds, horizon))
}

/// Stations with shuffled names.
fn names(luck: &mut Luck) -> Vec<Station> {
    let mut letters = vec!["a", "b", "c", "d", "e", "f"];
    let count = luck.from(1, letters.len());
    let mut stations = Vec::new();
    while stations.len() < count {
        let letter = letters.remove(luck.below(letters.len()));
        stations.push(Station {
            name: format!("{letter}{}", luck.below(10)),
            ..Station::default()
        });
    }
    stations
}

/// Kinds with routes; every station is on one.
fn kinds(luck: &mut Luck, stations: &[Station]) -> Vec<Kind> {
    let mut kinds = Vec::new();
    for position in 0..luck.from(1, 4) {
        let mut route: Vec<usize> = (0..stations.len())
            .filter(|_| position == 0 || !luck.one_in(3))
            .collect();
        if route.is_empty() {
            route.push(luck.below(stations.len()));
        }
        kinds.push(Kind {
            name: format!("{}{position}", luck.pick(&["w", "y", "z"])),
            poisson: false,
            every: false,
            endless: false,
            fork: match luck.has(Mechanism::Fork, 1) {
                true => Fork::new(luck, route.len()),
                false => None,
            },
            begins: 0,
            route,
            text: String::new(),
        });
    }
    kinds
}

fn gate(luck: &mut Luck, station: &mut Station) -> String {
    let when = luck.pick(&[
        "every = '10h'",
        "every = '1d', first = '7h'",
        "every = '1w', on = 'Tue 10:00'",
        "every = '3d', first = '-5h'",
        "every = 'month', on = 'last Fri 17:00'",
    ]);
    let when = when.replace("first = '-5h'", "first = '5h'");
    let slots = match luck.certain {
        true => luck.pick(&["", ", slots = 2"]),
        false => luck.pick(&[
            "",
            ", slots = 1",
            ", slots = 3",
            ", slots = { uniform = { from = 0, to = 6 } }",
        ]),
    };
    let due = luck.pick(&[
        "",
        "",
        ", papers_due = '4h'",
        ", papers_due = '3wd'",
        ", papers_due = '1d'",
    ]);
    station.has_gate = !when.contains("month");
    station.has_slots = slots.contains("slots");
    station.gated = true;
    format!("gate = {{ {when}{slots}{due} }}\n")
}

fn station(
    luck: &mut Luck,
    all: &mut [Station],
    position: usize,
    (kinds, pools, limit): (&[Kind], &[Team], Option<usize>),
) -> String {
    let mut text = format!("[station.{}]\n", all[position].name);
    let form = match luck.has(Mechanism::Gate, 1) {
        true => luck.below(6),
        false => 2 + luck.below(4),
    };
    if form < 2 {
        text += &gate(luck, &mut all[position]);
    }
    if (form == 1) || luck.has(Mechanism::Delay, 4) {
        let delay = effort(luck);
        text += &format!("delay = {}\n", delay.replace("h'", "d'"));
        all[position].has_delay = true;
    }
    if form != 0 && form != 1 || luck.one_in(2) {
        all[position].has_touch = true;
        text += &format!("touch = {}\n", effort(luck));
        if luck.one_in(3) {
            all[position].has_own_touch = true;
            let kind = &kinds[luck.below(kinds.len())].name;
            text += &format!("touch_for = {{ {kind} = {} }}\n", effort(luck));
        }
        if luck.one_in(3) {
            text += &format!("pace = {}\n", luck.pick(&["0.7", "1.3", "3"]));
        }
        text += &teams::team(luck, &mut all[position], pools);
        text += &teams::load(luck, &mut all[position]);
    }
    if all[position].team.path.starts_with("station") && luck.has(Mechanism::Calendar, 2) {
        let calendar = luck.pick(&["always", "office", "nights", "split"]);
        text += &format!("calendar = '{calendar}'\n");
    }
    let come = kinds.iter().filter(|kind| kind.route.contains(&position));
    let ways = come.map(|kind| (kind.route.as_slice(), kind.fork.is_some()));
    text += &batches::batch(luck, all, position, (&ways.collect::<Vec<_>>(), limit));
    text += &teams::room(luck, &mut all[position]);
    text += &quality::of_station(luck);
    text + &rework(luck, all, position, kinds)
}

/// Ways back to stations that the kinds concerned have passed.
fn rework(luck: &mut Luck, all: &mut [Station], position: usize, kinds: &[Kind]) -> String {
    let mut entries = Vec::new();
    for _ in 0..luck.below(3) {
        if !luck.has(Mechanism::Rework, 1) {
            break;
        }
        let to = luck.below(position + 1);
        let both = |kind: &&Kind| {
            let step = |at: usize| kind.route.iter().position(|&station| station == at);
            let (Some(to), Some(from)) = (step(to), step(position)) else {
                return false;
            };
            let fork = kind.fork.as_ref();
            fork.is_none_or(|fork| !fork.side_by_side(to, from))
        };
        let only: Vec<String> = kinds
            .iter()
            .filter(both)
            .map(|kind| format!("'{}'", kind.name))
            .collect();
        if only.is_empty() {
            continue;
        }
        let chance = luck.pick(&["0.1", "0.3", "'33%'"]);
        let effort = luck.pick(&["", ", effort = 0.35", ", effort = 2", ", effort = 0"]);
        let most = luck.pick(&["", ", max = 1", ", max = 3"]);
        if luck.certain && (!entries.is_empty() || luck.one_in(2)) {
            break;
        }
        let (chance, most) = match luck.certain {
            true => ("1", ", max = 1"),
            false => (chance, most),
        };
        let mut varies = match luck.certain {
            true => String::new(),
            false => teams::chances(luck, all[position].team.limited),
        };
        if varies.contains("attempts") && most.is_empty() {
            // A chance that comes close to 1 for good would not end.
            varies += ", max = 9";
        }
        entries.push(format!(
            "{{ chance = {chance}, to = '{}', only = [{}]{effort}{most}{varies} }}",
            all[to].name,
            only.join(", ")
        ));
    }
    all[position].reworks = entries.len();
    match entries.is_empty() {
        true => String::new(),
        false => format!("rework = [{}]\n", entries.join(", ")),
    }
}

fn demand(luck: &mut Luck, kind: &mut Kind, limited: bool, stations: &[Station]) -> String {
    let first = &stations[kind.route[0]];
    let rate = luck.from(3, 40);
    let opens = kind.fork.as_ref().is_some_and(Fork::opens);
    let fed = !opens && first.team.limited && !first.gated;
    // Who is turned away at once is released again at once, for ever.
    let loses = kind.route.iter().any(|&at| stations[at].loses);
    let endless = if limited { !loses } else { fed };
    let choice = match luck.certain {
        true => [0, 2, 4][luck.below(3)],
        false => luck.below(7),
    };
    let mut form = match choice {
        0 if endless => "endless = true".to_owned(),
        0 if luck.certain => format!("every = '{rate}h'"),
        1 => format!("every = {{ exponential = '{rate}h' }}, at_once = 2"),
        2 => format!("every = '{rate}h'"),
        3 => format!(
            "profile = [{{ from = '0h', poisson = '{rate} / week' }}, \
             {{ from = '20h', poisson = '0 / h' }}], repeat = '30h'{}",
            luck.pick(&[
                "",
                ", day_factor = { mean = 1.0, cv = 0.6 }",
                ", at_once = 3"
            ])
        ),
        5 => format!("poisson = '{rate} / week', at_once = {{ uniform = {{ from = 1, to = 4 }} }}"),
        4 => format!("items = ['0d', '{rate}h', '{rate}h', '2w', '15d', '15d']"),
        _ => format!("poisson = '{rate} / week'"),
    };
    kind.poisson = form.starts_with("poisson");
    kind.every = form.starts_with("every = '");
    kind.endless = form.starts_with("endless");
    if luck.one_in(4) {
        form += &format!(", total = {}", luck.from(1, 60));
    }
    if luck.has(Mechanism::Initial, 3) {
        form += &format!(", initial = {}", luck.from(1, 9));
    } else if luck.has(Mechanism::Initial, 3) {
        kind.begins = luck.below(kind.route.len());
        let at = [kind.begins, luck.from(kind.begins, kind.route.len() - 1)];
        kind.begins = at[1];
        let at = at.map(|step| &stations[kind.route[step]].name);
        form += &match at[0] == at[1] {
            true => format!(", initial = {{ {} = {} }}", at[0], luck.from(1, 9)),
            false => format!(
                ", initial = {{ {} = {}, {} = 3 }}",
                at[0],
                luck.from(1, 9),
                at[1]
            ),
        };
    }
    if luck.has(Mechanism::Calendar, 3) {
        let calendar = luck.pick(&["always", "office", "nights", "split"]);
        form += &format!(", calendar = '{calendar}'");
    }
    form
}

fn work(luck: &mut Luck, stations: &[Station], limited: bool, kind: &mut Kind) {
    let counts = !luck.one_in(5);
    let demand = demand(luck, kind, limited && counts, stations);
    let steps: Vec<String> = kind
        .route
        .iter()
        .enumerate()
        .map(
            |(step, &at)| match step > 0 && !luck.certain && luck.one_in(4) {
                true => format!("{{ station = '{}', chance = '60%' }}", stations[at].name),
                false => format!("'{}'", stations[at].name),
            },
        )
        .collect();
    let route = match &kind.fork {
        Some(fork) => fork.route(&steps),
        None => steps.join(", "),
    };
    let mut text = format!(
        "[work.{}]\ndemand = {{ {demand} }}\nroute = [{}]\ncounts = {counts}\n",
        kind.name, route
    );
    if luck.one_in(2) {
        text += &format!("priority = {}\n", luck.below(3));
    }
    if luck.one_in(3) && !luck.certain {
        text += "size = { mean = 1.0, cv = 0.5 }\n";
    }
    if luck.one_in(3) {
        text += "value = { amount = 1000, decay = '5% / mo' }\n";
    }
    if luck.one_in(3) {
        // Inside a fork nothing is delivered.
        let step = luck.from(kind.begins, kind.route.len() - 1);
        if kind.fork.as_ref().is_none_or(|fork| !fork.contains(step)) {
            text += &format!("delivered_at = '{}'\n", stations[kind.route[step]].name);
        }
    }
    if kind.endless {
        text += &format!("share = {}\n", luck.from(1, 4));
    }
    kind.text = text;
}

/// What deliveries of each kind bring, in every other organisation: never as much as one of their own
/// kind. It has luck of its own.
fn leads(number: u64, certain: bool, kinds: &[Kind]) -> Vec<String> {
    let mut luck = Luck::new(!number, certain);
    let some = luck.one_in(2);
    let mut of_kind = |position: usize| {
        // Without luck kinds lead to later ones alone.
        let first = if certain { position + 1 } else { 0 };
        if !some || luck.one_in(3) || first >= kinds.len() {
            return String::new();
        }
        let work = &kinds[luck.from(first, kinds.len() - 1)].name;
        let chance = if certain { "1" } else { "0.3" };
        let after = match certain {
            true => luck.pick(&["", ", after = '5h'", ", after = '2d'"]),
            false => luck.pick(&["", ", after = '5h'", ", after = { exponential = '4d' }"]),
        };
        let undoes = luck.pick(&["", ", undoes = true"]);
        let entry = format!("{{ work = '{work}', chance = {chance}{after}{undoes} }}");
        match luck.one_in(2) {
            true => format!("leads_to = {entry}\n"),
            false => format!("leads_to = [{entry}, {entry}]\n"),
        }
    };
    (0..kinds.len()).map(&mut of_kind).collect()
}
