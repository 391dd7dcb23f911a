//! Random batches.

use super::generate::Station;
use super::luck::{Luck, Mechanism};

/// Batches that can fill, through stations that all kinds which come here go on to alike; of each of
/// those, its route and whether it forks.
pub(super) fn batch(
    luck: &mut Luck,
    all: &mut [Station],
    position: usize,
    (ways, limit): (&[(&[usize], bool)], Option<usize>),
) -> String {
    if all[position].in_batches || !luck.has(Mechanism::Batch, 2) {
        return String::new();
    }
    let size = luck.from(2, 4);
    let mut text = format!("batch = {{ size = {size}");
    let fills = limit.is_none_or(|limit| limit >= size) && luck.one_in(3);
    all[position].batch_goes = !all[position].gated && !fills;
    if all[position].batch_goes {
        text += &format!(", or_after = '{}h'", luck.from(1, 60));
    }
    let ahead = |way: &[usize]| -> Vec<usize> {
        let after = way.iter().skip_while(|&&at| at != position);
        after.skip(1).copied().collect()
    };
    let first = ways.first().map(|way| ahead(way.0)).unwrap_or_default();
    let alike = |place: &usize| {
        let mut ways = ways.iter();
        ways.all(|(way, forks)| !forks && ahead(way).get(*place) == first.get(*place))
    };
    let far = (0..first.len()).take_while(alike).count();
    if far > 0 && luck.one_in(2) {
        let last = luck.below(far);
        text += &format!(", until = '{}'", all[first[last]].name);
        for &at in &first[..=last] {
            all[at].in_batches = true;
        }
    }
    all[position].batch = size;
    text + " }\n"
}
