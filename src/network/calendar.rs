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
    /// The open stretch of the day, or all from its first opening to its last closing [ticks].
    from: u64,
    to: u64,
    /// Position in `patterns` of a day that is open more than once; `ONCE` for any other.
    pattern: u32,
}

/// The open stretch of a day says all.
const ONCE: u32 = u32::MAX;

impl Day {
    fn new(before: u64, position: usize, pattern: &Pattern) -> Self {
        let stretches = &pattern.stretches;
        Self {
            before,
            from: stretches.first().map_or(0, |stretch| stretch.0),
            to: stretches.last().map_or(0, |stretch| stretch.1),
            pattern: if stretches.len() > 1 {
                position as u32
            } else {
                ONCE
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
            let pattern = pattern as usize;
            days.push(Day::new(before, pattern, &patterns[pattern]));
            before += patterns[pattern].open;
        }
        days.push(Day::new(before, 7, &patterns[7]));
        Self {
            days,
            patterns,
            open_per_week,
        }
    }

    /// Open whenever one of these is; they must be unrolled up to the same instant.
    pub fn union(of: &[&Calendar]) -> Self {
        let longest = of.iter().map(|one| one.open_per_week).max();
        let mut all = Self {
            days: Vec::new(),
            patterns: Vec::new(),
            open_per_week: longest.unwrap_or(WEEK),
        };
        let count = of.iter().map(|one| one.days.len()).min().unwrap_or(0);
        let mut before = 0;
        for day in 0..count {
            let stretches = of.iter().flat_map(|one| one.stretches(day));
            let pattern = merged(stretches.collect());
            let known = all.patterns.iter().position(|known| *known == pattern);
            let position = known.unwrap_or(all.patterns.len());
            if known.is_none() {
                all.patterns.push(pattern.clone());
            }
            all.days.push(Day::new(before, position, &pattern));
            before += pattern.open;
        }
        all
    }

    /// The open stretches of a day.
    fn stretches(&self, day: usize) -> Vec<(u64, u64)> {
        let day = self.days[day];
        match day.pattern {
            ONCE => vec![(day.from, day.to)],
            pattern => self.patterns[pattern as usize].stretches.clone(),
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
        if day.pattern != ONCE {
            return day.before + self.open_before(offset, day.pattern);
        }
        day.before + offset.max(day.from).min(day.to) - day.from
    }

    /// Open time of a day before `offset` into it [ticks].
    #[cold]
    fn open_before(&self, offset: u64, pattern: u32) -> u64 {
        let stretches = &self.patterns[pattern as usize].stretches;
        let open = stretches
            .iter()
            .map(|&(from, to)| offset.clamp(from, to) - from);
        open.sum()
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
        if self.days[index + 1].before >= work {
            return self.within_day(index, work);
        }
        // Holidays only take time away, so whole weeks can be skipped without overshooting.
        let ahead = work.saturating_sub(self.days[index].before);
        let weeks = (ahead.saturating_sub(1) / self.open_per_week) as usize;
        index = (index + 7 * weeks).min(last - 1);
        while self.days[index + 1].before < work {
            index += 1;
        }
        self.within_day(index, work)
    }

    #[inline]
    fn within_day(&self, index: usize, work: u64) -> u64 {
        let day = self.days[index];
        let midnight = index as u64 * DAY;
        let Some(mut left) = work.checked_sub(day.before) else {
            return midnight;
        };
        if left == 0 {
            return midnight;
        }
        if day.pattern == ONCE {
            let reached = day.from + left;
            return midnight + if reached <= day.to { reached } else { DAY };
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
        let index = ((t / DAY) as usize).min(self.days.len() - 1);
        let (day, offset) = (self.days[index], t - index as u64 * DAY);
        let between = day.from <= offset && offset < day.to;
        between && (day.pattern == ONCE || self.next_open(t) == t)
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
            let day = self.days[index];
            if offset >= day.to {
                continue;
            }
            let once = [(day.from, day.to)];
            let stretches = match day.pattern {
                ONCE => &once[..],
                pattern => &self.patterns[pattern as usize].stretches,
            };
            let next = stretches.iter().find(|stretch| offset < stretch.1);
            if let Some(&(from, _)) = next {
                return midnight + from.max(offset);
            }
        }
        NEVER
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

/// A day that is open during all of these stretches.
fn merged(mut stretches: Vec<(u64, u64)>) -> Pattern {
    stretches.sort_unstable();
    let mut apart: Vec<(u64, u64)> = Vec::new();
    for (from, to) in stretches.into_iter().filter(|(from, to)| from < to) {
        match apart.last_mut() {
            Some(last) if from <= last.1 => last.1 = last.1.max(to),
            _ => apart.push((from, to)),
        }
    }
    let open = apart.iter().map(|(from, to)| to - from).sum();
    Pattern {
        stretches: apart,
        open,
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
    fn a_union_is_open_whenever_one_is() {
        let late: Vec<_> = (0..7)
            .map(|day| (day * DAY + 15 * HOUR, day * DAY + 19 * HOUR))
            .collect();
        let (office, late) = (office(), Calendar::new(&late, 40 * DAY, |day| day == 2));
        let both = Calendar::union(&[&office, &late]);
        for t in (0..30 * DAY).step_by(HOUR as usize / 4) {
            let open = office.is_open(t) || late.is_open(t);
            assert_eq!(both.is_open(t), open, "at {t}");
        }
        // Four days of ten hours, one of eight, two of four; then one of them all and a holiday.
        assert_eq!(both.worked(7 * DAY), 56 * HOUR);
        assert_eq!(both.worked(9 * DAY), 70 * HOUR);
        let always = Calendar::new(&[(0, WEEK)], 40 * DAY, |_| false);
        assert!(Calendar::union(&[&office, &always]).is_always());
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
