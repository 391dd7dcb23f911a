//! WIP from its borders: what is released comes in, what is delivered or lost goes out.
//!
//! An item that came in at `t` adds `end - t` to the area under WIP up to `end`, one that went out
//! takes it off again. So a count and a sum of instants on each side give the area, exactly, and the
//! sides need not be told in one order, nor each side in the order of time.

use super::series::SeriesPlan;

/// One border of WIP: how many crossed it, and when.
#[derive(Clone, Debug, Default)]
pub(super) struct Border {
    /// Items that crossed since the run began.
    count: u64,
    /// Sum of the instants at which they did [ticks].
    instants: u128,
    /// The interval of the series that the last one fell into, and where it ends [ticks].
    interval: (usize, u64),
    /// Items of each interval, and the time from each to the end of the interval [ticks].
    series: Vec<(u32, u128)>,
}

impl Border {
    /// Nothing has crossed; the window begins at `zero`.
    pub(super) fn reset(&mut self, plan: &SeriesPlan, zero: u64) {
        self.count = 0;
        self.instants = 0;
        self.interval = (0, zero + plan.ticks);
        self.series.clear();
        self.series.resize(plan.count, (0, 0));
    }

    /// An item crosses, in the window from time `zero` on if there is one.
    #[inline]
    pub(super) fn cross(&mut self, now: u64, window: Option<u64>, plan: &SeriesPlan) {
        self.count += 1;
        self.instants += u128::from(now);
        if let Some(zero) = window {
            if self.interval.1.wrapping_sub(now).wrapping_sub(1) >= plan.ticks {
                let index = (now - zero) / plan.ticks;
                self.interval = (index as usize, zero + (index + 1) * plan.ticks);
            }
            let (count, rest) = &mut self.series[self.interval.0];
            *count += 1;
            *rest += u128::from(self.interval.1 - now);
        }
    }

    /// Items that crossed since the run began.
    pub(super) fn count(&self) -> u64 {
        self.count
    }

    /// Area up to `now` under the number that crossed [item ticks].
    pub(super) fn area(&self, now: u64) -> u128 {
        u128::from(self.count) * u128::from(now) - self.instants
    }

    /// Items that crossed in each interval of the window.
    pub(super) fn by_interval(&self) -> impl Iterator<Item = u32> {
        self.series.iter().map(|interval| interval.0)
    }

    /// Area under the number that crossed, within each interval of a window [item ticks].
    fn areas(&self, plan: &SeriesPlan, window: u64) -> impl Iterator<Item = u128> {
        let in_window: u64 = self
            .series
            .iter()
            .map(|interval| u64::from(interval.0))
            .sum();
        let mut before = self.count - in_window;
        self.series
            .iter()
            .enumerate()
            .map(move |(index, &(count, rest))| {
                let length = plan.length(index, window);
                // The last interval may be cut short.
                let cut = u128::from(plan.ticks - length) * u128::from(count);
                let area = u128::from(before) * u128::from(length) + rest - cut;
                before += u64::from(count);
                area
            })
    }
}

/// Area under WIP within each interval of a window [item ticks].
pub(super) fn wip_areas(
    entered: &Border,
    left: [&Border; 2],
    plan: &SeriesPlan,
    window: u64,
) -> Vec<f64> {
    let [delivered, lost] = left.map(|left| left.areas(plan, window));
    let areas = entered.areas(plan, window).zip(delivered.zip(lost));
    areas
        .map(|(entered, (delivered, lost))| (entered - delivered - lost) as f64)
        .collect()
}
