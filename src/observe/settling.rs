//! Whether an organisation had settled when the window began: levels over stretches around that instant.

use super::tally::Tally;
use crate::engine::Level;

impl<const WATCHES: bool> Tally<'_, WATCHES> {
    /// Means over the stretches between the four marks. What a change does in the window says
    /// nothing about the burn-in, nor does an organisation that comes, so with either the last quarters of the burn-in are
    /// compared, else its last half with the first quarter of the window.
    pub(super) fn settling_means(&self) -> Vec<[f64; 2]> {
        let net = self.net;
        let burn_in = net.zero - net.start;
        let instants = [
            net.zero - burn_in / 2,
            net.zero - burn_in / 4,
            net.zero,
            net.zero + (net.end - net.zero) / 4,
        ];
        let stretches = if net.changes_before(instants[3]) || net.orgs_move() {
            [(0, 1), (1, 2)]
        } else {
            [(0, 2), (2, 3)]
        };
        let mean = |(from, to): (usize, usize), position: usize| {
            let area = self.settling[to][position] - self.settling[from][position];
            area as f64 / (instants[to] - instants[from]) as f64
        };
        (0..self.settling[0].len())
            .map(|position| stretches.map(|stretch| mean(stretch, position)))
            .collect()
    }

    pub(super) fn note_settling(&mut self, now: u64, mark: usize, levels: &[Level]) {
        let wip = self.wip_area(now);
        let queues = self
            .sums
            .iter()
            .zip(&self.beside)
            .zip(levels)
            .map(|((sums, beside), level)| sums.wait + beside.unmet_wait + level.waiting);
        self.settling[mark].push(wip);
        self.settling[mark].extend(queues);
    }
}
