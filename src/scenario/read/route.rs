//! Routes: stations in order, each with the chance of taking it, and forks where lists are side by
//! side. Lists alternate: one in a route is side by side, one in that is in order again.

use super::{Fields, Reader};
use crate::scenario::language::{Names, QUORUM, STEP};
use crate::scenario::log::Trouble;
use crate::scenario::model::{Fork, Step};
use crate::scenario::node::{Node, Value};

const LONGEST: usize = 200;

/// A route as far as it was read.
#[derive(Default)]
pub(super) struct Route {
    pub(super) steps: Vec<Step>,
    pub(super) forks: Vec<Fork>,
}

impl Reader<'_> {
    pub(super) fn route(&mut self, fields: &Fields<'_>) -> Route {
        let mut route = Route::default();
        let Some(node) = self.must(fields, "route") else {
            return route;
        };
        let Some(list) = node.list() else {
            self.wrong_sort(node, "a list of stations, such as [\"code\", \"review\"]");
            return route;
        };
        if list.is_empty() {
            let trouble = Trouble::new("out-of-range", "this route visits no station")
                .hint("name the stations in order, as in [\"code\", \"review\"]");
            self.error(&node.place, trouble);
        }
        list.iter().for_each(|step| self.step(step, &mut route));
        let many = route.steps.len();
        if many > LONGEST {
            let message = format!("this route has {many} steps; there can be up to {LONGEST}");
            self.error(&node.place, Trouble::new("out-of-range", message));
        }
        route
    }

    /// One element of what is in order.
    fn step(&mut self, node: &Node, route: &mut Route) {
        match &node.value {
            Value::Text(_) => {
                if let Some(station) = self.name(Names::Station, node) {
                    let chance = 1.0;
                    route.steps.push(Step { station, chance });
                }
            }
            Value::Table(table) => {
                if table.get("quorum").is_some() || table.get("of").is_some() {
                    return self.quorum(node, route);
                }
                let Some(fields) = self.open(&STEP, node, &node.place) else {
                    return;
                };
                let station = self.must(&fields, "station");
                let station = station.and_then(|_| self.named(&fields, "station"));
                let chance = self.number(&fields, "chance", 1.0);
                if let Some(station) = station {
                    route.steps.push(Step { station, chance });
                }
            }
            Value::List(list) => self.fork(node, list, None, route),
            _ => self.wrong_sort(node, "the name of a station"),
        }
    }

    fn quorum(&mut self, node: &Node, route: &mut Route) {
        let Some(fields) = self.open(&QUORUM, node, &node.place) else {
            return;
        };
        let quorum = self.number_must(&fields, "quorum");
        let Some(of) = self.must(&fields, "of") else {
            return;
        };
        let Some(list) = of.list() else {
            self.wrong_sort(of, "a list of steps, such as [\"security\", \"legal\"]");
            return;
        };
        let quorum = quorum.map_or(1, |quorum| quorum as usize);
        if let (true, Some(node)) = (quorum > list.len().max(1), fields.get("quorum")) {
            let message = format!("{quorum} of {} can never be done", list.len());
            let hint = "`quorum` is at most the number of steps side by side in `of`";
            let trouble = Trouble::new("out-of-range", message);
            self.error(&node.place, trouble.hint(hint));
        }
        self.fork(of, list, Some(quorum), route);
    }

    /// Steps side by side; all of them have to be done unless a quorum is enough.
    fn fork(&mut self, node: &Node, list: &[Node], quorum: Option<usize>, route: &mut Route) {
        if list.is_empty() {
            self.nothing_here(node);
        }
        if let ([only], None) = (list, quorum)
            && only.list().is_some_and(|steps| steps.len() > 1)
        {
            self.in_order_after_all(node);
        }
        // An outer fork stands before those inside it.
        let own = route.forks.len();
        route.forks.push(Fork {
            branches: Vec::new(),
            quorum: 0,
        });
        let mut branches = Vec::new();
        for branch in list {
            let first = route.steps.len();
            match branch.list() {
                Some([]) => self.nothing_here(branch),
                Some(steps) => steps.iter().for_each(|step| self.step(step, route)),
                None => self.step(branch, route),
            }
            // A step that could not be read has been reported.
            if route.steps.len() > first {
                branches.push(first..route.steps.len());
            }
        }
        let quorum = quorum.unwrap_or(branches.len());
        match branches.len() {
            // One alone is beside nothing.
            0 | 1 => drop(route.forks.remove(own)),
            _ => route.forks[own] = Fork { branches, quorum },
        }
    }

    fn nothing_here(&mut self, node: &Node) {
        let trouble = Trouble::new("out-of-range", "there is no step in this list");
        self.error(&node.place, trouble.hint("take the empty list out"));
    }

    fn in_order_after_all(&mut self, node: &Node) {
        let message = "these steps are one after the other: nothing stands beside them";
        let hint = "one pair of brackets is side by side, none is in order";
        let trouble = Trouble::new("nothing-beside", message);
        self.log.warning(&node.place, trouble.hint(hint));
    }
}
