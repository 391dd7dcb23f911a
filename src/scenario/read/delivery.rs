//! What kinds of work do to the organisation with every delivery: `effect`.
//!
//! It may set what a change may set, and is read in the same way, against the scenario without it.

use super::change::read_effect;
use super::{Fields, Reader};
use crate::scenario::edit::Edit;
use crate::scenario::files::Files;
use crate::scenario::language::{EFFECT, RAMP};
use crate::scenario::log::{Log, Trouble};
use crate::scenario::model::{Act, Effect, OnDelivery, Ramp, Scenario, Target};
use crate::scenario::node::Node;
use crate::units::Span;

/// Reads the effects of all kinds of a variant into its scenario, if there is one.
pub(in crate::scenario) fn read_deliveries(
    log: &mut Log,
    files: &mut Files,
    root: &Node,
    scenario: Option<&mut Scenario>,
) {
    let Some(kinds) = root.at(&["work"]).and_then(Node::table) else {
        return;
    };
    let base = scenario.as_deref();
    let mut found = Vec::new();
    for kind in &kinds.entries {
        let Some(node) = kind.node.at(&["effect"]) else {
            continue;
        };
        if let Some(effect) = read_delivery(log, files, (root, base), (&kind.key, node)) {
            found.push((kind.key.as_str(), effect));
        }
    }
    for kind in scenario
        .into_iter()
        .flat_map(|scenario| &mut scenario.kinds)
    {
        let own = found.iter().find(|(name, _)| *name == kind.name);
        kind.effect = own.map(|(_, effect)| effect.clone());
    }
}

fn read_delivery(
    log: &mut Log,
    files: &mut Files,
    (root, base): (&Node, Option<&Scenario>),
    (kind, node): (&str, &Node),
) -> Option<OnDelivery> {
    let place = root.place_of(&["work", kind, "effect"]);
    let mut reader = Reader::new(log, files, root);
    let fields = reader.open(&EFFECT, node, &place)?;
    let ramp = reader.ramp(&fields);
    let set = reader.must(&fields, "set")?;
    let before = log.errors();
    let mut effects = Vec::new();
    for edit in Edit::of_table(log, root, ("set", set)) {
        effects.extend(read_effect(log, files, (root, base), &edit));
    }
    if let (Some(base), true) = (base, log.errors() == before) {
        Reader::new(log, files, root).check_ramp(&fields, base, &effects);
    }
    Some(OnDelivery { set: effects, ramp })
}

impl Reader<'_> {
    /// How newcomers learn.
    pub(super) fn ramp(&mut self, fields: &Fields<'_>) -> Option<Ramp> {
        let node = fields.get("ramp")?;
        let fields = self.open(&RAMP, node, &node.place)?;
        let over = self.number_must(&fields, "over");
        let teaching = self.number(&fields, "teaching", 0.0);
        Some(Ramp {
            over: Span(over? as u64),
            teaching,
        })
    }

    /// Only people learn.
    pub(super) fn check_ramp(&mut self, fields: &Fields<'_>, base: &Scenario, set: &[Effect]) {
        let brings = |effect: &Effect| match (effect.target, &effect.act) {
            (Target::Staff(_), Act::Add(people)) => *people > 0.0,
            (Target::Staff(_), Act::Scale(by)) => *by > 1.0,
            (Target::Staff(at), Act::Set(people)) => base
                .staff_of(&base.stations[at])
                .is_some_and(|now| *people > f64::from(now)),
            _ => false,
        };
        if let (Some(entry), false) = (fields.entry("ramp"), set.iter().any(brings)) {
            let message = "`ramp` means nothing here: nobody comes";
            let hint = "it says how newcomers learn: raise `staff` in `set`, as in \
                        \"code.staff\" = \"+2\", or take `ramp` out";
            let trouble = Trouble::new("idle-key", message);
            self.error(&entry.key_place, trouble.hint(hint));
        }
    }
}
