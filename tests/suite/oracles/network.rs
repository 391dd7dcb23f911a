//! Open networks: eight stations with rework, and lines of ten.

use throughline::experiment::StationOutcome;
use throughline::statistics::Estimate;

use super::{gain, relaxation, time_for};
use crate::support::{Check, check, check_of, judge, mean, none, run_once};

/// A station of the network: name, people, mean touch, visits per item.
pub(super) type Place = (&'static str, u32, f64, f64);

/// Visits per item when review sends back this share.
pub(super) fn network(touch_of_coding: f64, review: f64) -> [Place; 8] {
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
pub(super) fn organisation(clock: &str, rest: &str) -> String {
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

pub(super) const ROUTE: &str = "route = ['product', 'coding', 'review', 'qa', 'integration', 'security', \
                     'legal', 'gtm']";

pub(super) fn network_checks(
    variant: usize,
    places: [Place; 8],
    total: f64,
    touch: f64,
) -> Vec<Check> {
    let lambda = 0.5;
    let mut checks = Vec::new();
    let mut in_system = 0.0;
    for place in places {
        let (name, _, touch, visits) = place;
        let (wait, load) = erlang(lambda, place);
        let present = lambda * visits * (wait + touch);
        in_system += present;
        let mut add = |what: &str, truth: f64, find: fn(&StationOutcome) -> Option<Estimate>| {
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
    checks.push(check_of(variant, "L", total, |found| found.wip.clone()));
    checks.push(check_of(variant, "W", stay, |found| {
        found.flow_time.mean.clone()
    }));
    checks.push(check_of(variant, "touch", touch, time_for("touch")));
    checks.push(check_of(variant, "efficiency", touch / stay, |found| {
        found.flow_efficiency.clone()
    }));
    checks.push(check_of(variant, "throughput", lambda * 168.0, |found| {
        found.throughput.clone()
    }));
    checks
}

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

/// Ten stations in the order of their rates [1/h], one person each.
const LINE: [f64; 10] = [10.0, 10.5, 11.0, 12.0, 12.6, 13.0, 14.0, 15.0, 16.0, 17.0];

/// Some of them in a line; `touch` writes the hands-on time of a station from its mean.
fn line(
    rates: &[f64],
    clock: &str,
    demand: &str,
    touch: &dyn Fn(f64) -> String,
    rest: &str,
) -> String {
    let names: Vec<String> = (0..rates.len())
        .map(|place| format!("'s{place}'"))
        .collect();
    let mut text = format!(
        "format = 1\ntitle = 'A line'\nclock = {{ calendar = 'always', {clock} }}\n\
         work.item = {{ demand = {demand}, route = [{}] }}\n{rest}\n",
        names.join(", ")
    );
    for (place, rate) in rates.iter().enumerate() {
        let touch = touch(1.0 / rate);
        text += &format!("station.s{place} = {{ staff = 1, touch = {touch} }}\n");
    }
    text
}

fn exponential(mean: f64) -> String {
    format!("{{ exponential = '{mean}h' }}")
}

/// Burke: what leaves a queue is as random as what came, so each station is a queue of its own.
#[test]
fn stations_in_a_line_are_queues_of_their_own() {
    let unit = relaxation(9.0, 10.0, 1.0).ceil();
    let clock = format!("burn_in = '{}h', horizon = '{}h'", 10.0 * unit, 20.0 * unit);
    let variants = "variant.base = {}\nvariant.faster.set = { 's0.pace' = '+30%' }";
    let demand = "{ poisson = '9 / h' }";
    let text = line(&LINE, &clock, demand, &exponential, variants);
    let mut checks = Vec::new();
    for (variant, first, stay) in [(0, 10.0, 3.662302), (1, 13.0, 2.912302)] {
        let rates = [first].into_iter().chain(LINE.into_iter().skip(1));
        for (place, rate) in rates.enumerate() {
            let name = format!("s{place}");
            let wait = 1.0 / (rate - 9.0) - 1.0 / rate;
            checks.push(check_of(
                variant,
                &format!("Wq at {name}"),
                wait,
                move |found| found.stations[&name].wait.clone(),
            ));
        }
        checks.push(check_of(variant, "W", stay, |found| {
            found.flow_time.mean.clone()
        }));
        checks.push(check_of(variant, "L", 9.0 * stay, |found| {
            found.wip.clone()
        }));
        checks.push(check_of(variant, "throughput", 9.0 * 168.0, |found| {
            found.throughput.clone()
        }));
    }
    none(&judge(&text, 64, &checks));
}

/// A saturated line is as fast as its slowest station, however much times vary.
#[test]
fn a_saturated_line_is_as_fast_as_its_slowest_station() {
    // By then the queue before the slowest is never empty again, and those behind it have settled.
    let clock = "burn_in = '1000h', horizon = '500h'";
    let variants = "variant.base = {}\nvariant.faster.set = { 's0.pace' = '+30%' }";
    let lognormal = |mean: f64| format!("{{ mean = '{mean}h', cv = 1.5 }}");
    for touch in [&exponential as &dyn Fn(f64) -> String, &lognormal] {
        let text = line(&LINE[..3], clock, "{ endless = true }", touch, variants);
        let checks = [
            check("TH", 10.0 * 168.0, |found| found.throughput.clone()),
            check_of(1, "TH", 10.5 * 168.0, |found| found.throughput.clone()),
            gain(1, "of the line", 0.05),
        ];
        none(&judge(&text, 32, &checks));
    }
}

/// Without luck, one doubling after the other moves the constraint down the line.
#[test]
fn doubling_the_constraint_again_and_again_visits_every_station() {
    let mut doubled = String::new();
    let throughputs = [
        10.0, 10.5, 11.0, 12.0, 12.6, 13.0, 14.0, 15.0, 16.0, 17.0, 20.0,
    ];
    for (step, throughput) in throughputs.into_iter().enumerate() {
        let variant = match step {
            0 => String::new(),
            _ => format!("variant.now.set = {{ {doubled} }}"),
        };
        let text = line(
            &LINE,
            "burn_in = '10h', horizon = '50h'",
            "{ endless = true }",
            &|mean| format!("'{mean}h'"),
            &variant,
        );
        let found = run_once(&text);
        let delivered = mean(&found.delivered);
        // A window of 50 h holds 50 rates, give or take the one at its edge.
        let off = delivered - 50.0 * throughput;
        assert!(off.abs() <= 1.0, "step {step}: {delivered}");
        let busiest = LINE
            .iter()
            .zip(0..)
            .map(|(rate, place)| match place < step {
                true => (2.0 * rate, place),
                false => (*rate, place),
            });
        let (_, constraint) = busiest.min_by(|one, two| one.0.total_cmp(&two.0)).unwrap();
        let load = mean(&found.stations[&format!("s{constraint}")].utilisation);
        assert!(load > 1.0 - 1e-9, "step {step}: {constraint} {load}");
        doubled += &format!(
            "{}'s{constraint}.pace' = 2",
            if step > 0 { ", " } else { "" }
        );
    }
}
