//! Luck for writing organisations: one in three may have everything, the others a few mechanisms
//! each, so that what goes wrong is easily found.

use rand::rngs::ChaCha8Rng;
use rand::{Rng, SeedableRng};

/// What an organisation may have or lack.
#[derive(Clone, Copy)]
pub(super) enum Mechanism {
    Order,
    Pool,
    Room,
    Shifts,
    Away,
    Attrition,
    Setup,
    Patience,
    Looks,
    Fork,
    Gate,
    Delay,
    Rework,
    Calendar,
    Change,
    Initial,
    Crowding,
    Hurry,
    Growth,
    Learning,
    Flaws,
    Auto,
    Handoff,
    Opens,
    Effect,
    Batch,
    Via,
}

/// How many they are.
const MECHANISMS: usize = 27;

/// Luck for writing text.
pub(super) struct Luck {
    dice: ChaCha8Rng,
    /// Which mechanisms the organisation may have.
    menu: [bool; MECHANISMS],
    /// Whether nothing in it is drawn.
    pub(super) certain: bool,
}

impl Luck {
    /// Luck for the organisation of this number.
    pub(super) fn new(number: u64, certain: bool) -> Self {
        let dice = ChaCha8Rng::seed_from_u64(number);
        let menu = [true; MECHANISMS];
        let mut luck = Self {
            dice,
            menu,
            certain,
        };
        if !luck.one_in(3) {
            luck.menu = std::array::from_fn(|_| luck.one_in(3));
        }
        luck
    }

    /// Whether one in so many has a mechanism, if the organisation may.
    pub(super) fn has(&mut self, what: Mechanism, one_in: usize) -> bool {
        self.one_in(one_in) && self.menu[what as usize]
    }

    pub(super) fn below(&mut self, bound: usize) -> usize {
        (self.dice.next_u64() % bound as u64) as usize
    }

    pub(super) fn one_in(&mut self, count: usize) -> bool {
        self.below(count) == 0
    }

    pub(super) fn pick<'a>(&mut self, from: &[&'a str]) -> &'a str {
        from[self.below(from.len())]
    }

    /// One entry of the `set` of a change.
    pub(super) fn edit(&mut self, path: String, values: &[&str]) -> String {
        format!("'{path}' = {}", self.pick(values))
    }

    pub(super) fn from(&mut self, low: usize, high: usize) -> usize {
        low + self.below(high - low + 1)
    }
}

/// A touch or the like.
pub(super) fn effort(luck: &mut Luck) -> String {
    let mean = luck.from(1, 12);
    if luck.certain {
        return format!("'{mean}h'");
    }
    let forms = [
        format!("'{mean}h'"),
        format!("'{}min'", 15 * mean),
        format!("{{ mean = '{mean}h', cv = 0.8 }}"),
        format!("{{ exponential = '{mean}h' }}"),
        format!("{{ uniform = {{ from = '0h', to = '{mean}h' }} }}"),
        format!("{{ empirical = ['0h', '1h', '{mean}h'] }}"),
        format!(
            "{{ mixture = [{{ chance = 0.3, of = '0h' }}, \
             {{ chance = 0.7, of = {{ gamma = {{ mean = '{mean}h', cv = 0.5 }} }} }}] }}"
        ),
    ];
    forms[luck.below(forms.len())].clone()
}
