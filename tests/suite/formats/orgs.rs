//! Organisations side by side as no run ever produced them.

use throughline::experiment::{LookOutcome, OrgOutcome};
use throughline::report::{TextOptions, text};

use super::{PIPED, estimate, golden, hours, outcome, variant};

fn org(name: &str, rate: f64, closes: bool) -> OrgOutcome {
    let look = |after: f64, unless: u64, closes: bool| LookOutcome {
        after,
        unless,
        closes,
        share: estimate(0.183, 0.02, "1"),
    };
    OrgOutcome {
        name: name.to_owned(),
        throughput: estimate(rate, 0.04, "items/week"),
        delivered: estimate(rate * 104.0, 4.1, "items"),
        flow_time: hours(9_000.0 / rate),
        withdrawn: estimate(1.2, 0.3, "items").filter(|_| closes),
        cost: estimate(2_310_000.0 * rate, 12_000.0, "USD"),
        series: Vec::new(),
        looks: match closes {
            true => vec![look(1461.0, 1, false), look(4383.0, 9, true)],
            false => Vec::new(),
        },
        closed: estimate(0.183, 0.02, "1").filter(|_| closes),
        closed_at: hours(4383.0).filter(|_| closes),
        overtook: estimate(0.42, 0.03, "1").filter(|_| closes),
        overtook_at: hours(9000.0).filter(|_| closes),
    }
}

#[test]
fn organisations_side_by_side_read_well() {
    let mut all = vec![
        variant("today", "Today", false),
        variant("beside", "A cell beside", true),
    ];
    // The baseline has one organisation, and no line.
    all[1].orgs = vec![org("loyal", 6.1, false), org("cell", 4.2, true)];
    let outcome = outcome(all, Vec::new());
    for width in [60, 80] {
        let page = text(&outcome, &TextOptions { width, ..PIPED });
        let widest = page.lines().map(|line| line.chars().count()).max();
        assert!(widest.is_some_and(|widest| widest <= width), "{page}");
    }
    let page = text(&outcome, &PIPED);
    let (_, rest) = page.split_once("\nOrganisations\n").unwrap();
    let lines: Vec<&str> = rest.lines().take(19).collect();
    golden("orgs.txt", &(lines.join("\n") + "\n"));
}
