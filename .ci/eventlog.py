"""Holds a trace against pm4py as an event log: it loads, and what it discovers are the trace's counts.

Usage: eventlog.py PROGRAM, from the root of the repository.
"""

import csv
import subprocess
import sys
import tempfile
from collections import Counter, defaultdict
from pathlib import Path

import pandas
import pm4py

PROGRAM = str(Path(sys.argv[1]).absolute())
SCENARIOS = [
    ("one-station", []),
    ("loyal-factory", ["clock.horizon=26w", "clock.burn_in=26w"]),
    ("tests/scenarios/everything.toml", []),
]


def trace_of(scenario, edits, folder):
    path = Path(folder, "trace.csv")
    command = [PROGRAM, "run", scenario, "--trials", "2", "--quiet", "--trace", str(path)]
    for edit in edits:
        command += ["--set", edit]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return path


def plainly(path):
    """Counts of services by station, and of one service after the other of an item."""
    services, follows, cases = Counter(), Counter(), defaultdict(list)
    with open(path, newline="") as lines:
        for row in csv.DictReader(lines):
            if row["lifecycle"] == "complete":
                services[row["activity"]] += 1
                cases[row["case"]].append(row["activity"])
    for passed in cases.values():
        follows.update(zip(passed, passed[1:]))
    variants = Counter(tuple(passed) for passed in cases.values())
    return services, follows, variants


def check(scenario, edits, folder):
    path = trace_of(scenario, edits, folder)
    services, follows, variants = plainly(path)
    table = pandas.read_csv(path, dtype={"case": "string", "activity": "string"})
    # A change concerns no item.
    table = table[table["event"] != "change"]
    table["timestamp"] = pandas.to_datetime(table["timestamp"], format="ISO8601", utc=True)
    assert table["timestamp"].is_monotonic_increasing, f"{scenario}: time runs backwards"
    assert table[["case", "activity", "lifecycle"]].notna().all().all(), f"{scenario}: a gap"
    log = pm4py.format_dataframe(
        table, case_id="case", activity_key="activity", timestamp_key="timestamp"
    )
    assert len(log) == len(table), f"{scenario}: pm4py drops lines"
    log["lifecycle:transition"] = log["lifecycle"]
    done = pm4py.filter_event_attribute_values(
        log, "lifecycle:transition", ["complete"], level="event", retain=True
    )
    found = {name: int(count) for name, count in done["concept:name"].value_counts().items()}
    assert found == dict(services), f"{scenario}: services {found}, not {dict(services)}"
    graph, _, _ = pm4py.discover_dfg(done)
    graph = {pair: int(count) for pair, count in graph.items()}
    assert graph == dict(follows), f"{scenario}: {graph} follow each other, not {dict(follows)}"
    ways = pm4py.get_variants(done)
    ways = {way: found if isinstance(found, int) else len(found) for way, found in ways.items()}
    assert ways == dict(variants), f"{scenario}: {len(ways)} variants, not {len(variants)}"
    spent = table.groupby("case")["spent_seconds"].sum()
    assert (spent > 0).any(), f"{scenario}: nobody spends time"
    print(f"{scenario}: {len(log)} lines, {len(ways)} variants, {len(graph)} edges, as in the trace")


with tempfile.TemporaryDirectory() as name:
    for scenario, edits in SCENARIOS:
        check(scenario, edits, name)
