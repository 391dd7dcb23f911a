//! People who look now and then, who fall absent, who give part of their time, and items that come in
//! batches: one server with interruptions of one kind or another.

use super::{one_station, one_station_checks, queue, relaxation, time_for};
use crate::support::{Check, check, judge, none};

/// One that finds nothing waiting looks again only after V. M/G/1 with multiple vacations and
/// exhaustive service (Levy and Yechiali, Management Science 22, 1975):
/// Wq = lambda E[S^2] / (2 (1 - rho)) + E[V^2] / (2 E[V]).
#[test]
fn a_reviewer_who_looks_now_and_then_keeps_work_waiting() {
    let rows = [
        // touch, looks every, Wq
        ("{ exponential = '1h' }", "'2h'", 5.0),
        ("{ exponential = '1h' }", "{ exponential = '2h' }", 6.0),
        ("{ exponential = '1h' }", "'0.5h'", 4.25),
        ("'1h'", "'2h'", 3.0),
        ("'1h'", "{ exponential = '2h' }", 4.0),
        ("'1h'", "'0.5h'", 2.25),
    ];
    for (touch, every, wait) in rows {
        let (text, trials) = looking(touch, every, 6e5);
        none(&judge(&text, trials, &looking_checks(wait)));
    }
}

fn looking(touch: &str, every: &str, items: f64) -> (String, u64) {
    let (text, trials) = queue(0.8, 1, touch, relaxation(0.8, 1.0, 1.0).ceil(), items);
    let looks = format!("looks_every = {every}, touch =");
    (text.replace("touch =", &looks), trials)
}

fn looking_checks(wait: f64) -> Vec<Check> {
    let mut checks = one_station_checks(0.8, 0.8 * (wait + 1.0), wait + 1.0, wait);
    checks.push(check("utilisation", 0.8, |found| {
        found.stations["desk"].utilisation.clone()
    }));
    checks
}

#[test]
fn looking_all_the_time_or_half_as_often_is_caught() {
    let (text, trials) = looking("'1h'", "'2h'", 2e5);
    for [right, wrong] in [["looks_every = '2h', ", ""], ["'2h'", "'4h'"]] {
        let wrong = text.replace(right, wrong);
        let complaints = judge(&wrong, trials, &looking_checks(3.0)).join("\n");
        assert!(complaints.contains(" Wq:"), "{complaints}");
        assert!(!complaints.contains("utilisation"), "{complaints}");
    }
}

/// Poisson batches of b items, 0.8 items an hour: W = (b + 1) / 2 / (mu - lambda).
#[test]
fn items_that_come_together_wait_for_each_other() {
    for (batch, stay) in [(1.0, 5.0), (2.0, 7.5), (5.0, 15.0), (10.0, 27.5)] {
        let unit = relaxation(0.8, 1.0, 1.0).ceil() * f64::max(1.0, batch / 2.0);
        let (text, trials) = queue(0.8, 1, "{ exponential = '1h' }", unit.ceil(), 1.5e6);
        let demand = format!("poisson = '{} / h', at_once = {batch}", 0.8 / batch);
        let text = text.replace("poisson = '0.8 / h'", &demand);
        let mut checks = one_station_checks(0.8, 0.8 * stay, stay, stay - 1.0);
        checks.push(check("lead time", stay, |found| {
            found.lead_time.mean.clone()
        }));
        none(&judge(&text, trials, &checks));
    }
}

/// One person who falls absent, at work or not.
#[derive(Clone, Copy)]
struct Absences {
    lambda: f64,
    /// First two moments of the touch [h, h^2].
    touch: [f64; 2],
    /// Rate of absences while present [1/h].
    falls: f64,
    /// Mean length of one [h]; constant, or else exponential.
    lasts: f64,
    constant: bool,
}

