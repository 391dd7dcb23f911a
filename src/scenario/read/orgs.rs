//! Organisations and handovers.

use super::{Fields, Reader};
use crate::scenario::diagnostic::Place;
use crate::scenario::language::{HANDOVER, MOVE, ORG, STOP, UNLESS};
use crate::scenario::log::Trouble;
use crate::scenario::model::{
    self, Basis, Demand, Handover, Move, Org, Scenario, Stop, Team, Then,
};
use crate::scenario::nearest::suggest;
use crate::scenario::node::Node;
use crate::scenario::orgs::{HOME, called, copies_of, is_unread, orgs_of, owner};
use crate::units::{Instant, Span};

/// The most items released and not delivered in all organisations together; `None`: no limit.
pub(super) fn limit_of_all(orgs: &[Org]) -> Option<u64> {
    orgs.iter().map(|org| org.wip_limit).sum()
}

impl Reader<'_> {
    /// All organisations; one that is alone needs no table.
    pub(super) fn orgs(&mut self) -> Vec<Org> {
        let root = self.root;
        let names = orgs_of(root);
        if names.is_empty() {
            return vec![self.org(HOME, root, None)];
        }
        let read = names.into_iter().enumerate().filter_map(|(at, name)| {
            let own = root.at(&["org", name])?;
            let singles = if at == 0 { root } else { own };
            let place = root.place_of(&["org", name]);
            self.check_name(name, &place);
            Some(self.org(name, singles, Some((own, &place))))
        });
        read.collect()
    }

    fn org(&mut self, name: &str, singles: &Node, own: Option<(&Node, &Place)>) -> Org {
        let mut org = Org {
            name: name.to_owned(),
            from: None,
            wip_limit: self.wip_limit(singles),
            handoff: self.handoff(singles),
            starts: None,
            founding: None,
            stops: Vec::new(),
        };
        // Home has no table of its own.
        let own = own.filter(|(node, _)| !node.table().is_some_and(|own| own.entries.is_empty()));
        let fields = own.and_then(|(node, place)| self.open(&ORG, node, place));
        let Some(fields) = fields else { return org };
        org.from = self.text(&fields, "from");
        self.number(&fields, "copies", 1.0);
        org.starts = fields.get("starts").and_then(|at| self.instant(at));
        org.founding = self.spread_if(&fields, "founding");
        self.word(&fields, "drop_gates");
        self.check_start(&fields);
        if let Some(stops) = fields.get("stop") {
            org.stops = stops
                .each()
                .iter()
                .filter_map(|stop| self.stop(stop))
                .collect();
            org.stops.sort_by_key(|stop| stop.at.0);
        }
        org
    }

    /// What counts from the start needs one.
    fn check_start(&mut self, fields: &Fields<'_>) {
        if fields.has("starts") {
            return;
        }
        for key in ["founding", "stop"] {
            if let Some(entry) = fields.entry(key) {
                let message = format!("`{key}` counts from the start, and there is none");
                let hint = "say when the organisation begins: starts = \"0d\"";
                let trouble = Trouble::new("idle-key", message).hint(hint);
                self.error(&entry.key_place, trouble);
            }
        }
    }

    /// An organisation that begins later opens empty.
    pub(super) fn check_empty(&mut self, orgs: &[Org], kinds: &[model::Kind]) {
        let later = |kind: &&model::Kind| orgs[kind.org].starts.is_some();
        for kind in kinds
            .iter()
            .filter(later)
            .filter(|kind| !kind.initial.is_empty())
        {
            let place = self
                .root
                .place_of(&["work", &kind.name, "demand", "initial"]);
            let org = &orgs[kind.org].name;
            let message =
                format!("`{org}` begins later and opens empty: nothing waits at its start");
            let trouble = Trouble::new("idle-key", message);
            self.error(&place, trouble.hint("take `initial` out, or `starts`"));
        }
    }

    fn stop(&mut self, node: &Node) -> Option<Stop> {
        let fields = self.open(&STOP, node, &node.place)?;
        let at = self.number_must(&fields, "at");
        let unless = self.must(&fields, "unless");
        let unless = unless.and_then(|unless| self.open(&UNLESS, unless, &unless.place));
        let delivered = unless.and_then(|unless| self.number_must(&unless, "delivered"));
        let then = match self.word(&fields, "then") {
            Some("close") => Then::Close,
            _ => Then::Review,
        };
        Some(Stop {
            at: Span(at? as u64),
            delivered: delivered? as u64,
            then,
        })
    }

    /// Position of the organisation something belongs to.
    pub(super) fn org_of(&self, name: &str) -> usize {
        let orgs = orgs_of(self.root);
        let (org, _) = owner(self.root, name);
        let position = org.and_then(|org| orgs.iter().position(|known| *known == org));
        position.unwrap_or(0)
    }

    /// All handovers between organisations that are there.
    pub(super) fn handovers(&mut self, scenario: &Scenario) -> Vec<Handover> {
        let root = self.root;
        let Some(all) = root.at(&["handover"]) else {
            return Vec::new();
        };
        let mut handovers = Vec::new();
        for node in all.each() {
            let Some(fields) = self.open(&HANDOVER, node, &node.place) else {
                continue;
            };
            for handover in self.handover(&fields, &scenario.kinds, &scenario.teams) {
                self.check_handover(&fields, &handover, scenario);
                handovers.push(handover);
            }
            self.check_sums(&fields, &handovers, scenario);
        }
        handovers
    }

    /// A handover; one to several copies is one to each.
    fn handover(
        &mut self,
        fields: &Fields<'_>,
        kinds: &[model::Kind],
        teams: &[Team],
    ) -> Vec<Handover> {
        let work = self.must(fields, "work");
        let from = self.must(fields, "from").and_then(Node::text);
        let to = self.must(fields, "to").and_then(Node::text);
        let begins = fields.get("begins").and_then(|at| self.instant(at));
        let over = Span(self.number(fields, "over", 0.0) as u64);
        let up_to = self.number(fields, "up_to", 1.0);
        let (Some(work), Some(from), Some(to)) = (work, from, to) else {
            return Vec::new();
        };
        let takers = copies_of(self.root, to);
        if takers.is_empty() || !orgs_of(self.root).contains(&from) {
            // One of the two is in another variant.
            return Vec::new();
        }
        let count = takers.len();
        let mut handovers = Vec::new();
        for to in takers {
            let names = kinds.iter().map(|kind| kind.name.as_str());
            let Some(giver) = self.of_org(work, from, "kind of work", names.clone()) else {
                return Vec::new();
            };
            let Some(taker) = self.of_org(work, to, "kind of work", names) else {
                return Vec::new();
            };
            handovers.push(Handover {
                from: giver,
                to: taker,
                begins: begins.unwrap_or(Instant(0)),
                over,
                up_to: up_to / count as f64,
                people: self.moves(fields, [from, to], teams),
            });
        }
        handovers
    }

    /// Demand has to have somewhere to go, and the law has to be kept (language O4, O5).
    fn check_handover(&mut self, fields: &Fields<'_>, of: &Handover, scenario: &Scenario) {
        let [from, to] = [of.from, of.to].map(|kind| &scenario.kinds[kind]);
        let endless = [from, to].map(|kind| kind.demand == Demand::Endless);
        let orgs = [from, to].map(|kind| &scenario.orgs[kind.org]);
        let place = |key: &str| fields.get(key).map(|node| node.place.clone());
        let limited = orgs.iter().all(|org| org.wip_limit.is_some());
        let trouble = match endless {
            _ if of.from == of.to => {
                let message = "an organisation has nothing to hand over to itself";
                Some(Trouble::new("bad-value", message))
            }
            [false, _] if from.demand == Demand::None => {
                let message = format!("`{}` has no demand that could go over", from.name);
                let hint = "what other kinds bring stays where it is brought";
                Some(Trouble::new("idle-key", message).hint(hint))
            }
            [false, _] if to.demand != Demand::None => {
                let message = format!("`{}` has demand of its own", to.name);
                let hint = format!(
                    "what is handed over is its demand: set \"work.{}.demand\" = \"none\" in a variant, \
                     or take it out of the file",
                    to.name
                );
                Some(Trouble::new("two-demands", message).hint(hint))
            }
            [true, true] if limited => None,
            [true, _] => {
                let message = "endless demand moves as room inside, from one WIP limit to another";
                let hint = "the kind that takes is endless too, and both organisations have an \
                            [intake] wip_limit";
                Some(Trouble::new("endless", message).hint(hint))
            }
            _ => None,
        };
        if let (Some(trouble), Some(place)) = (trouble, place("work")) {
            self.error(&place, trouble);
        }
        let law = |kind: &model::Kind| {
            let steps = kind.route.iter().filter(|step| step.chance > 0.0);
            steps
                .filter(|step| scenario.stations[step.station].basis == Basis::Law)
                .count()
        };
        if let (true, Some(place)) = (law(to) < law(from), place("to")) {
            let stations = match law(from) {
                1 => "1 station",
                _ => &format!("{} stations", law(from)),
            };
            let message = format!(
                "`{}` passes {stations} of law and `{}` only {}",
                from.name,
                to.name,
                law(to)
            );
            let hint =
                "its route can name a station of the other organisation, as in \"loyal/legal\"";
            self.error(&place, Trouble::new("law", message).hint(hint));
        }
    }

    /// All handovers together move no more than there is.
    fn check_sums(&mut self, fields: &Fields<'_>, all: &[Handover], scenario: &Scenario) {
        let place = |key: &str| fields.get(key).map(|node| node.place.clone());
        let last = all.last().map(|last| (last.from, &last.people));
        let Some((kind, people)) = last else { return };
        let share: f64 = all
            .iter()
            .filter(|of| of.from == kind)
            .map(|of| of.up_to)
            .sum();
        if let (true, Some(place)) = (share > 1.0 + 1e-9, place("up_to").or(place("work"))) {
            let name = &scenario.kinds[kind].name;
            let message = format!("more than all of the demand for `{name}` would go over");
            let trouble = Trouble::new("out-of-range", message);
            self.error(
                &place,
                trouble.hint("`up_to` of all its handovers adds to at most 100%"),
            );
        }
        for team in people.iter().map(|moves| moves.from) {
            let moves = all.iter().flat_map(|of| &of.people);
            let count: u32 = moves.filter(|of| of.from == team).map(|of| of.count).sum();
            let team = &scenario.teams[team];
            if let (true, Some(place)) = (count > team.staff, place("people")) {
                let (staff, name) = (team.staff, &team.name);
                let message = format!("{count} people would go over of {staff} at `{name}`");
                return self.error(&place, Trouble::new("out-of-range", message));
            }
        }
    }

    /// The position of what an organisation calls so, among the names of all; `noun` as in "it has no".
    fn of_org<'k>(
        &mut self,
        node: &Node,
        org: &str,
        noun: &str,
        all: impl Iterator<Item = &'k str> + Clone,
    ) -> Option<usize> {
        let name = node.text()?;
        let full = format!("{org}/{name}");
        let found = all
            .clone()
            .position(|known| known == called(self.root, &full));
        if found.is_none() && !is_unread(self.root, &full) {
            let message = format!("the organisation `{org}` has no {noun} called `{name}`");
            let all = all.map(|known| owner(self.root, known));
            let own = all
                .filter(|(of, _)| *of == Some(org))
                .map(|(_, local)| local);
            let trouble = Trouble::new("unknown-name", message).maybe(suggest(name, own));
            self.error(&node.place, trouble);
        }
        found
    }

    fn moves(&mut self, fields: &Fields<'_>, orgs: [&str; 2], teams: &[Team]) -> Vec<Move> {
        let Some(people) = fields.get("people") else {
            return Vec::new();
        };
        let mut moves = Vec::new();
        for node in people.each() {
            let Some(fields) = self.open(&MOVE, node, &node.place) else {
                continue;
            };
            let count = self.number_must(&fields, "n");
            let mut ends = Vec::new();
            for (key, org) in ["from", "to"].into_iter().zip(orgs) {
                if let Some(name) = self.must(&fields, key) {
                    let names = teams.iter().map(|team| team.name.as_str());
                    ends.extend(self.of_org(name, org, "people", names));
                }
            }
            if let ([from, to], Some(count)) = (ends.as_slice(), count) {
                moves.push(Move {
                    from: *from,
                    to: *to,
                    count: count as u32,
                });
            }
        }
        moves
    }
}
