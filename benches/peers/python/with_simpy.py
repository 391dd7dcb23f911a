"""SimPy: a process per item, a resource per station."""

from random import Random

import simpy

from workload import BACK, HOURS, MU, SIGMA, STAFF, measure


def trial(seed):
    random = Random(seed)
    line = simpy.Environment()
    stations = [simpy.Resource(line, staff) for staff in STAFF]
    flow_times = []
    completions = 0

    def item():
        nonlocal completions
        arrived = line.now
        station = 0
        while station < len(stations):
            with stations[station].request() as person:
                yield person
                yield line.timeout(random.lognormvariate(MU[station], SIGMA))
            completions += 1
            if BACK[station] > 0.0 and random.random() < BACK[station]:
                station = 0
            else:
                station += 1
        flow_times.append(line.now - arrived)

    def arrivals():
        while True:
            yield line.timeout(random.expovariate(1.0))
            line.process(item())

    line.process(arrivals())
    line.run(until=HOURS)
    return completions, flow_times


measure(trial)
