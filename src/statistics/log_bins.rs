//! Fixed logarithmic bins for whole numbers.
//!
//! Numbers below 256 have a bin each; above, every octave is cut into 128 equal bins, so that a bin is
//! at most 1/128 of its lower edge wide. Integer arithmetic only, as in `HdrHistogram` (Tene, 2012).

/// Bins within an octave, as a power of two.
const SUB_BITS: u32 = 7;
const SUB: usize = 1 << SUB_BITS;

/// Fixed logarithmic bins for ticks.
#[derive(Clone, Copy, Debug)]
pub struct LogBins;

impl LogBins {
    /// Number of bins that cover all of `u64`.
    pub const COUNT: usize = (u64::BITS - SUB_BITS + 1) as usize * SUB;

    /// The bin a number falls into.
    #[inline]
    pub fn bin(ticks: u64) -> usize {
        let shift = (u64::BITS - 1 - SUB_BITS).saturating_sub(ticks.leading_zeros());
        shift as usize * SUB + (ticks >> shift) as usize
    }

    /// Lower edge of a bin; that of `COUNT` is the upper edge of the last one [ticks].
    pub fn lower(bin: usize) -> f64 {
        let shift = (bin / SUB).saturating_sub(1);
        (bin - shift * SUB) as f64 * (1u128 << shift) as f64
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn edges_and_bins_agree() {
        for bin in 0..LogBins::COUNT {
            let lower = LogBins::lower(bin) as u64;
            assert_eq!(LogBins::bin(lower), bin);
            if lower > 0 {
                assert_eq!(LogBins::bin(lower - 1), bin - 1);
            }
        }
        assert_eq!(LogBins::bin(u64::MAX), LogBins::COUNT - 1);
        assert_eq!(LogBins::lower(LogBins::COUNT), (1u128 << 64) as f64);
    }

    #[test]
    fn bins_are_narrow() {
        for bin in 0..LogBins::COUNT {
            let (lower, upper) = (LogBins::lower(bin), LogBins::lower(bin + 1));
            let width = upper - lower;
            assert!(width == 1.0 || (width > 0.0 && width <= lower / 128.0));
        }
    }
}
