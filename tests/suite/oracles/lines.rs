//! Lines of single stations with little room between them, never short of work: what is finished
//! stays with its person until there is room ahead (blocking after service).
//!
//! Exact values of Markov chains with exponential work of mean 1 h (Hillier and Boling, Journal of
//! Industrial Engineering 18, 1967): with two stations (b + 2) / (b + 3), with three and no room
//! 22/39.

use super::gain;
use crate::support::{Check, check, judge, none};

/// A line with these mean efforts [h] and so much room between two stations.
fn line(means: &[f64], room: usize) -> String {
    // Gaps diffuse along all places of the line.
    let places = means.len() * (room + 2);
    let burn_in = 200 + places * places / 2;
    let names: Vec<String> = (1..=means.len()).map(|n| format!("s{n}")).collect();
    let mut text = format!(
        "format = 1\ntitle = 'A line'\n\
         clock = {{ calendar = 'always', burn_in = '{burn_in}h', horizon = '1000h' }}\n\
         work.item = {{ demand = {{ endless = true }}, route = {names:?} }}\n",
    );
    for (position, mean) in means.iter().enumerate() {
        let room = match position {
            0 => String::new(),
            _ => format!("waiting_room = {room}, "),
        };
        text += &format!(
            "station.s{} = {{ staff = 1, {room}touch = {{ exponential = '{mean:.3}h' }} }}\n",
            position + 1
        );
    }
    text
}

const TRIALS: u64 = 64;

fn throughput(per_hour: f64) -> Check {
    check("TH", per_hour * 168.0, |found| found.throughput.clone())
}

/// Room 0, 1, 2, 3, 4, 5, 6, 8, 10.
const ROOMS: [usize; 9] = [0, 1, 2, 3, 4, 5, 6, 8, 10];

const THREE: [f64; 9] = [
    0.564103, 0.670466, 0.734017, 0.776712, 0.807486, 0.830759, 0.848991, 0.875734, 0.894419,
];
const FOUR: [f64; 9] = [
    0.514775, 0.631153, 0.700713, 0.747710, 0.781776, 0.807665, 0.828028, 0.858041, 0.879115,
];
const FIVE: [f64; 9] = [
    0.485798, 0.607583, 0.680489, 0.729948, 0.765934, 0.793367, 0.815003, 0.846987, 0.869517,
];

/// What a line passes on, and the share of time its first and last stations are busy, blocked and
/// starved: the first has always work, and nothing is ahead of the last.
fn checks(stations: usize, per_hour: f64) -> Vec<Check> {
    let last = format!("s{stations}");
    let mut checks = vec![
        throughput(per_hour),
        check("blocked first", 1.0 - per_hour, |found| {
            let people = found.stations["s1"].people.as_ref();
            people.and_then(|people| people.blocked.clone())
        }),
        check("starved last", 1.0 - per_hour, move |found| {
            let people = found.stations[&last].people.as_ref();
            people.and_then(|people| people.starved.clone())
        }),
    ];
    for station in 1..=stations {
        let name = format!("s{station}");
        checks.push(check(
            &format!("utilisation of {name}"),
            per_hour,
            move |found| found.stations[&name].utilisation.clone(),
        ));
    }
    checks
}

#[test]
fn two_stations_pass_on_what_their_room_allows() {
    for room in [0, 1, 2, 3, 4, 5, 6, 8] {
        let per_hour = (room as f64 + 2.0) / (room as f64 + 3.0);
        none(&judge(&line(&[1.0; 2], room), TRIALS, &checks(2, per_hour)));
    }
}

#[test]
fn three_to_five_stations_pass_on_what_their_room_allows() {
    for (stations, table) in [(3, THREE), (4, FOUR), (5, FIVE)] {
        for (room, per_hour) in ROOMS.into_iter().zip(table) {
            let text = line(&vec![1.0; stations], room);
            none(&judge(&text, TRIALS, &checks(stations, per_hour)));
        }
    }
}

#[test]
fn long_lines_without_room_pass_on_less_and_less() {
    for (stations, per_hour) in [(6, 0.466713), (7, 0.453179), (8, 0.443070)] {
        let text = line(&vec![1.0; stations], 0);
        none(&judge(&text, 2 * TRIALS, &checks(stations, per_hour)));
    }
}

