//! `throughline schema`: what editors and programs check files with.

use throughline::{report, scenario};

use crate::args::{SchemaArguments, SchemaOf};
use crate::failure::{Exit, Failure};
use crate::output;

/// Prints the schema asked for.
pub(crate) fn schema(asked: &SchemaArguments) -> Result<Exit, Failure> {
    output::print(&match asked.of {
        SchemaOf::Scenario => scenario::schema(),
        SchemaOf::Result => report::schema(),
    })?;
    Ok(Exit::Done)
}
