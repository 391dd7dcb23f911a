//! Exact answers of queueing theory against what the program says, through scenario text.
//!
//! Closed forms for one station (M/M/1, M/M/c), an open network with rework, the same network under
//! a WIP limit, and gates that sit at regular intervals. All of them hold in the long run, and a run
//! begins empty; what is left of the beginning fades like exp(-t / r), with a relaxation time r of
//! at most 1/mu + 1/(c mu (1 - sqrt rho)^2) at a queue with c people. A burn-in of ten such times
//! leaves less than 5e-5 of it, far below any standard error here.

use crate::support::{Check, check, check_of, judge, none};
use throughline::statistics::Estimate;

/// Relaxation time of a queue, from above.
fn relaxation(lambda: f64, mu: f64, staff: f64) -> f64 {
    let slack = 1.0 - (lambda / (mu * staff)).sqrt();
    1.0 / mu + 1.0 / (staff * mu * slack * slack)
}

/// Poisson demand on one station with exponential touch: text, and trials for `items` items.
fn one_station(lambda: f64, mu: f64, staff: u32, items: f64) -> (String, u64) {
    let unit = relaxation(lambda, mu, f64::from(staff)).ceil();
    let (burn_in, horizon) = (10.0 * unit, (20.0 * unit).max(1000.0));
    let trials = (items / (lambda * (burn_in + horizon))).ceil().max(64.0);
    let text = format!(
        "format = 1\ntitle = 'One station'\n\
         clock = {{ calendar = 'always', burn_in = '{burn_in}h', horizon = '{horizon}h' }}\n\
         work.item = {{ demand = {{ poisson = '{lambda} / h' }}, route = ['desk'] }}\n\
         station.desk = {{ staff = {staff}, touch = {{ exponential = '{touch}h' }} }}\n",
        touch = 1.0 / mu,
    );
    (text, trials as u64)
}

/// Checks of a single station with rates per hour.
fn one_station_checks(lambda: f64, in_system: f64, stay: f64, wait: f64) -> Vec<Check> {
    vec![
        check("L", in_system, |found| {
            found.stations["desk"].present.clone()
        }),
        check("WIP", in_system, |found| found.wip.clone()),
        check("W", stay, |found| found.flow_time.mean.clone()),
        check("Wq", wait, |found| found.stations["desk"].wait.clone()),
        check("Lq", lambda * wait, |found| {
            found.stations["desk"].queue.clone()
        }),
        check("throughput", lambda * 168.0, |found| {
            found.throughput.clone()
        }),
    ]
}

#[test]
fn a_queue_with_one_person_is_as_long_as_theory_says() {
    let rows = [
        // lambda, mu, L, W, Wq, W p50, W p95
        [0.5, 1.0, 1.0, 2.0, 1.0, 1.386294, 5.991465],
        [0.8, 1.0, 4.0, 5.0, 4.0, 3.465736, 14.978661],
        [0.8, 1.3, 1.6, 2.0, 1.230769, 1.386294, 5.991465],
        [0.9, 1.0, 9.0, 10.0, 9.0, 6.931472, 29.957323],
        [0.95, 1.0, 19.0, 20.0, 19.0, 13.862944, 59.914645],
        [0.95, 1.3, 2.714286, 2.857143, 2.087912, 1.980421, 8.559235],
    ];
    for [lambda, mu, in_system, stay, wait, half, most] in rows {
        let (text, trials) = one_station(lambda, mu, 1, 1.5e6);
        let mut checks = one_station_checks(lambda, in_system, stay, wait);
        checks.push(check("p50", half, |found| found.flow_time.p50.clone()));
        checks.push(check("p95", most, |found| found.flow_time.p95.clone()));
        none(&judge(&text, trials, &checks));
    }
}

#[test]
fn a_queue_with_several_people_is_as_long_as_theory_says() {
    let rows = [
        // lambda, mu, c, rho, Wq, W, L
        (0.2, 0.1, 3, 0.666667, 4.444444, 14.444444, 2.888889),
        (0.2, 0.1, 4, 0.5, 0.869565, 10.869565, 2.173913),
        (0.2, 0.13, 3, 0.512821, 1.319831, 9.012139, 1.802428),
        (10.0, 1.0, 12, 0.833333, 0.224694, 1.224694, 12.246941),
        (1.6, 1.0, 2, 0.8, 1.777778, 2.777778, 4.444444),
        (2.4, 1.0, 3, 0.8, 1.078652, 2.078652, 4.988764),
        (3.2, 1.0, 4, 0.8, 0.745541, 1.745541, 5.585730),
        (6.4, 1.0, 8, 0.8, 0.286028, 1.286028, 8.230580),
    ];
    for (lambda, mu, staff, load, wait, stay, in_system) in rows {
        let (text, trials) = one_station(lambda, mu, staff, 1e6);
        let mut checks = one_station_checks(lambda, in_system, stay, wait);
        checks.push(check("utilisation", load, |found| {
            found.stations["desk"].utilisation.clone()
        }));
        none(&judge(&text, trials, &checks));
    }
}

