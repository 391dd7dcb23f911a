//! What hands-on time at a station is.

/// What hands-on time at a station is, to measure what a unit of judgment buys.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Role {
    /// It makes the product.
    #[default]
    Work,
    /// It decides whether what was made is right.
    Judgment,
    /// It brings what was made together.
    Integration,
}

impl Role {
    /// All of them as they are written.
    pub(in crate::scenario) const NAMES: [&'static str; 3] = [
        Role::Work.name(),
        Role::Judgment.name(),
        Role::Integration.name(),
    ];

    /// As it is written.
    pub const fn name(self) -> &'static str {
        match self {
            Role::Work => "work",
            Role::Judgment => "judgment",
            Role::Integration => "integration",
        }
    }
}
