//! What changes came to: how often and when they took effect, what was spent, and what people believed.

use super::fold::VariantFold;
use crate::network::Network;
use crate::scenario::Variant;
use crate::statistics::{Estimate, Level};

/// What the changes of a variant came to.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Made {
    /// Each of them, in the order of the variant.
    pub changes: Vec<ChangeOutcome>,
    /// What was spent on all of them in the window [currency]; `None` if none has a cost.
    pub spend: Option<Estimate>,
}

/// One change of a variant.
#[derive(Clone, Debug, PartialEq)]
pub struct ChangeOutcome {
    /// Name in the file.
    pub name: String,
    /// Name shown to people.
    pub title: String,
    /// How often it took effect within the window [times].
    pub took_effect: Option<Estimate>,
    /// When it first did, since time 0, in the trials in which it did [h].
    pub first: Option<Estimate>,
    /// Share of trials in which it came to nothing, or was not through before the horizon.
    pub came_to_nothing: Option<Estimate>,
    /// How often what it had sent was lost and started again [times]; `None` without `via`.
    pub restarted: Option<Estimate>,
    /// What was spent on it [currency]; `None` if it has no cost.
    pub spent: Option<Estimate>,
    /// What it sets, what comes along, and what is claimed, as far as that is known before a run.
    pub edits: Vec<EditOutcome>,
}

/// What a change does to one path.
#[derive(Clone, Debug, PartialEq)]
pub struct EditOutcome {
    /// The path as written.
    pub path: String,
    /// "set", "side" or "claimed".
    pub role: &'static str,
    /// The value before.
    pub old: String,
    /// The value after.
    pub new: String,
}

pub(super) fn made(of: &Variant, net: &Network, fold: &VariantFold, level: &Level) -> Made {
    let currency = &of.scenario.money.currency;
    let written = || of.scenario.changes.iter();
    let all = written().zip(net.changes.iter().zip(&fold.changes.list));
    let outcomes = all.map(|(written, (change, own))| ChangeOutcome {
        name: written.name.clone(),
        title: written.title.clone(),
        took_effect: level.mean(&own.took_effect, 0, "times"),
        first: level.mean(&own.first, 0, "h"),
        came_to_nothing: level.proportion(own.never, fold.trials),
        restarted: (level.mean(&own.restarted, 0, "times")).filter(|_| change.via.is_some()),
        spent: (level.mean(&own.spent, 0, currency.clone())).filter(|_| written.cost.is_some()),
        edits: edits(of, &written.name),
    });
    let some = written().any(|change| change.cost.is_some());
    Made {
        changes: outcomes.collect(),
        spend: (level.mean(&fold.changes.spend, 0, currency.clone())).filter(|_| some),
    }
}

fn edits(of: &Variant, change: &str) -> Vec<EditOutcome> {
    let own = of.echoes.iter();
    let own = own.filter(|echo| echo.change.as_deref() == Some(change));
    let edits = own.map(|echo| EditOutcome {
        path: echo.path.clone(),
        role: match echo.role {
            None => "set",
            Some("claimed") => "claimed",
            Some(_) => "side",
        },
        old: echo.old.clone(),
        new: echo.new.clone(),
    });
    edits.collect()
}