impl Absences {
    /// Wait for the first touch, and the time from there to its end.
    ///
    /// Present spells are exponential, elapsed, so absences during S hours of work are Poisson, and
    /// the time C that takes has E[C] = E[S] / A with A = 1 / (1 + falls E[D]), and
    /// E[C^2] = E[S^2] / A^2 + falls E[S] E[D^2] (Gaver 1962; Hopp and Spearman's effective time is
    /// the same). A busy period begins with a person who is there, or absent for another D* hours:
    /// with chance p, as presence is without memory and the next arrival comes after an exponential
    /// time. So the queue is M/G/1 with a delay at the start of each busy period (Welch 1964):
    /// Wq = lambda E[C^2] / (2 (1 - lambda E[C])) + (2 E[D*] + lambda E[D*^2]) / (2 (1 + lambda E[D*])).
    fn truth(self) -> (f64, f64) {
        let Self {
            lambda,
            touch: [mean, second],
            falls,
            lasts,
            constant,
        } = self;
        let stretch = 1.0 + falls * lasts;
        let square = if constant { 1.0 } else { 2.0 } * lasts * lasts;
        let whole = [
            mean * stretch,
            second * stretch * stretch + falls * mean * square,
        ];
        let [delay, delay_square] = self.delay();
        let wait = lambda * whole[1] / (2.0 * (1.0 - lambda * whole[0]))
            + (2.0 * delay + lambda * delay_square) / (2.0 * (1.0 + lambda * delay));
        (wait, whole[0])
    }

    /// Moments of the rest of an absence found by the first arrival of a busy period. From presence
    /// an absence comes before the arrival with chance falls / (falls + lambda); the arrival falls
    /// into it or else, back in presence, everything starts again.
    fn delay(self) -> [f64; 2] {
        let Self {
            lambda,
            falls,
            lasts,
            constant,
            ..
        } = self;
        let absent_first = falls / (falls + lambda);
        // Chance that no arrival falls into an absence; moments of the rest after one that does.
        let (none, rest) = if constant {
            let none = libm::exp(-lambda * lasts);
            let first = lasts - (1.0 - none) / lambda;
            (none, [first, lasts * lasts - 2.0 / lambda * first])
        } else {
            let none = 1.0 / (1.0 + lambda * lasts);
            (
                none,
                [(1.0 - none) * lasts, (1.0 - none) * 2.0 * lasts * lasts],
            )
        };
        rest.map(|moment| absent_first * moment / (1.0 - absent_first * none))
    }

    fn scenario(self, touch: &str, items: f64) -> (String, u64) {
        let stay = self.truth().0 + self.truth().1;
        let unit = 20.0 * stay;
        let (text, trials) = queue(self.lambda, 1, touch, unit.ceil(), items);
        let lasts = match self.constant {
            true => format!("'{}h'", self.lasts),
            false => format!("{{ exponential = '{}h' }}", self.lasts),
        };
        let every = 1.0 / self.falls;
        let away = format!(
            "away = {{ every = {{ exponential = '{every}h' }}, lasts = {lasts} }}, touch ="
        );
        (text.replace("touch =", &away), trials)
    }

    fn checks(self) -> Vec<Check> {
        let (wait, whole) = self.truth();
        let Self { lambda, touch, .. } = self;
        let present = 1.0 / (1.0 + self.falls * self.lasts);
        let stay = wait + whole;
        let mut checks = one_station_checks(lambda, lambda * stay, stay, wait);
        checks.extend([
            check("touch", touch[0], time_for("touch")),
            check("other duties", whole - touch[0], time_for("other_duties")),
            check("utilisation", lambda * touch[0] / present, |found| {
                found.stations["desk"].utilisation.clone()
            }),
            check("absent", 1.0 - present, |found| {
                let people = found.stations["desk"].people.as_ref();
                people.and_then(|people| people.absent.clone())
            }),
            check("busy", lambda * touch[0], |found| {
                let people = found.stations["desk"].people.as_ref();
                people.and_then(|people| people.busy.clone())
            }),
        ]);
        checks
    }
}

