//! A quantile function as a table of cubics, addressed by the bits of a random word.
//!
//! The top bit of the word is the half of the distribution, the leading zeros of the rest are the octave
//! of the tail's mass, the next four bits are the segment, and what remains is the position in it: the
//! relative resolution is the same in the middle and far out. Each cubic meets the function at the four
//! points of Gauss-Lobatto quadrature: at both ends, so that the table is continuous, and at two points
//! inside that make its integral, and so the mean, exact to the sixth order. Octaves beyond the table,
//! one draw in a million, are computed exactly, so no tail is cut off.

use super::quantile::Quantile;

const OCTAVES: usize = 20;
const SEGMENT_BITS: u32 = 4;
const SEGMENTS: usize = 1 << SEGMENT_BITS;
const SIZE: usize = 2 * OCTAVES * SEGMENTS;

/// Inner points of the quadrature: (1 - 1/sqrt 5) / 2 and its mirror image.
const INNER: [f64; 2] = [0.276_393_202_250_021, 0.723_606_797_749_979];

/// A tabulated quantile function.
#[derive(Debug)]
pub(super) struct Table {
    segments: [[f64; 4]; SIZE],
    exact: Quantile,
}

/// Where a word falls.
struct Place {
    /// 0 for the lower half.
    upper: bool,
    /// Twice the mass of the tail, as a fraction of 2^64.
    mass: u64,
}

impl Place {
    #[inline]
    fn of(word: u64) -> Self {
        let flip = ((word as i64) >> 63) as u64;
        Self {
            upper: flip != 0,
            mass: (word ^ flip) << 1 | 1,
        }
    }

    /// Position in the table (beyond its end if it has no such octave) and in the segment.
    #[inline]
    fn locate(&self) -> (usize, f64) {
        let octave = self.mass.leading_zeros();
        let bits = self.mass << octave << 1;
        let segment = (bits >> (64 - SEGMENT_BITS)) as usize;
        let position = (bits << SEGMENT_BITS >> 11) as f64 * (1.0 / (1u64 << 53) as f64);
        let row = octave as usize * 2 + usize::from(self.upper);
        (row * SEGMENTS + segment, position)
    }

    fn tail(&self) -> f64 {
        self.mass as f64 * (0.5 / (1u128 << 64) as f64)
    }
}

impl Table {
    /// Tabulates a quantile function.
    pub(super) fn new(exact: Quantile) -> Self {
        let mut segments = [[0.0; 4]; SIZE];
        for (row, segments) in segments.chunks_exact_mut(SEGMENTS).enumerate() {
            let (octave, upper) = (row / 2, row % 2 == 1);
            let lowest = 0.25 / (1u64 << octave) as f64;
            let width = lowest / SEGMENTS as f64;
            let mut start = exact.at(lowest, upper);
            for (segment, cubic) in segments.iter_mut().enumerate() {
                let at =
                    |position: f64| exact.at(lowest + (segment as f64 + position) * width, upper);
                let end = at(1.0);
                *cubic = interpolate([start, at(INNER[0]), at(INNER[1]), end]);
                start = end;
            }
        }
        Self { segments, exact }
    }

    /// The value at a word: increasing in the word.
    #[inline]
    pub(super) fn at(&self, word: u64) -> f64 {
        let place = Place::of(word);
        let (index, position) = place.locate();
        match self.segments.get(index) {
            Some(&[a, b, c, d]) => ((d * position + c) * position + b) * position + a,
            None => self.beyond(&place),
        }
    }

    #[cold]
    #[inline(never)]
    fn beyond(&self, place: &Place) -> f64 {
        self.exact.at(place.tail(), place.upper)
    }
}

/// The cubic through values at 0, the two inner points and 1; a straight line if it would turn back.
fn interpolate([start, first, second, end]: [f64; 4]) -> [f64; 4] {
    // Divided differences, measured from the start so that the ends stay exact.
    let [p, q] = INNER;
    let (u, v, w) = ((first - start) / p, (second - start) / q, end - start);
    let uv = (v - u) / (q - p);
    let vw = (w - v) / (1.0 - q);
    let d = (vw - uv) / (1.0 - p);
    let c = uv - d * (p + q);
    let b = w - c - d;
    match is_monotone(b, c, d) {
        true => [start, b, c, d],
        false => [start, w, 0.0, 0.0],
    }
}

/// Whether `b + 2 c t + 3 d t^2` keeps its sign on 0 to 1.
fn is_monotone(b: f64, c: f64, d: f64) -> bool {
    let end = b + 2.0 * c + 3.0 * d;
    let turn = -c / (3.0 * d);
    let inside = 0.0 < turn && turn < 1.0;
    let lowest = if inside { b + c * turn } else { b };
    b * end >= 0.0 && b * lowest >= 0.0
}
