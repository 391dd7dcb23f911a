//! Traffic: how often an item visits each station, and what that asks of the people there.
//!
//! Visits follow from the routes, the step chances and the ways back as the mean of an absorbing
//! chain, solved step by step (Gaussian elimination; a maximum number of returns is ignored, which
//! errs on the side of more load). Load is visits times mean effort over what one person can do.

use super::tables::{Network, Settings};
use crate::units::WEEK;

/// What one item of each kind asks of the network.
#[derive(Clone, Debug)]
pub struct Traffic {
    /// Visits per item of its kind, by leg.
    pub visits: Vec<f64>,
    /// Hands-on effort per item, by station, at the pace of the settings [ticks].
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
    /// Solves a network under some settings.
    pub fn new(net: &Network, settings: &Settings) -> Self {
        let mut visits = vec![0.0; net.legs.len()];
        let mut effort = Vec::new();
        for kind in &net.kinds {
            let (first, count) = (kind.first_leg as usize, kind.legs as usize);
            visits[first..first + count].copy_from_slice(&visits_of(net, settings, first, count));
            let mut of_kind = vec![0.0; net.stations.len()];
            for leg in first..first + count {
                let station = net.legs[leg].station as usize;
                of_kind[station] += visits[leg] * settings.touch[leg].mean * kind.size.mean
                    / settings.pace[station];
            }
            effort.push(of_kind);
        }
        Self { visits, effort }
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

/// Mean visits of each leg by one item: v = e1 + P' v.
fn visits_of(net: &Network, settings: &Settings, first: usize, count: usize) -> Vec<f64> {
    // Row i says: v_i minus what flows into it is what enters from outside.
    let mut rows = vec![vec![0.0; count + 1]; count];
    for (leg, row) in rows.iter_mut().enumerate() {
        row[leg] += 1.0;
    }
    rows[0][count] = 1.0;
    for leg in 0..count {
        let taken = settings.step_chance[first + leg];
        let mut on = 1.0;
        let (from, to) = net.legs[first + leg].ways_back;
        for way in &net.ways_back[from as usize..to as usize] {
            let chance = taken * settings.rework_chance[way.entry as usize];
            rows[way.to as usize - first][leg] -= chance;
            on -= chance;
        }
        if leg + 1 < count {
            rows[leg + 1][leg] -= on.max(0.0);
        }
    }
    let passes = solve(rows);
    passes
        .iter()
        .zip(&settings.step_chance[first..])
        .map(|(pass, chance)| pass * chance)
        .collect()
}

/// Gaussian elimination with partial pivoting on an augmented matrix.
fn solve(mut rows: Vec<Vec<f64>>) -> Vec<f64> {
    let count = rows.len();
    for column in 0..count {
        let pivot = (column..count)
            .max_by(|&a, &b| rows[a][column].abs().total_cmp(&rows[b][column].abs()))
            .unwrap_or(column);
        rows.swap(column, pivot);
        let (above, below) = rows.split_at_mut(column + 1);
        let row = &above[column];
        for other in below.iter_mut().filter(|other| other[column] != 0.0) {
            let factor = other[column] / row[column];
            for (value, from) in other.iter_mut().zip(row).skip(column) {
                *value -= factor * from;
            }
        }
    }
    let mut solution = vec![0.0; count];
    for row in (0..count).rev() {
        let known: f64 = (row + 1..count)
            .map(|column| rows[row][column] * solution[column])
            .sum();
        solution[row] = (rows[row][count] - known) / rows[row][row];
    }
    solution
}
