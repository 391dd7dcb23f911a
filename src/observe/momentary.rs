//! Where the bottleneck is at each moment: the crew with the longest active period (C. Roser, M. Nakano
//! and M. Tanaka, "Shifting bottleneck detection", Winter Simulation Conference 2002).
//!
//! A period runs from when a crew becomes active until it starves or is blocked. At each moment the
//! bottleneck is the crew whose period then under way is the longest in full, its future included.
//! Where the period of one bottleneck overlaps with that of the next, the bottleneck shifts between
//! the two; for the rest of a period it is that crew alone. All is measured on one clock that stands
//! still while everybody is off, so nights and weekends neither break a period nor lengthen it.
//!
//! A period within another one is never the longest. So only those count that no other contains, and
//! such a period begins and ends after the one before it: they come in order, and few are undecided.

use std::collections::VecDeque;

use super::series::SeriesPlan;
use crate::network::{Calendar, Network};

/// What was found of one crew in the window.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct MomentaryRecord {
    /// While it alone is the bottleneck [ticks].
    pub sole: f64,
    /// While the bottleneck shifts from it or to it [ticks].
    pub shifting: f64,
    /// Both, in each interval of the series [ticks].
    pub series: Vec<f64>,
}

/// An active period on the clock of working time.
#[derive(Clone, Copy)]
struct Period {
    crew: u32,
    from: u64,
    to: u64,
}

impl Period {
    fn length(&self) -> u64 {
        self.to - self.from
    }
}

/// Who is the bottleneck when, as a trial goes on.
pub(super) struct Momentary {
    /// When anybody is on duty.
    clock: Calendar,
    /// Borders of the intervals of the series [ticks of the clock].
    borders: Vec<u64>,
    /// Since when each crew is active [ticks of the clock].
    since: Vec<Option<u64>>,
    /// Periods that no other contains and about which not all is known; the first is the bottleneck.
    pending: VecDeque<Period>,
    /// Up to here the first of them overlaps with the bottleneck before [ticks of the clock].
    shifted: u64,
    found: Vec<[u64; 2]>,
    series: Vec<Vec<u64>>,
}

impl Momentary {
    pub(super) fn new(net: &Network, plan: &SeriesPlan) -> Self {
        let calendars = net.crews.iter().map(|crew| crew.calendar as usize);
        let calendars: Vec<&Calendar> = calendars.map(|at| &net.calendars[at]).collect();
        let clock = Calendar::union(&calendars);
        let borders = (0..=plan.count as u64).map(|index| {
            let border = net.zero.saturating_add(index.saturating_mul(plan.ticks));
            clock.worked(border.min(net.end))
        });
        Self {
            borders: borders.collect(),
            clock,
            since: vec![None; net.crews.len()],
            pending: VecDeque::new(),
            shifted: 0,
            found: vec![[0; 2]; net.crews.len()],
            series: vec![vec![0; plan.count]; net.crews.len()],
        }
    }

    /// Forgets the last trial.
    pub(super) fn reset(&mut self) {
        self.since.fill(None);
        self.pending.clear();
        self.shifted = 0;
        self.found.fill([0; 2]);
        self.series.iter_mut().for_each(|crew| crew.fill(0));
    }

    /// A crew becomes active, or is active no more.
    pub(super) fn turn(&mut self, now: u64, crew: u32, active: bool) {
        let now = self.clock.worked(now);
        if active {
            self.since[crew as usize] = Some(now);
            return;
        }
        self.close(now, crew);
        let open = self.since.iter().flatten().min();
        let known = open.copied().unwrap_or(now);
        self.decide(known);
    }

    /// The window is over; how long it was follows, in working time of anybody.
    pub(super) fn finish(&mut self, end: u64) {
        let end = self.clock.worked(end);
        let open = (0..).zip(&self.since);
        let mut open: Vec<(u64, u32)> = open
            .filter_map(|(crew, from)| Some(((*from)?, crew)))
            .collect();
        // The latest first, so that each is seen within those that contain it.
        open.sort_unstable_by(|one, other| other.cmp(one));
        for (_, crew) in open {
            self.close(end, crew);
        }
        self.decide(u64::MAX);
    }

    /// Time on the clock within each interval of the series [ticks].
    pub(super) fn lengths(&self) -> impl Iterator<Item = u64> {
        self.borders.windows(2).map(|pair| pair[1] - pair[0])
    }

    /// What was found of each crew.
    pub(super) fn records(&self) -> Vec<MomentaryRecord> {
        let found = self.found.iter().zip(&self.series);
        let record = |(found, series): (&[u64; 2], &Vec<u64>)| MomentaryRecord {
            sole: found[0] as f64,
            shifting: found[1] as f64,
            series: series.iter().map(|ticks| *ticks as f64).collect(),
        };
        found.map(record).collect()
    }

    /// A period ends; it counts unless one that is still under way contains it.
    fn close(&mut self, to: u64, crew: u32) {
        let Some(from) = self.since[crew as usize].take() else {
            return;
        };
        let contained = self.since.iter().flatten().any(|since| *since <= from);
        if from < to && !contained {
            self.pending.push_back(Period { crew, from, to });
        }
    }

