//! Items that go through as one.

use crate::units::Span;

/// Items go through as one.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Batch {
    /// So many are a full one.
    pub size: u32,
    /// A batch goes so long after its first item came; `None`: when it is full.
    pub or_after: Option<Span>,
    /// Position of the last station it goes through; `None`: this one.
    pub until: Option<usize>,
}
