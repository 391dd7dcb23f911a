//! Who is next: priorities that let work finish and priorities that lay it down, other orders, and
//! what none of them can change.
//!
//! Cobham (Operations Research 2, 1954) for classes k = 1, 2, ... from the most urgent, with
//! S(k) = rho(1) + ... + rho(k) and W0 = sum of lambda E[S^2] / 2: work is finished first,
//! Wq(k) = W0 / ((1 - S(k-1)) (1 - S(k))). Laid down and resumed, with W0 over the classes up to k, a
//! class stays T(k) = s(k) / (1 - S(k-1)) + W0(k) / ((1 - S(k-1)) (1 - S(k))), of which the second
//! part is the wait for the first touch (arrivals find the work of their class and the more urgent
//! ones as it is on average, and each hour of it takes 1 / (1 - S(k-1))).

use throughline::statistics::Estimate;

use super::relaxation;
use crate::support::{Check, check, judge, none};

/// Rate [1/h], mean touch [h], and its law: `'exponential'` or constant.
#[derive(Clone, Copy)]
struct Class {
    lambda: f64,
    touch: f64,
    exponential: bool,
}

/// Class 1 first; the kinds are called `class1`, `class2` and so on.
pub(super) struct Desk {
    classes: Vec<Class>,
    staff: u32,
}

impl Desk {
    fn load(&self) -> f64 {
        self.load_of(self.classes.len())
    }

    /// S(k).
    fn load_of(&self, k: usize) -> f64 {
        let work = self.classes[..k]
            .iter()
            .map(|class| class.lambda * class.touch);
        work.sum::<f64>() / f64::from(self.staff)
    }

    /// W0 over the first k classes, with one person.
    fn residual(&self, k: usize) -> f64 {
        let second = |class: &Class| {
            let factor = if class.exponential { 2.0 } else { 1.0 };
            factor * class.touch * class.touch
        };
        let halves = self.classes[..k]
            .iter()
            .map(|class| class.lambda * second(class) / 2.0);
        halves.sum()
    }

    /// Text for an order, and trials for so many items.
    pub(super) fn scenario(&self, order: &str, items: f64) -> (String, u64) {
        let lambda: f64 = self.classes.iter().map(|class| class.lambda).sum();
        let staff = f64::from(self.staff);
        let slowest = self
            .classes
            .iter()
            .map(|class| class.touch)
            .fold(0.0, f64::max);
        let unit = relaxation(self.load() * staff, 1.0, staff) * slowest;
        let (burn_in, horizon) = ((10.0 * unit).ceil(), (20.0 * unit).ceil().max(1000.0));
        let trials = (items / (lambda * (burn_in + horizon))).ceil().max(64.0);
        let mut text = format!(
            "format = 1\ntitle = 'Classes'\n\
             clock = {{ calendar = 'always', burn_in = '{burn_in}h', horizon = '{horizon}h' }}\n\
             [station.desk]\nstaff = {}\norder = '{order}'\ntouch = '1h'\n",
            self.staff
        );
        for (position, class) in self.classes.iter().enumerate() {
            let touch = match class.exponential {
                true => format!("{{ exponential = '{}h' }}", class.touch),
                false => format!("'{}h'", class.touch),
            };
            text += &format!("touch_for.class{} = {touch}\n", position + 1);
        }
        for (position, class) in self.classes.iter().enumerate() {
            text += &format!(
                "[work.class{}]\ndemand = {{ poisson = '{} / h' }}\npriority = {}\n\
                 route = ['desk']\n",
                position + 1,
                class.lambda,
                10 - position as i64,
            );
        }
        (text, trials as u64)
    }

    /// Wq(k) with work finished first.
    fn finishing(&self, k: usize) -> f64 {
        let all = self.residual(self.classes.len());
        all / ((1.0 - self.load_of(k - 1)) * (1.0 - self.load_of(k)))
    }

    /// Wait for the first touch of class k, and its stay, with work laid down.
    pub(super) fn preempting(&self, k: usize) -> (f64, f64) {
        let own = 1.0 - self.load_of(k - 1);
        let wait = self.residual(k) / (own * (1.0 - self.load_of(k)));
        (wait, wait + self.classes[k - 1].touch / own)
    }

    fn finishing_checks(&self) -> Vec<Check> {
        let classes = 1..=self.classes.len();
        let checks = classes.flat_map(|k| {
            let (wait, touch) = (self.finishing(k), self.classes[k - 1].touch);
            [wait_of(k, wait), stay_of(k, wait + touch)]
        });
        checks.chain([self.conservation(), self.busy()]).collect()
    }

    fn preempting_checks(&self) -> Vec<Check> {
        let classes = 1..=self.classes.len();
        let checks = classes.flat_map(|k| {
            let (wait, stay) = self.preempting(k);
            let laid_down = stay - wait - self.classes[k - 1].touch;
            [
                wait_to_touch(k, wait),
                stay_of(k, stay),
                time_of(k, "preempted", laid_down),
                time_of(k, "touch", self.classes[k - 1].touch),
            ]
        });
        checks.chain([self.busy()]).collect()
    }

