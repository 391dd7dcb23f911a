//! Paths: `code.staff`, `work.fix.demand.poisson`, `review.rework.2.chance`.
//!
//! A path is followed through the tree and the table of keys together, so that it is known to be
//! right, or what would have been, before anything is changed.

use super::language::{
    CALENDAR, DISTRIBUTION, Default, FILE, Key, Kind, QUORUM, STATION, STEP, Section, UNCERTAIN,
    WORK,
};
use super::log::Trouble;
use super::nearest::suggest;
use super::node::{Node, Value};
use super::orgs::full_in;
use super::read::names_of;

/// Names that a path may begin with, so that no station can have them.
pub(super) const RESERVED: &[&str] = &[
    "work",
    "station",
    "pool",
    "change",
    "programme",
    "org",
    "variant",
    "calendar",
    "intake",
    "clock",
    "run",
    "money",
    "handoff",
    "handover",
    "lesson",
];

/// A step of a path that was understood.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Turn {
    /// A key of a table.
    Key(String),
    /// An element of a list.
    Index(usize),
}

/// A path that was understood.
#[derive(Clone, Debug)]
pub(super) struct Path {
    /// In full, as `station.code.pace`.
    pub(super) full: String,
    pub(super) turns: Vec<Turn>,
    pub(super) kind: Kind,
    pub(super) default: Default,
    pub(super) varies: bool,
}

/// A path in full: with the table it leaves out.
pub(super) fn full(path: &str) -> String {
    let first = path.split('.').next().unwrap_or_default().trim();
    if RESERVED.contains(&first) || (!path.contains('.') && FILE.key(first).is_some()) {
        return path.trim().to_owned();
    }
    format!("station.{}", path.trim())
}

/// The station that a path begins with, if it begins with one.
pub(super) fn first_station(path: &str) -> &str {
    let short = path.strip_prefix("station.").unwrap_or(path);
    short.split('.').next().unwrap_or(short).trim()
}

/// What a path leads to, however it is spelled.
pub(super) fn identity(root: &Node, path: &str) -> Vec<Turn> {
    let as_written = || {
        let full = full(path);
        let parts = full.split('.').map(str::trim);
        parts.map(|part| Turn::Key(part.to_owned())).collect()
    };
    resolve(root, path).map_or_else(|_| as_written(), |path| path.turns)
}

/// Follows a path through a tree.
pub(super) fn resolve(root: &Node, path: &str) -> Result<Path, Trouble> {
    let full = full_in(root, path)?;
    let parts: Vec<&str> = full
        .split('.')
        .map(|part| part.trim().trim_matches('"'))
        .collect();
    if parts.iter().any(|part| part.is_empty()) {
        let trouble = Trouble::new("bad-path", format!("\"{path}\" is not a path"));
        return Err(trouble.hint("write it as in \"code.staff\""));
    }
    let mut walk = Walk {
        node: Some(root),
        place: "the file".to_owned(),
        path: Path {
            full: full.clone(),
            turns: Vec::new(),
            kind: Kind::Table(&FILE),
            default: Default::Nothing,
            varies: false,
        },
    };
    if parts[0] == "station" && !path.trim().starts_with("station.") {
        check_first(root, parts.get(1).copied().unwrap_or_default())?;
    }
    for (at, part) in parts.iter().enumerate() {
        if let Kind::Edits = walk.path.kind {
            walk.enter_edit(&parts[at..].join("."));
            break;
        }
        walk.step(part)?;
    }
    walk.path.full = full;
    Ok(walk.path)
}

/// The short form may have meant a station or a table of the file.
fn check_first(root: &Node, first: &str) -> Result<(), Trouble> {
    let stations = names_of(root, "station");
    if stations.iter().any(|name| name == first) {
        return Ok(());
    }
    if names_of(root, "pool").iter().any(|name| name == first) {
        let message = format!("there is no station called `{first}`, but a pool");
        let hint = format!("put `pool.` before it, as in \"pool.{first}.staff\"");
        return Err(Trouble::new("unknown-path", message).hint(hint));
    }
    let tables = FILE.built().filter(|name| RESERVED.contains(name));
    let mut known: Vec<&str> = stations.iter().map(String::as_str).collect();
    tables.for_each(|name| known.push(name));
    let message = format!("there is no station called `{first}`");
    let hint = where_it_stands(first).or_else(|| suggest(first, known));
    Err(Trouble::new("unknown-path", message).maybe(hint))
}

