"""Makes rng.json: numbers of NumPy's RandomState.

Python 3.11, numpy 2.4.6:  python tests/golden/rng.py > tests/golden/rng.json

Floats are strings, the shortest that read back as the same double.
"""
import json

import numpy as np

SEEDS = [0, 1, 2, 42, 123, 2022, 19650218, 2**31 - 1, 2**32 - 1]
KEYS = [[1, 2, 3], [291, 564, 837, 1110], [0], [2**32 - 1, 7], list(range(700))]
RANGES = [(0, 10), (0, 2), (-5, 1000), (0, 2**32), (0, 2**40), (3, 4), (-2**63, 2**63 - 1)]


def floats(x):
    return [repr(float(v)) for v in np.atleast_1d(x)]


def numbers(seed):
    """Every entry starts from a fresh generator."""
    new = lambda: np.random.RandomState(seed)
    late = new()
    late.random_sample(620)  # 1240 words: two renewals of the 624 words of state
    twice = new()
    return {
        "seed": seed,
        "random_sample": floats(new().random_sample(10)),
        "random_sample_620": floats(late.random_sample(10)),
        "uniform_-10_10": floats(new().uniform(-10, 10, 6)),
        "randn": floats(new().randn(11)),
        "randn_sum_10000": floats(new().randn(10000).sum())[0],
        "normal_3_0.5": floats(new().normal(3, 0.5, 7)),
        "randint": [[lo, hi, new().randint(lo, hi, 8, dtype=np.int64).tolist()] for lo, hi in RANGES],
        "permutation": [new().permutation(n).tolist() for n in (0, 1, 10, 100)],
        "permutation_twice": [twice.permutation(12).tolist() for _ in range(2)],
        "interleaved": interleaved(new()),
    }


def interleaved(r):
    """The second normal number of a pair waits while other numbers are drawn."""
    return floats([r.randn(), r.random_sample(), r.randn(), r.randn(), r.randint(0, 7), r.uniform(-1, 1),
                   r.randn()])


if __name__ == "__main__":
    print(json.dumps({
        "seeds": [numbers(seed) for seed in SEEDS],
        "keys": [[key, np.random.RandomState(key).randint(0, 2**32, 10).tolist()] for key in KEYS],
    }, separators=(",", ":")))
