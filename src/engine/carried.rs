//! What items have with them besides themselves, by slot: the flaws they carry, how their visit is
//! decided, and whose hands they were in last. Kept only where some of it is ever asked for.

use crate::network::Network;

/// A flaw, by the visit that left it: leg, how often the item had been there before, and when
/// \[ticks\].
pub(super) type Flaw = (u32, u16, u64);

/// No people yet.
const NOBODY: u32 = u32::MAX;

/// By slot of the item.
#[derive(Default)]
pub(super) struct Carried {
    used: bool,
    slots: Vec<With>,
}

/// What one item has with it.
struct With {
    /// In the order in which they were made.
    flaws: Vec<Flaw>,
    /// The entry of `auto` that decides its visit; `None`: people do.
    policy: Option<u32>,
    /// The people that had it last, or `NOBODY`.
    team: u32,
    /// Whether it came to its visit from other people.
    handed: bool,
}

impl Default for With {
    fn default() -> Self {
        Self {
            flaws: Vec::new(),
            policy: None,
            team: NOBODY,
            handed: false,
        }
    }
}

impl Carried {
    pub(super) fn new(net: &Network) -> Self {
        let decides = net.legs.iter().any(|leg| !leg.autos.is_empty());
        Self {
            used: net.carries_flaws() || net.hands_over || decides,
            slots: Vec::new(),
        }
    }

    /// A slot holds a new item.
    #[inline]
    pub(super) fn begin(&mut self, id: u32) {
        if self.used {
            self.make_room(id);
            let with = &mut self.slots[id as usize];
            with.flaws.clear();
            (with.policy, with.team, with.handed) = (None, NOBODY, false);
        }
    }

    fn make_room(&mut self, id: u32) {
        if self.slots.len() <= id as usize {
            self.slots.resize_with(id as usize + 1, With::default);
        }
    }

    /// How many flaws an item carries.
    #[inline]
    pub(super) fn flaws(&self, id: u32) -> u32 {
        let with = self.slots.get(id as usize);
        with.map_or(0, |with| with.flaws.len() as u32)
    }

    /// The flaws themselves.
    pub(super) fn flaws_of(&mut self, id: u32) -> &mut Vec<Flaw> {
        &mut self.slots[id as usize].flaws
    }

    /// What decides the visit of an item without people.
    pub(super) fn policy(&self, id: u32) -> Option<u32> {
        self.slots.get(id as usize)?.policy
    }

    /// People, or an entry of `auto`, decide the visit that begins. No people hand anything to a
    /// policy, and those who had the item last stay so.
    pub(super) fn decide(&mut self, id: u32, policy: Option<u32>) {
        let with = &mut self.slots[id as usize];
        with.policy = policy;
        with.handed &= policy.is_none();
    }

    /// An item comes to people.
    pub(super) fn hand_over(&mut self, id: u32, team: Option<u32>) {
        let with = &mut self.slots[id as usize];
        with.handed = team.is_some_and(|team| with.team != NOBODY && with.team != team);
        with.team = team.unwrap_or(with.team);
    }

    /// Whether an item came to its visit from other people.
    #[inline]
    pub(super) fn is_handed(&self, id: u32) -> bool {
        self.slots.get(id as usize).is_some_and(|with| with.handed)
    }

    /// A batch comes from whom its first item comes from; the flaws stay with the items.
    pub(super) fn stand_for(&mut self, batch: u32, first: u32) {
        if self.used {
            self.begin(batch);
            self.slots[batch as usize].handed = self.slots[first as usize].handed;
        }
    }

    /// A branch begins with what its item has.
    pub(super) fn split(&mut self, id: u32, child: u32) {
        if self.used {
            self.make_room(id.max(child));
            let mut flaws = std::mem::take(&mut self.slots[child as usize].flaws);
            flaws.clone_from(&self.slots[id as usize].flaws);
            let team = self.slots[id as usize].team;
            self.slots[child as usize] = With {
                flaws,
                team,
                ..With::default()
            };
        }
    }

    /// Branches of an item join, each with whether it is done: what any of them has found is gone,
    /// what those that are done have made is the item's. Whoever had the `last` of them had it last.
    pub(super) fn join(
        &mut self,
        id: u32,
        last: u32,
        branches: impl Iterator<Item = (u32, bool)> + Clone,
    ) {
        if !self.used {
            return;
        }
        let before = std::mem::take(&mut self.slots[id as usize].flaws);
        let of = |branch: u32| &self.slots[branch as usize].flaws;
        let kept = |flaw: &&Flaw| {
            branches
                .clone()
                .all(|(branch, _)| of(branch).contains(flaw))
        };
        let mut after: Vec<Flaw> = before.iter().filter(kept).copied().collect();
        for (branch, _) in branches.clone().filter(|(_, done)| *done) {
            let made = of(branch).iter().filter(|flaw| !before.contains(flaw));
            after.extend(made);
        }
        let team = self.slots[last as usize].team;
        let with = &mut self.slots[id as usize];
        (with.flaws, with.team) = (after, team);
    }
}
