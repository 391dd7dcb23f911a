//! The reader itself: the tree, the names in it, and where findings go.

use jiff::civil::Date;

use super::people::Pool;
use crate::scenario::diagnostic::Place;
use crate::scenario::files::Files;
use crate::scenario::language::{FILE, Names};
use crate::scenario::log::{Log, Trouble};
use crate::scenario::model::Team;
use crate::scenario::nearest::suggest;
use crate::scenario::node::Node;
use crate::scenario::orgs::{called, is_unread, orgs_of, owner};
use crate::units::Span;

/// Everything a reader needs besides the value it reads.
pub(in crate::scenario) struct Reader<'a> {
    pub(in crate::scenario) log: &'a mut Log,
    pub(in crate::scenario) files: &'a mut Files,
    /// The whole tree.
    pub(super) root: &'a Node,
    /// The date of time 0.
    pub(super) start: Option<Date>,
    pub(super) stations: Vec<String>,
    pub(super) kinds: Vec<String>,
    pub(super) calendars: Vec<String>,
    pub(super) pools: Vec<String>,
    /// Time before time 0.
    pub(super) burn_in: Span,
    /// People read so far.
    pub(super) teams: Vec<Team>,
    /// Pools read so far, in the order of their names; `None`: one that is no table.
    pub(super) pooled: Vec<Option<Pool>>,
}

impl<'a> Reader<'a> {
    pub(in crate::scenario) fn new(log: &'a mut Log, files: &'a mut Files, root: &'a Node) -> Self {
        let names = |table: &str| names_of(root, table);
        let mut calendars = names("calendar");
        calendars.extend(["always".to_owned(), "office".to_owned()]);
        calendars.sort();
        calendars.dedup();
        let (stations, kinds) = (names("station"), names("work"));
        Self {
            log,
            files,
            root,
            start: None,
            stations,
            kinds,
            calendars,
            pools: names("pool"),
            burn_in: Span(0),
            teams: Vec::new(),
            pooled: Vec::new(),
        }
    }

    pub(super) fn error(&mut self, place: &Place, trouble: Trouble) {
        self.log.error(place, trouble);
    }

    fn names(&self, names: Names) -> (&'static str, &[String]) {
        match names {
            Names::Station => ("station", &self.stations),
            Names::Pool => ("pool", &self.pools),
            Names::Kind => ("kind of work", &self.kinds),
            Names::Calendar => ("calendar", &self.calendars),
            Names::Change | Names::Variant | Names::Org => ("name", &[]),
        }
    }

    /// The position of a name, or an error with the nearest one.
    pub(super) fn position(&mut self, names: Names, name: &str, place: &Place) -> Option<usize> {
        let name = called(self.root, name);
        let (noun, all) = self.names(names);
        if let Ok(position) = all.binary_search_by(|known| known.as_str().cmp(name)) {
            return Some(position);
        }
        let astray = matches!(names, Names::Station | Names::Pool) && is_astray(self.root, name);
        if astray || is_unread(self.root, name) {
            self.log.follows();
            return None;
        }
        let trouble = match owner(self.root, name).0 {
            Some(org) if !orgs_of(self.root).contains(&org) => {
                let message = format!("the organisation `{org}` is not in this variant");
                let hint = format!("take it in: orgs = [\"{org}\", ...]");
                Trouble::new("unknown-name", message).hint(hint)
            }
            _ => {
                let hint = suggest(name, all.iter().map(String::as_str));
                let message = format!("there is no {noun} called `{name}`");
                Trouble::new("unknown-name", message).maybe(hint)
            }
        };
        self.error(place, trouble);
        None
    }

    /// The position named by a value.
    pub(super) fn name(&mut self, names: Names, node: &Node) -> Option<usize> {
        let Some(text) = node.text() else {
            let noun = self.names(names).0;
            self.wrong_sort(node, &format!("the name of a {noun}"));
            return None;
        };
        let text = text.to_owned();
        self.position(names, &text, &node.place)
    }

    pub(super) fn wrong_sort(&mut self, node: &Node, wanted: &str) {
        if node.is_broken() {
            return;
        }
        let message = format!("this has to be {wanted}, not {}", node.sort());
        self.error(&node.place, Trouble::new("wrong-type", message));
    }

    /// The tables under a top-level name, sorted by name.
    pub(super) fn tables(&self, table: &str) -> Vec<(&'a str, &'a Node)> {
        let root: &'a Node = self.root;
        let entries = root
            .at(&[table])
            .and_then(Node::table)
            .map(|table| &table.entries);
        let mut all: Vec<_> = entries
            .into_iter()
            .flatten()
            .map(|entry| (entry.key.as_str(), &entry.node))
            .collect();
        all.sort_by_key(|(name, _)| *name);
        all
    }
}

/// Whether a name stands under a key that has been refused, as in [board] or [stations.board].
pub(in crate::scenario) fn is_astray(root: &Node, name: &str) -> bool {
    let entries = root.table().map(|table| &table.entries);
    let mut refused = entries
        .into_iter()
        .flatten()
        .filter(|entry| FILE.key(&entry.key).is_none());
    refused.any(|entry| entry.key == name || entry.node.at(&[name]).is_some())
}

/// The names in a table of the file, sorted.
pub(in crate::scenario) fn names_of(root: &Node, table: &str) -> Vec<String> {
    let entries = root
        .at(&[table])
        .and_then(Node::table)
        .map(|table| &table.entries);
    let mut names: Vec<String> = entries
        .into_iter()
        .flatten()
        .map(|entry| entry.key.clone())
        .collect();
    names.sort();
    names
}
