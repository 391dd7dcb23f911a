//! Working time: how much of it has passed, and when an effort begun now will be done.
//!
//! A calendar is unrolled into one entry per day of the run. Both directions are then exact
//! integer functions: `worked(t)`, the open time before `t`, and its left inverse `reached(w)`, the
//! first instant at which `w` has passed. "Always" needs no table: both are the identity.

use crate::units::{DAY, WEEK};

/// An instant that never comes [ticks].
pub const NEVER: u64 = u64::MAX;

/// A compiled calendar.
#[derive(Clone, Debug)]
pub struct Calendar {
    /// One entry per day, and one that closes the table; empty: always open.
    days: Vec<Day>,
    /// What a day can look like.
    patterns: Vec<Pattern>,
    /// Open time in a week without holidays [ticks].
    open_per_week: u64,
}

#[derive(Clone, Copy, Debug)]
struct Day {
    /// Open time before this day [ticks].
    before: u64,
    /// The open stretch, where there is one at most, as is usual: then nothing else is looked up.
    from: u64,
    to: u64,
    /// Position in `patterns`, or `ONE_STRETCH`.
    pattern: u32,
}

/// In place of the pattern of a day that is open once or not at all.
const ONE_STRETCH: u32 = u32::MAX;

impl Day {
    fn new(before: u64, position: u32, pattern: &Pattern) -> Self {
        let (from, to) = pattern.stretches.first().copied().unwrap_or_default();
        Self {
            before,
            from,
            to,
            pattern: match pattern.stretches.len() {
                0 | 1 => ONE_STRETCH,
                _ => position,
            },
        }
    }
}

/// Open stretches of a day, and the open time in all of them.
#[derive(Clone, Debug, Default, PartialEq)]
struct Pattern {
    stretches: Vec<(u64, u64)>,
    open: u64,
}

impl Calendar {
    /// Unrolls a week pattern up to `end`. Instants count from a Monday 00:00; `closed` tells which
    /// days (counted from there) are holidays.
    pub fn new(week: &[(u64, u64)], end: u64, closed: impl Fn(u64) -> bool) -> Self {
        let open_per_week = week.iter().map(|(from, to)| to - from).sum();
        if open_per_week == WEEK && !(0..=end / DAY).any(&closed) {
            return Self {
                days: Vec::new(),
                patterns: Vec::new(),
                open_per_week,
            };
        }
        let mut patterns: Vec<Pattern> = (0..7).map(|day| pattern_of_day(week, day)).collect();
        patterns.push(Pattern::default());
        let mut before = 0;
        let mut days = Vec::with_capacity((end / DAY) as usize + 3);
        for day in 0..=end / DAY + 1 {
            let pattern = if closed(day) { 7 } else { day % 7 };
            days.push(Day::new(
                before,
                pattern as u32,
                &patterns[pattern as usize],
            ));
            before += patterns[pattern as usize].open;
        }
        days.push(Day::new(before, 7, &patterns[7]));
        Self {
            days,
            patterns,
            open_per_week,
        }
    }

    /// Whether people never go off.
    pub fn is_always(&self) -> bool {
        self.days.is_empty()
    }

    /// Open time in a week without holidays [ticks].
    pub fn open_per_week(&self) -> u64 {
        self.open_per_week
    }

    /// Open time before `t` [ticks].
    #[inline]
    pub fn worked(&self, t: u64) -> u64 {
        if self.days.is_empty() {
            return t;
        }
        let index = ((t / DAY) as usize).min(self.days.len() - 1);
        let day = self.days[index];
        let offset = t - index as u64 * DAY;
        if day.pattern == ONE_STRETCH {
            return day.before + offset.clamp(day.from, day.to) - day.from;
        }
        let stretches = &self.patterns[day.pattern as usize].stretches;
        let within: u64 = stretches
            .iter()
            .map(|&(from, to)| offset.clamp(from, to) - from)
            .sum();
        day.before + within
    }

    /// First instant at which `work` of open time has passed; `NEVER` beyond the table.
    #[inline]
    pub fn reached(&self, work: u64) -> u64 {
        self.reached_from(0, work)
    }

    /// As `reached`, searching from an instant before the answer.
    #[inline]
    pub fn reached_from(&self, hint: u64, work: u64) -> u64 {
        if self.days.is_empty() {
            return work;
        }
        let mut index = (hint / DAY) as usize;
        let last = self.days.len() - 1;
        if index >= last || work > self.days[last].before {
            return NEVER;
        }
        // Holidays only take time away, so whole weeks can be skipped without overshooting.
        let ahead = work.saturating_sub(self.days[index].before);
        if ahead > self.open_per_week {
            let weeks = ((ahead - 1) / self.open_per_week) as usize;
            index = (index + 7 * weeks).min(last - 1);
        }
        while self.days[index + 1].before < work {
            index += 1;
        }
        self.within_day(index, work)
    }