/// Where a key stands that was written without its table.
fn where_it_stands(key: &str) -> Option<String> {
    let single = FILE.keys.iter().find(|table| match table.kind {
        Kind::Table(section) => section.key(key).is_some(),
        _ => false,
    });
    if let Some(table) = single {
        return Some(format!("did you mean `{}.{key}`?", table.name));
    }
    if STATION.key(key).is_some() {
        return Some(format!("put the name of the station before it: NAME.{key}"));
    }
    let work = WORK.key(key).is_some();
    work.then(|| format!("put the kind of work before it: work.NAME.{key}"))
}

struct Walk<'n> {
    node: Option<&'n Node>,
    /// What has been reached, for messages.
    place: String,
    path: Path,
}

impl<'n> Walk<'n> {
    fn step(&mut self, part: &str) -> Result<(), Trouble> {
        match self.path.kind {
            Kind::Table(section) => self.enter_section(section, part),
            Kind::Named(section) => self.enter_named(section, part),
            Kind::Tables(section) => self.enter_tables(section, part),
            Kind::Per(kind) => self.enter_names(kind, part),
            Kind::Route => self.enter_route(part),
            Kind::List(kind) => self.enter_list(kind, part),
            Kind::Spread(_) | Kind::SameSpread => self.enter_value(&DISTRIBUTION, part),
            Kind::Number(_) | Kind::Same => self.enter_value(&UNCERTAIN_VALUE, part),
            Kind::Or(kind, _) => {
                self.path.kind = *kind;
                self.step(part)
            }
            Kind::Either(first, second) => {
                let is_table = self.node.is_some_and(|node| node.table().is_some());
                let is_list = self.node.is_some_and(|node| node.list().is_some());
                let uncertain = self
                    .node
                    .is_some_and(|node| node.at(&["uncertain"]).is_some());
                let other = is_list || uncertain || !belongs(second, part);
                let spread = matches!(first, Kind::Spread(_));
                let second = match other && (spread || is_list || uncertain) {
                    true => first,
                    false => second,
                };
                if !is_table && !is_list {
                    if later(second, part) {
                        return Err(super::read::not_yet(part));
                    }
                    return Err(self.no_parts());
                }
                self.path.kind = *second;
                self.step(part)
            }
            _ => Err(self.no_parts()),
        }
    }

    /// Into the `set` of a change or variant, whose keys are paths themselves. The value stays as
    /// it is written, signs and all: "+50%" there takes the place of "+30%".
    fn enter_edit(&mut self, inner: &str) {
        let table = self.node.and_then(Node::table);
        let known = table.into_iter().flat_map(|table| &table.entries);
        let same = known
            .map(|entry| &entry.key)
            .find(|key| full(key) == full(inner));
        let key = same.map_or(inner, String::as_str).to_owned();
        let node = table.and_then(|table| table.get(&key));
        self.path.kind = Kind::Text;
        self.path.default = Default::Nothing;
        self.path.varies = false;
        self.arrive(Some(Turn::Key(key)), node, inner);
    }

    fn no_parts(&self) -> Trouble {
        let message = format!("`{}` has no parts to set", self.place);
        Trouble::new("unknown-path", message).hint("set it as a whole")
    }

    fn arrive(&mut self, turn: Option<Turn>, node: Option<&'n Node>, part: &str) {
        self.path.turns.extend(turn);
        self.node = node;
        // A number says nothing without what it counts.
        self.place = match part.bytes().all(|sign| sign.is_ascii_digit()) {
            true => format!("{}.{part}", self.place),
            false => part.to_owned(),
        };
    }

    fn enter_section(&mut self, section: &'static Section, part: &str) -> Result<(), Trouble> {
        let Some(key) = section.key(part) else {
            let message = format!("`{part}` is not a key of {}", section.one());
            let mut hint = suggest(part, section.built());
            if super::read::is_speed(section, part) {
                hint = Some("`pace` says rate (1.3 is 30% more per hour), `touch` time".into());
            }
            return Err(Trouble::new("unknown-path", message).maybe(hint));
        };
        if !key.built {
            return Err(super::read::not_yet(part));
        }
        if self.node.is_none() && !self.makes_itself() {
            return Err(self.absent());
        }
        let node = self
            .node
            .and_then(Node::table)
            .and_then(|table| table.get(part));
        self.take(key);
        self.arrive(Some(Turn::Key(part.to_owned())), node, part);
        Ok(())
    }

    fn take(&mut self, key: &'static Key) {
        self.path.kind = key.kind;
        self.path.default = key.default;
        self.path.varies = key.varies;
    }

