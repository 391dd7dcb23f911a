//! What not knowing the inputs makes of the answers: the wide band first, then what is known of it.

use crate::experiment::{
    Answer, ComparisonUncertainty, Outcome, Regime, Uncertainty, VariantUncertainty,
};
use crate::report::number::{self, JOINED, NOTHING, Scale};
use crate::statistics::{Estimate, enough_for_band};

use super::page::Page;
use super::table::Table;

/// The answer in a sentence for each variant alone, or each comparison.
pub(super) fn findings(page: &mut Page, outcome: &Outcome) {
    let Some(found) = &outcome.uncertainty else {
        return;
    };
    let used = found.draws - found.left_out;
    if used < 2 {
        page.alarm(&format!(
            "Fewer than two draws of the uncertain inputs are finished ({used} of {}), so nothing \
             is known of what they make of it.",
            number::count(found.asked)
        ));
        return;
    }
    for variant in found
        .variants
        .iter()
        .filter(|_| found.comparisons.is_empty())
    {
        if let Some((_, answer)) = variant.answers.first() {
            page.strong(&of_variant(outcome, found, answer));
        }
    }
    for comparison in &found.comparisons {
        let relative = comparison
            .answers
            .first()
            .map(|(_, [_, relative])| relative);
        if let Some(Some(answer)) = relative {
            page.strong(&of_comparison(outcome, found, comparison, answer));
        }
    }
    page.paragraph(
        "All that follows is at the median of every uncertain input, unless it says otherwise.",
    );
    page.gap();
}

/// "95% of 100 draws of 3 uncertain inputs".
fn draws(outcome: &Outcome, found: &Uncertainty, answer: &Answer) -> String {
    let inputs = match found.inputs.len() {
        1 => "the uncertain input".to_owned(),
        many => format!("{many} uncertain inputs"),
    };
    format!(
        "{} of {} draws of {inputs}",
        number::exact(outcome.confidence, Scale::PERCENT),
        number::count(answer.draws())
    )
}

fn of_variant(outcome: &Outcome, found: &Uncertainty, answer: &Answer) -> String {
    let rate = |value: f64| number::exact(value, rounded(&answer.band, Scale::PLAIN));
    format!(
        "Over {} throughput is between {} and {} items a week. {}",
        draws(outcome, found, answer),
        rate(answer.band.low),
        rate(answer.band.high),
        alone(answer, Scale::PLAIN)
    )
}

fn of_comparison(
    outcome: &Outcome,
    found: &Uncertainty,
    comparison: &ComparisonUncertainty,
    answer: &Answer,
) -> String {
    let scale = Scale::PERCENT.signed();
    let change = |value: f64| number::exact(value, rounded(&answer.band, scale));
    let more = answer.above.as_ref().map_or_else(String::new, |share| {
        format!(
            ", and {} delivers more than {} in {} of them",
            comparison.variant,
            comparison.baseline,
            number::exact(share.mean, Scale::PERCENT.exactly(0))
        )
    });
    format!(
        "Over {} {} changes delivery by {} to {}{more}. {}",
        draws(outcome, found, answer),
        comparison.variant,
        change(answer.band.low),
        change(answer.band.high),
        alone(answer, scale)
    )
}

/// What Monte Carlo alone says, and how much of the variance it is.
fn alone(answer: &Answer, scale: Scale) -> String {
    let plain = answer.at_median.as_ref().map_or_else(String::new, |plain| {
        format!(
            "At the median of each, Monte Carlo alone gives {}. ",
            number::interval(plain, scale)
        )
    });
    match answer.parts.share() {
        Some(share) => format!(
            "{plain}Of the variance {} is ignorance of the inputs, which more trials do not lessen.",
            percent(share, ["more than ", "less than "])
        ),
        None => format!("{plain}Nothing varies, neither with the inputs nor by luck."),
    }
}