    fn within_day(&self, index: usize, work: u64) -> u64 {
        let day = self.days[index];
        let midnight = index as u64 * DAY;
        let Some(mut left) = work.checked_sub(day.before) else {
            return midnight;
        };
        if left == 0 {
            return midnight;
        }
        if day.pattern == ONE_STRETCH {
            return midnight + day.from + left.min(day.to - day.from);
        }
        for &(from, to) in &self.patterns[day.pattern as usize].stretches {
            if left <= to - from {
                return midnight + from + left;
            }
            left -= to - from;
        }
        midnight + DAY
    }

    /// Whether people are on duty at `t` (not any more at the closing instant itself).
    #[inline]
    pub fn is_open(&self, t: u64) -> bool {
        if self.days.is_empty() {
            return true;
        }
        let index = (t / DAY) as usize;
        let offset = t - index as u64 * DAY;
        match self.days.get(index) {
            Some(day) if day.pattern == ONE_STRETCH => (day.from..day.to).contains(&offset),
            _ => self.next_open(t) == t,
        }
    }

    /// The first instant at or after `t` at which people are on duty; `NEVER` beyond the table.
    pub fn next_open(&self, t: u64) -> u64 {
        if self.days.is_empty() {
            return t;
        }
        let first = (t / DAY) as usize;
        for index in first..self.days.len() {
            let midnight = index as u64 * DAY;
            let offset = t.saturating_sub(midnight);
            if let Some(opening) = self.opening(self.days[index], offset) {
                return midnight + opening;
            }
        }
        NEVER
    }

    /// When a day is open at or after an offset, from midnight [ticks].
    fn opening(&self, day: Day, offset: u64) -> Option<u64> {
        if day.pattern == ONE_STRETCH {
            return (offset < day.to).then(|| day.from.max(offset));
        }
        let stretches = self.patterns[day.pattern as usize].stretches.iter();
        let mut later = stretches.filter(|&&(_, to)| offset < to);
        later.next().map(|&(from, _)| from.max(offset))
    }

    /// Start of the closed stretch that contains `t` or ends at it; `t` if there is none.
    pub fn closed_since(&self, t: u64) -> u64 {
        if self.days.is_empty() {
            return t;
        }
        let worked = self.worked(t);
        let mut index = ((t / DAY) as usize).min(self.days.len() - 1);
        while index > 0 && self.days[index].before >= worked {
            index -= 1;
        }
        self.within_day(index, worked).min(t)
    }
}

fn pattern_of_day(week: &[(u64, u64)], day: u64) -> Pattern {
    let midnight = day * DAY;
    let stretches: Vec<(u64, u64)> = week
        .iter()
        .map(|&(from, to)| (from.max(midnight), to.min(midnight + DAY)))
        .filter(|(from, to)| from < to)
        .map(|(from, to)| (from - midnight, to - midnight))
        .collect();
    let open = stretches.iter().map(|(from, to)| to - from).sum();
    Pattern { stretches, open }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::units::HOUR;

    fn office() -> Calendar {
        let week: Vec<_> = (0..5)
            .map(|day| (day * DAY + 9 * HOUR, day * DAY + 17 * HOUR))
            .collect();
        Calendar::new(&week, 40 * DAY, |day| day == 8)
    }

    #[test]
    fn an_effort_stops_at_night_on_weekends_and_on_holidays() {
        let office = office();
        let friday = 4 * DAY + 16 * HOUR;
        let worked = office.worked(friday);
        assert_eq!(worked, 39 * HOUR);
        assert_eq!(
            office.reached_from(friday, worked + HOUR),
            4 * DAY + 17 * HOUR
        );
        assert_eq!(
            office.reached_from(friday, worked + 2 * HOUR),
            7 * DAY + 10 * HOUR
        );
        // Tuesday of the second week is a holiday.
        assert_eq!(
            office.reached_from(friday, worked + 10 * HOUR),
            9 * DAY + 10 * HOUR
        );
        assert_eq!(office.reached(worked + 10 * HOUR), 9 * DAY + 10 * HOUR);
    }

    #[test]
    fn the_closing_instant_is_closed_and_the_opening_instant_open() {
        let office = office();
        assert!(office.is_open(9 * HOUR));
        assert!(!office.is_open(17 * HOUR));
        assert_eq!(office.next_open(17 * HOUR), DAY + 9 * HOUR);
        assert_eq!(office.closed_since(DAY + 9 * HOUR), 17 * HOUR);
        assert_eq!(office.closed_since(10 * HOUR), 10 * HOUR);
        assert_eq!(office.closed_since(3 * HOUR), 0);
    }

    #[test]
    fn worked_and_reached_are_inverse_to_each_other() {
        let office = office();
        for t in (0..30 * DAY).step_by(HOUR as usize / 2 + 17) {
            let worked = office.worked(t);
            assert!(office.reached(worked) <= t);
            assert_eq!(office.worked(office.reached(worked)), worked);
            assert_eq!(office.reached(worked), office.closed_since(t), "at {t}");
        }
    }
}
