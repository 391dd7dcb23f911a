//! Whose luck, whose edits: organisations by their names.

use super::{HOME, always, instant, run, timeline_of};
use crate::support::{read_beside, trace_of};

/// An organisation with luck.
const TEAM: &str = "format = 1\ntitle = 'A team'\nclock.horizon = '1h'\nintake.wip_limit = 9\n\
                    work.job = { demand = { poisson = '5 / week' }, route = ['desk', 'check'] }\n\
                    station.desk = { staff = 2, touch = { mean = '20h', cv = 1 } }\n\
                    station.check = { staff = 1, touch = { exponential = '9h' }, \
                                      rework = { chance = 0.2, to = 'desk' } }\n";

#[test]
fn one_alone_has_the_same_luck_under_any_name() {
    // [O2]
    let text = always(
        "org.a = { from = 'team.toml' }\norg.b = { from = 'team.toml' }\n\
         variant.one.orgs = ['a']\nvariant.other.orgs = ['b']\nvariant.either.orgs = ['b', 'a']",
    );
    let document = read_beside(&text, &[("team.toml", TEAM)]);
    let [one, other, both] = document.variants() else {
        panic!("three variants")
    };
    assert_eq!(trace_of(one, 1, 0), trace_of(other, 1, 0));
    let compared = run(&document, 20).comparisons;
    let difference = compared[0].throughput.difference.as_ref().unwrap();
    assert_eq!((difference.mean, difference.standard_error), (0.0, 0.0));
    // The first of two has no prefix, and the same luck as alone.
    let of_first = |trace: String| -> Vec<String> {
        let lines = trace.lines().filter(|line| !line.contains("a/"));
        lines.map(str::to_owned).collect()
    };
    assert_eq!(
        of_first(trace_of(both, 1, 0)),
        of_first(trace_of(one, 1, 0))
    );
}

#[test]
fn two_in_one_trial_never_share_a_draw() {
    // [O2]
    let text = always("org.team = { from = 'team.toml', copies = 2 }\nvariant.all.orgs = ['team']");
    let document = read_beside(&text, &[("team.toml", TEAM)]);
    let lines = timeline_of(&document.variants()[0], &["released", "completes"]);
    let is_second = |line: &&String| line.contains("team2/");
    let (second, first): (Vec<_>, Vec<_>) = lines.iter().partition(is_second);
    assert!(first.len() > 10 && second.len() > 10);
    let instants = |line: &&String| instant(line).to_bits();
    let first: Vec<u64> = first.iter().map(instants).collect();
    assert!(
        second.iter().all(|line| !first.contains(&instants(line))),
        "{lines:?}"
    );
}

#[test]
fn a_variant_without_organisations_has_home_or_else_the_first() {
    // [O1]
    let org = "org.b = { from = 'team.toml' }\norg.a = { from = 'team.toml' }\nvariant.one = {}";
    let files = [("team.toml", TEAM)];
    let names = |text: &str| -> Vec<String> {
        let document = read_beside(&always(text), &files);
        let orgs = &document.variants()[0].scenario.orgs;
        orgs.iter().map(|org| org.name.clone()).collect()
    };
    assert_eq!(names(&format!("{HOME}\n{org}")), ["home"]);
    assert_eq!(names(org), ["b"]);
}

#[test]
fn an_edit_of_an_organisation_is_one_of_all_its_copies() {
    // [O1, C4] And of nobody in a variant without it.
    let text = always(
        "org.a = { from = 'team.toml' }\norg.cell = { from = 'team.toml', copies = 2 }\n\
         change.more = { at = '0d', set = { 'cell/check.staff' = '+1', 'desk.pace' = 'x2' } }\n\
         variant.all = { orgs = ['a', 'cell'], changes = ['more'], set = { 'cell/desk.staff' = 7 } }\n\
         variant.one = { orgs = ['cell2', 'a'], set = { 'cell2/desk.staff' = 8 } }\n\
         variant.without = { orgs = ['a'], set = { 'cell/desk.staff' = 7 }, changes = ['more'] }",
    );
    let document = read_beside(&text, &[("team.toml", TEAM)]);
    let staff = |variant: usize| -> Vec<(String, u32)> {
        let teams = &document.variants()[variant].scenario.teams;
        let mut staff: Vec<_> = teams
            .iter()
            .map(|team| (team.name.clone(), team.staff))
            .collect();
        staff.retain(|team| team.0.ends_with("desk"));
        staff.sort();
        staff
    };
    let named = |all: &[(&str, u32)]| -> Vec<(String, u32)> {
        all.iter()
            .map(|&(name, staff)| (name.to_owned(), staff))
            .collect()
    };
    assert_eq!(
        staff(0),
        named(&[("cell1/desk", 7), ("cell2/desk", 7), ("desk", 2)])
    );
    assert_eq!(staff(1), named(&[("a/desk", 2), ("desk", 8)]));
    assert_eq!(staff(2), named(&[("desk", 2)]));
    let edits = |variant: usize| {
        let changes = &document.variants()[variant].scenario.changes;
        changes[0].set.len()
    };
    assert_eq!((edits(0), edits(2)), (3, 1));
}
