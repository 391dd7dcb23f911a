//! Random forks: some consecutive steps of a route side by side, some of those again.

use super::luck::Luck;

/// Steps of a route side by side.
pub(super) struct Fork {
    /// First step of each branch, and one past the last of all.
    cuts: Vec<usize>,
    /// Whether the last two steps of a branch are side by side themselves.
    splits: Vec<bool>,
    quorum: Option<usize>,
}

impl Fork {
    /// A fork in a route of so many steps, seldom in front of all of them.
    pub(super) fn new(luck: &mut Luck, steps: usize) -> Option<Self> {
        let from = usize::from(!luck.one_in(6));
        if steps < from + 2 || luck.one_in(2) {
            return None;
        }
        let from = luck.from(from, steps - 2);
        let to = luck.from(from + 2, steps);
        let mut cuts = vec![from, luck.from(from + 1, to - 1), to];
        if !luck.one_in(3) && cuts[1] + 1 < to {
            cuts.insert(2, luck.from(cuts[1] + 1, to - 1));
        }
        let branches = cuts.len() - 1;
        let splits = cuts
            .windows(2)
            .map(|cut| cut[1] - cut[0] >= 2 && luck.one_in(2));
        Some(Self {
            splits: splits.collect(),
            quorum: luck.one_in(2).then(|| luck.from(1, branches)),
            cuts,
        })
    }

    /// Whether a route begins with it.
    pub(super) fn opens(&self) -> bool {
        self.cuts[0] == 0
    }

    fn branch(&self, step: usize) -> Option<usize> {
        self.cuts
            .windows(2)
            .position(|cut| (cut[0]..cut[1]).contains(&step))
    }

    /// Whether a step is in one of its branches.
    pub(super) fn contains(&self, step: usize) -> bool {
        self.branch(step).is_some()
    }

    /// Whether two steps are in different branches.
    pub(super) fn side_by_side(&self, a: usize, b: usize) -> bool {
        match (self.branch(a), self.branch(b)) {
            (Some(one), Some(other)) if one == other => {
                let last = self.cuts[one + 1] - 1;
                self.splits[one] && a != b && a.max(b) == last && a.min(b) + 1 == last
            }
            (Some(_), Some(_)) => true,
            _ => false,
        }
    }

    /// A route with these steps, as text.
    pub(super) fn route(&self, steps: &[String]) -> String {
        let branches: Vec<String> = self
            .cuts
            .windows(2)
            .zip(&self.splits)
            .map(|(cut, split)| {
                let own = &steps[cut[0]..cut[1]];
                match own {
                    [only] => only.clone(),
                    [before @ .., one, other] if *split => {
                        let before: String =
                            before.iter().map(|step| format!("{step}, ")).collect();
                        format!("[{before}[{one}, {other}]]")
                    }
                    own => format!("[{}]", own.join(", ")),
                }
            })
            .collect();
        let branches = branches.join(", ");
        let fork = match self.quorum {
            Some(quorum) => format!("{{ quorum = {quorum}, of = [{branches}] }}"),
            None => format!("[{branches}]"),
        };
        let (first, end) = (self.cuts[0], self.cuts[self.cuts.len() - 1]);
        let all = [&steps[..first], &[fork], &steps[end..]].concat();
        all.join(", ")
    }
}
