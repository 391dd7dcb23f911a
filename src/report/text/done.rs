//! What was done: how often and when changes took effect, what was spent, and what was believed. Only
//! where that is not plain from the scenario.

use crate::experiment::{ChangeOutcome, Outcome, VariantOutcome};
use crate::report::number::{self, NOTHING, Scale};
use crate::statistics::Estimate;

use super::page::Page;
use super::table::Table;

/// A table of changes for every variant in which there is something to tell.
pub(super) fn write(page: &mut Page, outcome: &Outcome) {
    for variant in &outcome.variants {
        let told: Vec<&ChangeOutcome> = variant
            .made
            .changes
            .iter()
            .filter(|of| matters(of))
            .collect();
        if told.is_empty() {
            continue;
        }
        page.heading(&match outcome.variants.len() {
            1 => "What was done".to_owned(),
            _ => format!("What was done: {}", variant.name),
        });
        page.table(&table(&told));
        believed(page, &told);
        spent(page, variant);
    }
}

/// Whether more is to be told than that a change took effect as the scenario says.
fn matters(of: &ChangeOutcome) -> bool {
    let sure = |share: &Estimate| share.mean == 0.0;
    let once = of
        .took_effect
        .as_ref()
        .is_some_and(|times| times.mean == 1.0)
        && of.came_to_nothing.as_ref().is_some_and(sure);
    let claims = of.edits.iter().any(|edit| edit.role == "claimed");
    !once || of.restarted.is_some() || of.spent.is_some() || claims
}

fn table(told: &[&ChangeOutcome]) -> Table {
    let restarts = told.iter().any(|of| of.restarted.is_some());
    let costs = told.iter().any(|of| of.spent.is_some());
    let mut head = vec!["change", "times", "first", "came to nothing"];
    head.extend(restarts.then_some("started again"));
    head.extend(costs.then_some("spent"));
    let mut table = Table::new(head);
    let money = number::money_scale(told.iter().map(|of| &of.spent));
    for of in told {
        let mut row = vec![
            of.name.clone(),
            shown(&of.took_effect, |times| {
                number::interval(times, Scale::PLAIN)
            }),
            shown(&of.first, number::span_interval),
            shown(&of.came_to_nothing, |share| {
                number::point(share, Scale::PERCENT)
            }),
        ];
        let restarted = shown(&of.restarted, |times| number::point(times, Scale::PLAIN));
        row.extend(restarts.then_some(restarted));
        let spent = shown(&of.spent, |amount| number::money(amount, money));
        row.extend(costs.then_some(spent));
        table.row(row);
    }
    table
}

fn shown(value: &Option<Estimate>, words: impl Fn(&Estimate) -> String) -> String {
    value.as_ref().map_or(NOTHING.to_owned(), words)
}

/// What people believed beside what was true.
fn believed(page: &mut Page, told: &[&ChangeOutcome]) {
    for of in told {
        for claim in of.edits.iter().filter(|edit| edit.role == "claimed") {
            let same = |edit: &&crate::experiment::EditOutcome| {
                edit.path == claim.path && edit.role != "claimed"
            };
            let truth = of.edits.iter().find(same).map_or_else(
                || "nothing changes it".to_owned(),
                |edit| format!("it is {} → {}", edit.old, edit.new),
            );
            page.aside(&format!(
                "{} is said to bring {} {} → {}; {truth}.",
                of.name, claim.path, claim.old, claim.new
            ));
        }
    }
}

fn spent(page: &mut Page, variant: &VariantOutcome) {
    if let Some(spend) = &variant.made.spend
        && variant
            .made
            .changes
            .iter()
            .filter(|of| of.spent.is_some())
            .count()
            > 1
    {
        let scale = number::money_scale([&variant.made.spend]);
        page.aside(&format!(
            "Spent on changes: {}.",
            number::money(spend, scale)
        ));
    }
}
