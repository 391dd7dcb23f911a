//! Random organisations of people and rooms: whatever is combined, nobody is in two places, nothing
//! is lost, and the invariants of the engine hold after every instant.

use throughline::engine::{Engine, Probe};
use throughline::network::compile;

use crate::support::{broken_books, none, read, run_document, test_effort};

struct Checked;

impl Probe for Checked {
    const CHECKED: bool = true;
}

/// A small generator of choices; nothing depends on its quality.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % sides
    }

    /// One of these texts.
    fn one<'t>(&mut self, of: &[&'t str]) -> &'t str {
        of[self.roll(of.len() as u64) as usize]
    }
}

const ORDERS: [&str; 8] = [
    "",
    "",
    "order = 'lifo'",
    "order = 'oldest'",
    "order = 'priority'",
    "order = 'priority_preempt'",
    "order = 'shortest'",
    "order = 'processor_sharing'",
];

/// Most of those that go only when they are full are refused where few may wait.
const BATCHES: [&str; 10] = [
    "",
    "",
    "",
    "",
    "",
    "",
    "",
    "",
    "batch = { size = 2, or_after = '5h' }",
    "batch = { size = 2 }",
];

/// What may be said of people, at a station or in a pool.
fn people(dice: &mut Dice) -> Vec<String> {
    let staff = [
        "staff = 1",
        "staff = 2",
        "staff = 3",
        "staff = { repeat = '1d', profile = [{ from = '0h', n = 2 }, { from = '12h', n = 0 }, { from = '20h', n = 1 }] }",
        "staff = { repeat = '7h', profile = [{ from = '0h', n = 1 }, { from = '3h', n = 3 }] }",
    ];
    let rest = [
        &ORDERS[..],
        &["", "", "calendar = 'office'"],
        &["", "", "focus = '50%'"],
        &[
            "",
            "",
            "away = { every = '9h', lasts = '3h' }",
            "away = { every = { exponential = '20h' }, lasts = { exponential = '5h' } }",
        ],
        &[
            "",
            "",
            "",
            "attrition = { after = { exponential = '300h' } }",
            "attrition = { after = { exponential = '300h' }, opens = 'm' }",
        ],
    ];
    std::iter::once(dice.one(&staff))
        .chain(rest.iter().map(|of| dice.one(of)))
        .map(str::to_owned)
        .collect()
}

fn organisation(seed: u64) -> String {
    let dice = &mut Dice(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15));
    let routes = [
        "['a', 'b', 'c']",
        "['b', ['c', 'd'], 'a']",
        "['c', 'a']",
        "['a', { quorum = 1, of = ['b', ['c', 'd']] }, 'e']",
        "['d', 'b']",
        "['e', 'd']",
    ];
    let demands = [
        "poisson = '20 / week'",
        "every = '5h', at_once = 2",
        "endless = true",
        "initial = 6",
        "poisson = '40 / week', calendar = 'office'",
        "items = ['3h', '3h', '50h']",
    ];
    let mut text = String::from("format = 1\ntitle = 'People'\n");
    text += dice.one(&["", "intake.wip_limit = 4\n", "intake.wip_limit = 12\n"]);
    text += &format!(
        "clock = {{ calendar = 'always', burn_in = '{}', horizon = '500h' }}\n",
        dice.one(&["0h", "200h"])
    );
    for kind in ["k", "l", "m"] {
        let (priority, demand, route) = (dice.roll(3), dice.one(&demands), dice.one(&routes));
        text += &format!(
            "work.{kind} = {{ priority = {priority}, demand = {{ {demand} }}, route = {route} }}\n"
        );
    }
    text += &format!("pool.p = {{ {} }}\n", join(people(dice)));
    text += &stations(dice);
    text += dice.one(&DELIVERIES);
    let set = dice.one(&[
        "'a.pace' = 2",
        "'b.pace' = 0.5",
        "'b.interference' = 0.3",
        "'c.coordination' = 0.3",
        "'c.pace' = 3",
        "'work.k.priority' = 2",
    ]);
    if !set.contains("work") {
        text += &format!(
            "change.some = {{ at = '100h', set = {{ {set} }} }}\nvariant.one.changes = ['some']\n"
        );
    }
    text
}

