//! Running sums of changes.

use crate::network::Network;
use crate::observe::ChangeRecord;
use crate::statistics::Moments;
use crate::units::HOUR;

/// One change of one variant.
#[derive(Default)]
pub(crate) struct ChangeFold {
    /// What it costs each time [currency].
    cost: f64,
    pub(crate) took_effect: Moments<1>,
    pub(crate) restarted: Moments<1>,
    /// What was spent on it [currency].
    pub(crate) spent: Moments<1>,
    /// Trials in which it never took effect.
    pub(crate) never: u64,
    /// When it first did, since time 0, in the others [h].
    pub(crate) first: Moments<1>,
}

/// All changes of a variant, and what deliveries of a kind do.
pub(crate) struct ChangeFolds {
    pub(crate) list: Vec<ChangeFold>,
    /// What was spent on all of them [currency].
    pub(crate) spend: Moments<1>,
}

impl ChangeFolds {
    pub(super) fn new(net: &Network) -> Self {
        let fold = |change: &crate::network::Change| ChangeFold {
            cost: change.cost,
            ..ChangeFold::default()
        };
        Self {
            list: net.changes.iter().map(fold).collect(),
            spend: Moments::default(),
        }
    }

    /// Takes in one trial.
    pub(super) fn push(&mut self, records: &[ChangeRecord]) {
        let both = self.list.iter_mut().zip(records);
        let spent: f64 = both.map(|(fold, record)| fold.push(record)).sum();
        self.spend.push([spent]);
    }
}

impl ChangeFold {
    /// Takes in one trial. Returns what was spent in it [currency].
    fn push(&mut self, record: &ChangeRecord) -> f64 {
        let spent = self.cost * f64::from(record.happened);
        self.took_effect.push([f64::from(record.took_effect)]);
        self.restarted.push([f64::from(record.restarted)]);
        self.spent.push([spent]);
        match record.first {
            Some(first) => self.first.push([first as f64 / HOUR as f64]),
            None => self.never += 1,
        }
        spent
    }
}
