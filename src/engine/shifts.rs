//! Who is there: shifts, absences, people who leave, and those who look for work now and then.
//!
//! Each crew with any of this keeps a heap of what is to come and owns one timer, set to the first.
//! A person leaves, or falls absent, whether at work or not; work in hand is laid down by one who
//! leaves and waits in the hands of one who is absent. Rung: calendars and shifts.

use std::cmp::Reverse;

use super::forking::NOBODY;
use super::probe::Probe;
use super::service::ticks;
use super::state::State;
use super::timers::Key;
use super::workers::{FINISHED, STAYS};
use crate::network::{NEVER, Number, Shifts};
use crate::random::{Draw, StreamKey};

/// What is to come for a crew or one of its people, in the order of one instant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Coming {
    /// The next piece of the shifts begins.
    Shift,
    /// A person leaves for good.
    Leaves,
    /// A person returns.
    Returns,
    /// A person falls absent.
    Absent,
    /// A person looks for work.
    Looks,
}

/// Instant, what comes, and the timer of whom it concerns.
pub(super) type Comes = Reverse<(u64, Coming, u32)>;

/// Keys of the draws of a crew.
#[derive(Clone, Copy, Default)]
pub(super) struct CrewKeys {
    pub presence: StreamKey,
    pub absence: StreamKey,
    pub tenure: StreamKey,
    pub look: StreamKey,
}