    /// Sum of rho(k) Wq(k) = rho W0 / (1 - rho), whatever the order, if it finishes what it begins
    /// and does not look at how long things take (Kleinrock 1965).
    fn conservation(&self) -> Check {
        let rho = self.load();
        let all = rho * self.residual(self.classes.len()) / (1.0 - rho);
        let weights: Vec<f64> = self
            .classes
            .iter()
            .map(|class| class.lambda * class.touch)
            .collect();
        check("conservation", all, move |found| {
            let waits = weights.iter().enumerate().map(|(position, weight)| {
                let wait = found.work[&format!("class{}", position + 1)].wait.clone()?;
                Some(wait.scaled(*weight, "h"))
            });
            // Their errors add up at most.
            waits.reduce(|one, other| Some(sum(&one?, &other?)))?
        })
    }

    fn busy(&self) -> Check {
        check("utilisation", self.load(), |found| {
            found.stations["desk"].utilisation.clone()
        })
    }
}

fn sum(one: &Estimate, other: &Estimate) -> Estimate {
    Estimate {
        mean: one.mean + other.mean,
        low: one.low + other.low,
        high: one.high + other.high,
        standard_error: one.standard_error + other.standard_error,
        unit: one.unit.clone(),
    }
}

fn wait_of(k: usize, truth: f64) -> Check {
    check(&format!("Wq of class {k}"), truth, move |found| {
        found.work[&format!("class{k}")].wait.clone()
    })
}

/// The wait that ends with the first touch; what is laid down waits for more.
fn wait_to_touch(k: usize, truth: f64) -> Check {
    time_of(k, "contention", truth)
}

pub(super) fn stay_of(k: usize, truth: f64) -> Check {
    check(&format!("W of class {k}"), truth, move |found| {
        found.work[&format!("class{k}")].flow_time.mean.clone()
    })
}

fn time_of(k: usize, cause: &'static str, truth: f64) -> Check {
    check(&format!("{cause} of class {k}"), truth, move |found| {
        let time = &found.work[&format!("class{k}")].time;
        let time = time.iter().find(|(name, _)| *name == cause);
        time.and_then(|(_, time)| time.clone())
    })
}

const fn class(lambda: f64, touch: f64) -> Class {
    Class {
        lambda,
        touch,
        exponential: true,
    }
}

/// The two classes of the table.
pub(super) fn two() -> Desk {
    Desk {
        classes: vec![class(0.3, 0.5), class(0.5, 1.0)],
        staff: 1,
    }
}

/// Four product lines on one enablement server.
fn four(exponential: bool) -> Desk {
    let line = Class {
        exponential,
        ..class(0.225, 1.0)
    };
    Desk {
        classes: vec![line; 4],
        staff: 1,
    }
}

/// Most of the work over very little of it.
fn bimodal() -> Desk {
    Desk {
        classes: vec![class(0.85, 1.0), class(0.05, 1.0)],
        staff: 1,
    }
}

fn are_close(found: f64, known: f64) {
    assert!((found - known).abs() < 1e-6, "{found} {known}");
}

#[test]
fn the_reference_for_priorities_agrees_with_the_tables() {
    are_close(two().finishing(1), 0.676471);
    are_close(two().finishing(2), 1.932773);
    are_close(two().preempting(1).1, 0.588235);
    are_close(two().preempting(2).1, 3.109244);
    are_close(two().conservation().truth, 1.067857);
    let known = [1.161290, 2.111437, 5.034965, 27.692308];
    let constant = [0.580645, 1.055718, 2.517483, 13.846154];
    for k in 1..=4 {
        are_close(four(true).finishing(k), known[k - 1]);
        are_close(four(false).finishing(k), constant[k - 1]);
    }
    are_close(bimodal().finishing(2), 60.0);
    are_close(bimodal().preempting(2).1, 66.666_667);
}

#[test]
fn priorities_that_let_work_finish_wait_as_theory_says() {
    let (text, trials) = two().scenario("priority", 1e6);
    none(&judge(&text, trials, &two().finishing_checks()));
}

#[test]
fn priorities_that_lay_work_down_stay_as_theory_says() {
    let (text, trials) = two().scenario("priority_preempt", 1e6);
    none(&judge(&text, trials, &two().preempting_checks()));
}

/// In order of arrival everybody waits as long: W0 / (1 - rho).
#[test]
fn in_order_of_arrival_all_wait_alike() {
    for (desk, wait) in [(two(), 1.642857), (four(true), 9.0), (four(false), 4.5)] {
        let (text, trials) = desk.scenario("fifo", 1e6);
        let classes = 1..=desk.classes.len();
        let mut checks: Vec<Check> = classes.map(|k| wait_of(k, wait)).collect();
        checks.extend([desk.conservation(), desk.busy()]);
        none(&judge(&text, trials, &checks));
    }
}

/// Any order that does not look at efforts keeps the mean wait; here also the last come first.
#[test]
fn the_last_come_first_wait_as_long_on_average() {
    for order in ["lifo", "oldest"] {
        let (text, trials) = two().scenario(order, 1e6);
        let checks = [
            wait_of(1, 1.642857),
            wait_of(2, 1.642857),
            two().conservation(),
        ];
        none(&judge(&text, trials, &checks));
    }
}