    /// Settles the bottlenecks that end before `known`, up to which all periods are known that count.
    fn decide(&mut self, known: u64) {
        while let Some(&first) = self.pending.front()
            && first.to < known
        {
            let next = self.successor(first);
            let until = next.map_or(first.to, |next| next.from.min(first.to));
            let alone_from = self.shifted.max(first.from);
            self.credit(first.crew, 0, alone_from, until);
            match next {
                None => self.pending.retain(|period| period.to > first.to),
                Some(next) => {
                    self.credit(first.crew, 1, next.from.max(alone_from), first.to);
                    self.credit(next.crew, 1, next.from, first.to);
                    self.pending
                        .retain(|period| period.from >= next.from && period.to >= next.to);
                }
            }
            self.shifted = first.to;
        }
    }

    /// The bottleneck after this one, if it follows without a gap: the first that is longer, or else
    /// the longest that lasts longer.
    fn successor(&self, first: Period) -> Option<Period> {
        let later = self.pending.iter().skip(1);
        let overlapping = later.filter(|period| period.from <= first.to && period.to > first.to);
        let longer = overlapping
            .clone()
            .find(|period| period.length() > first.length());
        // Of those of equal length the first.
        let longest = overlapping.rev().max_by_key(|period| period.length());
        longer.or(longest).copied()
    }

    fn credit(&mut self, crew: u32, how: usize, from: u64, to: u64) {
        let (first, last) = (self.borders[0], self.borders[self.borders.len() - 1]);
        let (from, to) = (from.max(first), to.min(last));
        if from >= to {
            return;
        }
        self.found[crew as usize][how] += to - from;
        let start = self.borders.partition_point(|border| *border <= from) - 1;
        let intervals = self.borders[start..]
            .windows(2)
            .zip(&mut self.series[crew as usize][start..]);
        for (pair, ticks) in intervals.take_while(|(pair, _)| pair[0] < to) {
            *ticks += to.min(pair[1]).saturating_sub(from.max(pair[0]));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::units::{DAY, HOUR};

    /// Runs through periods of crews, as hours, in a window of `0..hours`.
    fn found(periods: &[(u32, u64, u64)], hours: u64) -> Vec<(u64, u64)> {
        let crews = 1 + periods.iter().map(|period| period.0).max().unwrap_or(0) as usize;
        let mut momentary = Momentary {
            clock: Calendar::new(&[(0, crate::units::WEEK)], 40 * DAY, |_| false),
            borders: (0..=4).map(|part| part * hours * HOUR / 4).collect(),
            since: vec![None; crews],
            pending: VecDeque::new(),
            shifted: 0,
            found: vec![[0; 2]; crews],
            series: vec![vec![0; 4]; crews],
        };
        let begins = periods.iter().map(|period| (period.1, period.0, true));
        let ends = periods.iter().map(|period| (period.2, period.0, false));
        let mut turns: Vec<_> = begins.chain(ends).filter(|turn| turn.0 < hours).collect();
        turns.sort_by_key(|turn| (turn.0, turn.2, turn.1));
        for (at, crew, active) in turns {
            momentary.turn(at * HOUR, crew, active);
        }
        momentary.finish(hours * HOUR);
        let all = momentary.found.iter().zip(&momentary.series);
        let sums = all.map(|(found, series)| {
            // Time of a shift that is one and the other is told once.
            assert_eq!(found[0] + found[1], series.iter().sum::<u64>());
            (found[0] / HOUR, found[1] / HOUR)
        });
        sums.collect()
    }

    #[test]
    fn the_longer_of_two_that_overlap_and_the_shift_between_them() {
        // 0 alone up to 8, both up to 10, 1 alone up to 20.
        assert_eq!(found(&[(0, 0, 10), (1, 8, 20)], 24), [(8, 2), (10, 2)]);
        // Whichever is longer, the shift is the same.
        assert_eq!(found(&[(0, 0, 16), (1, 12, 20)], 24), [(12, 4), (4, 4)]);
    }

    #[test]
    fn what_lies_within_another_is_never_the_longest() {
        let periods = [(0, 0, 20), (1, 2, 9), (2, 10, 20), (1, 12, 18)];
        assert_eq!(found(&periods, 24), [(20, 0), (0, 0), (0, 0)]);
    }

    #[test]
    fn one_that_is_outlasted_on_both_sides_never_has_its_moment() {
        // 1 is shorter than 0 while that lasts, and shorter than 2 from when that begins.
        let periods = [(0, 0, 10), (1, 8, 12), (2, 9, 25)];
        assert_eq!(found(&periods, 30), [(9, 1), (0, 0), (15, 1)]);
    }

    #[test]
    fn gaps_belong_to_nobody_and_borders_cut() {
        assert_eq!(
            found(&[(0, 2, 5), (0, 8, 9), (1, 9, 12)], 24),
            [(4, 0), (3, 0)]
        );
        // What is under way when the window ends is cut there.
        assert_eq!(found(&[(0, 0, 40), (1, 3, 50)], 24), [(24, 0), (0, 0)]);
    }

    #[test]
    fn three_that_overlap_at_once_share_the_shift() {
        // Bottlenecks are 0 up to 10, 1 up to 14, 2 up to 19; 2 begins before 0 ends.
        let periods = [(0, 0, 10), (1, 4, 14), (2, 9, 19)];
        assert_eq!(found(&periods, 24), [(4, 6), (0, 10), (5, 5)]);
    }
}
