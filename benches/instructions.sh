#!/usr/bin/env bash
# Instructions per service completion of the program as it ships, beside those recorded in
# benches/instructions.txt; exits with 1 if one is more than 3% above. They do not depend on how busy
# the machine is. Each workload runs at two lengths and the difference is taken, so that start-up,
# reading and the report drop out. With --record they are recorded.
#
# Another compiler gives other counts: then nothing is compared, which the script says and exits with
# 0, as it does where valgrind is missing.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

recorded=benches/instructions.txt
program="${CARGO_TARGET_DIR:-target}/release/throughline"

# Name, trials of the short run and of the long one, file, edits (W4 with a burn-in in which it
# settles: a longer one is looked for otherwise). The first four trials are watched event by event, so
# the short run has them all.
workloads='w1 4 8 benches/w1.toml --set clock.horizon=50000h
w2 4 6 benches/w2.toml
w3 4 24 benches/w3.toml
w4 4 24 benches/w4.toml --set clock.burn_in=52w
everything 4 24 tests/scenarios/everything.toml'

if ! command -v valgrind > /dev/null; then
    echo 'not counted: valgrind is not installed'
    exit 0
fi
cargo build --quiet --release --locked

# Instructions and completions of one run.
count() { # trials, file, edits
    valgrind --tool=cachegrind --cache-sim=no --cachegrind-out-file=/dev/null \
        "$program" run "${@:2}" --trials "$1" --threads 1 --quiet --timing --format json 2>&1 |
        tr -d , | awk '/I +refs:/ { refs = $NF } /"completions":/ { completions = $NF }
            END { if (!refs || !completions) exit 1; print refs, completions }'
}

measure() {
    local name short long target few many
    rustc --version --verbose |
        awk '/^release:/ { release = $2 } /^host:/ { host = $2 } END { print "rustc", release, host }'
    while read -r name short long target; do
        # Edits hold no spaces.
        few=$(count "$short" $target)
        many=$(count "$long" $target)
        awk -v name="$name" '{ printf "%s %.1f\n", name, ($3 - $1) / ($4 - $2) }' <<< "$few $many"
    done <<< "$workloads"
}

measured=$(measure)
if [[ "${1:-}" == --record ]]; then
    echo "$measured" | tee "$recorded"
    exit 0
fi

echo "$measured" | awk '
    FNR == NR { before[$1] = $0; sub(/^[^ ]+ /, "", before[$1]); next }
    $1 == "rustc" {
        same = $0 == "rustc " before["rustc"]
        if (!same) print "not compared: " $0 ", recorded with " before["rustc"]
        print "| workload | instructions per completion | recorded | change |"
        print "|---|---|---|---|"
        next
    }
    !($1 in before) { print "| " $1 " | " $2 " | not recorded | |"; next }
    {
        change = 100 * ($2 / before[$1] - 1)
        above = same && change > 3
        if (above) failed = 1
        printf "| %s | %.1f | %s | %+.1f%%%s |\n", $1, $2, before[$1], change, above ? ": too many" : ""
    }
    END { exit failed }
' "$recorded" -
