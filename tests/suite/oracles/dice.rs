//! The match-bowl game of E. Goldratt, "The Goal", chapter 14: each player in turn throws a die and
//! moves so many matches, or as many as are in the bowl before.
//!
//! A player is a gate that sits once a day and admits as many as the die says; gates upstream decide
//! first and what one lets through has reached the next, which is the book's rule. Raw material never
//! ends. After T days the output is known exactly for two players (62.658267 and 30.140754) and for
//! three (27.166071); the other rows were simulated 400,000 times, with errors below 0.012, which is
//! less than a fifth of those here.

use throughline::statistics::Estimate;

use crate::support::{check, judge, none};

const TRIALS: u64 = 4000;

/// So many players for so many days, with so many matches in each bowl at the start.
fn game(players: usize, days: usize, bowl: usize) -> String {
    let names: Vec<String> = (1..=players).map(|player| format!("'p{player}'")).collect();
    let bowls: Vec<String> = (2..=players)
        .map(|player| format!("p{player} = {bowl}"))
        .collect();
    let initial = match bowl {
        0 => String::new(),
        _ => format!(", initial = {{ {} }}", bowls.join(", ")),
    };
    let mut text = format!(
        "format = 1\ntitle = 'Matches and dice'\n\
         clock = {{ calendar = 'always', horizon = '{days}d' }}\n\
         work.match = {{ demand = {{ endless = true{initial} }}, route = [{}] }}\n",
        names.join(", ")
    );
    for player in 1..=players {
        text += &format!(
            "station.p{player}.gate = {{ every = '1d', first = '12h', \
             slots = {{ empirical = [1, 2, 3, 4, 5, 6] }} }}\n"
        );
    }
    text
}

#[test]
fn each_more_player_costs_output_though_all_throw_alike() {
    let rows = [
        // players, days, matches in each bowl, output
        (1, 20, 0, 70.0),
        (2, 20, 0, 62.658267),
        (2, 10, 0, 30.140754),
        (3, 10, 0, 27.166071),
        (5, 20, 0, 51.71),
        (2, 20, 4, 65.67),
        (5, 20, 4, 62.74),
    ];
    for (players, days, bowl, output) in rows {
        // What the first throws and what was there is out or inside. The sum of the throws has the variance
        // 35 / 12 a day, and so has the estimate of output and rest together.
        let throws = 3.5 * days as f64 + (bowl * (players - 1)) as f64;
        let error = (35.0 / 12.0 * days as f64 / TRIALS as f64).sqrt();
        let mass = move |found: &throughline::experiment::VariantOutcome| {
            let (out, inside) = (found.delivered.clone()?, found.inside_at_end.clone()?);
            Some(Estimate {
                mean: out.mean + inside.mean,
                standard_error: error,
                ..out
            })
        };
        let checks = [
            check("output", output, |found| found.delivered.clone()),
            check("output and rest", throws, mass),
        ];
        none(&judge(&game(players, days, bowl), TRIALS, &checks));
    }
}