/// "97%", and never 100% or 0% of what is not all or nothing: "more than 99%".
fn percent(share: f64, [more, less]: [&str; 2]) -> String {
    match share {
        share if share > 0.995 && share < 1.0 => format!("{more}99%"),
        share if share < 0.005 && share > 0.0 => format!("{less}1%"),
        share => number::exact(share, Scale::PERCENT.exactly(0)),
    }
}

/// The digits that the width of a band supports.
fn rounded(band: &Estimate, scale: Scale) -> Scale {
    scale.in_row([&Some(band.clone())])
}

/// The tables: what was drawn, what came of it, and which input it goes with.
pub(super) fn write(page: &mut Page, outcome: &Outcome) {
    let Some(found) = outcome.uncertainty.as_ref() else {
        return;
    };
    page.heading("What nobody is sure of");
    let mut table = Table::new(["input", "may be", "median"]).words_in(1);
    for input in &found.inputs {
        table.row([&input.path, &input.range, &input.median]);
    }
    page.table(&table);
    for variant in &found.variants {
        alone_in(page, outcome, found, variant);
    }
    for comparison in &found.comparisons {
        against(page, outcome, found, comparison);
    }
    asides(page, outcome, found);
}

/// A row of the table of answers.
type Row<'a> = (String, &'a Answer, Scale);

fn alone_in(page: &mut Page, outcome: &Outcome, found: &Uncertainty, of: &VariantUncertainty) {
    let all = of.answers.iter();
    let rows = all.map(|(measure, answer)| named(measure, answer, false));
    let rows: Vec<Row> = rows.collect();
    if !rows.is_empty() {
        page.heading(&format!("{} over {} draws", of.name, used(found)));
        answers(page, outcome, &rows);
        // What goes with the inputs is told of the differences if there are any.
        if found.comparisons.is_empty() {
            influences(page, found, &rows);
        }
    }
    let overloaded = of.regimes.iter();
    let overloaded = overloaded.filter(|(regime, _)| *regime == Regime::Overloaded);
    for (_, draws) in overloaded {
        page.aside(&format!(
            "In {} of the draws {} is overloaded: more comes in than goes out, and times have no \
             value there.",
            number::count(*draws),
            of.name
        ));
    }
}

fn against(page: &mut Page, outcome: &Outcome, found: &Uncertainty, of: &ComparisonUncertainty) {
    let all = of.answers.iter();
    let rows =
        all.filter_map(|(measure, [_, relative])| Some(named(measure, relative.as_ref()?, true)));
    let rows: Vec<Row> = rows.collect();
    if rows.is_empty() {
        return;
    }
    page.heading(&format!(
        "{} against {} over {} draws",
        of.variant,
        of.baseline,
        used(found)
    ));
    answers(page, outcome, &rows);
    influences(page, found, &rows);
}

fn used(found: &Uncertainty) -> String {
    number::count(found.draws - found.left_out)
}

/// A measure with its unit, and how its values are shown.
fn named<'a>(measure: &str, answer: &'a Answer, relative: bool) -> Row<'a> {
    let name = match measure {
        "flow_time" => "flow time, mean",
        "lead_time" => "customer lead time, mean",
        "wip" => "WIP",
        "value" => "value earned",
        other => other,
    };
    if relative {
        return (name.to_owned(), answer, Scale::PERCENT.signed());
    }
    match measure {
        "flow_time" | "lead_time" => {
            let unit = number::SpanUnit::of(answer.band.high);
            (format!("{name} [{}]", unit.name), answer, unit.scale())
        }
        "value" => {
            let scale = number::money_scale([&Some(answer.band.clone())]);
            let unit = &answer.band.unit;
            (format!("{name} [{}{unit}]", scale.suffix), answer, scale)
        }
        _ => (
            format!("{name} [{}]", answer.band.unit),
            answer,
            Scale::PLAIN,
        ),
    }
}

