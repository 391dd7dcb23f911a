//! Routes: stations in order, each with the chance of taking it.

use super::{Fields, Reader};
use crate::scenario::language::{Names, STEP};
use crate::scenario::log::Trouble;
use crate::scenario::model::Step;
use crate::scenario::node::{Node, Value};

const LONGEST: usize = 200;

impl Reader<'_> {
    pub(super) fn route(&mut self, fields: &Fields<'_>) -> Vec<Step> {
        let Some(node) = self.must(fields, "route") else {
            return Vec::new();
        };
        let Some(list) = node.list() else {
            self.wrong_sort(node, "a list of stations, such as [\"code\", \"review\"]");
            return Vec::new();
        };
        if list.is_empty() || list.len() > LONGEST {
            let message = match list.len() {
                0 => "this route visits no station".to_owned(),
                many => format!("this route has {many} steps; there can be up to {LONGEST}"),
            };
            self.error(&node.place, Trouble::new("out-of-range", message));
        }
        let steps: Vec<Option<Step>> = list.iter().map(|step| self.step(step)).collect();
        steps.into_iter().flatten().collect()
    }

    fn step(&mut self, node: &Node) -> Option<Step> {
        match &node.value {
            Value::Text(_) => {
                let station = self.name(Names::Station, node)?;
                Some(Step {
                    station,
                    chance: 1.0,
                })
            }
            Value::Table(_) => {
                let fields = self.open(&STEP, node, &node.place)?;
                if fields.has("quorum") || fields.has("of") {
                    return None;
                }
                let station = self.must(&fields, "station");
                let station = station.and_then(|_| self.named(&fields, "station"));
                let chance = self.number(&fields, "chance", 1.0);
                Some(Step {
                    station: station?,
                    chance,
                })
            }
            Value::List(_) => {
                let message = "steps side by side are not supported yet";
                let hint = "write the stations one after the other for now";
                self.error(
                    &node.place,
                    Trouble::new("not-supported-yet", message).hint(hint),
                );
                None
            }
            _ => {
                self.wrong_sort(node, "the name of a station");
                None
            }
        }
    }
}
