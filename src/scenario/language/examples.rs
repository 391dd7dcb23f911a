//! How each table is written, in a form to copy: errors show it where something is missing or where
//! something else stands in its place.

use super::Section;

/// Tables by what one is called, each with everything it cannot do without.
pub(in crate::scenario) const EXAMPLES: &[(&str, &str)] = &[
    ("clock", "clock = { burn_in = \"1y\", horizon = \"2y\" }"),
    ("run", "run = { trials = 1000, seed = 1984 }"),
    ("precision", "precision = { half_width = \"1%\" }"),
    (
        "calendar",
        "calendar.early = { week = \"Mon-Fri 07:00-15:00\" }",
    ),
    ("intake", "intake = { wip_limit = 45 }"),
    (
        "change",
        "change.assistants = { at = \"3mo\", set = { \"code.pace\" = \"+30%\" } }",
    ),
    (
        "adoption",
        "change.assistants = { set = { \"code.pace\" = \"+30%\" }, adoption = { over = \"6mo\", ceiling = \"80%\" } }",
    ),
    (
        "slack",
        "change.assistants = { set = { \"code.pace\" = \"+30%\" }, slack = { share = \"40%\" } }",
    ),
    (
        "half-life",
        "change.assistants = { set = { \"code.pace\" = \"+30%\" }, lasts = { half_life = \"8mo\" } }",
    ),
    (
        "repeated instant",
        "change.careful = { at = { each = \"incident\" }, set = { \"code.pace\" = \"-1%\" } }",
    ),
    (
        "variant",
        "variant.assisted = { set = { \"code.pace\" = \"+30%\" } }",
    ),
    (
        "money",
        "money = { currency = \"USD\", cost_base = 20_000_000 }",
    ),
    (
        "kind of work",
        "work.feature = { demand = { poisson = \"9 / week\" }, route = [\"code\", \"review\"] }",
    ),
    (
        "demand",
        "demand = { poisson = \"9 / week\" }, or demand = { endless = true }",
    ),
    (
        "piece of a profile",
        "demand = { profile = [{ from = \"0h\", poisson = \"9 / week\" }] }",
    ),
    ("pool", "pool.seniors = { staff = 2, focus = \"50%\" }"),
    (
        "staff profile",
        "staff = { profile = [{ from = \"0h\", n = 4 }, { from = \"12h\", n = 2 }], repeat = \"1d\" }",
    ),
    (
        "piece of a staff profile",
        "staff = { profile = [{ from = \"0h\", n = 4 }], repeat = \"1d\" }",
    ),
    (
        "absence",
        "away = { every = { exponential = \"30d\" }, lasts = \"2d\" }",
    ),
    (
        "attrition",
        "attrition = { after = { exponential = \"2y\" } }",
    ),
    (
        "ramp",
        "effect = { set = { \"code.staff\" = \"+1\" }, ramp = { over = \"3mo\", teaching = \"20%\" } }",
    ),
    (
        "effect",
        "effect = { set = { \"code.staff\" = \"+1\" }, ramp = { over = \"3mo\" } }",
    ),
    ("patience", "abandon = { after = \"3d\" }"),
    (
        "step of a route",
        "route = [\"code\", { station = \"legal\", chance = \"30%\" }]",
    ),
    (
        "quorum",
        "route = [{ quorum = 2, of = [\"legal\", \"security\", \"finance\"] }]",
    ),
    (
        "consequence",
        "leads_to = { work = \"incident\", chance = \"5%\", after = \"2w\", undoes = true }",
    ),
    ("value", "value = { amount = 60000, decay = \"5% / mo\" }"),
    ("station", "station.code = { staff = 3, touch = \"4h\" }"),
    ("batch", "batch = { size = 10, or_after = \"2w\" }"),
    ("gate", "gate = { every = \"2w\", slots = 6 }"),
    (
        "rework",
        "rework = { chance = \"20%\", to = \"code\", effort = 0.35 }",
    ),
    (
        "hurry",
        "hurry = { queue = 4, pace = \"x2\", catches = \"x0.5\" }",
    ),
    (
        "growing chance",
        "chance_grows = { with = \"present\", per = 1, by = \"2%\" }",
    ),
    ("learning", "learning = { halves_every = 10, floor = 0.1 }"),
    (
        "way of catching flaws",
        "catches = { chance = \"80%\", to = \"code\", effort = 0.5 }",
    ),
    (
        "automatic decision",
        "auto = { share = \"70%\", touch = \"10min\", catches = \"60%\" }",
    ),
    (
        "handoff",
        "handoff = { effort = \"30min\", flaws = \"2%\" }",
    ),
    ("distribution", "touch = { mean = \"4h\", cv = 1.0 }"),
    (
        "uncertain number",
        "pace = { uncertain = { from = 1.1, to = 1.5 } }",
    ),
    (
        "empirical table",
        "touch = { empirical = { file = \"log.csv\", column = \"hours\", unit = \"h\" } }",
    ),
    (
        "erlang",
        "touch = { erlang = { stages = 2, mean = \"3wd\" } }",
    ),
    (
        "uniform",
        "touch = { uniform = { from = \"1h\", to = \"4h\" } }",
    ),
    (
        "triangular",
        "touch = { triangular = { min = \"1h\", mode = \"4h\", max = \"3wd\" } }",
    ),
    (
        "pert",
        "touch = { pert = { min = \"1h\", likely = \"4h\", max = \"3wd\" } }",
    ),
    (
        "part of a mixture",
        "touch = { mixture = [{ chance = 0.1, of = \"1wd\" }, { chance = 0.9, of = \"1h\" }] }",
    ),
];

/// A table of this section as one would write it.
pub(in crate::scenario) fn example(section: &Section) -> Option<&'static str> {
    let found = EXAMPLES.iter().find(|(noun, _)| *noun == section.noun);
    found.map(|(_, example)| *example)
}
