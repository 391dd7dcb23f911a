//! What an edit makes of a value, said in both readings: "pace 1 -> 1.3: 30% more per hour, 23.1%
//! less time".
//!
//! Nobody should have to remember whether a number is a rate or a time. The old value is the one in
//! force when the edit acts: edits are replayed on the tree in their order, changes in order of
//! time.

use std::cmp::Ordering;

use super::edit::{Applied, Edit, apply};
use super::files::Files;
use super::language::Default;
use super::log::Log;
use super::model::{Act, Change, Scenario, Target};
use super::node::{Node, Value};
use super::path::{Path, Turn, resolve};
use super::quantity::{self, Unit, show};
use super::read::{Seen, ends_at_quantity, in_order, read_scenario};
use super::relative;
use super::target::{address, value_at};

/// Longer values than this are cut.
const LONGEST: usize = 60;

/// An edit with the value before and after it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Echo {
    /// The change that makes the edit; `None`: it holds for the whole run.
    pub change: Option<String>,
    /// "along with it" or "claimed", where it is not what a change sets.
    pub role: Option<&'static str>,
    /// Path as written.
    pub path: String,
    /// Value before.
    pub old: String,
    /// Value after.
    pub new: String,
    /// What that means, if it is a number: as a rate and as a time, what is rounded.
    pub reading: Option<String>,
}

/// Replays edits on a tree, one after the other; `change` is the one that makes them.
pub(super) fn replay(
    log: &mut Log,
    files: &mut Files,
    (root, change): (&Node, Option<&str>),
    edits: &[Edit],
) -> Vec<Echo> {
    let mut tree = root.clone();
    let mut replay = Replay { log, files };
    let echoes = edits.iter();
    echoes
        .filter_map(|edit| replay.one(&mut tree, edit, change))
        .collect()
}

/// Replays the edits of changes, in the order in which they act.
pub(super) fn replay_changes(
    log: &mut Log,
    files: &mut Files,
    root: &Node,
    changes: &[Change],
) -> Vec<Echo> {
    let mut order: Vec<&Change> = changes.iter().collect();
    order.sort_by_key(|change| in_order(change));
    let mut tree = root.clone();
    let mut echoes = Vec::new();
    for change in order {
        let mut replay = Replay { log, files };
        let (whole, gain) = change.degree();
        let before = tree.clone();
        for (key, degree) in [("set", (whole, gain)), ("side", (whole, whole))] {
            for edit in replay.edits(root, &change.name, key) {
                let echo = replay.by_degree(&mut tree, &edit, &change.name, degree);
                echoes.extend(echo.map(|echo| Echo {
                    role: (key == "side").then_some("along with it"),
                    ..echo
                }));
            }
        }
        for edit in replay.edits(root, &change.name, "claimed") {
            let echo = replay.one(&mut before.clone(), &edit, Some(&change.name));
            echoes.extend(echo.map(|echo| Echo {
                role: Some("claimed"),
                ..echo
            }));
        }
    }
    echoes
}

/// What reading a tree takes.
struct Replay<'a> {
    log: &'a mut Log,
    files: &'a mut Files,
}

