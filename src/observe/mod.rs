//! What a trial leaves behind: records of fixed size made by observers that the engine tells
//! everything to. A record is plain data, so threads need no locks and a million trials keep no
//! million traces.

mod border;
mod kind_sums;
mod record;
mod series;
mod snapshot;
mod tally;
mod trace;

pub use crate::engine::{CAUSES, Cause};
pub use record::{CrewRecord, KindRecord, StationRecord, TrialRecord};
pub use series::SeriesPlan;
pub use tally::Tally;
pub use trace::Trace;
