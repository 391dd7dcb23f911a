//! The scenario compiled for speed: names become positions, defaults become numbers, recurring
//! things become tables. Immutable and shared by all trials; a trial is then described by the
//! network, the seed and its number.
//!
//! Compiling cannot fail: if it wants to, a check is missing in `scenario`.

mod calendar;
mod change;
mod compile;
mod course;
mod effects;
mod foreseen;
mod forks;
mod leads;
mod load;
mod orgs;
mod people;
mod quality;
mod sessions;
mod settings;
mod tables;
mod traffic;

pub use calendar::{Calendar, NEVER, Stretch};
pub use compile::compile;
pub use course::{Course, Degree, Lasts, Whose};
pub use forks::{Branch, Fork, Next};
pub use leads::{FLAWS_APART, Lead, slots};
pub use load::{Driver, LoadHere, LoadSettings, LoadTarget, ReworkEntry, SLOWEST};
pub(crate) use orgs::STEP;
pub use orgs::{Handover, Org, Stop};
pub use quality::{QualitySettings, QualityTarget};
pub use sessions::{PapersDue, Sessions};
pub use tables::*;
pub use traffic::{StationLoad, Traffic};
