//! The one table of keys: what can be written where, what it means and what holds without it.
//!
//! The reader, the suggestions, the paths of edits and the schema are made from it; a key exists exactly if it stands here. Keys whose mechanism is not built yet
//! are listed as such, so that they are refused by name and never ignored.

mod examples;
mod key;
mod load;
mod orgs;
mod people;
mod places;
mod quality;
mod shapes;
mod stations;
mod work;

#[cfg(test)]
pub(in crate::scenario) use examples::EXAMPLES;
pub(in crate::scenario) use examples::example;
pub(in crate::scenario) use key::{Default, Form, Key, Kind, Measure, Names, Section};
pub(in crate::scenario) use load::{GROWTH, HURRY, LEARNING};
pub(in crate::scenario) use orgs::{HANDOVER, MOVE, ORG, STOP, UNLESS};
pub(in crate::scenario) use people::{
    ABANDON, ATTRITION, AWAY, OF_PEOPLE, POOL, RAMP, SHIFT, STAFF_PROFILE,
};
pub(in crate::scenario) use places::{
    ADOPTION, CALENDAR, CHANGE, CLOCK, EACH, FADING, FILE, INTAKE, MONEY, PRECISION, RUN, SLACK,
    VARIANT,
};
pub(in crate::scenario) use quality::{AUTO, CATCHES, HANDOFF};
pub(in crate::scenario) use shapes::{
    DISTRIBUTION, EFFORT, FILE_COLUMN, GROWTH_ABOVE, GROWTH_PER, PAIRS, PERT, SHARE_ABOVE,
    SHARE_PER, SHORTEST, SOME_SPAN, SPAN, TRIANGULAR, UNCERTAIN,
};
pub(in crate::scenario) use stations::{BATCH, GATE, REWORK, STATION};
pub(in crate::scenario) use work::{
    DEMAND, EFFECT, FORMS, LEADS_TO, PIECE, QUORUM, STEP, VALUE, WORK,
};
