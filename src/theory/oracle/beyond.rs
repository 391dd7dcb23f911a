//! What no formula here knows: orders, rooms, patience, changing over, shifts and absence.

use crate::network::{Network, Order, Settings};

/// What happens to people or items of a station that no formula here knows.
pub(super) fn beyond(net: &Network, settings: &Settings, station: usize) -> Option<String> {
    let here = &net.stations[station];
    let name = &here.name;
    let crew = &net.crews[here.crew? as usize];
    let reasons = [
        (
            settings.order[station] != Order::Fifo,
            format!("{name} does not work in the order of arrival"),
        ),
        (
            here.room.is_some(),
            format!("only so many may wait at {name}"),
        ),
        (
            here.patience.is_some(),
            format!("items give up waiting at {name}"),
        ),
        (
            here.setup.is_some(),
            format!("people change over at {name}"),
        ),
        (
            crew.shifts.is_some(),
            format!("the number of people at {name} varies over time"),
        ),
        (crew.away.is_some(), format!("people are absent at {name}")),
        (
            crew.attrition.is_some(),
            format!("people leave {name} for good"),
        ),
        (
            crew.looks_every.is_some(),
            format!("people look for work at {name} only now and then"),
        ),
    ];
    let found = reasons.into_iter().find(|(holds, _)| *holds);
    found.map(|(_, reason)| reason)
}
