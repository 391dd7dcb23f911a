//! What a trial leaves behind: records of fixed size made by observers that the engine tells
//! everything to. A record is plain data, so threads need no locks and a million trials keep no
//! million traces.

mod border;
mod changes;
mod kind_sums;
mod momentary;
mod orgs;
mod record;
mod series;
mod settling;
mod snapshot;
mod tally;
mod trace;
mod watch;

pub use crate::engine::{CAUSES, Cause};
pub use changes::ChangeRecord;
pub use momentary::MomentaryRecord;
pub use orgs::OrgRecord;
pub use record::{CrewRecord, KindRecord, StationRecord, TrialRecord, WatchRecord};
pub use series::SeriesPlan;
pub use tally::Tally;
pub use trace::Trace;
