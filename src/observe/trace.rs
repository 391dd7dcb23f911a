//! Every occurrence of one trial, one line each: for teaching, debugging and event logs.
//!
//! A line says when, what, which item, where, and how long the wait was. It does not say at which
//! step of the route the station stands, so that a station nobody spends time at changes no line
//! but its own. The branches of a fork are lines of their item: it forks, each branch that is done
//! joins after a wait, at the station it was at last, and one that waits for nobody gives the item
//! its time; the others are withdrawn. An item that is lost is withdrawn from wherever it is, too.

use std::io::Write;

use crate::engine::{Item, Loss, Probe};
use crate::network::Network;
use crate::units::SECOND;

/// Writes one trial as CSV.
pub struct Trace<'n, W: Write> {
    net: &'n Network,
    out: csv::Writer<W>,
    failed: Option<csv::Error>,
}

impl<'n, W: Write> Trace<'n, W> {
    /// A trace of trials of a network.
    pub fn new(net: &'n Network, out: W) -> Self {
        let mut trace = Self {
            net,
            out: csv::Writer::from_writer(out),
            failed: None,
        };
        trace.write([
            "seconds",
            "event",
            "kind",
            "item",
            "station",
            "wait_seconds",
        ]);
        trace
    }

    /// Ends the trace.
    ///
    /// # Errors
    /// The first error met while writing.
    pub fn finish(mut self) -> std::io::Result<()> {
        match self.failed.take() {
            Some(error) => Err(error.into()),
            None => self.out.flush(),
        }
    }

    fn write(&mut self, fields: [&str; 6]) {
        if self.failed.is_none()
            && let Err(error) = self.out.write_record(fields)
        {
            self.failed = Some(error);
        }
    }

    fn line(
        &mut self,
        now: u64,
        event: &str,
        item: &Item,
        station: Option<u32>,
        wait: Option<u64>,
    ) {
        let net = self.net;
        let kind = &net.kinds[item.kind as usize].name;
        let station = station.map_or("", |station| &net.stations[station as usize].name);
        let wait = wait.map_or(String::new(), |wait| seconds(i128::from(wait)));
        let now = seconds(i128::from(now) - i128::from(net.zero));
        self.write([&now, event, kind, &item.number.to_string(), station, &wait]);
    }
}

/// Ticks as seconds, exactly.
fn seconds(ticks: i128) -> String {
    let sign = if ticks < 0 { "-" } else { "" };
    let (whole, part) = (
        ticks.unsigned_abs() / SECOND as u128,
        ticks.unsigned_abs() % SECOND as u128,
    );
    format!("{sign}{whole}.{part:06}")
}

impl<W: Write> Probe for Trace<'_, W> {
    fn released(&mut self, now: u64, item: &Item) {
        self.line(now, "released", item, None, None);
    }
    fn arrives(&mut self, now: u64, station: u32, item: &Item) {
        self.line(now, "arrives", item, Some(station), None);
    }
    fn admitted(&mut self, now: u64, station: u32, item: &Item) {
        self.line(now, "admitted", item, Some(station), None);
    }
    fn starts(&mut self, now: u64, station: u32, item: &Item, wait: u64) {
        self.line(now, "starts", item, Some(station), Some(wait));
    }
    fn completes(&mut self, now: u64, station: u32, item: &Item) {
        self.line(now, "completes", item, Some(station), None);
    }
    fn lays_down(&mut self, now: u64, station: u32, item: &Item) {
        self.line(now, "laid down", item, Some(station), None);
    }
    fn leaves(&mut self, now: u64, station: u32, item: &Item, back: bool) {
        let event = if back { "sent back" } else { "leaves" };
        self.line(now, event, item, Some(station), None);
    }
    fn blocked(&mut self, now: u64, station: u32, item: &Item, _ahead: u32) {
        self.line(now, "blocked", item, Some(station), None);
    }
    fn lost(&mut self, now: u64, station: u32, item: &Item, why: Loss) {
        let event = match why {
            Loss::Abandoned => "abandoned",
            Loss::TurnedAway => "turned away",
        };
        self.line(now, event, item, Some(station), None);
    }
    fn delivered(&mut self, now: u64, item: &Item) {
        self.line(now, "delivered", item, None, Some(item.waited));
    }
    fn undone(&mut self, now: u64, (kind, number): (u32, u32), _delivered: u64) {
        let item = Item {
            kind,
            number,
            ..Item::default()
        };
        self.line(now, "undone", &item, None, None);
    }
    fn forks(&mut self, now: u64, item: &Item, _branches: u32) {
        self.line(now, "forks", item, None, None);
    }
    fn joins(&mut self, now: u64, station: Option<u32>, item: &Item, wait: u64) {
        self.line(now, "joins", item, station, Some(wait));
    }
    fn withdrawn(&mut self, now: u64, station: Option<u32>, item: &Item) {
        if station.is_some() {
            self.line(now, "withdrawn", item, station, None);
        }
    }
    fn earned(&mut self, now: u64, item: &Item, _value: f64) {
        self.line(now, "out", item, None, None);
    }
    fn changed(&mut self, now: u64, change: u32) {
        let name = &self.net.changes[change as usize].name;
        let now = seconds(i128::from(now) - i128::from(self.net.zero));
        self.write([&now, "change", name, "", "", ""]);
    }
}