#[test]
fn a_mean_that_is_two_percent_wrong_is_caught() {
    let (text, trials) = one_station(0.5, 1.0, 1, 1.5e6);
    let wrong = text.replace("exponential = '1h'", "exponential = '1.02h'");
    assert_ne!(text, wrong);
    let truth = one_station_checks(0.5, 1.0, 2.0, 1.0);
    let complaints = judge(&wrong, trials, &truth).join("\n");
    for measure in ["L:", "W:", "Wq:"] {
        assert!(complaints.contains(measure), "{complaints}");
    }
    none(&judge(&text, trials, &truth));
}

/// A station of the network: name, people, mean touch, visits per item.
type Place = (&'static str, u32, f64, f64);

/// Visits per item when review sends back this share.
fn network(touch_of_coding: f64, review: f64) -> [Place; 8] {
    let security = 1.0 / 0.95;
    let integration = security / 0.95;
    let qa = integration / 0.85;
    let coding = qa / (1.0 - review);
    [
        ("product", 2, 3.2, 1.0),
        ("coding", 8, touch_of_coding, coding),
        ("review", 2, 2.0, coding),
        ("qa", 2, 2.6, qa),
        ("integration", 1, 1.4, integration),
        ("security", 2, 3.2, security),
        ("legal", 3, 5.0, 1.0),
        ("gtm", 1, 1.8, 1.0),
    ]
}

/// Wait per visit by the Erlang C formula, and load.
fn erlang(lambda: f64, (_, staff, touch, visits): Place) -> (f64, f64) {
    let (offered, people) = (lambda * visits * touch, f64::from(staff));
    let mut blocked = 1.0;
    for k in 1..=staff {
        blocked = offered * blocked / (f64::from(k) + offered * blocked);
    }
    let load = offered / people;
    let waits = blocked / (1.0 - load * (1.0 - blocked));
    (waits * touch / (people - offered), load)
}

/// The organisation of eight stations, with its variants.
fn organisation(clock: &str, rest: &str) -> String {
    let mut text = format!("format = 1\ntitle = 'Eight stations'\nclock = {{ {clock} }}\n{rest}\n");
    for (name, staff, touch, _) in network(8.0, 0.2) {
        text +=
            &format!("[station.{name}]\nstaff = {staff}\ntouch = {{ exponential = '{touch}h' }}\n");
        let back = match name {
            "review" => 0.2,
            "qa" => 0.15,
            "integration" | "security" => 0.05,
            _ => continue,
        };
        text += &format!("rework = {{ chance = {back}, to = 'coding' }}\n");
    }
    text
}

const ROUTE: &str = "route = ['product', 'coding', 'review', 'qa', 'integration', 'security', \
                     'legal', 'gtm']";

fn network_checks(variant: usize, places: [Place; 8], total: f64, touch: f64) -> Vec<Check> {
    let lambda = 0.5;
    let mut checks = Vec::new();
    let mut in_system = 0.0;
    for place in places {
        let (name, _, touch, visits) = place;
        let (wait, load) = erlang(lambda, place);
        let present = lambda * visits * (wait + touch);
        in_system += present;
        let mut add = |what: &str, truth: f64, find: fn(&Station) -> Option<Estimate>| {
            let what = format!("{what} at {name}");
            checks.push(check_of(variant, &what, truth, move |found| {
                find(&found.stations[name])
            }));
        };
        add("load", load, |found| found.utilisation.clone());
        add("Wq", wait, |found| found.wait.clone());
        add("L", present, |found| found.present.clone());
        add("visits", visits, |found| found.visits.clone());
    }
    assert!(
        (in_system / total - 1.0).abs() < 1e-6,
        "{in_system} {total}"
    );
    let stay = total / lambda;
    let of_touch = |found: &throughline::experiment::VariantOutcome| {
        let found = found.time.iter().find(|(cause, _)| *cause == "touch");
        found.and_then(|(_, time)| time.clone())
    };
    checks.push(check_of(variant, "L", total, |found| found.wip.clone()));
    checks.push(check_of(variant, "W", stay, |found| {
        found.flow_time.mean.clone()
    }));
    checks.push(check_of(variant, "touch", touch, of_touch));
    checks.push(check_of(variant, "efficiency", touch / stay, |found| {
        found.flow_efficiency.clone()
    }));
    checks.push(check_of(variant, "throughput", lambda * 168.0, |found| {
        found.throughput.clone()
    }));
    checks
}

type Station = throughline::experiment::StationOutcome;

#[test]
fn an_open_network_with_rework_follows_its_traffic_equations() {
    let text = organisation(
        "calendar = 'always', burn_in = '10000h', horizon = '20000h'",
        &format!(
            "work.item = {{ demand = {{ poisson = '0.5 / h' }}, {ROUTE} }}\n\
             variant.base = {{}}\n\
             variant.faster.set = {{ 'coding.pace' = '+30%' }}\n\
             variant.shorter.set = {{ 'coding.touch' = 'x0.7' }}\n\
             variant.careless.set = {{ 'coding.pace' = 1.3, 'review.rework.chance' = '30%' }}\n"
        ),
    );
    let touch = |places: [Place; 8]| places.iter().map(|place| place.2 * place.3).sum();
    let rows = [
        (network(8.0, 0.2), 48.230495),
        (network(8.0 / 1.3, 0.2), 44.855688),
        (network(5.6, 0.2), 44.267220),
        (network(8.0 / 1.3, 0.3), 55.191429),
    ];
    let rows = rows.into_iter().enumerate();
    let checks: Vec<Check> = rows
        .flat_map(|(variant, (places, total))| {
            network_checks(variant, places, total, touch(places))
        })
        .collect();
    none(&judge(&text, 64, &checks));
}

#[test]
fn a_wip_limit_makes_the_network_closed() {
    let rows = [
        // N, throughput and flow time, throughput with coding x1.3, gain
        (5, 0.139993, 35.716140, 0.152164, 0.08694446),
        (14, 0.327125, 42.797, 0.343151, 0.04898946),
        (60, 0.526571, 113.944824, 0.531627, 0.00960237),
    ];
    for (limit, base, stay, faster, gain) in rows {
        let text = organisation(
            "calendar = 'always', burn_in = '8000h', horizon = '16000h'",
            &format!(
                "intake.wip_limit = {limit}\n\
                 work.item = {{ demand = {{ endless = true }}, {ROUTE} }}\n\
                 variant.base = {{}}\n\
                 variant.faster.set = {{ 'coding.pace' = '+30%' }}\n"
            ),
        );
        let mut checks = vec![
            check("TH", base * 168.0, |found| found.throughput.clone()),
            check("W", stay, |found| found.flow_time.mean.clone()),
            check("WIP", f64::from(limit), |found| found.wip.clone()),
            check_of(1, "TH", faster * 168.0, |found| found.throughput.clone()),
        ];
        checks.push(Check {
            name: format!("gain at {limit}"),
            truth: gain,
            find: Box::new(|outcome| outcome.comparisons[0].throughput.relative.clone()),
        });
        none(&judge(&text, 64, &checks));
    }
}

/// Poisson demand in front of a gate that sits every `every` hours.
fn gate(lambda: f64, every: f64, rest: &str) -> String {
    // The worst row forgets its beginning within 60 sessions.
    format!(
        "format = 1\ntitle = 'A gate'\n\
         clock = {{ calendar = 'always', burn_in = '8000h', horizon = '20000h' }}\n\
         work.item = {{ demand = {{ poisson = '{lambda} / h' }}, route = ['board'] }}\n\
         [station.board]\n\
         {}\n",
        rest.replace("EVERY", &format!("every = '{every}h'"))
    )
}

fn time_for(
    name: &'static str,
) -> impl Fn(&throughline::experiment::VariantOutcome) -> Option<Estimate> {
    move |found| {
        let time = found.time.iter().find(|(cause, _)| *cause == name);
        time.and_then(|(_, time)| time.clone())
    }
}

#[test]
fn a_gate_that_admits_all_costs_half_its_cadence() {
    for every in [10.0, 5.0] {
        let checks = [
            check("wait", every / 2.0, |found| {
                found.stations["board"].wait.clone()
            }),
            check("W", every / 2.0, |found| found.flow_time.mean.clone()),
            check("median", every / 2.0, |found| found.flow_time.p50.clone()),
            check("p95", 0.95 * every, |found| found.flow_time.p95.clone()),
            check("cadence", every / 2.0, time_for("cadence")),
        ];
        none(&judge(&gate(0.6, every, "gate = { EVERY }"), 64, &checks));
    }
}

#[test]
fn a_gate_with_slots_keeps_some_for_the_next_session() {
    let rows = [
        // lambda, T, b, W
        (0.6, 10.0, 8, 5.968598),
        (0.6, 10.0, 7, 8.181751),
        (0.6, 10.0, 10, 5.153523),
        (0.75, 10.0, 8, 13.196766),
        (0.5, 5.0, 3, 6.086880),
        (0.5, 20.0, 12, 12.394181),
    ];
    for (lambda, every, slots, stay) in rows {
        let text = gate(
            lambda,
            every,
            &format!("gate = {{ EVERY, slots = {slots} }}"),
        );
        let checks = [
            check("W", stay, |found| found.flow_time.mean.clone()),
            check("wait", stay, |found| found.stations["board"].wait.clone()),
            check("L", lambda * stay, |found| found.wip.clone()),
            check("cadence", every / 2.0, time_for("cadence")),
            check("decision", stay - every / 2.0, time_for("decision")),
        ];
        none(&judge(&text, 96, &checks));
    }
}

#[test]
fn an_item_that_a_gate_sends_back_waits_a_cadence_more() {
    let text = gate(
        0.6,
        10.0,
        "gate = { EVERY }\nrework = { chance = '20%', to = 'board' }",
    );
    let checks = [
        check("W", 7.5, |found| found.flow_time.mean.clone()),
        check("visits", 1.25, |found| {
            found.stations["board"].visits.clone()
        }),
        check("cadence", 5.0, time_for("cadence")),
        check("decision", 2.5, time_for("decision")),
    ];
    none(&judge(&text, 64, &checks));
}
