"""Clients in threads, all at once, for a bounded time."""

import time
from collections import defaultdict
from math import ceil
from threading import Barrier

from .client import Client

WARM_UP = 120  # seconds in which all must have signed in


def drive(site, *, clients, seconds):
    """The figures of a run: by kind of request, and in all."""
    barrier = Barrier(clients + 1)
    crowd = [Client(site, number, barrier) for number in range(clients)]
    for client in crowd:
        client.start()
    end = wait_for_all(crowd, barrier, seconds)
    begin = end - seconds
    for client in crowd:
        client.join()
    took = time.monotonic() - begin
    measured = defaultdict(list)
    for client in crowd:
        for kind, duration in client.measured:
            measured[kind].append(duration)
    errors = [error for client in crowd for error in client.errors]
    return figures(measured, errors, took)


def wait_for_all(crowd, barrier, seconds):
    """Until everybody has a session. When it will be over."""
    while barrier.n_waiting < len(crowd):
        time.sleep(0.01)
    end = time.monotonic() + seconds
    for client in crowd:
        client.end = end
    barrier.wait(WARM_UP)
    return end


def figures(measured, errors, took):
    """Durations in milliseconds; by the nearest rank, so that each is one that was measured."""
    everything = [duration for durations in measured.values() for duration in durations]
    kinds = {kind: cell(measured[kind], took) for kind in sorted(measured)}
    return {"seconds": took, "errors": errors, "kinds": kinds, "all": cell(everything, took)}


def cell(durations, took):
    """Throughput and percentiles."""
    ordered = sorted(durations)
    return {
        "count": len(ordered),
        "per_second": len(ordered) / took,
        "p50": percentile(ordered, 50),
        "p99": percentile(ordered, 99),
    }


def percentile(ordered, percent):
    """The smallest one that so many percent do not exceed, in milliseconds."""
    return ordered[ceil(len(ordered) * percent / 100) - 1] * 1000 if ordered else None
