//! How busy people were of late: the share of the last four weeks that those who were there were at
//! work, changing over included.
//!
//! Time is kept by day: the window is the day so far and the 28 days before it, or as much of that as
//! the run has lasted. A stretch is spread over its days as it is booked, in proportion to the working
//! time of each; what is under way is booked when somebody asks. Rung: services and delays end.

use super::probe::Probe;
use super::state::State;
use super::timers::Key;
use crate::network::Calendar;
use crate::units::DAY;

/// Days kept, the day so far included.
const DAYS: usize = 29;

/// Person-time of a crew, day by day.
#[derive(Clone, Debug)]
pub(super) struct Usage {
    /// The last day that anything was noted of.
    today: u64,
    /// Working time spent at work, and being there, by day modulo `DAYS` [person ticks].
    at_work: [f64; DAYS],
    there: [f64; DAYS],
}

/// What a stretch of person-time was.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Spent {
    AtWork,
    There,
}

impl Default for Usage {
    fn default() -> Self {
        Self {
            today: 0,
            at_work: [0.0; DAYS],
            there: [0.0; DAYS],
        }
    }
}

impl Usage {
    /// Days go by: what is older than the window is forgotten.
    fn comes_to(&mut self, today: u64) {
        let gone = (today - self.today).min(DAYS as u64);
        for day in today - gone..today {
            let at = ((day + 1) % DAYS as u64) as usize;
            (self.at_work[at], self.there[at]) = (0.0, 0.0);
        }
        self.today = today;
    }

    /// Notes person-time of a stretch that ends now.
    fn note(&mut self, what: Spent, (from, now): (u64, u64), amount: f64, calendar: &Calendar) {
        self.comes_to(now / DAY);
        let open = (calendar.worked(now) - calendar.worked(from)) as f64;
        if open <= 0.0 {
            return;
        }
        let first = (from / DAY).max((self.today + 1).saturating_sub(DAYS as u64));
        for day in first..=self.today {
            let (begin, end) = ((day * DAY).max(from), ((day + 1) * DAY).min(now));
            let part = (calendar.worked(end) - calendar.worked(begin)) as f64 / open;
            let at = (day % DAYS as u64) as usize;
            match what {
                Spent::AtWork => self.at_work[at] += amount * part,
                Spent::There => self.there[at] += amount * part,
            }
        }
    }

    /// The share of the window at work.
    fn share(&self) -> f64 {
        let there: f64 = self.there.iter().sum();
        match there > 0.0 {
            true => (self.at_work.iter().sum::<f64>() / there).min(1.0),
            false => 0.0,
        }
    }
}

impl<K: Key> State<'_, K> {
    /// Notes person-time of a crew that ends now, if anybody wants to know.
    pub(super) fn note_use(&mut self, crew: u32, what: Spent, from: u64, amount: f64) {
        let of = &self.net.crews[crew as usize];
        if of.keeps_use {
            let calendar = &self.net.calendars[of.calendar as usize];
            let usage = &mut self.crews[crew as usize].usage;
            usage.note(what, (from, self.now), amount, calendar);
        }
    }

    /// The share of the last four weeks that the people of a crew were at work.
    pub(super) fn used_of_late<P: Probe>(&mut self, crew: u32, probe: &mut P) -> f64 {
        self.count_people(crew);
        let net = self.net;
        for &station in &net.crews[crew as usize].stations {
            self.settle_station(station, probe);
        }
        let usage = &mut self.crews[crew as usize].usage;
        usage.comes_to(self.now / DAY);
        usage.share()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::units::HOUR;

    fn always() -> Calendar {
        Calendar::new(&[(0, crate::units::WEEK)], u64::MAX / 4, |_| false)
    }

    #[test]
    fn what_is_older_than_the_window_is_forgotten() {
        let (mut usage, calendar) = (Usage::default(), always());
        let note = |usage: &mut Usage, from: u64, to: u64, busy: f64| {
            let stretch = (from * DAY, to * DAY);
            usage.note(Spent::There, stretch, (to - from) as f64, &calendar);
            usage.note(Spent::AtWork, stretch, busy, &calendar);
        };
        // Ten days at work, then ten idle.
        note(&mut usage, 0, 10, 10.0);
        note(&mut usage, 10, 20, 0.0);
        assert_eq!(usage.share(), 0.5);
        // At the end of day 31 the days from 3 on count: 7 of 28 whole days so far.
        note(&mut usage, 20, 31, 0.0);
        assert!(
            (usage.share() - 7.0 / 28.0).abs() < 1e-12,
            "{}",
            usage.share()
        );
        note(&mut usage, 31, 90, 0.0);
        assert_eq!(usage.share(), 0.0);
        // A stretch longer than the window fills it.
        note(&mut usage, 90, 900, 810.0);
        assert!((usage.share() - 1.0).abs() < 1e-12);
    }

    #[test]
    fn the_day_so_far_counts_as_far_as_it_has_come() {
        let (mut usage, calendar) = (Usage::default(), always());
        let until = DAY + 6 * HOUR;
        usage.note(Spent::There, (0, until), 30.0, &calendar);
        usage.note(Spent::AtWork, (DAY, until), 6.0, &calendar);
        assert!((usage.share() - 6.0 / 30.0).abs() < 1e-12);
    }
}