const EXPONENTIAL: &str = "{ exponential = '1h' }";

/// Present for 10 h, absent for 2 h, on average.
const OFTEN: Absences = Absences {
    lambda: 0.6,
    touch: [1.0, 2.0],
    falls: 0.1,
    lasts: 2.0,
    constant: false,
};

/// White and Christie (Operations Research 6, 1958), all exponential, with repairs at rate r:
/// L = lambda ((f + r)^2 + mu f) / ((f + r) (mu r - lambda (f + r))).
#[test]
fn the_reference_for_absences_agrees_with_the_one_for_exponential_times() {
    let rows = [[0.6, 0.1, 0.5], [0.5, 0.02, 0.1], [0.3, 0.3, 0.4]];
    for [lambda, falls, repair] in rows {
        let both: f64 = falls + repair;
        let inside = lambda * (both * both + falls) / (both * (repair - lambda * both));
        let absences = Absences {
            lambda,
            falls,
            lasts: 1.0 / repair,
            ..OFTEN
        };
        let (wait, whole) = absences.truth();
        assert!((lambda * (wait + whole) - inside).abs() < 1e-12);
    }
    // Effective time of the table: t0 = 1, c0^2 = 0.25, mf = 10, mr = 2: te = 1.2, ce^2 = 0.805556.
    let erlang = Absences {
        touch: [1.0, 1.25],
        ..OFTEN
    };
    assert!((erlang.truth().1 - 1.2).abs() < 1e-12);
    let second = 1.44 * 1.805_555_556;
    let queue = 0.6 * second / (2.0 * (1.0 - 0.72));
    let [delay, square] = erlang.delay();
    let start = (2.0 * delay + 0.6 * square) / (2.0 * (1.0 + 0.6 * delay));
    assert!((erlang.truth().0 - queue - start).abs() < 1e-8);
}

#[test]
fn work_waits_in_the_hands_of_who_is_absent() {
    let erlang = "{ erlang = { stages = 4, mean = '1h' } }";
    let rows = [
        (OFTEN, EXPONENTIAL),
        (
            Absences {
                touch: [1.0, 1.25],
                ..OFTEN
            },
            erlang,
        ),
        (
            Absences {
                constant: true,
                ..OFTEN
            },
            EXPONENTIAL,
        ),
        // Long absences now and then.
        (
            Absences {
                lambda: 0.5,
                falls: 0.02,
                lasts: 10.0,
                ..OFTEN
            },
            EXPONENTIAL,
        ),
    ];
    for (absences, touch) in rows {
        let (text, trials) = absences.scenario(touch, 8e5);
        none(&judge(&text, trials, &absences.checks()));
    }
}

#[test]
fn absence_only_at_work_is_not_the_same() {
    // The time from first touch to the end alone: as if nobody were ever absent without work.
    let (wait, whole) = OFTEN.truth();
    let square = 2.0 * 1.44 + 0.1 * 8.0;
    let at_work = 0.6 * square / (2.0 * (1.0 - 0.72));
    let (text, trials) = OFTEN.scenario(EXPONENTIAL, 8e5);
    let checks = [
        check("Wq", at_work, |found| found.stations["desk"].wait.clone()),
        check("W", at_work + whole, |found| found.flow_time.mean.clone()),
    ];
    assert!(at_work < wait);
    assert_eq!(judge(&text, trials, &checks).len(), 2);
}

/// Half of a person: everything takes twice as long, and half of it is other duties.
#[test]
fn half_of_a_person_takes_twice_as_long() {
    let (text, trials) = one_station(0.4, 0.5, 1, 6e5);
    let text = text.replace("exponential = '2h'", "exponential = '1h'");
    let text = text.replace("touch =", "focus = 0.5, touch =");
    let mut checks = one_station_checks(0.4, 4.0, 10.0, 8.0);
    checks.push(check("other duties", 1.0, time_for("other_duties")));
    none(&judge(&text, trials, &checks));
}
