//! How far a change is in force as time goes by: adoption, what has not faded, slack (language C2,
//! C3).
//!
//! Adoption grows in proportion to the time since the change took effect until it has come to its
//! ceiling; what fades halves in every half-life. Both move in steps at midnight, and each step has
//! the mean of its curve over that step, so that over many days what acts adds up to the curve. A
//! number then acts as old + degree x (new - old): the average over people.

use super::tables::{Effect, Number};
use crate::units::DAY;

/// What has faded to less than 2 to this power is gone: nine digits further than anybody measures.
const GONE: u64 = 30;

/// How a change goes on once it has taken effect.
#[derive(Clone, Copy, Debug)]
pub struct Course {
    /// Until adoption has come to its ceiling, 0 for at once [ticks].
    pub over: u64,
    /// The share of people who take it up in the end.
    pub ceiling: f64,
    /// The share of its gain that never becomes capacity.
    pub slack: f64,
    /// Whether the item leaves all the same and only its person stays.
    pub withheld: bool,
    /// How long it holds.
    pub lasts: Lasts,
    /// Chance that it comes to anything, each time.
    pub succeeds: f64,
}

/// How long a change holds.
#[derive(Clone, Copy, Debug)]
pub enum Lasts {
    /// For good.
    Always,
    /// So long, drawn each time [ticks].
    For(Number),
    /// Half of it is left after so long [ticks].
    HalfLife(u64),
}

impl Course {
    /// At once, as a whole and for good.
    pub const WHOLE: Course = Course {
        over: 0,
        ceiling: 1.0,
        slack: 0.0,
        withheld: false,
        lasts: Lasts::Always,
        succeeds: 1.0,
    };

    /// The degree at an instant, slack apart: adoption times what has not faded, over the step it is
    /// in of a change that took effect at `since`.
    pub fn degree(&self, since: u64, now: u64) -> f64 {
        let midnight = now / DAY * DAY;
        let (from, to) = (midnight.max(since) - since, midnight + DAY - since);
        self.adopted(from, to) * self.left(from, to)
    }

    /// Whether its degree moves after this step.
    pub fn moves_after(&self, since: u64, now: u64) -> bool {
        let midnight = now / DAY * DAY;
        matches!(self.lasts, Lasts::HalfLife(_)) || midnight.max(since) - since < self.over
    }

    /// Whether it is there for good and moves no more.
    pub fn is_still(&self, since: u64, now: u64) -> bool {
        matches!(self.lasts, Lasts::Always) && !self.moves_after(since, now)
    }

    /// Whether nothing is left of it.
    pub fn is_gone(&self, since: u64, now: u64) -> bool {
        matches!(self.lasts, Lasts::HalfLife(half) if (now - since) / half >= GONE)
    }

    /// Whether it moves by itself after it has taken effect.
    pub fn moves(&self) -> bool {
        self.over > 0 || matches!(self.lasts, Lasts::HalfLife(_))
    }

    /// The share of people who have taken it up, on average between two ages.
    fn adopted(&self, from: u64, to: u64) -> f64 {
        if from >= self.over {
            return self.ceiling;
        }
        let over = self.over as f64;
        let area = |age: u64| match age as f64 {
            age if age < over => age * age / (2.0 * over),
            age => age - over / 2.0,
        };
        self.ceiling * (area(to) - area(from)) / (to - from) as f64
    }

    /// What has not faded, on average between two ages.
    fn left(&self, from: u64, to: u64) -> f64 {
        let Lasts::HalfLife(half) = self.lasts else {
            return 1.0;
        };
        let rate = std::f64::consts::LN_2 / half as f64;
        let step = rate * (to - from) as f64;
        libm::exp(-rate * from as f64) * -libm::expm1(-step) / step
    }

    /// What acts of an effect at a degree; people who withhold their gain keep it from others only.
    pub fn acting(&self, effect: &Effect, degree: f64, of: Whose) -> Degree {
        let kept = match (effect.side, of) {
            (true, _) => 1.0,
            (false, Whose::Item) if self.withheld => 1.0,
            (false, _) => 1.0 - self.slack,
        };
        Degree {
            whole: degree,
            gain: degree * kept,
        }
    }
}

/// Who sees a change that is withheld: the item, which leaves as fast as without slack, or its
/// person, who takes the next when slack has had its share.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whose {
    /// The item.
    Item,
    /// The person.
    Person,
}

/// How far something acts.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Degree {
    /// What is no gain.
    pub whole: f64,
    /// What is one.
    pub gain: f64,
}

impl Degree {
    /// As a whole.
    pub const FULL: Degree = Degree {
        whole: 1.0,
        gain: 1.0,
    };
}

#[cfg(test)]
mod tests {
    use super::*;

    fn course(over: u64, lasts: Lasts) -> Course {
        Course {
            over,
            lasts,
            ..Course::WHOLE
        }
    }

    #[test]
    fn adoption_is_the_mean_of_its_step() {
        let course = course(2 * DAY + DAY / 2, Lasts::Always);
        let days = [0, 1, 2, 3].map(|day| course.degree(7 * DAY, (7 + day) * DAY + 5));
        // A fifth, three fifths, and of the third day half at 0.9 and half at 1.
        for (degree, expected) in days.into_iter().zip([0.2, 0.6, 0.95, 1.0]) {
            assert!((degree - expected).abs() < 1e-15, "{degree} {expected}");
        }
        assert!(!course.is_still(7 * DAY, 9 * DAY) && course.is_still(7 * DAY, 10 * DAY));
    }

    #[test]
    fn a_first_step_that_begins_in_the_day_ends_at_midnight() {
        let course = course(2 * DAY, Lasts::Always);
        // From noon on: at midnight a quarter is there, a day later three quarters.
        let since = 7 * DAY + DAY / 2;
        assert_eq!(course.degree(since, since), 0.125);
        assert_eq!(course.degree(since, 8 * DAY), 0.5);
    }

    #[test]
    fn what_fades_halves_and_adds_up() {
        let course = course(0, Lasts::HalfLife(10 * DAY));
        let day = |day: u64| course.degree(0, day * DAY);
        assert!((day(10) / day(0) - 0.5).abs() < 1e-15);
        let sum: f64 = (0..1000).map(day).sum();
        assert!((sum - 10.0 / std::f64::consts::LN_2).abs() < 1e-9, "{sum}");
        assert!(course.is_gone(0, 300 * DAY) && !course.is_gone(0, 299 * DAY));
    }
}
