"""Ciw: a network of nodes with a routing matrix. It keeps a record of every visit."""

import ciw

from workload import BACK, HOURS, MU, SIGMA, STAFF, measure

STATIONS = len(STAFF)


def routing():
    rows = [[0.0] * STATIONS for _ in STAFF]
    for station, back in enumerate(BACK):
        rows[station][0] = back
        if station + 1 < STATIONS:
            rows[station][station + 1] = 1.0 - back
    return rows


NETWORK = ciw.create_network(
    arrival_distributions=[ciw.dists.Exponential(1.0)] + [None] * (STATIONS - 1),
    service_distributions=[ciw.dists.Lognormal(mu, SIGMA) for mu in MU],
    number_of_servers=STAFF,
    routing=routing(),
)


def trial(seed):
    ciw.seed(seed)
    simulation = ciw.Simulation(NETWORK)
    simulation.simulate_until_max_time(HOURS)
    delivered = [item.data_records for item in simulation.nodes[-1].all_individuals]
    flow_times = [visits[-1].exit_date - visits[0].arrival_date for visits in delivered]
    return len(simulation.get_all_records()), flow_times


measure(trial)
