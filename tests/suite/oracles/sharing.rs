//! Processor sharing: everybody's work at once. How long an item stays does not depend on the law of
//! its effort, only on the mean (Kelly, Reversibility and Stochastic Networks, 1979, chapter 3): one
//! person shared by all keeps an item W = s / (1 - rho), and c people as long as in M/M/c.

use super::{one_station_checks, queue, relaxation, time_for};
use crate::support::{Check, check, judge, none};

/// Laws of mean 1 h, and how much longer than exponential ones they take to settle.
const LAWS: [(&str, f64); 6] = [
    ("'1h'", 1.0),
    ("{ uniform = { from = '0h', to = '2h' } }", 1.0),
    ("{ exponential = '1h' }", 1.0),
    ("{ mean = '1h', cv = 2 }", 2.5),
    ("{ hyperexponential = { mean = '1h', cv = 2 } }", 2.5),
    ("{ empirical = ['0.25h', '0.25h', '0.25h', '3.25h'] }", 1.5),
];

/// Poisson demand on people who share all the work.
fn sharing(lambda: f64, staff: u32, law: (&str, f64), items: f64) -> (String, u64) {
    let unit = relaxation(lambda, 1.0, f64::from(staff)) * law.1;
    let (text, trials) = queue(lambda, staff, law.0, unit.ceil(), items);
    let with_order = "order = 'processor_sharing', touch =";
    (text.replace("touch =", with_order), trials)
}

/// What must be found, given the time an item stays.
fn checks(lambda: f64, staff: f64, stay: f64) -> Vec<Check> {
    // Nobody waits for the first touch.
    let mut checks = one_station_checks(lambda, lambda * stay, stay, 0.0);
    checks.extend([
        check("utilisation", lambda / staff, |found| {
            found.stations["desk"].utilisation.clone()
        }),
        check("effort", 1.0, |found| found.stations["desk"].effort.clone()),
        check("touch", 1.0, time_for("touch")),
        check("contention", stay - 1.0, time_for("contention")),
    ]);
    checks
}

#[test]
fn shared_work_stays_as_long_whatever_the_law_of_effort() {
    for law in LAWS {
        let (text, trials) = sharing(0.8, 1, law, 4e5);
        none(&judge(&text, trials, &checks(0.8, 1.0, 5.0)));
    }
}

/// W of M/M/c by Erlang C, with c = 2, 3 and 4 at a load of 0.8.
#[test]
fn several_people_share_as_long_as_they_would_work_one_by_one() {
    for (staff, stay) in [(2, 2.777778), (3, 2.078652), (4, 1.745541)] {
        let people = f64::from(staff);
        for law in [LAWS[0], LAWS[3]] {
            let (text, trials) = sharing(0.8 * people, staff, law, 4e5);
            none(&judge(&text, trials, &checks(0.8 * people, people, stay)));
        }
    }
}

/// An item of effort x stays x / (1 - rho) on average: here 0.5 h and 2 h at a load of 0.8.
#[test]
fn shared_work_stays_in_proportion_to_its_effort() {
    let text = "format = 1\ntitle = 'Two sizes'\n\
                clock = { calendar = 'always', burn_in = '1500h', horizon = '3000h' }\n\
                work.short = { demand = { poisson = '0.8 / h' }, route = ['desk'] }\n\
                work.long = { demand = { poisson = '0.2 / h' }, route = ['desk'] }\n\
                [station.desk]\nstaff = 1\norder = 'processor_sharing'\n\
                touch = '0.5h'\ntouch_for = { long = '2h' }\n";
    let truth = [("short", 2.5), ("long", 10.0)].map(|(kind, stay)| {
        check(&format!("W of {kind}"), stay, move |found| {
            found.work[kind].flow_time.mean.clone()
        })
    });
    none(&judge(text, 128, &truth));
}

/// Half of everybody's time: the same queue as with twice the touch.
#[test]
fn half_of_the_time_at_twice_the_pace_is_shared_as_before() {
    let (text, trials) = sharing(0.8, 1, LAWS[2], 2e5);
    let text = text.replace("order =", "focus = 0.5, pace = 2, order =");
    let checks = [
        check("W", 5.0, |found| found.flow_time.mean.clone()),
        check("touch", 0.5, time_for("touch")),
        check("other duties", 0.5, time_for("other_duties")),
        check("contention", 4.0, time_for("contention")),
    ];
    none(&judge(&text, trials, &checks));
}

#[test]
fn sharing_with_the_wrong_number_of_people_is_caught() {
    let (text, trials) = sharing(1.6, 2, LAWS[3], 2e5);
    let wrong = text.replace("staff = 2", "staff = 3");
    let complaints = judge(&wrong, trials, &checks(1.6, 2.0, 2.777778)).join("\n");
    assert!(complaints.contains(" W:"), "{complaints}");
    assert!(complaints.contains(" L:"), "{complaints}");
    assert!(complaints.contains("utilisation"), "{complaints}");
    assert!(!complaints.contains("throughput"), "{complaints}");
}

#[test]
fn one_by_one_instead_of_shared_is_caught() {
    let (text, trials) = sharing(0.8, 1, LAWS[0], 2e5);
    let wrong = text.replace("processor_sharing", "fifo");
    let complaints = judge(&wrong, trials, &checks(0.8, 1.0, 5.0)).join("\n");
    assert!(complaints.contains(" W:"), "{complaints}");
    assert!(complaints.contains(" Wq:"), "{complaints}");
}
