//! What changes do while the run goes on, to the degree they come to.

use super::words::{self, spread};
use super::{difference, effects, when};
use crate::report::number::{Scale, exact};
use crate::report::text::page::Page;
use crate::report::text::words::listed;
use crate::scenario::model::{Change, Effect, Lasts, Scenario, When};
use crate::scenario::{Document, Variant};

/// Every change in the order of time, each on what the one before left.
pub(super) fn write(page: &mut Page, document: &Document, variant: &Variant) {
    let scenario = &variant.scenario;
    let mut order: Vec<&Change> = scenario.changes.iter().collect();
    order.sort_by_key(|change| match change.at {
        When::Fixed(at) if change.via.is_none() => at.0,
        When::Fixed(_) | When::Random(_) | When::Each(_) => i64::MAX,
    });
    let mut now = scenario.clone();
    for change in order {
        let at = when::change(&change.at, scenario);
        let at = match document.is_written(&variant.name, &format!("change.{}.at", change.name)) {
            true => at,
            false => format!("{at} (default)"),
        };
        let title = match change.title == change.name {
            true => change.name.clone(),
            false => format!("{} ({})", change.name, change.title),
        };
        page.entry(&format!("change {title}, {at}:"));
        let (ceiling, gain) = change.degree();
        let set = after(&now, &change.set, (ceiling, gain));
        let side = after(&set, &change.side, (ceiling, ceiling));
        let claimed = after(&now, &change.claimed, (1.0, 1.0));
        let mut lines = difference(&now, &set);
        let prefixed = |prefix: &str, lines: Vec<String>| -> Vec<String> {
            let lines = lines.into_iter();
            lines.map(|line| format!("{prefix}: {line}")).collect()
        };
        lines.extend(prefixed("along with it", difference(&set, &side)));
        lines.extend(prefixed("claimed", difference(&now, &claimed)));
        lines.extend(course(change, scenario));
        lines.iter().for_each(|line| page.inner_entry(line));
        now = side;
    }
}

fn after(before: &Scenario, set: &[Effect], degree: (f64, f64)) -> Scenario {
    let mut after = before.clone();
    for effect in set {
        effects::apply(effect, degree, &mut after);
    }
    after
}

/// How it comes about, how far and how long, as far as anything of it is written.
fn course(change: &Change, scenario: &Scenario) -> Vec<String> {
    let via = change.via.map(|kind| {
        let passed = listed(&scenario.stations_of(kind));
        format!("via: it takes effect when it is through {passed}")
    });
    let mut lines = Vec::from_iter(via);
    let (_, gain) = change.degree();
    if gain < 1.0 {
        lines.push(format!(
            "degree: {} of what it sets, at most",
            exact(gain, Scale::PERCENT)
        ));
    }
    if let Some(adoption) = change.adoption {
        let over = words::span(adoption.over.0 as f64);
        let ceiling = exact(adoption.ceiling, Scale::PERCENT);
        lines.push(format!(
            "adoption: {ceiling} of the people, day by day over {over}"
        ));
    }
    if let Some(slack) = change.slack {
        let share = exact(slack.share, Scale::PERCENT);
        lines.push(match slack.withheld {
            true => format!(
                "slack: {share} of the gain is withheld; the item leaves, its person stays as long"
            ),
            false => format!("slack: {share} of the gain never comes, as work expands"),
        });
    }
    match &change.lasts {
        Lasts::Always => {}
        Lasts::For(span) => lines.push(format!("lasts: {}", spread(span, words::span))),
        Lasts::HalfLife(half) => {
            let half = words::span(half.0 as f64);
            lines.push(format!("lasts: half of it is left after {half}"));
        }
    }
    if change.succeeds < 1.0 {
        let chance = exact(change.succeeds, Scale::PERCENT);
        lines.push(format!(
            "succeeds: with a chance of {chance}, drawn each time"
        ));
    }
    if let Some(ramp) = change.ramp {
        let (over, teaching) = (words::span(ramp.over.0 as f64), ramp.teaching);
        let teaching = match teaching > 0.0 {
            true => format!(
                ", each takes {} of a colleague",
                exact(teaching, Scale::PERCENT)
            ),
            false => String::new(),
        };
        lines.push(format!("ramp: newcomers learn over {over}{teaching}"));
    }
    lines.extend(change.cost.map(|cost| {
        let cost = format!("{} {}", exact(cost, Scale::PLAIN), scenario.money.currency);
        format!("cost: {}, each time it happens", cost.trim())
    }));
    lines
}
