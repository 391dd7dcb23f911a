//! What theory predicts beside what a short run finds, as a table.

use throughline::experiment::VariantOutcome;
use throughline::network;
use throughline::report::number::{JOINED, NOTHING, Scale, SpanUnit, exact, interval};
use throughline::scenario::Variant;
use throughline::statistics::Estimate;
use throughline::theory::oracle::{Prediction, predict};

/// A measure: what it is, what theory says, what the run found.
struct Row(String, String, String);

/// What theory says of one variant, and a table of its numbers beside those that a short run found, if
/// there was one.
pub(crate) fn beside(variant: &Variant, found: Option<&VariantOutcome>) -> (String, Vec<String>) {
    let predicted = predict(&network::compile(&variant.scenario));
    let said = match &predicted {
        Ok(predicted) => {
            let begins = match variant.scenario.clock.burn_in.0 {
                0 => " (the run begins empty)",
                _ => "",
            };
            format!(
                "theory, for the long run{begins}: {}",
                predicted.model.name()
            )
        }
        Err(reason) => format!("theory has no formula for this: {}", reason.0),
    };
    let predicted = predicted.as_ref().ok();
    let rows = rows(predicted, found);
    match rows.is_empty() {
        true => (said, Vec::new()),
        false => (said, table(&rows, predicted.is_some(), found)),
    }
}

fn rows(predicted: Option<&Prediction>, found: Option<&VariantOutcome>) -> Vec<Row> {
    let headline = [
        (
            "throughput [items/week]",
            predicted.map(|of| of.throughput),
            found.map(|of| &of.throughput),
        ),
        (
            "WIP [items]",
            predicted.map(|of| of.wip),
            found.map(|of| &of.wip),
        ),
    ];
    let mut rows: Vec<Row> = headline
        .into_iter()
        .filter_map(|(name, theory, run)| row(name.to_owned(), theory, run, Scale::PLAIN))
        .collect();
    let run = found.map(|of| &of.flow_time.mean);
    rows.extend(span("flow time", predicted.map(|of| of.flow_time), run));
    for of in predicted.into_iter().flat_map(|of| &of.stations) {
        let station = found.and_then(|found| found.stations.get(&of.name));
        if let Some(load) = of.utilisation {
            let run = station.map(|station| &station.utilisation);
            rows.extend(row(
                format!("{} busy", of.name),
                Some(load),
                run,
                Scale::PERCENT,
            ));
            let run = station.map(|station| &station.wait);
            rows.extend(span(
                &format!("{} wait per visit", of.name),
                Some(of.wait),
                run,
            ));
        }
    }
    rows
}

/// A row about a time, in the unit that fits it.
fn span(name: &str, theory: Option<f64>, run: Option<&Option<Estimate>>) -> Option<Row> {
    let mean = || run.and_then(|run| run.as_ref()).map(|run| run.mean);
    let unit = SpanUnit::of(theory.or_else(mean).unwrap_or(0.0));
    row(format!("{name} [{}]", unit.name), theory, run, unit.scale())
}

/// A row, unless neither theory nor the run has anything to say in it.
fn row(
    name: String,
    theory: Option<f64>,
    run: Option<&Option<Estimate>>,
    scale: Scale,
) -> Option<Row> {
    if theory.is_none() && run.is_none_or(Option::is_none) {
        return None;
    }
    let digits = |value: f64| scale.at_most(usize::from(value.abs() < 10.0 * scale.divisor) + 1);
    let theory = theory.map_or_else(String::new, |value| exact(value, digits(value)));
    let run = run.map_or_else(String::new, |run| match run {
        Some(run) => interval(run, digits(run.mean)),
        None => NOTHING.to_owned(),
    });
    Some(Row(name, plain(&theory), plain(&run)))
}

/// In ASCII: findings and tables of `check` go to files and tickets.
fn plain(text: &str) -> String {
    text.replace(JOINED, " ").replace(NOTHING, "-")
}

fn table(rows: &[Row], theory: bool, found: Option<&VariantOutcome>) -> Vec<String> {
    let trials = found.map_or_else(String::new, |found| match found.trials {
        1 => "a run of one trial".to_owned(),
        many => format!("a run of {many} trials"),
    });
    let head = Row(
        String::new(),
        if theory { "theory" } else { "" }.to_owned(),
        trials,
    );
    let all = || std::iter::once(&head).chain(rows);
    let wide = |cell: fn(&Row) -> &String| {
        all()
            .map(|row| cell(row).chars().count())
            .max()
            .unwrap_or(0)
    };
    let (name, theory) = (wide(|row| &row.0), wide(|row| &row.1));
    let gap = if theory > 0 { "  " } else { "" };
    let lines = all().map(|row| {
        let line = format!("  {:name$}{gap}{:>theory$}  {}", row.0, row.1, row.2);
        line.trim_end().to_owned()
    });
    lines.collect()
}
