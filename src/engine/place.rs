//! A leg as the hot path sees it.

use crate::network::{Network, Number};
use crate::random::StreamKey;

/// Nobody in particular works here.
pub(super) const NO_CREW: u32 = u32::MAX;

/// A leg as the hot path sees it: facts of the network, settings in force and keys of this trial.
#[derive(Clone, Copy, Default)]
pub(super) struct Place {
    pub(super) station: u32,
    /// Crew of the station, or `NO_CREW`.
    pub(super) crew: u32,
    /// Calendar of the station.
    pub(super) calendar: u32,
    /// First leg of the kind.
    pub(super) first_leg: u32,
    /// First and one past the last of its ways back.
    pub(super) ways_back: (u32, u32),
    pub(super) occurrence: u16,
    /// Whether items of the kind can come back (asked leg by leg it would be a guess each time).
    pub(super) loops: bool,
    /// Whether people are always on duty, fully focused, and nothing comes before or after touch.
    pub(super) plain: bool,
    /// Whether an item that comes alone to a free person on duty starts at once.
    pub(super) swift: bool,
    /// Whether a visit may leave flaws or find some.
    pub(super) judged: bool,
    /// Whether a visit may do anything but go on: it has a way back, or is judged.
    pub(super) decides: bool,
    /// Whether only the next leg can follow: no way back, no delivery, no end of the route.
    pub(super) through: bool,
    /// Whether branches run or begin here, so that `forking` knows what follows.
    pub(super) turns: bool,
    pub(super) delivers: bool,
    pub(super) last: bool,
    /// Whether items that come here enter the tail of their kind.
    pub(super) in_tail: bool,
    /// Whether only so many may wait here.
    pub(super) tight: bool,
    /// Whether some visits are decided without people.
    pub(super) auto: bool,
    /// One of the three: coming here is not a matter of course.
    pub(super) aside: bool,
    /// Whether it matters whom items come from.
    pub(super) hands: bool,
    /// Whether items give up here, wait at a gate first, are judged, or it matters that they come and
    /// go, or whom from.
    pub(super) formal: bool,
    /// Whether more can happen to a person here than touch.
    pub(super) eventful: bool,
    /// Whether items are held by a delay after touch.
    pub(super) delays: bool,
    /// Mean effort [ticks] and its shape.
    pub(super) touch: Number,
    /// Focus of the station.
    pub(super) focus: f64,
    /// Pace times focus of the station, times what others leave.
    pub(super) rate: f64,
    /// Chance that the leg is taken.
    pub(super) chance: f64,
    pub(super) effort: StreamKey,
    pub(super) delay: StreamKey,
    pub(super) step_chance: StreamKey,
    pub(super) rework: StreamKey,
}

pub(super) fn place(net: &Network, position: usize) -> Place {
    let leg = &net.legs[position];
    let (station, kind) = (
        &net.stations[leg.station as usize],
        &net.kinds[leg.kind as usize],
    );
    let legs = &net.legs[kind.first_leg as usize..(kind.first_leg + kind.legs) as usize];
    let turns = net.turns(position as u32);
    let judged = station.leaves_flaws || leg.looks;
    let auto = !leg.autos.is_empty();
    let decides = leg.ways_back.0 < leg.ways_back.1 || judged;
    Place {
        station: leg.station,
        crew: station.crew.unwrap_or(NO_CREW),
        calendar: station.calendar,
        first_leg: kind.first_leg,
        ways_back: leg.ways_back,
        occurrence: leg.occurrence,
        loops: legs
            .iter()
            .any(|leg| leg.ways_back.0 < leg.ways_back.1 || leg.looks),
        tight: station.room.is_some(),
        auto,
        aside: station.room.is_some() || auto,
        hands: net.hands_over,
        formal: station.patience.is_some()
            || station.gate.is_some()
            || station.judges()
            || station.load.is_watched()
            || leg.is_noted
            || net.hands_over,
        eventful: station
            .crew
            .is_some_and(|crew| net.crews[crew as usize].eventful),
        judged,
        decides,
        through: !decides && !leg.delivers && !leg.last && !turns,
        turns,
        delays: station.delays,
        delivers: leg.delivers,
        last: leg.last,
        ..Place::default()
    }
}
