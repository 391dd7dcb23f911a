//! Working time: how much of it has passed, and when an effort begun now will be done.
//!
//! A calendar is unrolled into one entry per open stretch of the run. Both directions are then exact
//! integer functions: `worked(t)`, the open time before `t`, and its left inverse `reached(w)`, the
//! first instant at which `w` has passed. Which stretch it is, in either direction, is looked up by the
//! upper bits and is right but for a step. "Always" is one stretch: both are the identity.

use crate::units::{DAY, WEEK};

/// An instant that never comes [ticks].
pub const NEVER: u64 = u64::MAX;

/// A compiled calendar.
#[derive(Clone, Debug)]
pub struct Calendar {
    /// All open stretches, and one that never comes.
    stretches: Vec<Stretch>,
    /// The first stretch that ends after an instant.
    by_time: Index,
    /// The first stretch up to whose end so much open time has passed.
    by_work: Index,
    /// Open time in a week without holidays [ticks].
    open_per_week: u64,
    /// Whether people never go off.
    always: bool,
}

/// People are on duty all the while, and were not just before.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Stretch {
    /// Open time before it [ticks].
    before: u64,
    from: u64,
    to: u64,
}

impl Stretch {
    /// Open time before its end [ticks].
    #[inline]
    fn until(&self) -> u64 {
        self.before + (self.to - self.from)
    }

    /// Whether it is the first that ends after `t`, given that `t` is not before it was that.
    #[inline]
    pub fn still_holds(&self, t: u64) -> bool {
        t < self.to
    }

    /// Open time before `t`, if this is the first stretch that ends after `t` [ticks].
    #[inline]
    pub fn worked(&self, t: u64) -> u64 {
        self.before + (t.max(self.from) - self.from)
    }

    /// Whether people are on duty at `t`, if this is the first stretch that ends after `t`.
    #[inline]
    pub fn is_open(&self, t: u64) -> bool {
        self.from <= t
    }
}

/// Positions in a sorted table by the upper bits of what it is sorted by.
#[derive(Clone, Debug)]
struct Index {
    shift: u32,
    /// For each value of the upper bits, the position of the smallest number with them.
    positions: Vec<u32>,
}

impl Index {
    /// Of a table of bounds, sorted: the position of a number is that of the first bound which is not
    /// `passed` by it. About two values of the upper bits to a bound.
    fn new(bounds: &[u64], passed: impl Fn(u64, u64) -> bool) -> Self {
        let largest = bounds.last().copied().unwrap_or(0);
        let spacing = (largest / bounds.len().max(1) as u64).max(1);
        let shift = 63 - spacing.leading_zeros();
        let mut position = 0;
        let positions = (0..=largest >> shift).map(|upper| {
            while position < bounds.len() && passed(bounds[position], upper << shift) {
                position += 1;
            }
            position as u32
        });
        Self {
            shift,
            positions: positions.collect(),
        }
    }

    /// A position not beyond that of a number, and mostly the very one.
    #[inline]
    fn near(&self, number: u64) -> usize {
        let upper = (number >> self.shift) as usize;
        self.positions[upper.min(self.positions.len() - 1)] as usize
    }
}

impl Calendar {
    /// Unrolls a week pattern up to `end`. Instants count from a Monday 00:00; `closed` tells which
    /// days (counted from there) are holidays.
    pub fn new(week: &[(u64, u64)], end: u64, closed: impl Fn(u64) -> bool) -> Self {
        let open_per_week = week.iter().map(|(from, to)| to - from).sum();
        if open_per_week == WEEK && !(0..=end / DAY).any(&closed) {
            return Self::always();
        }
        let days = (0..=end / DAY + 1).filter(|&day| !closed(day));
        let open = days.flat_map(|day| {
            let here = move |(from, to)| (day * DAY + from, day * DAY + to);
            stretches_of_day(week, day % 7).map(here)
        });
        Self::of(open, open_per_week)
    }

    fn always() -> Self {
        let whole = Stretch {
            to: NEVER,
            ..Stretch::default()
        };
        Self::indexed(vec![whole], WEEK, true)
    }

    /// A calendar that is open in these stretches, in order.
    fn of(open: impl Iterator<Item = (u64, u64)>, open_per_week: u64) -> Self {
        let mut stretches: Vec<Stretch> = Vec::new();
        for (from, to) in open {
            match stretches.last_mut() {
                Some(last) if from <= last.to => last.to = last.to.max(to),
                last => {
                    let before = last.map_or(0, |last| last.until());
                    stretches.push(Stretch { before, from, to });
                }
            }
        }
        stretches.push(Stretch {
            before: stretches.last().map_or(0, Stretch::until),
            from: NEVER,
            to: NEVER,
        });
        Self::indexed(stretches, open_per_week, false)
    }

    fn indexed(stretches: Vec<Stretch>, open_per_week: u64, always: bool) -> Self {
        let open = || stretches[..stretches.len() - 1].iter();
        let ends: Vec<u64> = open().map(|stretch| stretch.to).collect();
        let work: Vec<u64> = open().map(Stretch::until).collect();
        Self {
            by_time: Index::new(&ends, |end, t| end <= t),
            by_work: Index::new(&work, |passed, work| passed < work),
            stretches,
            open_per_week,
            always,
        }
    }

