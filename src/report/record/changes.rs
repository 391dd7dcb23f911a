//! Changes in the JSON result.

use super::Maybe;
use super::assemble::estimate;
use crate::experiment::{ChangeOutcome, EditOutcome};

/// One change.
#[derive(Clone, Debug, PartialEq, serde::Serialize, schemars::JsonSchema)]
pub struct ChangeRecord {
    /// Name for people.
    pub title: String,
    /// How often it took effect within the window.
    pub took_effect: Maybe,
    /// When it first did, since time 0, in the trials in which it did.
    pub first: Maybe,
    /// Share of trials in which it never did: it came to nothing, or was not through by the horizon.
    pub came_to_nothing: Maybe,
    /// How often what it had sent was lost and started again; `null` without `via`.
    pub restarted: Maybe,
    /// What was spent on it; `null` if it has no cost.
    pub spent: Maybe,
    /// What it does to each path, and what is claimed.
    pub edits: Vec<EditRecord>,
}

/// What a change does to one path, as far as it can be told before a run.
#[derive(Clone, Debug, PartialEq, serde::Serialize, schemars::JsonSchema)]
pub struct EditRecord {
    /// The path as written.
    pub path: String,
    /// "set", "side", or "claimed": what people believe, which never acts.
    pub role: &'static str,
    /// The value before.
    pub old: String,
    /// The value after.
    pub new: String,
}

pub(super) fn change(given: &ChangeOutcome) -> ChangeRecord {
    ChangeRecord {
        title: given.title.clone(),
        took_effect: estimate(&given.took_effect),
        first: estimate(&given.first),
        came_to_nothing: estimate(&given.came_to_nothing),
        restarted: estimate(&given.restarted),
        spent: estimate(&given.spent),
        edits: given.edits.iter().map(edit).collect(),
    }
}

fn edit(given: &EditOutcome) -> EditRecord {
    EditRecord {
        path: given.path.clone(),
        role: given.role,
        old: given.old.clone(),
        new: given.new.clone(),
    }
}
