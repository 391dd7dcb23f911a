//! Scenarios that ship with the program, each with its text.

/// A scenario that ships with the program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shipped {
    /// What to call it on the command line.
    pub name: &'static str,
    /// Its text, a scenario file.
    pub text: &'static str,
}

static SHIPPED: &[Shipped] = &[Shipped {
    name: "one-station",
    text: include_str!("../../scenarios/one-station.toml"),
}];

/// All scenarios that ship with the program, in teaching order.
pub fn shipped() -> &'static [Shipped] {
    SHIPPED
}