/// Phipps (Operations Research 4, 1956): Wq = W0 E[1 / (1 - rho(X))^2] with rho(x) the load of what
/// takes at most x; exponential touch of mean 1 h at 0.8 / h, integrated by midpoints.
#[test]
fn the_shortest_first_wait_as_theory_says() {
    let (steps, width) = (400_000, 1e-4);
    let wait: f64 = (0..steps)
        .map(|step| {
            let x = (f64::from(step) + 0.5) * width;
            let left = 1.0 - 0.8 * (1.0 - (1.0 + x) * libm::exp(-x));
            0.8 / (left * left) * libm::exp(-x) * width
        })
        .sum();
    let desk = Desk {
        classes: vec![class(0.8, 1.0)],
        staff: 1,
    };
    let (text, trials) = desk.scenario("shortest", 1e6);
    let checks = [wait_of(1, wait), stay_of(1, wait + 1.0), desk.busy()];
    none(&judge(&text, trials, &checks));
}

/// Three people, touch 1 h: Wq(k) = C / (3 (1 - S(k-1)) (1 - S(k))), with Erlang's C.
#[test]
fn several_people_with_priorities_wait_as_theory_says() {
    let (text, trials) = three().scenario("priority", 1e6);
    let waits = [0.269663, 0.539326, 2.157303];
    let checks = (1..=3).map(|k| wait_of(k, waits[k - 1]));
    let checks: Vec<Check> = checks.chain([three().busy()]).collect();
    none(&judge(&text, trials, &checks));
}

fn three() -> Desk {
    Desk {
        classes: vec![class(0.6, 1.0), class(0.9, 1.0), class(0.9, 1.0)],
        staff: 3,
    }
}

/// Laid down, the classes up to k are an M/M/3 queue of their own, whose number differs from that of
/// the classes before by L(k) = lambda(k) T(k).
#[test]
fn several_people_who_lay_work_down_keep_it_as_theory_says() {
    let (text, trials) = three().scenario("priority_preempt", 1e6);
    let inside = |lambda: f64| {
        let lost = [1.0, 2.0, 3.0]
            .iter()
            .fold(1.0, |b, k| lambda * b / (k + lambda * b));
        let waits = lost / (1.0 - lambda / 3.0 * (1.0 - lost));
        lambda + waits * lambda / (3.0 - lambda)
    };
    let stays = [
        inside(0.6) / 0.6,
        (inside(1.5) - inside(0.6)) / 0.9,
        (inside(2.4) - inside(1.5)) / 0.9,
    ];
    let checks = (1..=3).map(|k| stay_of(k, stays[k - 1]));
    let checks: Vec<Check> = checks.chain([three().busy()]).collect();
    none(&judge(&text, trials, &checks));
}

#[test]
fn four_product_lines_on_one_server_wait_by_rank() {
    for exponential in [true, false] {
        let desk = four(exponential);
        let (text, trials) = desk.scenario("priority", 1e6);
        none(&judge(&text, trials, &desk.finishing_checks()));
    }
}

#[test]
fn a_little_work_behind_much_waits_for_ever_so_long() {
    let (text, trials) = bimodal().scenario("priority", 1e6);
    none(&judge(&text, trials, &bimodal().finishing_checks()));
    let (text, trials) = bimodal().scenario("priority_preempt", 1e6);
    none(&judge(&text, trials, &bimodal().preempting_checks()));
    // With a person of its own: 1 / (1 - 0.05).
    let alone = Desk {
        classes: vec![class(0.05, 1.0)],
        staff: 1,
    };
    let (text, trials) = alone.scenario("priority", 2e5);
    none(&judge(&text, trials, &[stay_of(1, 1.052_631_579)]));
}

/// The judge complains of these measures.
fn caught(text: &str, trials: u64, checks: &[Check], measures: &[&str]) {
    let complaints = judge(text, trials, checks).join("\n");
    for measure in measures {
        assert!(complaints.contains(measure), "{measure}:\n{complaints}");
    }
    assert!(!complaints.contains("utilisation"), "{complaints}");
}

#[test]
fn letting_work_finish_is_told_from_laying_it_down() {
    let (text, trials) = two().scenario("priority", 3e5);
    let measures = ["W of class 1", "W of class 2", "preempted of class 2"];
    caught(&text, trials, &two().preempting_checks(), &measures);
    let (text, trials) = two().scenario("priority_preempt", 3e5);
    let measures = ["W of class 1", "W of class 2"];
    caught(&text, trials, &two().finishing_checks(), &measures);
}

#[test]
fn the_other_way_round_is_caught() {
    let (text, trials) = two().scenario("priority", 3e5);
    let wrong = text.replace("priority = 9", "priority = 11");
    let measures = ["Wq of class 1", "Wq of class 2"];
    caught(&wrong, trials, &two().finishing_checks(), &measures);
}

#[test]
fn an_order_that_looks_at_efforts_breaks_the_conservation_law() {
    let (text, trials) = two().scenario("shortest", 3e5);
    caught(&text, trials, &[two().conservation()], &["conservation"]);
}
