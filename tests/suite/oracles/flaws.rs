//! Flaws, automatic decisions and handoffs against closed forms.

use throughline::network::{Traffic, compile};

use crate::support::{check, judge, mean, none, read, run};

/// Items come every hour and nothing takes time, so every item is delivered as it comes.
const ITEMS: f64 = 1999.0;

fn line(rest: &str) -> String {
    format!(
        "format = 1\ntitle = 'A line'\nclock = {{ calendar = 'always', horizon = '2000h' }}\n{rest}\n"
    )
}

#[test]
fn one_maker_and_one_finder_are_a_geometric_series() {
    // A cycle of code and review comes back with chance f c.
    let (f, c) = (0.25, 0.8);
    let text = line(&format!(
        "work.job = {{ demand = {{ every = '1h' }}, route = ['code', 'review'] }}\n\
         station.code = {{ staff = 'unlimited', flaws = {f} }}\n\
         station.review = {{ staff = 'unlimited', catches = {c} }}"
    ));
    let cycles = 1.0 / (1.0 - f * c);
    let checks = [
        check("visits", cycles, |found| {
            found.stations["code"].visits.clone()
        }),
        check("made", ITEMS * f * cycles, |found| {
            found.stations["code"].flaws.clone()
        }),
        check("caught", ITEMS * f * c * cycles, |found| {
            found.stations["review"].caught.clone()
        }),
        check("escaped", ITEMS * f * (1.0 - c) * cycles, |found| {
            found.escaped.clone()
        }),
    ];
    none(&judge(&text, 64, &checks));
    let net = compile(&read(&text).variants()[0].scenario);
    let traffic = Traffic::new(&net, &net.settings);
    assert!(
        (traffic.visits[0] - cycles).abs() < 1e-9,
        "{:?}",
        traffic.visits
    );
}

#[test]
fn the_mean_item_is_followed_closely_where_much_meets() {
    // Two makers, two finders, rework and a policy: no closed form, and what is looked at differently
    // meets again, so that traffic is no longer exact.
    let text = line(
        "handoff.flaws = 0.1\n\
         work.job = { demand = { every = '1h' }, route = ['design', 'code', 'review', 'qa'] }\n\
         station.design = { staff = 'unlimited', touch = '1s', flaws = 0.2 }\n\
         station.code = { staff = 'unlimited', touch = '1s', flaws = 0.3, catches = 0.2 }\n\
         station.review = { staff = 'unlimited', touch = '1s', catches = 0.6, \
                            auto = { share = 0.4, catches = 0.3 }, \
                            rework = { chance = 0.1, to = 'code', max = 1 } }\n\
         station.qa = { staff = 'unlimited', touch = '1s', \
                        catches = { chance = 0.5, to = 'code' } }",
    );
    let net = compile(&read(&text).variants()[0].scenario);
    let traffic = Traffic::new(&net, &net.settings);
    let found = run(&text, 64, 1).variants.swap_remove(0);
    for (name, visits) in std::iter::zip(["design", "code", "review", "qa"], traffic.visits) {
        let seen = mean(&found.stations[name].visits);
        assert!(
            (visits / seen - 1.0).abs() < 0.015,
            "{name}: {visits} {seen}"
        );
    }
}

#[test]
fn people_have_exactly_as_much_less_to_do_as_is_decided_without_them() {
    // What is left of a Poisson stream is one: a queue M/M/1.
    let (rate, touch, share) = (0.5, 3.0, 0.6);
    let load = rate * touch * (1.0 - share);
    let text = format!(
        "format = 1\ntitle = 'Policy as code'\n\
         clock = {{ calendar = 'always', burn_in = '400h', horizon = '2000h' }}\n\
         work.job = {{ demand = {{ poisson = '{rate} / h' }}, route = ['legal'] }}\n\
         station.legal = {{ staff = 1, touch = {{ exponential = '{touch}h' }}, \
                            auto = {{ share = {share}, touch = '10min' }} }}"
    );
    // Whoever is decided at once waits for nobody.
    let wait = (1.0 - share) * load / (1.0 - load) * touch;
    let checks = [
        check("utilisation", load, |found| {
            found.stations["legal"].utilisation.clone()
        }),
        check("share", share, |found| {
            found.stations["legal"].automatic.clone()
        }),
        check("wait", wait, |found| found.stations["legal"].wait.clone()),
    ];
    none(&judge(&text, 200, &checks));
}