impl<K: Key> State<'_, K> {
    /// The first shift, absence and departure of everybody.
    pub(super) fn open_crews(&mut self) {
        for crew in 0..self.crews.len() as u32 {
            if self.net.timers.shift[crew as usize] == 0 {
                continue;
            }
            self.call_next_shift(crew);
            let of = &self.net.crews[crew as usize];
            for timer in of.first_timer..of.first_timer + of.most {
                self.plan_absence(crew, timer);
            }
            let staff = self.crews[crew as usize].free.clone();
            staff
                .into_iter()
                .for_each(|timer| self.begins_tenure(crew, timer));
            self.call_crew(crew);
            // Whoever only looks now and then looks now.
            self.make_ready(crew);
        }
    }

    fn comes(&mut self, crew: u32, at: u64, what: Coming, timer: u32) {
        if at < self.net.end {
            self.crews[crew as usize]
                .coming
                .push(Reverse((at, what, timer)));
        }
    }

    fn call_crew(&mut self, crew: u32) {
        let coming = &self.crews[crew as usize].coming;
        let first = coming.peek().map_or(NEVER, |first| first.0.0);
        self.timers.set(self.net.timers.shift[crew as usize], first);
    }

    /// Something has come for a crew.
    pub(super) fn shift<P: Probe>(&mut self, timer: u32, crew: u32, probe: &mut P) {
        self.timers.withdraw(timer);
        while let Some(&Reverse((at, what, person))) = self.crews[crew as usize].coming.peek()
            && at == self.now
        {
            self.crews[crew as usize].coming.pop();
            match what {
                Coming::Shift => {
                    self.change_staff(crew, probe);
                    self.call_next_shift(crew);
                }
                Coming::Leaves => self.leaves(crew, person, probe),
                Coming::Returns => self.returns_to_work(crew, person, probe),
                Coming::Absent => self.falls_absent(crew, person, probe),
                Coming::Looks => self.looks(crew, person),
            }
        }
        self.make_ready(crew);
        self.call_crew(crew);
    }

    fn call_next_shift(&mut self, crew: u32) {
        if let Some(shifts) = &self.net.crews[crew as usize].shifts {
            let next = next_boundary(shifts, self.now as i128 - self.net.zero as i128);
            let next = next.and_then(|next| u64::try_from(next + self.net.zero as i128).ok());
            self.comes(crew, next.unwrap_or(NEVER), Coming::Shift, 0);
        }
    }

    /// How many people a crew should have now, by its shifts or settings.
    pub(super) fn planned_staff(&self, crew: u32) -> u32 {
        let of = &self.net.crews[crew as usize];
        let planned = match &of.shifts {
            Some(shifts) => people_at(shifts, self.now as i128 - self.net.zero as i128),
            None => self.settings.staff[crew as usize],
        };
        let planned = self.orgs.there(of.org, crew, planned);
        planned.saturating_sub(self.crews[crew as usize].gone)
    }

    /// Draws when this person will fall absent next.
    fn plan_absence(&mut self, crew: u32, timer: u32) {
        if let Some((every, _)) = self.net.crews[crew as usize].away {
            let key = self.crew_keys[crew as usize].presence;
            let count = self.people[timer as usize].absences;
            let there = self.spell(crew, timer, key, every, count);
            self.comes(crew, self.now.saturating_add(there), Coming::Absent, timer);
        }
    }

    /// A span of a person's life in the crew, by its draw [ticks].
    fn spell(&self, crew: u32, timer: u32, key: StreamKey, of: Number, count: u32) -> u64 {
        let number = timer - self.net.crews[crew as usize].first_timer;
        let (round, step) = ((count & 0x3FFF) as u16, (count >> 14) as u16);
        let draw = Draw::new(key, number, step, round);
        ticks(of.mean * self.net.samplers[of.sampler as usize].variate(draw)).max(1)
    }

    fn falls_absent<P: Probe>(&mut self, crew: u32, timer: u32, probe: &mut P) {
        let Some((_, lasts)) = self.net.crews[crew as usize].away else {
            return;
        };
        let key = self.crew_keys[crew as usize].absence;
        let count = self.people[timer as usize].absences;
        let back = self
            .now
            .saturating_add(self.spell(crew, timer, key, lasts, count));
        self.comes(crew, back, Coming::Returns, timer);
        if self.is_employed(crew, timer) {
            self.count_absent(crew, 1);
        }
        match self.hands[timer as usize] {
            NOBODY => self.crews[crew as usize].free.retain(|&free| free != timer),
            FINISHED => {
                self.count_held(timer, -1);
                self.settle_owed(timer, crew, probe);
            }
            STAYS => self.breaks_off(timer, crew, probe),
            // What is done by now is done all the same.
            id if self.timers.time_of(timer) == self.now && !self.items[id].prepares() => {}
            id => self.pause(timer, id, probe),
        }
        self.people[timer as usize].absent = true;
    }

    fn returns_to_work<P: Probe>(&mut self, crew: u32, timer: u32, probe: &mut P) {
        self.settle_owed(timer, crew, probe);
        let person = &mut self.people[timer as usize];
        person.absent = false;
        person.absences += 1;
        self.plan_absence(crew, timer);
        if !self.is_employed(crew, timer) {
            return;
        }
        self.count_absent(crew, -1);
        match self.hands[timer as usize] {
            NOBODY if self.people[timer as usize].looking => {}
            NOBODY => self.becomes_free(timer, crew),
            FINISHED => self.count_held(timer, 1),
            STAYS => self.call_owed(timer),
            id => self.resume(timer, id, probe),
        }
    }

    pub(super) fn is_employed(&self, crew: u32, timer: u32) -> bool {
        !self.crews[crew as usize].vacant.contains(&timer)
    }

    fn count_absent(&mut self, crew: u32, change: i32) {
        self.count_people(crew);
        self.advance_shared(crew);
        let now = &mut self.crews[crew as usize];
        now.absent_now = now.absent_now.saturating_add_signed(change);
        self.recall_shared(crew);
        self.note_colleagues(crew);
    }

    /// Somebody new stays for a while.
    fn begins_tenure(&mut self, crew: u32, timer: u32) {
        let Some(stays) = self.net.crews[crew as usize].attrition else {
            return;
        };
        if self.people[timer as usize].leaves != 0 {
            return;
        }
        let key = self.crew_keys[crew as usize].tenure;
        let count = u32::from(self.people[timer as usize].tenures);
        let until = self
            .now
            .saturating_add(self.spell(crew, timer, key, stays, count));
        let person = &mut self.people[timer as usize];
        person.leaves = until;
        person.tenures = person.tenures.saturating_add(1);
        self.comes(crew, until, Coming::Leaves, timer);
    }

    fn leaves<P: Probe>(&mut self, crew: u32, timer: u32, probe: &mut P) {
        self.people[timer as usize].leaves = 0;
        if self.net.crews[crew as usize].shifts.is_none() && !self.is_employed(crew, timer) {
            // Whoever has been let go or has gone over is not here to leave.
            return;
        }
        self.crews[crew as usize].gone += 1;
        self.open_seat(crew);
        if self.is_employed(crew, timer) {
            self.count_people(crew);
            self.advance_shared(crew);
            self.goes_off(crew, timer, probe);
            self.crews[crew as usize].staff -= 1;
            self.recall_shared(crew);
            self.note_colleagues(crew);
            self.share_of_newcomers(crew, probe);
        }
    }

    /// Somebody comes on duty.
    pub(super) fn comes_on(&mut self, crew: u32, timer: u32) {
        if self.net.timers.shift[crew as usize] != 0 {
            self.begins_tenure(crew, timer);
            self.call_crew(crew);
        }
        if !self.people.is_empty() {
            self.hands[timer as usize] = NOBODY;
            self.people[timer as usize].last = (0, 0);
            if self.people[timer as usize].absent {
                self.crews[crew as usize].absent_now += 1;
                return;
            }
        }
        self.crews[crew as usize].free.push_back(timer);
        self.intake_due |= self.held_back;
    }

    /// Somebody goes, whatever there is in their hands.
    pub(super) fn goes_off<P: Probe>(&mut self, crew: u32, timer: u32, probe: &mut P) {
        let free = &mut self.crews[crew as usize].free;
        if let Some(at) = free.iter().position(|&other| other == timer) {
            free.remove(at);
        } else if self.people.is_empty() {
            self.lay_down(timer, crew, probe);
        } else {
            match self.hands[timer as usize] {
                NOBODY => {}
                FINISHED => {
                    self.let_stand(timer);
                    self.count_held(timer, -1);
                    self.people[timer as usize].holding = 0;
                }
                STAYS => self.breaks_off(timer, crew, probe),
                _ => self.lay_down(timer, crew, probe),
            }
            self.hands[timer as usize] = NOBODY;
            self.people[timer as usize].looking = false;
            if self.people[timer as usize].absent {
                self.count_absent(crew, -1);
            }
        }
        self.crews[crew as usize].vacant.push(timer);
    }

    /// Those who found nothing look again later.
    pub(super) fn look_later(&mut self, crew: u32) {
        let Some(every) = self.net.crews[crew as usize].looks_every else {
            return;
        };
        let key = self.crew_keys[crew as usize].look;
        let calendar = &self.net.calendars[self.net.crews[crew as usize].calendar as usize];
        while let Some(timer) = self.crews[crew as usize].free.pop_front() {
            let count = self.people[timer as usize].looks;
            let open = self.spell(crew, timer, key, every, count);
            let at = calendar.reached_from(self.now, calendar.worked(self.now) + open);
            let person = &mut self.people[timer as usize];
            (person.looks, person.looking) = (count.wrapping_add(1), true);
            self.comes(crew, at, Coming::Looks, timer);
        }
        self.call_crew(crew);
    }

    fn looks(&mut self, crew: u32, timer: u32) {
        if std::mem::take(&mut self.people[timer as usize].looking) {
            self.becomes_free(timer, crew);
        }
    }
}

