"""Makes datasets.json: points of scikit-learn's generators.

Python 3.11, numpy 2.4.6, scikit-learn 1.9.1:  python tests/golden/datasets.py > tests/golden/datasets.json

Floats are strings, the shortest that read back as the same double; X is row by row, one point a row.
"""
import json

from sklearn.datasets import make_blobs, make_circles, make_moons

BLOBS = [  # n_samples, centers, cluster_std, shuffle, random_state
    (100, 2, 1.0, True, 0),
    (101, 3, 0.5, True, 1),
    (7, 2, 1.0, True, 42),
    (60, 6, 1.5, True, 123),
    (20, 4, 3.0, False, 2**32 - 1),
    (1, 1, 0.0, True, 5),
]
CIRCLES = [  # n_samples, shuffle, noise, factor, random_state
    (100, True, 0.1, 0.3, 0),
    (101, True, 0.05, 0.5, 1),
    (9, True, None, 0.8, 42),
    (10, False, 0.2, 0.5, 3),
    (1, True, None, 0.5, 0),
]
MOONS = [  # n_samples, shuffle, noise, random_state
    (100, True, 0.1, 0),
    (101, True, 0.3, 1),
    (9, True, None, 42),
    (10, False, 0.05, 3),
    (2, True, None, 0),
    (1, True, None, 0),
]


def cases():
    for n, k, std, shuffle, seed in BLOBS:
        yield make_blobs, dict(n_samples=n, centers=k, cluster_std=std, shuffle=shuffle, random_state=seed)
    for n, shuffle, noise, factor, seed in CIRCLES:
        yield make_circles, dict(n_samples=n, shuffle=shuffle, noise=noise, factor=factor, random_state=seed)
    for n, shuffle, noise, seed in MOONS:
        yield make_moons, dict(n_samples=n, shuffle=shuffle, noise=noise, random_state=seed)


def case(generator, arguments):
    x, y = generator(**arguments)
    coordinates = [repr(float(v)) for v in x.ravel()]
    return {"generator": generator.__name__, **arguments, "X": coordinates, "y": y.tolist()}


if __name__ == "__main__":
    print(json.dumps([case(*c) for c in cases()], separators=(",", ":")))