#[test]
fn a_handoff_is_work_that_its_people_have_to_do() {
    let text = "format = 1\ntitle = 'Handoffs'\n\
         clock = { calendar = 'always', burn_in = '400h', horizon = '2000h' }\n\
         handoff.effort = { exponential = '2h' }\n\
         work.job = { demand = { poisson = '0.1 / h' }, route = ['a', 'b'] }\n\
         station.a = { staff = 1, touch = '3h' }\n\
         station.b = { staff = 1, touch = '2h', pace = 2, rework = { chance = 0.2, to = 'a' } }";
    let net = compile(&read(text).variants()[0].scenario);
    let traffic = Traffic::new(&net, &net.settings);
    // Each of 1.25 visits to b is a handoff, and all to a but the first.
    let [a, b] = [
        0.1 * (1.25 * 3.0 + 0.25 * 2.0),
        0.1 * 1.25 * (2.0 + 2.0) / 2.0,
    ];
    let load = |station| {
        traffic
            .load(&net, &net.settings, &[net.settings.rate[0]], station)
            .load
    };
    assert!((load(0) - a).abs() < 1e-9 && (load(1) - b).abs() < 1e-5);
    let checks = [
        check("a", a, |found| found.stations["a"].utilisation.clone()),
        check("b", b, |found| found.stations["b"].utilisation.clone()),
    ];
    none(&judge(text, 200, &checks));
}

#[test]
fn without_the_gate_more_is_delivered_and_less_of_it_stays() {
    // One person codes for 1 h, reviews for 0.2 h and mends for 2 h what comes back of every flaw.
    let (f, c, hours) = (0.6, 0.9, 2000.0);
    let cycles = 1.0 / (1.0 - f * c);
    let gate = format!("station.review = {{ pool = 'team', touch = '12min', catches = {c} }}\n");
    let sides = [
        ("", "", f, 1.0),
        (
            ", 'review'",
            gate.as_str(),
            f * (1.0 - c) * cycles,
            1.2 * cycles,
        ),
    ];
    let mut stays = Vec::new();
    for (then, review, escapes, work) in sides {
        let text = format!(
            "format = 1\ntitle = 'A gate'\nintake.wip_limit = 2\n\
             clock = {{ calendar = 'always', burn_in = '200h', horizon = '{hours}h' }}\n\
             work.job = {{ demand = {{ endless = true }}, route = ['code'{then}], \
                           leads_to = {{ work = 'incident', per = 'flaw', undoes = true }} }}\n\
             work.incident = {{ route = ['mend'], counts = false, priority = 1 }}\n\
             pool.team = {{ staff = 1 }}\n\
             station.code = {{ pool = 'team', touch = '1h', flaws = {f} }}\n\
             {review}\
             station.mend = {{ pool = 'team', touch = '2h' }}"
        );
        let delivered = hours / (work + 2.0 * escapes);
        stays.push((delivered, delivered * (1.0 - escapes)));
        let checks = [
            check("delivered", delivered, |found| found.delivered.clone()),
            check("undone", delivered * escapes, |found| found.undone.clone()),
            check("incidents", delivered * escapes, |found| {
                found.work["incident"].delivered.clone()
            }),
        ];
        none(&judge(&text, 64, &checks));
        let net = compile(&read(&text).variants()[0].scenario);
        let traffic = Traffic::new(&net, &net.settings);
        let job = net.kinds.iter().position(|kind| kind.name == "job");
        assert!((traffic.flaws[job.unwrap()] - escapes).abs() < 1e-9);
    }
    // The person is always busy: less that stays is more work for each that does.
    let [without, with] = [stays[0], stays[1]];
    assert!(without.0 > with.0 && without.1 < with.1);
}
