//! `--uncertain N`: the scenarios of all draws, before anything is run.
//!
//! A draw whose numbers do not go together is told at its place, and no trial is run in vain.

use throughline::scenario::{Diagnostics, Document, Variant};

use crate::args::Common;
use crate::failure::Failure;

/// The variants of a question in a draw, from seed and number of the draw.
pub(crate) type Drawing<'a> = dyn Fn(u64, u64) -> Result<Vec<Variant>, Diagnostics> + 'a;

/// The variants of these names, in this order, in a draw.
pub(crate) fn of_one(
    document: &Document,
    names: &[String],
    (seed, draw): (u64, u64),
) -> Result<Vec<Variant>, Diagnostics> {
    let all = document.draw(seed, draw)?;
    let find = |name: &String| all.iter().find(|known| known.name == *name).cloned();
    Ok(names.iter().filter_map(find).collect())
}

/// All draws asked for; `None` if none are.
pub(crate) fn all(
    variants: &[Variant],
    drawing: &Drawing<'_>,
    seed: u64,
    common: &Common,
) -> Result<Option<Vec<Vec<Variant>>>, Failure> {
    let Some(draws) = common.uncertain else {
        return Ok(None);
    };
    if !common.precision.is_empty() || common.max_trials.is_some() {
        return Err(Failure::asked(
            "--uncertain runs the same number of trials in every draw, so no precision goes with it",
            Some("use --trials".to_owned()),
        ));
    }
    if variants.iter().all(|variant| variant.uncertain.is_empty()) {
        let which = match variants {
            [one] => format!("the variant \"{}\" has", one.name),
            _ => "the variants have".to_owned(),
        };
        return Err(Failure::asked(
            format!("--uncertain draws inputs nobody is sure of, and {which} none"),
            Some(
                "write one as in pace = { uncertain = { from = 1.1, to = 1.5 } }; --set can, too"
                    .to_owned(),
            ),
        ));
    }
    let drawn = (0..draws).map(|draw| drawing(seed, draw));
    Ok(Some(drawn.collect::<Result<_, _>>()?))
}