impl Replay<'_> {
    /// The edits of one table of a change.
    fn edits(&mut self, root: &Node, change: &str, key: &str) -> Vec<Edit> {
        let table = root.at(&["change", change, key]);
        let read = |log: &mut Log| table.map(|table| Edit::of_table(log, root, (key, table)));
        self.log.rehearse(read).0.unwrap_or_default()
    }

    /// Replays an edit to a degree: of what is no gain, and of what is one. Both values are told, the
    /// one that acts stays.
    fn by_degree(
        &mut self,
        tree: &mut Node,
        edit: &Edit,
        change: &str,
        (whole, gain): (f64, f64),
    ) -> Option<Echo> {
        let path = resolve(tree, &edit.path).ok()?;
        let before = (tree.clone(), self.read(tree)?);
        let mut echo = self.one(tree, edit, Some(change))?;
        let after = (tree.clone(), self.read(tree)?);
        let target = address(&before.1, &before.0, &path.turns)
            .first()
            .copied()?;
        let value = |of: &State| number(&value_at(&of.1, target)?);
        let (Some(old), Some(new)) = (value(&before), value(&after)) else {
            return Some(echo);
        };
        let worse = target.better().map(Ordering::reverse);
        let loses = worse.is_some() && new.partial_cmp(&old) == worse;
        let degree = if loses { whole } else { gain };
        if degree == 1.0 || old == 0.0 {
            return Some(echo);
        }
        let factor = 1.0 + degree * (new / old - 1.0);
        let part = Edit {
            value: Node {
                value: Value::Text(format!("x{factor}")),
                ..edit.value.clone()
            },
            ..edit.clone()
        };
        *tree = before.0;
        let acts = self.one(tree, &part, Some(change))?;
        let share = digits(degree * 100.0);
        echo.reading = join(
            echo.reading,
            Some(format!("to {share}% of that: {}", acts.new)),
        );
        Some(echo)
    }

    fn one(&mut self, tree: &mut Node, edit: &Edit, change: Option<&str>) -> Option<Echo> {
        let path = resolve(tree, &edit.path).ok()?;
        let before = (tree.clone(), self.read(tree)?);
        let (applied, _) = self.log.rehearse(|log| apply(log, tree, edit));
        let after = (tree.clone(), self.read(tree)?);
        let (old, new, reading) = told(&path, &applied?, &before, &after);
        Some(Echo {
            change: change.map(str::to_owned),
            role: None,
            path: edit.path.clone(),
            old,
            new,
            reading,
        })
    }

    fn read(&mut self, tree: &Node) -> Option<Scenario> {
        let read = |log: &mut Log| read_scenario(log, self.files, tree, &mut Seen::default());
        self.log.rehearse(read).0
    }
}

type State = (Node, Scenario);

fn told(
    path: &Path,
    applied: &Applied,
    before: &State,
    after: &State,
) -> (String, String, Option<String>) {
    let unit = path.kind.measure().map(|measure| measure.unit);
    let target = ends_at_quantity(&path.turns)
        .then(|| address(&before.1, &before.0, &path.turns))
        .and_then(|targets| targets.first().copied());
    let shifts = [&before.1, &after.1].map(|of| target.and_then(|target| by_shifts(of, target)));
    if let [Some((old, before)), Some((new, after))] = &shifts
        && (*before || *after)
    {
        return (old.clone(), new.clone(), None);
    }
    if let (Some(target), Some(unit)) = (target, unit)
        && let (Some(old), Some(new)) = (value_at(&before.1, target), value_at(&after.1, target))
    {
        let numbers = number(&old).zip(number(&new));
        let reading = numbers.map(|(old, new)| reading(Some(target), (old, new)));
        let rounded = numbers.and_then(|(old, new)| rounding(applied, unit, old, new));
        let words = |act: &Act| in_words(unit, target, act);
        return (words(&old), words(&new), join(reading, rounded));
    }
    let (old, new) = (at(&before.0, path), at(&after.0, path));
    let numbers = unit.and_then(|unit| {
        let read = |node: Option<&Node>| plain(unit, node, path.default);
        Some((unit, read(old)?, read(new)?))
    });
    match numbers {
        Some((unit, old, new)) => {
            let rounded = rounding(applied, unit, old, new);
            let reading = join(Some(reading(None, (old, new))), rounded);
            (show(unit, old), show(unit, new), reading)
        }
        None => (written(old, path.default), written(new, path.default), None),
    }
}

