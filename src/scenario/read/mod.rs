//! From the tree to the validated scenario: typed readers over the key table.
//!
//! A reader reports what is wrong at its place and goes on with a harmless value, so that all
//! errors of a file come out at once; whoever asked looks at the number of errors afterwards.

mod batch;
mod calendar;
mod change;
mod checks;
mod clock;
mod course;
mod delivery;
mod demand;
mod distribution;
mod empirical;
mod fields;
mod gate;
mod joint;
mod leads;
mod load;
mod number;
mod orgs;
mod people;
mod precision;
mod quality;
mod reader;
mod rework;
mod route;
mod scenario;
mod sense;
mod station;
mod uncertain;
mod ways;
mod week;
mod when;
mod work;

pub(in crate::scenario) use change::{ends_at_quantity, read_changes};
pub(in crate::scenario) use delivery::read_deliveries;
use fields::Fields;
pub(in crate::scenario) use fields::{is_speed, not_yet};
pub(in crate::scenario) use joint::in_order;
pub(in crate::scenario) use reader::{Reader, is_astray, names_of};
pub(in crate::scenario) use scenario::{Seen, read_scenario};
