//! Rework: ways back after a service.

use super::{Fields, Reader};
use crate::scenario::language::{Names, REWORK};
use crate::scenario::model::Rework;
use crate::scenario::node::Node;

impl Reader<'_> {
    pub(super) fn reworks(&mut self, station: &Fields<'_>) -> Vec<Rework> {
        let Some(node) = station.get("rework") else {
            return Vec::new();
        };
        let entries: Vec<Option<Rework>> =
            node.each().iter().map(|entry| self.rework(entry)).collect();
        entries.into_iter().flatten().collect()
    }

    fn rework(&mut self, node: &Node) -> Option<Rework> {
        let fields = self.open(&REWORK, node, &node.place)?;
        let chance = match fields.has("chance_grows") {
            true => Some(self.number(&fields, "chance", 0.0)),
            false => self.number_must(&fields, "chance"),
        };
        let to = self
            .must(&fields, "to")
            .and_then(|_| self.named(&fields, "to"));
        let effort = self.number(&fields, "effort", 1.0);
        let max = self
            .count_if(&fields, "max")
            .and_then(|max| u32::try_from(max).ok());
        let only = fields.get("only").map(|only| self.only(only));
        let (grows, learning) = (self.growth(&fields), self.learning(&fields));
        Some(Rework {
            chance: chance?,
            to: to?,
            effort,
            max,
            only,
            grows,
            learning,
        })
    }

    pub(super) fn only(&mut self, node: &Node) -> Vec<usize> {
        let kinds = node.each().iter().map(|kind| self.name(Names::Kind, kind));
        let kinds: Vec<Option<usize>> = kinds.collect();
        let mut kinds: Vec<usize> = kinds.into_iter().flatten().collect();
        kinds.sort_unstable();
        kinds.dedup();
        kinds
    }
}
