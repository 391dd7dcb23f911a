//! How far a change comes and how long it holds: `adoption`, `slack`, `lasts`; and what knows no
//! degree.

use super::{Fields, Reader};
use crate::scenario::edit::Edit;
use crate::scenario::language::{ADOPTION, FADING, SLACK, SOME_SPAN};
use crate::scenario::log::Trouble;
use crate::scenario::model::{
    Act, Adoption, Change, Effect, Lasts, Order, Scenario, Slack, Target,
};
use crate::scenario::path::Path;
use crate::scenario::quantity::Unit;
use crate::scenario::target::value_at;
use crate::units::Span;

impl Reader<'_> {
    /// How people take a change up.
    pub(super) fn adoption(&mut self, fields: &Fields<'_>) -> Option<Adoption> {
        let node = fields.get("adoption")?;
        let fields = self.open(&ADOPTION, node, &node.place)?;
        let over = self.number_must(&fields, "over");
        let ceiling = self.number(&fields, "ceiling", 1.0);
        let over = Span(over? as u64);
        Some(Adoption { over, ceiling })
    }

    /// What of the gain never becomes capacity.
    pub(super) fn slack(&mut self, fields: &Fields<'_>) -> Option<Slack> {
        let node = fields.get("slack")?;
        let fields = self.open(&SLACK, node, &node.place)?;
        let share = self.number_must(&fields, "share");
        let form = self.word(&fields, "form");
        Some(Slack {
            share: share?,
            withheld: form == Some(Slack::FORMS[1]),
        })
    }

    /// How long it holds.
    pub(super) fn lasts(&mut self, fields: &Fields<'_>) -> Lasts {
        let Some(node) = fields.get("lasts") else {
            return Lasts::Always;
        };
        if node.at(&["half_life"]).is_none() {
            let span = self.spread_of(node, &SOME_SPAN, None);
            return span.map_or(Lasts::Always, Lasts::For);
        }
        let opened = self.open(&FADING, node, &node.place);
        let half = opened.and_then(|fields| self.number_must(&fields, "half_life"));
        half.map_or(Lasts::Always, |half| Lasts::HalfLife(Span(half as u64)))
    }
}

impl Reader<'_> {
    /// Mentions what a change never comes to.
    pub(super) fn check_degree(&mut self, fields: &Fields<'_>, change: &Change) {
        let (whole, gain) = change.degree();
        let (key, message) = if change.succeeds == 0.0 {
            ("succeeds", "this change never comes to anything")
        } else if whole == 0.0 {
            ("adoption", "nobody ever takes this change up")
        } else if gain == 0.0 {
            ("slack", "nothing of the gain ever becomes capacity")
        } else {
            return;
        };
        if let Some(entry) = fields.entry(key) {
            let trouble = Trouble::new("idle-change", message);
            self.log.warning(&entry.key_place, trouble);
        }
    }
}

/// The key of a change that makes it act to a degree, if one does.
pub(super) fn degree_by(change: &Change, side: bool) -> Option<&'static str> {
    let part = |adoption: &Adoption| adoption.over.0 > 0 || adoption.ceiling < 1.0;
    if change.adoption.as_ref().is_some_and(part) {
        Some("adoption")
    } else if matches!(change.lasts, Lasts::HalfLife(_)) {
        Some("half_life")
    } else if !side && change.slack.is_some_and(|slack| slack.share > 0.0) {
        Some("slack")
    } else {
        None
    }
}

/// Why something cannot change little by little: it is a count, a distribution as a whole, or no
/// number at all.
pub(super) fn no_degree(
    (edit, path): (&Edit, &Path),
    effect: &Effect,
    base: &Scenario,
    by: &'static str,
) -> Option<Trouble> {
    let constant = |act: &Act| match act {
        Act::Set(_) => true,
        Act::Replace(spread) => spread.is_constant().is_some(),
        _ => false,
    };
    let counts = path.kind.measure().map(|of| of.unit) == Some(Unit::Count);
    let what = match &effect.act {
        _ if counts => "counts something",
        Act::Scale(_) | Act::Add(_) => return None,
        act if constant(act) && value_at(base, effect.target).is_some_and(|old| constant(&old)) => {
            return None;
        }
        Act::Replace(_) => "is a distribution as a whole",
        Act::Set(_) | Act::Remove => "is a limit that comes or goes",
        Act::Order(_) => "is no number",
    };
    let message = format!("`{}` cannot change little by little: it {what}", edit.path);
    let hint = match by {
        "slack" => "`slack` keeps a part of a number: put this into a change of its own without it",
        "half_life" => {
            "what fades does so day by day: put this into a change of its own without it"
        }
        _ => "`adoption` comes day by day: put this into a change of its own without it",
    };
    Some(Trouble::new("no-degree", message).hint(hint))
}

/// Why nobody could withhold what this gives them.
pub(super) fn nothing_to_withhold(
    edit: &Edit,
    effect: &Effect,
    base: &Scenario,
) -> Option<Trouble> {
    let station = match effect.target {
        Target::Pace(station) | Target::Focus(station) | Target::Touch { station, .. } => station,
        _ => {
            let message = format!("`{}` gives nobody time to withhold", edit.path);
            let hint = "only pace, focus and touch are people's own time; put the rest into a change \
                        of its own";
            return Some(Trouble::new("nothing-withheld", message).hint(hint));
        }
    };
    let sharing = base.stations[station].order == Order::Sharing;
    sharing.then(|| {
        let message = format!("nothing of `{}` can be withheld", edit.path);
        let hint = "with \"processor_sharing\" people work on everything at once, so nobody takes \
                    the next; write form = \"expands\"";
        Trouble::new("nothing-withheld", message).hint(hint)
    })
}
