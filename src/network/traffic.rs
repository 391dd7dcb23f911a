//! Traffic: how often an item visits each station, and what that asks of the people there.
//!
//! The mean item is followed as a mass that splits at every chance: what is sent back starts another
//! round from where it is sent, with the effort of that send-back until it is where it came from.
//! Rounds shrink geometrically and are followed until nothing is left. Where a way back may be taken
//! only so often, mass is kept apart by how often it was; beyond what is worth counting a maximum is
//! taken as none, which errs on the side of more load.

use super::tables::{Network, Settings, WayBack};
use crate::units::WEEK;

/// Mass that is not worth following.
const NOTHING: f64 = 1e-13;
/// A maximum of returns above this is as good as none.
const MOST_RETURNS: u32 = 50;
/// Ways of having used up several maxima that are told apart.
const MOST_STATES: usize = 4096;
/// Bound on rounds, for chances next to 1.
const MOST_ROUNDS: usize = 100_000;

/// What one item of each kind asks of the network.
#[derive(Clone, Debug)]
pub struct Traffic {
    /// Visits per item of its kind, by leg.
    pub visits: Vec<f64>,
    /// Visits weighted by the effort of send-backs: 1 for a first pass.
    pub passes: Vec<f64>,
    /// Hands-on effort per item, by kind and station, at the pace of the settings [ticks].
    pub effort: Vec<Vec<f64>>,
}

/// Load of one station.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct StationLoad {
    /// People needed at full use.
    pub load: f64,
    /// People there.
    pub capacity: f64,
}

impl Traffic {
    /// Follows the mean item of every kind under some settings.
    pub fn new(net: &Network, settings: &Settings) -> Self {
        let mut traffic = Self {
            visits: vec![0.0; net.legs.len()],
            passes: vec![0.0; net.legs.len()],
            effort: vec![vec![0.0; net.stations.len()]; net.kinds.len()],
        };
        for (position, kind) in net.kinds.iter().enumerate() {
            let legs = kind.first_leg as usize..(kind.first_leg + kind.legs) as usize;
            traffic.follow(net, settings, legs.clone());
            for leg in legs {
                let station = net.legs[leg].station as usize;
                let touch = settings.touch[leg].mean * kind.size.mean / settings.pace[station];
                traffic.effort[position][station] += traffic.passes[leg] * touch;
            }
        }
        traffic
    }

    /// Follows one kind. Mass is kept by leg and by the way back it came by last (0: none).
    fn follow(&mut self, net: &Network, settings: &Settings, legs: std::ops::Range<usize>) {
        let first_way = net.legs[legs.start].ways_back.0 as usize;
        let ways = net.legs[legs.end - 1].ways_back.1 as usize - first_way;
        let sender: Vec<usize> = (0..ways)
            .map(|way| {
                legs.clone()
                    .find(|&leg| sends(net, leg, first_way + way))
                    .unwrap_or(legs.end)
            })
            .collect();
        let used = Used::new(&net.ways_back[first_way..first_way + ways]);
        let size = (ways + 1) * used.states;
        let mut mass = vec![vec![0.0; size]; legs.len() + 1];
        mass[0][0] = 1.0;
        for _ in 0..MOST_ROUNDS {
            let mut returned = vec![vec![0.0; size]; legs.len() + 1];
            let mut left = 0.0;
            for leg in legs.clone() {
                let here = std::mem::take(&mut mass[leg - legs.start]);
                for (at, amount) in here.into_iter().enumerate().filter(|entry| entry.1 > 0.0) {
                    let (by, state) = (at / used.states, at % used.states);
                    let way = by.checked_sub(1).map(|way| net.ways_back[first_way + way]);
                    let effort = way.map_or(1.0, |way| settings.rework_effort[way.entry as usize]);
                    let taken = amount * settings.step_chance[leg];
                    self.visits[leg] += taken;
                    self.passes[leg] += taken * effort;
                    let mut on = amount;
                    let (from, to) = net.legs[leg].ways_back;
                    for back in from as usize..to as usize {
                        let way = net.ways_back[back];
                        let Some(state) = used.once_more(state, back - first_way) else {
                            continue;
                        };
                        let sent = taken * settings.rework_chance[way.entry as usize];
                        let there = (back - first_way + 1) * used.states + state;
                        returned[way.to as usize - legs.start][there] += sent;
                        on -= sent;
                        left += sent;
                    }
                    let arrived = by > 0 && sender[by - 1] == leg;
                    let by = if arrived { 0 } else { by };
                    mass[leg - legs.start + 1][by * used.states + state] += on.max(0.0);
                }
            }
            if left < NOTHING {
                return;
            }
            mass = returned;
        }
    }

    /// Load of a station under these rates of release, by kind [1/tick].
    pub fn load(
        &self,
        net: &Network,
        settings: &Settings,
        rates: &[f64],
        station: usize,
    ) -> StationLoad {
        let work: f64 = rates
            .iter()
            .zip(&self.effort)
            .map(|(rate, of)| rate * of[station])
            .sum();
        let calendar = &net.calendars[net.stations[station].calendar as usize];
        let open = calendar.open_per_week() as f64 / WEEK as f64;
        let capacity = net.stations[station].crew.map_or(f64::INFINITY, |crew| {
            f64::from(settings.staff[crew as usize])
        });
        StationLoad {
            load: work / (open * settings.focus[station]),
            capacity,
        }
    }
}

/// How often ways back that have a maximum were taken, as one number.
struct Used {
    /// Of each way: what a return adds, and how many values its count can have; 1 without a maximum.
    ways: Vec<(usize, usize)>,
    /// Values of the number.
    states: usize,
}

impl Used {
    fn new(ways: &[WayBack]) -> Self {
        let mut states = 1;
        let mut counted = Vec::new();
        for way in ways {
            let values = match way.max {
                max if max <= MOST_RETURNS => max as usize + 1,
                _ => 1,
            };
            let values = if states * values <= MOST_STATES {
                values
            } else {
                1
            };
            counted.push((states, values));
            states *= values;
        }
        Self {
            ways: counted,
            states,
        }
    }

    /// The number after another return; `None` if the maximum is used up.
    fn once_more(&self, state: usize, way: usize) -> Option<usize> {
        let (step, values) = self.ways[way];
        match values {
            1 => Some(state),
            _ => (state / step % values + 1 < values).then_some(state + step),
        }
    }
}

fn sends(net: &Network, leg: usize, way: usize) -> bool {
    let (from, to) = net.legs[leg].ways_back;
    (from as usize..to as usize).contains(&way)
}
