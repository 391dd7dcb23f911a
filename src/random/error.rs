//! Why a distribution cannot be made.
//!
//! Each condition is named after what is violated and checked as "not satisfied", so that a value that
//! is not a number fails too. The sentences are written for the author of a scenario.

use std::fmt;

/// The condition that a parameter of a distribution violates.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ParameterError {
    /// The mean is negative or not a finite number.
    MeanNegative,
    /// The coefficient of variation is negative or not a finite number.
    CvNegative,
    /// The coefficient of variation is above the largest that is supported.
    CvTooLarge,
    /// The coefficient of variation of a hyperexponential is below 1.
    CvBelowOne,
    /// The median is not above 0.
    P50NotPositive,
    /// The 90th percentile is below the median or not a finite number.
    P90BelowP50,
    /// The number of stages is 0.
    NoStages,
    /// A bound is negative or not a finite number.
    BoundNegative,
    /// The upper bound is below the lower one.
    BoundsReversed,
    /// The most likely value is outside the bounds.
    ModeOutsideBounds,
    /// There are no values.
    NoValues,
    /// A value is negative or not a finite number.
    ValueNegative,
    /// There are no parts.
    NoParts,
    /// A chance is not between 0 and 1.
    ChanceOutsideUnit,
    /// The chances do not add up to 1.
    ChancesNotOne,
    /// Mixtures are nested too deeply.
    NestedTooDeep,
}

impl fmt::Display for ParameterError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::MeanNegative => "the mean must be a number that is not negative",
            Self::CvNegative => {
                "the coefficient of variation must be a number that is not negative"
            }
            Self::CvTooLarge => {
                "the spread is too large: the coefficient of variation ends at 1000"
            }
            Self::CvBelowOne => "a hyperexponential distribution needs a cv (coefficient of variation) of at least 1",
            Self::P50NotPositive => "the median (p50) must be above 0",
            Self::P90BelowP50 => "the 90th percentile (p90) must not be below the median (p50)",
            Self::NoStages => "there must be at least one stage",
            Self::BoundNegative => "the bounds must be numbers that are not negative",
            Self::BoundsReversed => "the upper bound must not be below the lower bound",
            Self::ModeOutsideBounds => "the most likely value must lie between the bounds",
            Self::NoValues => "there must be at least one value",
            Self::ValueNegative => "every value must be a number that is not negative",
            Self::NoParts => "there must be at least one part",
            Self::ChanceOutsideUnit => "every chance must be between 0 and 1",
            Self::ChancesNotOne => "the chances must add up to 1",
            Self::NestedTooDeep => "mixtures are nested too deeply",
        })
    }
}

impl std::error::Error for ParameterError {}