    /// Tables that need not be written to be there: `[intake]`, `[run]`, `[money]`, `[clock]` and
    /// the built-in calendar.
    fn makes_itself(&self) -> bool {
        self.path.turns.len() <= 1
            || matches!(self.path.turns.as_slice(), [Turn::Key(table), _] if table == "calendar")
    }

    fn absent(&self) -> Trouble {
        let parts: Vec<&str> = self.path.full.split('.').collect();
        let owner = parts
            .get(self.path.turns.len().saturating_sub(2))
            .copied()
            .unwrap_or("it");
        let message = format!("`{owner}` has no `{}` that could be changed", self.place);
        let until = self.path.turns.len().min(parts.len());
        let whole = parts[..until].join(".");
        Trouble::new("unknown-path", message).hint(format!("set \"{whole}\" as a whole"))
    }

    fn enter_named(&mut self, section: &'static Section, part: &str) -> Result<(), Trouble> {
        let table = self.node.and_then(Node::table);
        let node = table.and_then(|table| table.get(part));
        let built_in = std::ptr::eq(section, &CALENDAR) && part == "office";
        if std::ptr::eq(section, &CALENDAR) && part == "always" {
            let message = "`always` is built in and stays as it is";
            let hint = "set `calendar` of a station to another one, or to one of your own";
            return Err(Trouble::new("reserved-name", message).hint(hint));
        }
        if node.is_none() && !built_in {
            let names = table.into_iter().flat_map(|table| &table.entries);
            let names: Vec<&str> = names.map(|entry| entry.key.as_str()).collect();
            let message = format!("there is no {} called `{part}`", section.noun);
            return Err(Trouble::new("unknown-path", message).maybe(suggest(part, names)));
        }
        self.path.kind = Kind::Table(section);
        self.path.default = Default::Nothing;
        self.path.varies = false;
        self.arrive(Some(Turn::Key(part.to_owned())), node, part);
        Ok(())
    }

    fn enter_tables(&mut self, section: &'static Section, part: &str) -> Result<(), Trouble> {
        let number = part.parse::<usize>().ok();
        let Some(node) = self.node else {
            return Err(self.absent());
        };
        match (node.list(), number) {
            (Some(list), Some(number)) => {
                let item = element(list, number, &self.place)?;
                self.path.kind = Kind::Table(section);
                self.arrive(Some(Turn::Index(number - 1)), Some(item), part);
                self.path.default = Default::Nothing;
                Ok(())
            }
            (Some([only]), None) => {
                self.path.turns.push(Turn::Index(0));
                self.node = Some(only);
                self.enter_section(section, part)
            }
            (Some(list), None) => {
                let message = format!("`{}` has {} entries; which one?", self.place, list.len());
                let hint = format!("count from 1, as in `{}.1.{part}`", self.place);
                Err(Trouble::new("unknown-path", message).hint(hint))
            }
            // A single table counts as a list of itself.
            (None, Some(1)) => {
                self.path.kind = Kind::Table(section);
                Ok(())
            }
            (None, Some(_)) => Err(Trouble::new(
                "unknown-path",
                format!("`{}` has only one entry", self.place),
            )),
            (None, None) => self.enter_section(section, part),
        }
    }

    fn enter_names(&mut self, kind: &'static Kind, part: &str) -> Result<(), Trouble> {
        let node = self
            .node
            .and_then(Node::table)
            .and_then(|table| table.get(part));
        self.path.kind = *kind;
        self.path.default = Default::Nothing;
        self.arrive(Some(Turn::Key(part.to_owned())), node, part);
        Ok(())
    }

    /// Into a route, or a list in it: a station by its name, also inside lists, and any element by
    /// its number.
    fn enter_route(&mut self, part: &str) -> Result<(), Trouble> {
        let list = self.node.and_then(Node::list).unwrap_or_default();
        let steps = steps(list);
        let visits = steps
            .iter()
            .filter(|(_, step)| station_of(step) == Some(part));
        let visits: Vec<_> = visits.collect();
        let (turns, node) = match (visits.as_slice(), part.parse::<usize>()) {
            ([(turns, node)], _) => (turns.clone(), *node),
            ([], Ok(number)) => {
                let node = element(list, number, &self.place)?;
                (vec![Turn::Index(number - 1)], node)
            }
            ([], Err(_)) => {
                let message = format!("the route never visits `{part}`");
                let names = steps.iter().filter_map(|(_, step)| station_of(step));
                return Err(Trouble::new("unknown-path", message).maybe(suggest(part, names)));
            }
            ([(first, _), ..], _) => {
                let message = format!("the route visits `{part}` several times; which one?");
                let hint = format!("count the steps from 1, as in `route{}`", counted(first));
                return Err(Trouble::new("unknown-path", message).hint(hint));
            }
        };
        self.path.kind = if node.list().is_some() {
            Kind::Route
        } else if side_by_side(node).is_some() {
            Kind::Table(&QUORUM)
        } else {
            Kind::Table(&STEP)
        };
        self.path.default = Default::Nothing;
        self.path.turns.extend(turns);
        self.arrive(None, Some(node), part);
        Ok(())
    }

