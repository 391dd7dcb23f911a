"""The workload of the ports in Python, and how they are measured; see ../src/main.rs."""

import math
import resource
import statistics
import sys

HOURS = 2000.0
STAFF = [12, 6, 4, 4, 2, 2, 1, 3]
MEAN = [6.912, 3.24, 2.52, 3.4, 1.2, 1.8, 0.7, 1.95]
BACK = [0.0, 0.2, 0.1, 0.0, 0.0, 0.0, 0.0, 0.0]
# A cv of 1: the variance of the logarithm is ln 2.
SIGMA = math.sqrt(math.log(2.0))
MU = [math.log(mean) - 0.5 * SIGMA**2 for mean in MEAN]


def user_time():
    return resource.getrusage(resource.RUSAGE_SELF).ru_utime


def measure(trial):
    """Runs `trial(seed)`, which gives completions and flow times, for the seeds that the command
    line tells: the first and how many. Prints ns per completion, mean flow time, standard error."""
    first, trials = map(int, sys.argv[1:])
    begun = user_time()
    completions = 0
    means = []
    for seed in range(first, first + trials):
        completed, flow_times = trial(seed)
        completions += completed
        means.append(sum(flow_times) / len(flow_times))
    spent = user_time() - begun
    error = statistics.stdev(means) / math.sqrt(trials)
    print(spent * 1e9 / completions, statistics.mean(means), error)
