//! What holds where nobody wrote anything: once for all parts it holds of.

use super::facts::Part;
use crate::report::text::page::Page;
use crate::report::text::words::listed;

/// Names of parts in a line; of more, those it does not hold of are named if they are fewer.
const FEW: usize = 4;

/// What holds by default of the same parts.
struct Shared<'p> {
    sort: Option<&'static str>,
    parts: Vec<&'p str>,
    facts: Vec<String>,
}

/// Writes all defaults, together where they hold of the same parts.
pub(super) fn write(page: &mut Page, parts: &[Part]) {
    let shared = shared(parts);
    if shared.is_empty() {
        return;
    }
    page.heading("By default");
    for group in shared {
        let whose = whose(parts, &group);
        page.entry(&format!("{whose} – {}", group.facts.join("; ")));
    }
}

fn shared(parts: &[Part]) -> Vec<Shared<'_>> {
    let mut facts: Vec<(Option<&'static str>, String, Vec<&str>)> = Vec::new();
    for part in parts {
        for fact in part.facts.iter().filter(|fact| fact.default) {
            let text = format!("{}: {}", fact.label, fact.text);
            // What there is only one of has a line of its own.
            let same = |known: &&mut (Option<&'static str>, String, Vec<&str>)| {
                part.sort.is_some() && (known.0, &known.1) == (part.sort, &text)
            };
            match facts.iter_mut().find(same) {
                Some((_, _, whose)) => whose.push(&part.short),
                None => facts.push((part.sort, text, vec![&part.short])),
            }
        }
    }
    let mut groups: Vec<Shared<'_>> = Vec::new();
    for (sort, text, parts) in facts {
        let same = |known: &&mut Shared<'_>| (known.sort, &known.parts) == (sort, &parts);
        match groups.iter_mut().find(same) {
            Some(group) => group.facts.push(text),
            None => groups.push(Shared {
                sort,
                parts,
                facts: vec![text],
            }),
        }
    }
    groups
}

/// "every station but Legal", "Coding and QA", "time".
fn whose(parts: &[Part], group: &Shared<'_>) -> String {
    let listed = |names: &[&str]| {
        let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
        listed(&names)
    };
    let Some(sort) = group.sort else {
        return listed(&group.parts);
    };
    let all = parts.iter().filter(|part| part.sort == group.sort);
    let all: Vec<&str> = all.map(|part| part.short.as_str()).collect();
    let others: Vec<&str> = all
        .iter()
        .copied()
        .filter(|name| !group.parts.contains(name))
        .collect();
    match others.len() {
        0 if all.len() > 1 => format!("every {sort}"),
        some if some > 0 && group.parts.len() > FEW && some < group.parts.len() => {
            format!("every {sort} but {}", listed(&others))
        }
        _ => listed(&group.parts),
    }
}
