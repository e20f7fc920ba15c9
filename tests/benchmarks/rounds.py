"""Everybody takes turns, so that whatever else the machine does meets them all alike."""

import gc
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from itertools import groupby
from random import Random
from statistics import median, quantiles
from time import perf_counter_ns

TURN = 4  # measured runs in a row, after one that is not: the caches are somebody else's then
WARM_UP = 2  # rounds


@dataclass
class Subject:
    """One cell of the table: something that runs, and what it took in microseconds."""

    operation: str
    party: str
    run: Callable[[], float]
    samples: list[float] = field(default_factory=list)

    @property
    def least(self) -> float:
        """In microseconds: when nothing else was in its way."""
        return min(self.samples)

    @property
    def median(self) -> float:
        """In microseconds."""
        return median(self.samples)

    @property
    def p95(self) -> float:
        """In microseconds."""
        return quantiles(self.samples, n=20, method="inclusive")[-1]


def measure(subjects: Iterable[Subject], *, rounds: int) -> None:
    """Let the subjects of each operation take turns, in a new order each round."""
    grouped = [list(group) for _, group in groupby(subjects, key=lambda one: one.operation)]
    order = Random(1)
    gc.collect()
    gc.freeze()  # what was there before does not lengthen the collections during the rounds
    for number in range(-WARM_UP, rounds):
        for group in grouped:
            for subject in order.sample(group, k=len(group)):
                taken = _turn(subject)
                if number >= 0:
                    subject.samples += taken


def stopwatch(action: Callable[[], object]) -> Callable[[], float]:
    """The action, answering how many microseconds it took."""

    def run() -> float:
        begin = perf_counter_ns()
        action()
        return (perf_counter_ns() - begin) / 1000

    return run


def _turn(subject: Subject) -> list[float]:
    subject.run()
    return [subject.run() for _ in range(TURN)]
