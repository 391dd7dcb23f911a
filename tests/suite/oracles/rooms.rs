//! Waiting rooms: who finds no room is turned away, or waits outside.
//!
//! With a room for K in the system an M/M/c queue is a birth and death process (Erlang 1917; Gross and
//! Harris, Fundamentals of Queueing Theory): p(k) is proportional to a^k / k! up to c people and
//! falls by a / c from there, a = lambda / mu. With no room to wait at all the share that is turned
//! away is the same for any law of service (Erlang B).

use super::{queue, time_for};
use crate::support::{Check, check, judge, none};

/// People, and how many may wait beside them.
#[derive(Clone, Copy)]
pub(super) struct Desk {
    lambda: f64,
    mu: f64,
    staff: u32,
    room: u32,
}

impl Desk {
    /// Chance that there are so many inside.
    fn chances(self) -> Vec<f64> {
        let mut weights = vec![1.0];
        for inside in 1..=self.staff + self.room {
            let at_work = f64::from(inside.min(self.staff));
            weights.push(weights[weights.len() - 1] * self.lambda / (self.mu * at_work));
        }
        let sum: f64 = weights.iter().sum();
        weights.iter().map(|weight| weight / sum).collect()
    }

    /// Share turned away, and the number inside.
    pub(super) fn truth(self) -> (f64, f64) {
        let chances = self.chances();
        let inside = chances
            .iter()
            .enumerate()
            .map(|(n, chance)| n as f64 * chance);
        (chances[chances.len() - 1], inside.sum())
    }

    /// The number waiting.
    fn waiting(self) -> f64 {
        let waiting = self.chances().into_iter().skip(self.staff as usize);
        waiting
            .enumerate()
            .map(|(n, chance)| n as f64 * chance)
            .sum()
    }

    pub(super) fn scenario(self, touch: &str, items: f64) -> (String, u64) {
        // Little room is soon full, or empty.
        let unit = 5.0 * f64::from(1 + self.room) / self.mu;
        let (text, trials) = queue(self.lambda, self.staff, touch, unit, 0.0);
        let horizon = (items / (self.lambda * trials as f64))
            .max(20.0 * unit)
            .ceil();
        let text = text.replace("'1000h'", &format!("'{horizon}h'"));
        let room = format!(
            "waiting_room = {}, when_full = 'turn_away', touch =",
            self.room
        );
        (text.replace("touch =", &room), trials)
    }

    fn exponential(self, items: f64) -> (String, u64) {
        self.scenario(&format!("{{ exponential = '{}h' }}", 1.0 / self.mu), items)
    }

    fn checks(self) -> Vec<Check> {
        let (lost, inside) = self.truth();
        let let_in = self.lambda * (1.0 - lost);
        let queue = self.waiting();
        let stay = queue / let_in + 1.0 / self.mu;
        let staff = f64::from(self.staff);
        vec![
            check("turned away", lost, |found| {
                found.stations["desk"].turned_away.clone()
            }),
            check("turned away of all", lost, |found| {
                found.work["item"].turned_away.clone()
            }),
            check("L", inside, |found| found.stations["desk"].present.clone()),
            check("WIP", inside, |found| found.wip.clone()),
            check("W", stay, |found| found.flow_time.mean.clone()),
            check("Wq", queue / let_in, |found| {
                found.stations["desk"].wait.clone()
            }),
            check("Lq", queue, |found| found.stations["desk"].queue.clone()),
            check("throughput", let_in * 168.0, |found| {
                found.throughput.clone()
            }),
            check("utilisation", let_in / self.mu / staff, |found| {
                found.stations["desk"].utilisation.clone()
            }),
        ]
    }
}

/// lambda, mu, people, places to wait; P(turned away), L.
const ROWS: [(Desk, f64, f64); 6] = [
    (desk(0.9, 1.0, 1, 4), 0.126023, 2.194782),
    (desk(1.0, 1.0, 1, 4), 0.166667, 2.5),
    (desk(1.2, 1.0, 1, 4), 0.250588, 3.021172),
    (desk(0.8, 1.0, 1, 9), 0.023493, 2.966314),
    (desk(3.0, 4.0, 2, 1), 0.049360, 0.762340),
    (desk(3.0, 1.0, 1, 4), 0.667582, 4.508242),
];