/// The people of a station in words, and whether they come and go by shifts: there is no single
/// number then.
fn by_shifts(scenario: &Scenario, target: Target) -> Option<(String, bool)> {
    let Target::Staff(station) = target else {
        return None;
    };
    let team = scenario.team_of(scenario.stations.get(station)?)?;
    let Some(shifts) = &team.shifts else {
        return Some((team.staff.to_string(), false));
    };
    let from = |ticks: u64| show(Unit::Span, ticks as f64);
    let pieces = shifts.pieces.iter();
    let pieces: Vec<String> = pieces
        .map(|(at, people)| format!("{people} from {}", from(*at)))
        .collect();
    Some((pieces.join(", "), true))
}

fn join(reading: Option<String>, rounded: Option<String>) -> Option<String> {
    let parts: Vec<String> = [reading.filter(|text| !text.is_empty()), rounded]
        .into_iter()
        .flatten()
        .collect();
    (!parts.is_empty()).then(|| parts.join("; "))
}

fn number(act: &Act) -> Option<f64> {
    match act {
        Act::Set(value) => Some(*value),
        Act::Replace(spread) => Some(spread.mean()),
        _ => None,
    }
}

fn in_words(unit: Unit, target: Target, act: &Act) -> String {
    match act {
        Act::Replace(spread) if spread.cv() > 0.0 => {
            let cv = (spread.cv() * 1000.0).round() / 1000.0;
            format!("{} on average (cv {cv})", rough(unit, spread.mean()))
        }
        Act::Remove if matches!(target, Target::Staff(_)) => "unlimited".to_owned(),
        Act::Remove => "no limit".to_owned(),
        Act::Order(order) => order.name().to_owned(),
        act => number(act).map_or_else(String::new, |value| rough(unit, value)),
    }
}

/// A number as a person would write it; what comes out of a calculation with fewer digits.
fn rough(unit: Unit, value: f64) -> String {
    let scale = match unit {
        Unit::Effort | Unit::Span if value >= 3.6e9 => 3.6e7,
        Unit::Factor | Unit::Share => 1e-6,
        _ => return show(unit, value),
    };
    show(unit, (value / scale).round() * scale)
}

/// What the step from one number to another means.
fn reading(target: Option<Target>, (old, new): (f64, f64)) -> String {
    if old <= 0.0 || new <= 0.0 || old == new || !(new / old).is_finite() {
        return String::new();
    }
    let (up, down) = (more(new / old), more(old / new));
    match target {
        Some(Target::Pace(_) | Target::Focus(_)) => format!("{up} per hour, {down} time"),
        Some(Target::Touch { .. }) => format!("{up} time, {down} per hour"),
        Some(Target::Delay(_) | Target::AutoTouch { .. } | Target::HandoffEffort(_)) => {
            format!("{up} time")
        }
        Some(Target::Cadence(_)) => format!("{up} time between sessions, {down} sessions"),
        Some(Target::Interval(_)) => format!("{up} time between arrivals, {down} arrivals"),
        Some(Target::Rate(_)) => format!("{up} arrivals, {down} time between them"),
        Some(Target::Staff(_)) => format!("{up} people"),
        Some(Target::Order(_)) => String::new(),
        Some(Target::Interference(_) | Target::Coordination(_)) => format!("{up} lost to others"),
        Some(Target::HurryQueue(_)) => format!("{up} waiting before people hurry"),
        Some(Target::HurryPace(_)) => format!("{up} per hour in a hurry, {down} time"),
        Some(Target::HurryCatches(_)) => format!("{up} caught in a hurry"),
        Some(Target::GrowthBy(..)) => format!("{up} growth"),
        Some(Target::LearningFloor(..)) => format!("{up} never learnt"),
        Some(Target::Slots(_)) => format!("{up} per session"),
        Some(Target::BatchSize(_)) => format!("{up} per batch"),
        Some(Target::BatchAfter(_)) => format!("{up} time for a batch to fill"),
        Some(Target::WipLimit(_)) => format!("{up} inside"),
        Some(Target::Share(_)) => format!("{up} weight"),
        Some(Target::ReworkEffort { .. } | Target::CatchesEffort(_)) => {
            format!("{up} work each time")
        }
        Some(Target::LeadAfter { .. }) => format!("{up} time"),
        Some(
            Target::ReworkChance { .. }
            | Target::StepChance { .. }
            | Target::LeadChance { .. }
            | Target::Flaws(_)
            | Target::Catches(_)
            | Target::AutoShare { .. }
            | Target::AutoCatches { .. }
            | Target::HandoffFlaws(_),
        ) => {
            let points = digits((new - old).abs() * 100.0);
            let word = if new > old { "more" } else { "less" };
            format!("{points} points {word}, {} often", up)
        }
        None => up,
    }
}