    fn enter_list(&mut self, kind: &'static Kind, part: &str) -> Result<(), Trouble> {
        let list = self.node.and_then(Node::list).unwrap_or_default();
        let Ok(number) = part.parse::<usize>() else {
            return Err(self.no_parts());
        };
        let item = element(list, number, &self.place)?;
        self.path.kind = *kind;
        self.path.default = Default::Nothing;
        self.arrive(Some(Turn::Index(number - 1)), Some(item), part);
        Ok(())
    }

    /// Into the table a value is written as.
    fn enter_value(&mut self, section: &'static Section, part: &str) -> Result<(), Trouble> {
        if self.node.and_then(Node::table).is_none() {
            return Err(self.no_parts());
        }
        let varies = self.path.varies;
        self.enter_section(section, part)?;
        self.path.varies = varies;
        Ok(())
    }
}

/// Whether a part is a key of a table.
fn belongs(kind: &Kind, part: &str) -> bool {
    matches!(kind, Kind::Table(section) if section.key(part).is_some())
}

/// Whether a part belongs to the language, but is not built yet.
fn later(kind: &Kind, part: &str) -> bool {
    match kind {
        Kind::Table(section) => section.key(part).is_some_and(|key| !key.built),
        _ => false,
    }
}

fn element<'n>(list: &'n [Node], number: usize, place: &str) -> Result<&'n Node, Trouble> {
    number
        .checked_sub(1)
        .and_then(|index| list.get(index))
        .ok_or_else(|| {
            let message = format!("`{place}` has no entry {number}");
            let hint = match list.len() {
                0 => "it is empty".to_owned(),
                1 => "it has only one, which is 1".to_owned(),
                many => format!("its entries are 1 to {many}"),
            };
            Trouble::new("unknown-path", message).hint(hint)
        })
}

/// The steps of a route with the turns that lead to each, those in lists and quorums included.
pub(super) fn steps(list: &[Node]) -> Vec<(Vec<Turn>, &Node)> {
    let mut found = Vec::new();
    for (index, element) in list.iter().enumerate() {
        let (inner, way) = match (element.list(), side_by_side(element)) {
            (Some(inner), _) => (inner, vec![Turn::Index(index)]),
            (None, Some((inner, _))) => {
                (inner, vec![Turn::Index(index), Turn::Key("of".to_owned())])
            }
            (None, None) => {
                found.push((vec![Turn::Index(index)], element));
                continue;
            }
        };
        let inner = steps(inner).into_iter();
        found.extend(inner.map(|(turns, step)| ([way.clone(), turns].concat(), step)));
    }
    found
}

/// The steps of a route that are side by side under a quorum, and the quorum as written.
pub(super) fn side_by_side(element: &Node) -> Option<(&[Node], Option<&Node>)> {
    let table = element.table()?;
    Some((table.get("of")?.list()?, table.get("quorum")))
}

/// Turns as a path writes them.
fn counted(turns: &[Turn]) -> String {
    let parts = turns.iter().map(|turn| match turn {
        Turn::Key(key) => format!(".{key}"),
        Turn::Index(index) => format!(".{}", index + 1),
    });
    parts.collect()
}

/// The station of a step of a route.
pub(super) fn station_of(step: &Node) -> Option<&str> {
    match &step.value {
        Value::Table(table) => table.get("station").and_then(Node::text),
        _ => step.text(),
    }
}

pub(super) static UNCERTAIN_VALUE: Section = Section {
    noun: "number",
    keys: &[UNCERTAIN_KEY],
};
const UNCERTAIN_KEY: Key = Key {
    name: "uncertain",
    kind: Kind::Table(&UNCERTAIN),
    about: "A number nobody is sure of.",
    default: Default::Nothing,
    built: true,
    varies: false,
};
