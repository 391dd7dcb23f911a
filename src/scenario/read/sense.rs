//! What has no meaning together: queues where nobody waits, orders that order nothing.

use super::calendar::Calendars;
use super::{Fields, Reader};
use crate::scenario::log::Trouble;
use crate::scenario::model::{Kind, Order, Station};

impl Reader<'_> {
    /// Rules within one station.
    pub(super) fn check_sense(
        &mut self,
        fields: &Fields<'_>,
        station: &Station,
        calendars: &Calendars,
    ) {
        let _ = (fields, station, calendars);
    }

    /// Rules about the people of several stations.
    pub(super) fn check_teams(
        &mut self,
        kinds: &[(Option<Kind>, bool)],
        stations: &[(Option<Station>, bool)],
    ) {
        let _ = (kinds, stations, Order::Fifo, Trouble::new("", ""));
    }
}