/// "30% more", "23.1% less".
fn more(ratio: f64) -> String {
    let word = if ratio > 1.0 { "more" } else { "less" };
    format!("{}% {word}", digits((ratio - 1.0).abs() * 100.0))
}

/// One digit behind the point; small numbers with two that matter.
fn digits(value: f64) -> String {
    let places = if value >= 0.1 { 10.0 } else { 1000.0 };
    format!("{}", (value * places).round() / places)
}

/// That a count was rounded.
fn rounding(applied: &Applied, unit: Unit, old: f64, new: f64) -> Option<String> {
    let step = relative::parse(unit, applied.relative.as_deref()?).ok()?;
    let raw = step.apply(old);
    let tidy = (raw * 1e6).round() / 1e6;
    (unit == Unit::Count && (raw - new).abs() > 1e-9).then(|| format!("{tidy} is rounded to {new}"))
}

/// What stands at a path.
fn at<'n>(root: &'n Node, path: &Path) -> Option<&'n Node> {
    path.turns.iter().try_fold(root, |node, turn| match turn {
        Turn::Key(key) => node.table()?.get(key),
        Turn::Index(index) => node.list()?.get(*index),
    })
}

/// A plain number, relative ones worked out.
fn plain(unit: Unit, node: Option<&Node>, default: Default) -> Option<f64> {
    let Some(node) = node else {
        let Default::Is(text) = default else {
            return None;
        };
        let number = text.parse().ok().and_then(|n| quantity::take(unit, n).ok());
        return number.or_else(|| quantity::read(unit, text).ok());
    };
    match &node.value {
        Value::Integer(number) => quantity::take(unit, *number as f64).ok(),
        Value::Float(number) => quantity::take(unit, *number).ok(),
        Value::Text(text) => quantity::read(unit, text).ok(),
        Value::Relative { base, text } => {
            let step = relative::parse(unit, text).ok()?;
            let value = step.apply(plain(unit, base.as_deref(), default)?);
            Some(if unit == Unit::Count {
                value.round()
            } else {
                value
            })
        }
        _ => None,
    }
}

/// A value as it would be written.
fn written(node: Option<&Node>, default: Default) -> String {
    let text = match (node, default) {
        (Some(node), _) => value(node),
        (None, Default::Is(text)) => text.to_owned(),
        (None, _) => "nothing".to_owned(),
    };
    if text.chars().count() <= LONGEST {
        return text;
    }
    let cut: String = text.chars().take(LONGEST - 3).collect();
    format!("{cut}...")
}

fn value(node: &Node) -> String {
    let list = |items: &[Node]| items.iter().map(value).collect::<Vec<_>>().join(", ");
    match &node.value {
        Value::Text(text) => format!("\"{text}\""),
        Value::Integer(number) => number.to_string(),
        Value::Float(number) => number.to_string(),
        Value::Bool(flag) => flag.to_string(),
        Value::Date(date) => date.to_string(),
        Value::List(items) => format!("[{}]", list(items)),
        Value::Table(table) => {
            let entries = table.entries.iter();
            let pairs = entries.map(|entry| format!("{} = {}", entry.key, value(&entry.node)));
            format!("{{ {} }}", pairs.collect::<Vec<_>>().join(", "))
        }
        Value::Relative { base, text } => match base {
            Some(base) => format!("{} {text}", value(base)),
            None => text.clone(),
        },
        Value::Broken => String::new(),
    }
}
