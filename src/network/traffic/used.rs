//! Ways back that may be taken only so often, on the way of the mean item.

use crate::network::WayBack;

/// A maximum of returns above this is as good as none.
const MOST_RETURNS: u32 = 50;

/// How often ways back that have a maximum were taken, as one number.
pub(super) struct Used {
    /// Of each way: what a return adds, and how many values its count can have; 1 without a maximum.
    pub(super) ways: Vec<(usize, usize)>,
    /// Values of the number.
    pub(super) states: usize,
}

impl Used {
    pub(super) fn new(ways: &[WayBack], most: usize) -> Self {
        let mut states = 1;
        let mut counted = Vec::new();
        for way in ways {
            let values = match way.max {
                max if max <= MOST_RETURNS => max as usize + 1,
                _ => 1,
            };
            let values = if states * values <= most { values } else { 1 };
            counted.push((states, values));
            states *= values;
        }
        Self {
            ways: counted,
            states,
        }
    }

    /// The number after another return; `None` if the maximum is used up.
    pub(super) fn once_more(&self, state: usize, way: usize) -> Option<usize> {
        let (step, values) = self.ways[way];
        match values {
            1 => Some(state),
            _ => (state / step % values + 1 < values).then_some(state + step),
        }
    }
}