/// What deliveries may do.
const DELIVERIES: [&str; 5] = [
    "",
    "",
    "work.n = { counts = false, demand = { every = '40h' }, route = ['extra', 'a'], \
       effect = { set = { 'extra.staff' = '+1' }, ramp = { over = '4d', teaching = '20%' } } }\n\
     station.extra = { staff = 1, touch = '20h' }\n",
    "work.n = { counts = false, demand = { every = '30h' }, route = ['a'], \
       effect = { set = { 'a.pace' = 'x1.1', 'b.pace' = 'x0.9' } } }\n",
    "work.k.effect.set = { 'c.pace' = 2 }\n",
];

/// Stations with whatever may befall people and items there.
fn stations(dice: &mut Dice) -> String {
    let mut text = String::new();
    for station in ["a", "b", "c", "d", "e"] {
        let mut keys = match dice.roll(3) {
            0 => vec!["pool = 'p'".to_owned()],
            _ => people(dice),
        };
        let more = [
            &[
                "touch = '2h'",
                "touch = { exponential = '3h' }",
                "touch = '0h'",
            ][..],
            &["", "", "setup = '1h'"],
            &[
                "",
                "waiting_room = 0",
                "waiting_room = 1",
                "waiting_room = 2, when_full = 'turn_away'",
            ],
            &[
                "",
                "",
                "abandon = { after = '6h' }",
                "abandon = { after = { exponential = '10h' } }",
            ],
            &BATCHES,
            &["", "", "delay = '4h'"],
            &["", "", "", "gate = { every = '1d', slots = 3 }"],
            &[
                "",
                "",
                "",
                "",
                "",
                "",
                "",
                "",
                "rework = { chance = 0.3, to = 'a', max = 2 }",
                "rework = { to = 'a', max = 3, chance_grows = { with = 'present', per = 1, by = 0.1 } }",
                "rework = { chance = 0.1, to = 'a', chance_grows = { with = 'utilisation', per = 0.1, by = 0.2 } }",
                "rework = { chance = 0.5, to = 'a', learning = { halves_every = 5 }, \
                 chance_grows = { with = 'age', per = '20h', by = 0.1 } }",
            ],
            &["", "", "interference = 0.1"],
            &["", "", "coordination = 0.2"],
            &["", "", "hurry = { queue = 1, pace = 'x2', catches = 0.5 }"],
        ];
        keys.extend(more.iter().map(|of| dice.one(of).to_owned()));
        if !keys[0].starts_with("pool") && dice.roll(6) == 0 {
            keys.push("looks_every = '2h'".to_owned());
        }
        text += &format!("station.{station} = {{ {} }}\n", join(keys));
    }
    text
}

fn join(mut keys: Vec<String>) -> String {
    keys.retain(|key| !key.is_empty());
    keys.join(", ")
}

#[test]
fn people_and_rooms_in_any_combination_keep_the_books() {
    let mut run = 0;
    for seed in 0..(80 * test_effort()).max(500) {
        let text = organisation(seed);
        // Some combinations are refused, and some routes do not visit a station they are sent back to.
        let Ok(document) = throughline::scenario::Document::parse("test.toml", &text, &[]) else {
            continue;
        };
        run += 1;
        let failed = std::panic::catch_unwind(|| {
            let net = compile(&read(&text).variants()[0].scenario);
            let mut engine = Engine::new(&net);
            (0..3).for_each(|trial| {
                engine.run(seed, trial, &mut Checked);
            });
            none(&broken_books(&run_document(&document, 3, seed, 1)));
        });
        assert!(failed.is_ok(), "{seed}\n{text}");
    }
    assert!(run > 50, "{run}");
}
