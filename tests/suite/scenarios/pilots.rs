//! Firms that differ, drawn.

use throughline::scenario::Document;

use crate::support::{mean, uncertainty};

#[test]
fn pilots_are_not_seen_in_what_firms_deliver_unless_they_are_everywhere() {
    let document = Document::open("pilots", &[]).unwrap();
    let (draws, trials) = (30, 6);
    let found = uncertainty(&document, draws, trials);
    // Two years of a firm differ by luck alone by so much, 1.96 standard deviations of the difference.
    let (_, today) = &found.variants[0].answers[0];
    let year = (today.parts.monte_carlo * trials as f64).sqrt();
    let luck = 1.96 * 2f64.sqrt() * year / today.band.mean;
    assert!((0.06..0.13).contains(&luck), "{luck}");

    let firms = |name: &str| -> Vec<f64> {
        let mut all = found.comparisons.iter();
        let comparison = all.find(|of| of.variant == name).unwrap();
        let (_, [_, relative]) = &comparison.answers[0];
        relative
            .as_ref()
            .unwrap()
            .values
            .iter()
            .flatten()
            .copied()
            .collect()
    };
    let unseen = |name: &str| {
        let firms = firms(name);
        let unseen = firms.iter().filter(|change| change.abs() < luck).count();
        unseen as f64 / firms.len() as f64
    };
    assert!(
        (0.9..=1.0).contains(&unseen("pilot")),
        "{}",
        unseen("pilot")
    );
    assert!(unseen("pilot") > unseen("engineering"));
    assert!(unseen("everywhere") < 0.6, "{}", unseen("everywhere"));
    // The firm of the medians is not the median firm.
    let everywhere = firms("everywhere");
    let mean_of_firms = everywhere.iter().sum::<f64>() / everywhere.len() as f64;
    let (_, [_, relative]) = &found.comparisons[2].answers[0];
    let of_medians = mean(&relative.as_ref().unwrap().at_median);
    assert!(
        of_medians > 0.25 && mean_of_firms < 0.6 * of_medians,
        "{mean_of_firms}"
    );
}
