//! Joins against theory (C12): the maximum of branches that nobody waits in front of, and the
//! fork-join queue of two branches, which is known exactly.
//!
//! R. Nelson and A. N. Tantawi, "Approximate analysis of fork/join synchronization in parallel
//! queues", IEEE Transactions on Computers 37 (1988): with two branches, Poisson demand and
//! exponential touch an item takes (12 - rho) / 8 times as long as in a single queue.

use crate::support::{check, judge, mean, none, read, run};
use throughline::network::{Traffic, compile};

/// Poisson demand on `count` stations side by side.
fn fork(clock: &str, lambda: f64, count: usize, station: &str) -> String {
    let names: Vec<String> = (1..=count).map(|number| format!("desk{number}")).collect();
    let stations: String = names
        .iter()
        .map(|name| format!("[station.{name}]\n{station}\n"))
        .collect();
    format!(
        "format = 1\ntitle = 'Fork and join'\nclock = {{ calendar = 'always', {clock} }}\n\
         work.item = {{ demand = {{ poisson = '{lambda} / h' }}, route = [['{}']] }}\n{stations}",
        names.join("', '")
    )
}

/// As many people as it takes.
fn unlimited(count: usize, touch: &str) -> String {
    let station = format!("staff = 'unlimited'\ntouch = {touch}");
    // What takes more than 60 h has a chance of 5e-26.
    fork("burn_in = '60h', horizon = '2000h'", 2.0, count, &station)
}

#[test]
fn a_join_takes_as_long_as_the_longest_of_its_branches() {
    // The mean of the largest of n exponential times is 1 + 1/2 + ... + 1/n.
    for (count, longest) in [(2, 1.5), (3, 1.833333), (4, 2.083333), (5, 2.283333)] {
        let all = count as f64;
        let checks = [
            check("W", longest, |found| found.flow_time.mean.clone()),
            check("L", 2.0 * longest, |found| found.wip.clone()),
            check("touch", longest, |found| found.time[3].1.clone()),
            check("parallel touch", all - longest, |found| {
                found.beside[0].1.clone()
            }),
            // Every branch waits as long as any other.
            check("join", longest - 1.0, |found| {
                found.stations["desk2"].beside[1].1.clone()
            }),
        ];
        none(&judge(
            &unlimited(count, "{ exponential = '1h' }"),
            64,
            &checks,
        ));
    }
    let checks = [check("W", 1.5, |found| found.flow_time.mean.clone())];
    let text = unlimited(3, "{ uniform = { from = '0h', to = '2h' } }");
    none(&judge(&text, 64, &checks));
}

#[test]
fn a_quorum_takes_as_long_as_the_last_that_is_needed() {
    // The k-th of n exponential times: 1/n + ... + 1/(n - k + 1); who is withdrawn then has been
    // touched exactly that long.
    let kth = |k: u32| (0..k).map(|i| 1.0 / f64::from(4 - i)).sum::<f64>();
    for quorum in 1..4 {
        let text = unlimited(4, "{ exponential = '1h' }");
        let (from, to) = (
            "route = [[",
            format!("route = [{{ quorum = {quorum}, of = ["),
        );
        let text = text.replace(from, &to).replace("]] }", "] }] }");
        let touched = (1..quorum).map(kth).sum::<f64>() + f64::from(4 - quorum) * kth(quorum);
        let discarded = f64::from(4 - quorum) * kth(quorum) / 4.0;
        let checks = [
            check("W", kth(quorum), |found| found.flow_time.mean.clone()),
            check("parallel touch", touched, |found| found.beside[0].1.clone()),
            check("discarded", discarded, |found| {
                found.stations["desk3"].beside[0].1.clone()
            }),
        ];
        none(&judge(&text, 64, &checks));
    }
}

#[test]
fn a_fork_join_queue_of_two_branches_is_known_exactly() {
    for load in [0.5_f64, 0.8] {
        // Relaxation times of a single queue, ten of them.
        let slack = 1.0 - load.sqrt();
        let unit = (1.0 + 1.0 / (slack * slack)).ceil();
        let clock = format!("burn_in = '{}h', horizon = '{}h'", 10.0 * unit, 4000);
        let text = fork(&clock, load, 2, "staff = 1\ntouch = { exponential = '1h' }");
        let (stay, both) = (1.0 / (1.0 - load), (12.0 - load) / 8.0 / (1.0 - load));
        let checks = [
            check("R2", both, |found| found.flow_time.mean.clone()),
            check("L", load * both, |found| found.wip.clone()),
            check("L at a desk", load * stay, |found| {
                found.stations["desk1"].present.clone()
            }),
            check("wait for the other", both - stay, |found| {
                found.stations["desk1"].beside[1].1.clone()
            }),
        ];
        none(&judge(&text, 200, &checks));
    }
}

#[test]
fn the_mean_item_visits_what_items_visit_on_average() {
    // Ways back within a branch, to before a fork, and from behind it into a branch.
    let text = "format = 1\ntitle = 'Traffic'\n\
        clock = { calendar = 'always', burn_in = '200h', horizon = '2000h' }\n\
        work.item = { demand = { poisson = '2 / h' }, route = ['code', ['b', ['c', 'd']], 'e'] }\n\
        [station.code]\nstaff = 'unlimited'\ntouch = '1h'\n\
        [station.b]\nstaff = 'unlimited'\ntouch = '1h'\n\
        rework = { chance = 0.2, to = 'code', effort = 0.5 }\n\
        [station.c]\nstaff = 'unlimited'\ntouch = '1h'\nrework = { chance = 0.1, to = 'code' }\n\
        [station.d]\nstaff = 'unlimited'\ntouch = '1h'\nrework = { chance = 0.5, to = 'c' }\n\
        [station.e]\nstaff = 'unlimited'\ntouch = '1h'\n\
        rework = { chance = 0.5, to = 'd', effort = 0.3 }\n";
    let document = read(text);
    let net = compile(&document.variants()[0].scenario);
    let traffic = Traffic::new(&net, &net.settings);
    let found = run(text, 40, 1).variants.remove(0);
    for (leg, of) in net.legs.iter().enumerate() {
        let name = &net.stations[of.station as usize].name;
        let (visits, seen) = (traffic.visits[leg], mean(&found.stations[name].visits));
        assert!(
            (visits / seen - 1.0).abs() < 0.01,
            "{name}: {visits}, not {seen}"
        );
        let effort = traffic.passes[leg] / visits;
        let seen = mean(&found.stations[name].effort);
        assert!(
            (effort / seen - 1.0).abs() < 0.02,
            "{name}: {effort}, not {seen}"
        );
    }
}
