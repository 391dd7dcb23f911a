//! What theory predicts beside what a short run finds, as a table.

use throughline::experiment::VariantOutcome;
use throughline::network;
use throughline::report::number::{JOINED, NOTHING, Scale, SpanUnit, exact, interval};
use throughline::scenario::Variant;
use throughline::statistics::Estimate;
use throughline::theory::oracle::{Prediction, predict};

/// A measure: what it is, what theory says, what the run found.
struct Row(String, String, String);

/// Lines about one variant; `found` is what a short run found, if there was one.
pub(crate) fn beside(variant: &Variant, found: Option<&VariantOutcome>) -> Vec<String> {
    let predicted = predict(&network::compile(&variant.scenario));
    let mut lines = vec![match &predicted {
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
    }];
    let predicted = predicted.as_ref().ok();
    if predicted.is_some() || found.is_some() {
        lines.extend(table(&rows(predicted, found), predicted.is_some(), found));
    }
    lines
}

fn rows(predicted: Option<&Prediction>, found: Option<&VariantOutcome>) -> Vec<Row> {
    let headline = [
        (
            "throughput per week",
            predicted.map(|of| of.throughput),
            found.map(|of| &of.throughput),
        ),
        (
            "items under way",
            predicted.map(|of| of.wip),
            found.map(|of| &of.wip),
        ),
    ];
    let mut rows: Vec<Row> = headline
        .into_iter()
        .map(|(name, theory, run)| row(name.to_owned(), theory, run, Scale::PLAIN))
        .collect();
    let run = found.map(|of| &of.flow_time.mean);
    rows.push(span("flow time", predicted.map(|of| of.flow_time), run));
    for of in predicted.into_iter().flat_map(|of| &of.stations) {
        let station = found.and_then(|found| found.stations.get(&of.name));
        if let Some(load) = of.utilisation {
            let run = station.map(|station| &station.utilisation);
            rows.push(row(
                format!("{} busy", of.name),
                Some(load),
                run,
                Scale::PERCENT,
            ));
            let run = station.map(|station| &station.wait);
            rows.push(span(
                &format!("{} wait per visit", of.name),
                Some(of.wait),
                run,
            ));
        }
    }
    rows
}

/// A row about a time, in the unit that fits it.
fn span(name: &str, theory: Option<f64>, run: Option<&Option<Estimate>>) -> Row {
    let mean = || run.and_then(|run| run.as_ref()).map(|run| run.mean);
    let unit = SpanUnit::of(theory.or_else(mean).unwrap_or(0.0));
    row(format!("{name} [{}]", unit.name), theory, run, unit.scale())
}

fn row(name: String, theory: Option<f64>, run: Option<&Option<Estimate>>, scale: Scale) -> Row {
    let theory = theory.map_or_else(String::new, |value| exact(value, scale));
    let run = run.map_or_else(String::new, |run| match run {
        Some(run) => interval(run, scale),
        None => NOTHING.to_owned(),
    });
    Row(name, plain(&theory), plain(&run))
}

/// In ASCII: findings and tables of `check` go to files and tickets.
fn plain(text: &str) -> String {
    text.replace(JOINED, " ").replace(NOTHING, "-")
}

fn table(rows: &[Row], theory: bool, found: Option<&VariantOutcome>) -> Vec<String> {
    let trials = found.map_or_else(String::new, |found| match found.trials {
        1 => "one trial".to_owned(),
        many => format!("{many} trials"),
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