/// A little less work in the middle and more at both ends passes on more: the bowl.
#[test]
fn a_line_with_less_work_in_the_middle_passes_on_more() {
    let rows = [
        (1.00, 0.564103),
        (0.95, 0.565628),
        (0.90, 0.566643),
        (0.85, 0.567134),
        (0.80, 0.567092),
    ];
    let ends = |middle: f64| (3.0 - middle) / 2.0;
    for (middle, per_hour) in rows {
        let means = [ends(middle), middle, ends(middle)];
        none(&judge(
            &line(&means, 0),
            4 * TRIALS,
            &[throughput(per_hour)],
        ));
    }
    // The same luck shows the difference itself, too.
    let mut text = line(&[1.0; 3], 0) + "variant.even = {}\n";
    let mut checks = Vec::new();
    for (position, (middle, per_hour)) in rows.into_iter().enumerate().skip(1) {
        let (end, middle) = (1.0 / ends(middle), 1.0 / middle);
        text += &format!(
            "variant.bowl{position}.set = {{ 's1.pace' = {end}, 's2.pace' = {middle}, \
             's3.pace' = {end} }}\n"
        );
        checks.push(gain(position, "of the bowl", per_hour / 0.564103 - 1.0));
    }
    none(&judge(&text, TRIALS, &checks));
}

/// One station 30% faster: K, room, which, before, after.
#[test]
fn a_faster_station_of_a_line_helps_a_little() {
    let rows = [
        (3, 0, 1, 0.564103, 0.603459),
        (3, 0, 3, 0.564103, 0.603459),
        (3, 0, 2, 0.564103, 0.614445),
        (3, 2, 1, 0.734017, 0.775247),
        (3, 2, 3, 0.734017, 0.775247),
        (3, 2, 2, 0.734017, 0.795919),
        (5, 1, 1, 0.607583, 0.623034),
    ];
    for (stations, room, faster, before, after) in rows {
        let text = line(&vec![1.0; stations], room)
            + &format!(
                "variant.base = {{}}\nvariant.faster.set = {{ 's{faster}.pace' = '+30%' }}\n"
            );
        let checks = [throughput(before), gain(1, "", after / before - 1.0)];
        none(&judge(&text, TRIALS, &checks));
    }
}

/// A line run backwards passes on as much, for any law of work (Muth, Management Science 25, 1979).
#[test]
fn a_line_run_backwards_passes_on_as_much() {
    let forwards = [
        ("1h", 1.5, 0),
        ("0.6h", 0.5, 2),
        ("1.2h", 1.0, 1),
        ("0.9h", 2.0, 0),
    ];
    let mut stations = String::new();
    let mut kinds = [Vec::new(), Vec::new()];
    for (position, (mean, cv, room)) in forwards.into_iter().enumerate() {
        // The room is between this station and the one before.
        let touch = format!("touch = {{ mean = '{mean}', cv = {cv} }}");
        let rooms = [room, forwards.get(position + 1).map_or(0, |next| next.2)];
        let first = [position == 0, position == forwards.len() - 1];
        for (direction, way) in ["f", "b"].into_iter().enumerate() {
            let room = match first[direction] {
                true => String::new(),
                false => format!("waiting_room = {}, ", rooms[direction]),
            };
            let name = format!("{way}{position}");
            stations += &format!("station.{name} = {{ staff = 1, {room}{touch} }}\n");
            kinds[direction].push(name);
        }
    }
    kinds[1].reverse();
    let [forth, back] = &kinds;
    let text = format!(
        "format = 1\ntitle = 'Both ways'\n\
         clock = {{ calendar = 'always', burn_in = '1000h', horizon = '2000h' }}\n\
         work.forth = {{ demand = {{ endless = true }}, route = {forth:?} }}\n\
         work.back = {{ demand = {{ endless = true }}, route = {back:?} }}\n{stations}"
    );
    // Both lines run side by side with luck of their own: the difference has no bias.
    let difference = check("difference", 0.0, |found| {
        let [forth, back] = ["forth", "back"].map(|kind| found.work[kind].throughput.clone());
        let (mut forth, back) = (forth?, back?);
        forth.mean -= back.mean;
        forth.standard_error = libm::hypot(forth.standard_error, back.standard_error);
        Some(forth)
    });
    none(&judge(&text, 2 * TRIALS, &[difference]));
}

#[test]
fn room_that_is_off_by_one_is_caught() {
    for (room, truth) in [(0, THREE[1]), (2, THREE[1])] {
        let complaints = judge(&line(&[1.0; 3], room), TRIALS, &checks(3, truth)).join("\n");
        for measure in ["TH", "blocked first", "starved last", "utilisation of s2"] {
            assert!(
                complaints.contains(measure),
                "{room} {measure}:\n{complaints}"
            );
        }
    }
}
