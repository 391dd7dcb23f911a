//! When a crew is active: it neither starves nor waits for room ahead.
//!
//! A crew of several is active while nobody of it is without work: with one person free, one more
//! item would start at once, so it holds nothing up. Whoever holds finished work for want of room is
//! held up by somebody else, so a crew with one of those is not active. Who is absent is neither; who
//! looks for work now and then is without work only while nothing waits. A night changes nothing:
//! what waits or is in hand when a calendar closes is still there when it opens. Observers are told as
//! an instant is over, so one item after the other is one period.

use super::forking::NOBODY;
use super::probe::Probe;
use super::state::State;
use super::timers::Key;
use super::workers::FINISHED;

impl<K: Key> State<'_, K> {
    /// Tells the observer, once an instant is over, which crews have begun or ceased to be active.
    #[inline(always)]
    pub(super) fn watch_crews<P: Probe>(&mut self, probe: &mut P) {
        if P::CREWS && self.timers.first().0 != self.now {
            self.tell_crews(probe);
        }
    }

    fn tell_crews<P: Probe>(&mut self, probe: &mut P) {
        for crew in 0..self.crews.len() as u32 {
            let active = self.is_active(crew);
            if std::mem::replace(&mut self.crews[crew as usize].active, active) != active {
                probe.active(self.now, crew, active);
            }
        }
    }

    fn is_active(&self, crew: u32) -> bool {
        let (of, now) = (&self.net.crews[crew as usize], &self.crews[crew as usize]);
        if now.held_up_now > 0 || !now.queue.is_empty() {
            return now.held_up_now == 0;
        }
        if self.net.is_sharing(crew) {
            // More people than items: somebody has nothing to do.
            let items = now.shared.items();
            return items > 0 && items >= self.present(crew) as usize;
        }
        if !of.eventful || !now.free.is_empty() {
            return now.free.is_empty() && now.staff > 0;
        }
        let mut people = of.first_timer..of.first_timer + of.most;
        let at_work = |timer: u32| self.hands[timer as usize] < FINISHED;
        let looks = |timer: u32| {
            let person = &self.people[timer as usize];
            self.hands[timer as usize] == NOBODY && person.looking && !person.absent
        };
        people.clone().any(at_work) && !people.any(looks)
    }
}