/// People at an instant against time 0. Before the first piece of a cycle its last goes on; without
/// a cycle the number of the first piece holds before it, too.
pub(super) fn people_at(shifts: &Shifts, at: i128) -> u32 {
    let pieces = &shifts.pieces;
    let phase = shifts
        .repeat
        .map_or(at, |cycle| at.rem_euclid(i128::from(cycle)));
    let index = pieces.partition_point(|&(from, _)| i128::from(from) <= phase);
    let piece = match (index, shifts.repeat) {
        (0, Some(_)) => pieces.last(),
        (0, None) => pieces.first(),
        (index, _) => pieces.get(index - 1),
    };
    piece.map_or(0, |piece| piece.1)
}

/// The first instant after `at` at which a piece begins.
fn next_boundary(shifts: &Shifts, at: i128) -> Option<i128> {
    let after = |phase: i128| {
        let next = shifts.pieces.iter().map(|piece| i128::from(piece.0));
        next.filter(|&from| from > phase).min()
    };
    let Some(cycle) = shifts.repeat.map(i128::from) else {
        return after(at);
    };
    let phase = at.rem_euclid(cycle);
    let next = after(phase).filter(|&next| next < cycle);
    let first = shifts.pieces.first().map(|piece| i128::from(piece.0))?;
    Some(at - phase + next.unwrap_or(cycle + first))
}
