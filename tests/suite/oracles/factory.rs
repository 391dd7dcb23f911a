//! Factory physics: lines with a fixed number of items in them, and Amdahl's law.
//!
//! Penny Fab One and Two are examples of W. Hopp and M. Spearman, "Factory Physics". Their worst case
//! is a single batch of all items: a visit takes as long as theirs together.

use super::gain;
use crate::support::{check, check_of, judge, none};

/// A line of machines with this many items in it; `touch` writes a time from its mean.
fn fab(machines: &[(u32, f64)], items: u32, touch: fn(f64) -> String) -> String {
    let names: Vec<String> = (0..machines.len())
        .map(|place| format!("'m{place}'"))
        .collect();
    // Windows of whole rounds, whatever the number of items.
    let mut text = format!(
        "format = 1\ntitle = 'Penny fab'\n\
         clock = {{ calendar = 'always', burn_in = '1200h', horizon = '6000h' }}\n\
         intake.wip_limit = {items}\n\
         work.penny = {{ demand = {{ endless = true }}, route = [{}] }}\n",
        names.join(", ")
    );
    for (place, (staff, mean)) in machines.iter().enumerate() {
        let touch = touch(*mean);
        text += &format!("station.m{place} = {{ staff = {staff}, touch = {touch} }}\n");
    }
    text
}

fn constant(mean: f64) -> String {
    format!("'{mean}h'")
}

fn exponential(mean: f64) -> String {
    format!("{{ exponential = '{mean}h' }}")
}

/// Throughput and cycle time of a line.
fn shows(text: &str, throughput: f64, cycle: f64) {
    let checks = [
        check("TH", throughput * 168.0, |found| found.throughput.clone()),
        check("CT", cycle, |found| found.flow_time.mean.clone()),
    ];
    none(&judge(text, 64, &checks));
}

const ONE: [(u32, f64); 4] = [(1, 2.0); 4];
const TWO: [(u32, f64); 4] = [(1, 2.0), (2, 5.0), (6, 10.0), (2, 3.0)];

#[test]
fn a_line_without_luck_is_the_best_case() {
    let rows = [
        (1, 0.125, 8.0),
        (2, 0.25, 8.0),
        (3, 0.375, 8.0),
        (4, 0.5, 8.0),
        (5, 0.5, 10.0),
        (6, 0.5, 12.0),
        (8, 0.5, 16.0),
        (10, 0.5, 20.0),
        (12, 0.5, 24.0),
    ];
    for (items, throughput, cycle) in rows {
        shows(&fab(&ONE, items, constant), throughput, cycle);
    }
}

/// All items move as one batch, so that each waits for all others at every machine: TH = 1 / T0 and
/// CT = w T0.
#[test]
fn a_single_batch_of_all_items_is_the_worst_case() {
    for items in [1, 2, 3, 4, 5, 6, 8, 10, 12] {
        let batch = f64::from(items);
        let together = format!("station.m0 = {{ batch = {{ size = {items}, until = 'm3' }},");
        let text = fab(&[(1, 2.0 * batch); 4], items, constant)
            .replace("'1200h', horizon = '6000h'", "'960h', horizon = '5760h'")
            .replace("station.m0 = {", &together);
        shows(&text, 0.125, 8.0 * batch);
    }
}

#[test]
fn a_line_of_exponential_times_is_the_practical_worst_case() {
    let rows = [
        (1, 0.125000, 8.0),
        (2, 0.200000, 10.0),
        (3, 0.250000, 12.0),
        (4, 0.285714, 14.0),
        (5, 0.312500, 16.0),
        (6, 0.333333, 18.0),
        (8, 0.363636, 22.0),
        (10, 0.384615, 26.0),
        (12, 0.400000, 30.0),
    ];
    for (items, throughput, cycle) in rows {
        shows(&fab(&ONE, items, exponential), throughput, cycle);
    }
}

#[test]
fn unequal_machines_without_luck_keep_the_pace_of_the_slowest() {
    for (items, throughput) in [(4, 0.2), (6, 0.3), (7, 0.35), (8, 0.4), (10, 0.4)] {
        let cycle = f64::from(items) / throughput;
        shows(&fab(&TWO, items, constant), throughput, cycle);
    }
}

#[test]
fn unequal_machines_of_exponential_times_follow_the_product_form() {
    let rows = [
        (2, 0.099010, 20.200000),
        (4, 0.188183, 21.255881),
        (8, 0.310219, 25.788212),
        (12, 0.363227, 33.037195),
        (20, 0.393568, 50.817163),
    ];
    for (items, throughput, cycle) in rows {
        shows(&fab(&TWO, items, exponential), throughput, cycle);
    }
}

/// One item at a time: a part f of the work done s times as fast gains 1 / (1 - f (1 - 1/s)) - 1.
#[test]
fn the_serial_share_bounds_the_gain() {
    let rows = [
        // share of coding, gain [%] of the rate x1.3, of the time x0.7
        (0.10, 2.362205, 3.092784),
        (0.20, 4.838710, 6.382979),
        (0.25, 6.122449, 8.108108),
        (0.32, 7.973422, 10.619469),
        (0.50, 13.043478, 17.647059),
    ];
    for (share, rate, time) in rows {
        for touch in [constant, exponential] {
            let text = fab(&[(1, share), (1, 1.0 - share)], 1, touch)
                + "variant.base = {}\n\
                   variant.faster.set = { 'm0.pace' = '+30%' }\n\
                   variant.shorter.set = { 'm0.touch' = 'x0.7' }\n";
            let mut checks = vec![check("CT", 1.0, |found| found.flow_time.mean.clone())];
            for (variant, percent) in [(1, rate), (2, time)] {
                let cycle = 1.0 / (1.0 + percent / 100.0);
                checks.push(check_of(variant, "CT", cycle, |found| {
                    found.flow_time.mean.clone()
                }));
                // Without luck, a window's count of items is off by its edges.
                if touch(1.0).contains("exponential") {
                    checks.push(gain(variant, "", percent / 100.0));
                }
            }
            let trials = if touch(1.0).contains("exponential") {
                32
            } else {
                2
            };
            none(&judge(&text, trials, &checks));
        }
    }
}