/// Erlang B: offered load, people, share turned away.
const LOSS: [(f64, u32, f64); 5] = [
    (10.0, 12, 0.119739),
    (5.0, 5, 0.284868),
    (2.0, 3, 0.210526),
    (10.0, 10, 0.214582),
    (20.0, 22, 0.106734),
];

pub(super) const fn desk(lambda: f64, mu: f64, staff: u32, room: u32) -> Desk {
    Desk {
        lambda,
        mu,
        staff,
        room,
    }
}

#[test]
fn the_reference_for_rooms_agrees_with_the_tables() {
    for (desk, lost, inside) in ROWS {
        let found = desk.truth();
        assert!((found.0 - lost).abs() < 1e-6 && (found.1 - inside).abs() < 1e-6);
    }
    for (offered, staff, lost) in LOSS {
        let found = desk(offered, 1.0, staff, 0).truth();
        assert!((found.0 - lost).abs() < 1e-6, "{found:?} {lost}");
    }
}

#[test]
fn who_finds_no_room_is_turned_away() {
    for (desk, ..) in ROWS {
        let (text, trials) = desk.exponential(3e5);
        none(&judge(&text, trials, &desk.checks()));
    }
}

#[test]
fn with_no_room_to_wait_the_law_of_work_does_not_matter() {
    let laws = ["{ exponential = '1h' }", "{ mean = '1h', cv = 2 }", "'1h'"];
    for (offered, staff, _) in LOSS {
        for touch in laws {
            let desk = desk(offered, 1.0, staff, 0);
            let (text, trials) = desk.scenario(touch, 3e5);
            none(&judge(&text, trials, &desk.checks()));
        }
    }
}

/// Demand from outside waits in the backlog for a room: who waits where changes nothing for the
/// M/M/1 queue as a whole, and inside are min(N, 1 + room), so 1 - rho^(1 + room) times rho / (1 - rho).
#[test]
fn who_finds_no_room_waits_outside() {
    for room in [0, 3] {
        let (text, trials) = queue(0.8, 1, "{ exponential = '1h' }", 90.0, 6e5);
        let text = text.replace("touch =", &format!("waiting_room = {room}, touch ="));
        let inside = (1.0 - libm::pow(0.8, f64::from(room + 1))) * 4.0;
        let checks = [
            check("lead time", 5.0, |found| found.lead_time.mean.clone()),
            check("WIP", inside, |found| found.wip.clone()),
            check("W", inside / 0.8, |found| found.flow_time.mean.clone()),
            check("touch", 1.0, time_for("touch")),
            check("throughput", 0.8 * 168.0, |found| found.throughput.clone()),
        ];
        none(&judge(&text, trials, &checks));
    }
}

#[test]
fn a_room_that_is_off_by_one_is_caught() {
    let desk = desk(0.9, 1.0, 1, 4);
    let (text, trials) = desk.exponential(3e5);
    for room in ["waiting_room = 3", "waiting_room = 5"] {
        let wrong = text.replace("waiting_room = 4", room);
        let complaints = judge(&wrong, trials, &desk.checks()).join("\n");
        for measure in ["turned away", "L:", "W:", "Wq:", "throughput"] {
            assert!(
                complaints.contains(measure),
                "{room} {measure}:\n{complaints}"
            );
        }
    }
}

#[test]
fn a_room_that_counts_those_in_service_is_caught() {
    // Loss at five people is not that of a room of five at unlimited ones.
    let desk = desk(5.0, 1.0, 5, 0);
    let (text, trials) = desk.exponential(3e5);
    let wrong = text.replace("waiting_room = 0", "waiting_room = 5");
    let complaints = judge(&wrong, trials, &desk.checks()).join("\n");
    assert!(complaints.contains("turned away"), "{complaints}");
    assert!(complaints.contains("Wq:"), "{complaints}");
}
