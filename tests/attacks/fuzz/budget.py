"""How many requests are sent in all, which ones, and how many really were."""

import os
from collections import Counter

from hypothesis import HealthCheck, Phase, seed, settings

REQUESTS = int(os.environ.get("FUZZ_REQUESTS", "1000"))
SEED = int(os.environ.get("FUZZ_SEED", "1"))

# The part of the whole that each test sends.
SHARES = {"protocol": 0.42, "pages": 0.24, "registration": 0.12, "api": 0.18, "live": 0.04}

sent: Counter[str] = Counter()
answers: Counter[int] = Counter()


def share_of(part):
    """How many requests this part sends at least."""
    return round(REQUESTS * SHARES[part]) + 1


def examples(part, each=1):
    """Settings and seed of a test that sends ``each`` requests for each of its examples."""
    chosen = settings(
        max_examples=-(-share_of(part) // each),
        deadline=None,
        database=None,
        derandomize=False,
        phases=[Phase.explicit, Phase.generate, Phase.shrink],
        suppress_health_check=list(HealthCheck),
        print_blob=True,
    )
    return lambda test: seed(SEED)(chosen(test))


def count(part, status):
    """One more was sent, and answered."""
    sent[part] += 1
    answers[status] += 1


def summary():
    """What was sent and answered, for people."""
    told = ", ".join(f"{part} {number}" for part, number in sorted(sent.items()))
    statuses = ", ".join(f"{status}: {number}" for status, number in sorted(answers.items()))
    return f"{sum(sent.values())} requests ({told}), FUZZ_SEED={SEED}; answers {statuses}"
