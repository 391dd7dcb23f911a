//! What a delivered item brings, and circles of kinds that bring each other without end.

use super::Reader;
use crate::scenario::language::LEADS_TO;
use crate::scenario::log::Trouble;
use crate::scenario::model::{Kind, Lead, brought};
use crate::scenario::nearest::listed;
use crate::scenario::node::Node;

/// Something read, and whether it was free of errors.
type Read<T> = (Option<T>, bool);

impl Reader<'_> {
    pub(super) fn leads(&mut self, node: Option<&Node>) -> Vec<Lead> {
        let Some(node) = node else {
            return Vec::new();
        };
        let entries: Vec<Option<Lead>> = node.each().iter().map(|entry| self.lead(entry)).collect();
        entries.into_iter().flatten().collect()
    }

    fn lead(&mut self, node: &Node) -> Option<Lead> {
        let fields = self.open(&LEADS_TO, node, &node.place)?;
        let work = self
            .must(&fields, "work")
            .and_then(|_| self.named(&fields, "work"));
        let chance = self.number(&fields, "chance", 1.0);
        let after = self.spread_if(&fields, "after");
        let per_flaw = self.word(&fields, "per") == Some("flaw");
        let undoes = self.flag(&fields, "undoes").unwrap_or(false);
        Some(Lead {
            work: work?,
            chance,
            after,
            per_flaw,
            undoes,
        })
    }

    /// Refuses kinds each of whose items brings, directly and by others, one of its kind or more: it
    /// would never end.
    pub(super) fn check_leads(&mut self, kinds: &[Read<Kind>]) {
        // A broken kind is no error here, and nothing was read of it.
        if !kinds.iter().all(|(kind, fine)| *fine && kind.is_some()) {
            return;
        }
        let kinds: Vec<&Kind> = kinds.iter().filter_map(|(kind, _)| kind.as_ref()).collect();
        let links: Vec<(usize, usize, f64)> = kinds
            .iter()
            .enumerate()
            .flat_map(|(from, kind)| {
                // How many flaws an item has is known of traffic alone: too many show as overload.
                let leads = kind.leads_to.iter().filter(|lead| !lead.per_flaw);
                leads.map(move |lead| (from, lead.work, lead.chance))
            })
            .collect();
        let none = vec![0.0; kinds.len()];
        let mut told: Vec<usize> = Vec::new();
        for from in 0..kinds.len() {
            let circle = circle_of(from, &links);
            let within: Vec<(usize, usize, f64)> = links
                .iter()
                .filter(|link| circle.contains(&link.0) && circle.contains(&link.1))
                .copied()
                .collect();
            if !circle.is_empty() && !told.contains(&from) && brought(&within, &none).is_none() {
                let names: Vec<&str> = circle.iter().map(|at| kinds[*at].name.as_str()).collect();
                self.say_endless(&names);
                told.extend(circle);
            }
        }
    }

    fn say_endless(&mut self, names: &[&str]) {
        let message = match names {
            [one] => format!("`{one}` leads to one of its own kind, or more: that never ends"),
            several => format!(
                "{} lead to each other, one item to one of its own kind or more: that never ends",
                listed(several)
            ),
        };
        let hint = "lower a chance: what an item brings, directly and by others, has to be less \
                    than one of its own kind on average";
        let place = self.root.place_of(&[
            "work",
            names.first().copied().unwrap_or_default(),
            "leads_to",
        ]);
        self.error(&place, Trouble::new("endless", message).hint(hint));
    }
}

/// The kinds that a kind leads to and that lead back to it, itself among them; none if it never
/// leads back.
fn circle_of(from: usize, links: &[(usize, usize, f64)]) -> Vec<usize> {
    let led: Vec<usize> = led_to(&[from], links);
    let mut circle: Vec<usize> = led
        .iter()
        .copied()
        .filter(|at| led_to(&[*at], links).contains(&from))
        .collect();
    circle.sort_unstable();
    circle
}

/// The kinds that some kinds lead to, directly or by others.
fn led_to(from: &[usize], links: &[(usize, usize, f64)]) -> Vec<usize> {
    let mut led: Vec<usize> = Vec::new();
    let mut open = from.to_vec();
    while let Some(at) = open.pop() {
        for link in links.iter().filter(|link| link.0 == at && link.2 > 0.0) {
            if !led.contains(&link.1) {
                led.push(link.1);
                open.push(link.1);
            }
        }
    }
    led
}

/// Positions of the kinds that ever have an item: those with a demand of their own or waiting as the
/// run begins, those that open as people leave, and those that they
/// bring. A chance of zero may be raised by a change.
pub(super) fn kinds_with_items<'k>(
    kinds: impl Iterator<Item = (usize, &'k Kind)>,
    opened: Vec<usize>,
) -> Vec<usize> {
    let kinds: Vec<(usize, &Kind)> = kinds.collect();
    let own = kinds
        .iter()
        .filter(|(_, kind)| super::checks::gets_items(kind))
        .map(|(at, _)| *at);
    let mut all: Vec<usize> = own.chain(opened).collect();
    let links = kinds.iter().flat_map(|(from, kind)| {
        let leads = kind.leads_to.iter();
        leads.map(move |lead| (*from, lead.work, 1.0))
    });
    let links: Vec<(usize, usize, f64)> = links.collect();
    all.extend(led_to(&all, &links));
    all.sort_unstable();
    all.dedup();
    all
}
