//! When a gate sits.
//!
//! Sessions are planned at `first + k * every` (or at listed instants); one planned for closed time
//! is held at the next opening, several planned for one closed stretch are held as one.

use super::calendar::{Calendar, NEVER};

/// Planned sessions of a gate.
#[derive(Clone, Debug)]
pub enum Sessions {
    /// Every so often, through this instant [ticks].
    Every {
        /// One of them; may lie before the clock of the run begins.
        first: i64,
    },
    /// At these instants; sorted [ticks].
    Listed(Vec<u64>),
}

impl Sessions {
    /// The first session held at or after `t`.
    pub fn next(&self, every: u64, calendar: &Calendar, t: u64) -> u64 {
        let planned = self.planned(every, calendar.closed_since(t));
        if planned == NEVER {
            NEVER
        } else {
            calendar.next_open(planned)
        }
    }

    fn planned(&self, every: u64, from: u64) -> u64 {
        match self {
            Sessions::Every { first } => {
                let phase = first.rem_euclid(every as i64) as u64;
                from + (phase + every - from % every) % every
            }
            Sessions::Listed(instants) => {
                let index = instants.partition_point(|&instant| instant < from);
                instants.get(index).copied().unwrap_or(NEVER)
            }
        }
    }
}

/// The last instant at which an item may arrive for a session.
#[derive(Clone, Copy, Debug)]
pub enum PapersDue {
    /// Elapsed time before it [ticks].
    Span(u64),
    /// Working time before it [ticks].
    Working(u64),
}

impl PapersDue {
    /// The deadline of the session at `t`; `None` if it lies before the clock of the run.
    pub fn deadline(self, calendar: &Calendar, t: u64) -> Option<u64> {
        match self {
            PapersDue::Span(span) => t.checked_sub(span),
            PapersDue::Working(0) => Some(t),
            // At a boundary of a closed stretch, its end: no working time is lost until then.
            PapersDue::Working(work) => {
                let due = calendar.reached(calendar.worked(t).checked_sub(work)?);
                Some(calendar.next_open(due).min(t))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::units::{DAY, HOUR, WEEK};

    #[test]
    fn sessions_in_one_closed_stretch_are_held_as_one() {
        let week: Vec<_> = (0..5)
            .map(|day| (day * DAY + 9 * HOUR, day * DAY + 17 * HOUR))
            .collect();
        let office = Calendar::new(&week, 10 * WEEK, |_| false);
        let daily = Sessions::Every {
            first: 8 * HOUR as i64,
        };
        // Saturday, Sunday and Monday 08:00 become Monday 09:00.
        assert_eq!(daily.next(DAY, &office, 5 * DAY), 7 * DAY + 9 * HOUR);
        assert_eq!(
            daily.next(DAY, &office, 7 * DAY + 9 * HOUR),
            7 * DAY + 9 * HOUR
        );
        assert_eq!(
            daily.next(DAY, &office, 7 * DAY + 9 * HOUR + 1),
            8 * DAY + 9 * HOUR
        );
    }

    #[test]
    fn sessions_run_backwards_through_time_zero() {
        let always = Calendar::new(&[(0, WEEK)], 10 * WEEK, |_| false);
        let gate = Sessions::Every {
            first: 4 * WEEK as i64,
        };
        assert_eq!(gate.next(3 * WEEK, &always, 0), WEEK);
        assert_eq!(gate.next(3 * WEEK, &always, WEEK + 1), 4 * WEEK);
    }
}