    /// Open whenever one of these is; they must be unrolled up to the same instant.
    pub fn union(of: &[&Calendar]) -> Self {
        let Some(longest) = of.iter().map(|one| one.open_per_week).max() else {
            return Self::always();
        };
        if of.iter().any(|one| one.always) {
            return Self::always();
        }
        let open = |one: &Calendar| one.stretches.len() - 1;
        let all = of.iter().flat_map(|one| &one.stretches[..open(one)]);
        let mut all: Vec<_> = all.map(|stretch| (stretch.from, stretch.to)).collect();
        all.sort_unstable();
        Self::of(all.into_iter(), longest)
    }

    /// Whether people never go off.
    pub fn is_always(&self) -> bool {
        self.always
    }

    /// Open time in a week without holidays [ticks].
    pub fn open_per_week(&self) -> u64 {
        self.open_per_week
    }

    /// The first stretch that ends after `t`, be it one that never comes.
    #[inline]
    pub fn stretch(&self, t: u64) -> Stretch {
        let last = self.stretches.len() - 1;
        let near = self.by_time.near(t);
        // The first step is no branch: nobody could guess it.
        let mut position = (near + usize::from(self.stretches[near].to <= t)).min(last);
        while position < last && self.stretches[position].to <= t {
            position += 1;
        }
        self.stretches[position]
    }

    /// Open time before `t` [ticks].
    #[inline]
    pub fn worked(&self, t: u64) -> u64 {
        self.stretch(t).worked(t)
    }

    /// First instant at which `work` of open time has passed; `NEVER` beyond the table.
    #[inline]
    pub fn reached(&self, work: u64) -> u64 {
        let last = self.stretches.len() - 1;
        let near = self.by_work.near(work);
        let mut position = (near + usize::from(self.stretches[near].until() < work)).min(last);
        while position < last && self.stretches[position].until() < work {
            position += 1;
        }
        let stretch = self.stretches[position];
        // No time has passed from the very beginning; what never comes is not reached.
        match work {
            0 => 0,
            _ => stretch.from.saturating_add(work - stretch.before),
        }
    }

    /// As `reached`, of what has not passed before an instant.
    #[inline]
    pub fn reached_from(&self, from: u64, work: u64) -> u64 {
        self.reached(work).max(from)
    }

    /// Whether people are on duty at `t` (not any more at the closing instant itself).
    #[inline]
    pub fn is_open(&self, t: u64) -> bool {
        self.stretch(t).is_open(t)
    }

    /// The first instant at or after `t` at which people are on duty; `NEVER` beyond the table.
    pub fn next_open(&self, t: u64) -> u64 {
        self.stretch(t).from.max(t)
    }

    /// Start of the closed stretch that contains `t` or ends at it; `t` if there is none.
    pub fn closed_since(&self, t: u64) -> u64 {
        self.reached(self.worked(t)).min(t)
    }
}

/// Open stretches of a day of the week, from its midnight.
fn stretches_of_day(week: &[(u64, u64)], day: u64) -> impl Iterator<Item = (u64, u64)> {
    let midnight = day * DAY;
    week.iter()
        .map(move |&(from, to)| (from.max(midnight), to.min(midnight + DAY)))
        .filter(|(from, to)| from < to)
        .map(move |(from, to)| (from - midnight, to - midnight))
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

    /// Every lookup against a walk through all open stretches.
    #[test]
    fn lookups_say_what_a_walk_says() {
        let day = |day: u64, from: u64, to: u64| (day * DAY + from * HOUR, day * DAY + to * HOUR);
        let weeks = [
            vec![],
            vec![day(3, 10, 11)],
            vec![day(0, 0, 24), day(1, 0, 24), day(2, 0, 7)],
            vec![day(0, 9, 12), day(0, 13, 17), day(1, 22, 30), day(5, 1, 2)],
            (0..7).map(|weekday| day(weekday, 0, 24)).collect(),
        ];
        for (week, holiday) in weeks.iter().flat_map(|week| [(week, 99), (week, 8)]) {
            let calendar = Calendar::new(week, 40 * DAY, |day| day == holiday);
            let open: Vec<(u64, u64)> = (0..6)
                .flat_map(|number| {
                    week.iter()
                        .map(move |(from, to)| (number * WEEK + from, number * WEEK + to))
                })
                .flat_map(|(from, to)| {
                    let midnight = (from / DAY + 1) * DAY;
                    [(from, to.min(midnight)), (midnight, to.max(midnight))]
                })
                .filter(|(from, to)| from < to && *from < 42 * DAY && from / DAY != holiday)
                .collect();
            let total: u64 = open.iter().map(|(from, to)| to - from).sum();
            for t in (0..40 * DAY).step_by(HOUR as usize / 2) {
                let passed = open.iter().map(|&(from, to)| t.clamp(from, to) - from);
                let worked: u64 = passed.sum();
                assert_eq!(calendar.worked(t), worked, "{week:?} at {t}");
                let on_duty = open.iter().any(|&(from, to)| from <= t && t < to);
                assert_eq!(calendar.is_open(t), on_duty, "{week:?} at {t}");
                let mut left = worked + HOUR / 3;
                let mut reached = NEVER;
                for &(from, to) in &open {
                    if left <= to - from {
                        reached = from + left;
                        break;
                    }
                    left -= to - from;
                }
                if worked + HOUR / 3 <= total {
                    assert_eq!(
                        calendar.reached(worked + HOUR / 3),
                        reached,
                        "{week:?} at {t}"
                    );
                }
            }
            if !calendar.is_always() {
                assert_eq!(calendar.reached(total + 1), NEVER);
                assert_eq!(calendar.next_open(50 * DAY), NEVER);
            }
            assert_eq!(calendar.reached(0), 0);
        }
    }
}