fn answers(page: &mut Page, outcome: &Outcome, rows: &[Row<'_>]) {
    let share = number::exact(outcome.confidence, Scale::PERCENT);
    let signed = rows.iter().any(|(_, answer, _)| answer.above.is_some());
    let mut head = vec![
        String::new(),
        format!("{share} of draws"),
        "Monte Carlo alone".to_owned(),
        "ignorance".to_owned(),
    ];
    head.extend(signed.then(|| "up in".to_owned()));
    let mut table = Table::new(head);
    for (name, answer, scale) in rows {
        let plain = answer.at_median.as_ref();
        let mut row = vec![
            name.clone(),
            number::interval(&answer.band, *scale),
            plain.map_or(NOTHING.to_owned(), |plain| number::interval(plain, *scale)),
            answer
                .parts
                .share()
                .map_or(NOTHING.to_owned(), |share| percent(share, [">", "<"])),
        ];
        let above = answer.above.as_ref();
        let above = above.map(|share| number::exact(share.mean, Scale::PERCENT.exactly(0)));
        row.extend(signed.then(|| above.unwrap_or(NOTHING.to_owned())));
        table.row(row);
    }
    page.table(&table);
}

/// Rank correlations, the input that goes most with the first answer on top.
fn influences(page: &mut Page, found: &Uncertainty, rows: &[Row<'_>]) {
    if found.inputs.len() < 2 {
        return;
    }
    page.gap();
    let names = rows.iter().map(|(name, ..)| {
        let bare = name.split(" [").next().unwrap_or(name);
        bare.to_owned()
    });
    let mut table = Table::new(std::iter::once("rank correlation with".to_owned()).chain(names));
    let of = |row: &Row<'_>, at: usize| row.1.influences.get(at)?.rank_correlation;
    let mut order: Vec<usize> = (0..found.inputs.len()).collect();
    let size = |at: &usize| {
        rows.first()
            .and_then(|row| of(row, *at))
            .map_or(-1.0, f64::abs)
    };
    order.sort_by(|one, other| size(other).total_cmp(&size(one)));
    for at in order {
        let shown = rows.iter().map(|row| match of(row, at) {
            Some(found) => number::exact(found, Scale::PLAIN.signed().exactly(2)),
            None => NOTHING.to_owned(),
        });
        table.row(std::iter::once(found.inputs[at].path.clone()).chain(shown));
    }
    page.table(&table);
}

fn asides(page: &mut Page, outcome: &Outcome, found: &Uncertainty) {
    let share = number::exact(outcome.confidence, Scale::PERCENT);
    let used = found.draws - found.left_out;
    let enough = enough_for_band(outcome.confidence);
    page.aside(&format!(
        "Every draw is {} trials on the same luck. In brackets: the band that a further draw lies in \
         with a chance of {share}; the interval of Monte Carlo alone. Ignorance: its share of the \
         variance of an answer.",
        number::count(found.trials)
    ));
    if used < enough {
        page.aside(&format!(
            "{} draws are too few for a band of {share}, which takes {enough}: shown is from the least \
             to the largest.",
            number::count(used)
        ));
    }
    if used > 1 && found.inputs.len() > 1 {
        page.aside(&format!(
            "A rank correlation between -{0} and +{0} may be luck.",
            number::exact(2.0 / (used as f64 - 1.0).sqrt(), Scale::PLAIN.exactly(2))
        ));
    }
    if found.left_out > 0 {
        page.alarm(&format!(
            "In {} of the draws a trial hit a bound; they are left out.",
            number::count(found.left_out)
        ));
    }
    let alone = found.variants.iter().flat_map(|of| &of.answers);
    let mut clipped = alone.map(|(_, answer)| answer.parts.clipped);
    let compared = found.comparisons.iter().flat_map(|of| &of.answers);
    let mut others = compared.flat_map(|(_, both)| both.iter().flatten());
    if clipped.any(|clipped| clipped) || others.any(|answer| answer.parts.clipped) {
        page.aside(&format!(
            "An ignorance of 0% can be{JOINED}an estimate that came out below 0: it is too small to be \
             told from luck by so many trials and draws."
        ));
    }
}
