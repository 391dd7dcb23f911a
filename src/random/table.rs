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
    /// All ones in the upper half, 0 in the lower.
    flip: u64,
    /// Twice the mass of the tail, as a fraction of 2^64.
    mass: u64,
}

impl Place {
    #[inline]
    fn of(word: u64) -> Self {
        let flip = ((word as i64) >> 63) as u64;
        Self {
            flip,
            mass: (word ^ flip) << 1 | 1,
        }
    }

    /// Position in the table (beyond its end if it has no such octave), and in the segment from its
    /// smaller end.
    #[inline]
    fn locate(&self) -> (usize, f64) {
        let octave = self.mass.leading_zeros();
        let bits = self.mass << octave << 1;
        let segment = (bits >> (64 - SEGMENT_BITS)) as usize;
        let position =
            ((bits << SEGMENT_BITS ^ self.flip) >> 11) as f64 * (1.0 / (1u64 << 53) as f64);
        let row = octave as usize * 2 + (self.flip & 1) as usize;
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
        for (row, cubics) in segments.chunks_exact_mut(SEGMENTS).enumerate() {
            fill(&exact, row / 2, row % 2 == 1, cubics);
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
            None => self.beyond(place.mass, place.flip),
        }
    }

    #[cold]
    #[inline(never)]
    fn beyond(&self, mass: u64, flip: u64) -> f64 {
        // In numbers, so that a place need not be in memory.
        let place = Place { mass, flip };
        self.exact.at(place.tail(), flip != 0)
    }
}

/// The cubics of one octave of one half.
fn fill(exact: &Quantile, octave: usize, upper: bool, cubics: &mut [[f64; 4]]) {
    let lowest = 0.25 / (1u64 << octave) as f64;
    let at = |place: f64| exact.at(lowest + lowest / SEGMENTS as f64 * place, upper);
    let mut edge = at(0.0);
    for (segment, cubic) in (0u32..).zip(cubics) {
        let place = f64::from(segment);
        let inner = INNER.map(|position| at(place + position));
        let next = at(place + 1.0);
        *cubic = match upper {
            false => interpolate([edge, inner[0], inner[1], next]),
            true => interpolate([next, inner[1], inner[0], edge]),
        };
        edge = next;
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
    match increases(b, c, d) {
        true => [start, b, c, d],
        false => [start, w, 0.0, 0.0],
    }
}

/// Whether the slope `b + 2 c t + 3 d t^2` is nowhere negative between 0 and 1.
fn increases(b: f64, c: f64, d: f64) -> bool {
    let turn = -c / (3.0 * d);
    let inside = 0.0 < turn && turn < 1.0;
    b >= 0.0 && b + 2.0 * c + 3.0 * d >= 0.0 && !(inside && b + c * turn < 0.0)
}
