"""Makes plane.json: the points of src/data/plane.rs and curves.rs by their formulas.

Python 3.11, numpy 2.4.6:  python tests/golden/plane.py > tests/golden/plane.json

The formulas are those of TensorFlow Playground (src/dataset.ts, commit 2c87f3d), drawn from NumPy's
RandomState: x1, x2, then the noise of each. Its labels -1 and 1 are classes 0 and 1. Checkerboard, the
spiral with more than two arms and the curves are ours.

Floats are strings, the shortest that read back as the same double; X is row by row, one point a row.
"""
import json
from math import cos, dist, floor, pi, sin, sqrt

import numpy as np


def moved(random, x, reach, noise):
    return [v + random.uniform(-reach, reach) * noise for v in x]


def square(random, reach):
    return [random.uniform(-reach, reach) for _ in range(2)]


def halves(n):
    return [1] * ((n + 1) // 2) + [0] * (n // 2)


def disc(random, n, noise):
    for inside in halves(n):
        r = random.uniform(0, 2.5) if inside else random.uniform(3.5, 5)
        angle = random.uniform(0, 2 * pi)
        x = [r * sin(angle), r * cos(angle)]
        yield x, int(dist(moved(random, x, 5, noise), (0, 0)) < 2.5)


def xor(random, n, noise):
    for _ in range(n):
        x = [v + (0.3 if v > 0 else -0.3) for v in square(random, 5)]
        a, b = moved(random, x, 5, noise)
        yield x, int(a * b >= 0)


def gauss(random, n, noise):
    for one in halves(n):
        center = 2 if one else -2
        yield [random.normal(center, sqrt(0.5 + 7 * noise)) for _ in range(2)], one


def spiral(random, n, noise, arms=2):
    for arm in range(arms):
        m = len(range(arm, n, arms))
        for i in range(m):
            r, t = 5 * (i / m), 1.75 * (i / m) * 2 * pi + 2 * pi * (arm / arms)
            yield moved(random, [r * sin(t), r * cos(t)], 1, noise), arms - 1 - arm


def checkerboard(random, n, noise):
    for _ in range(n):
        x = square(random, 6)
        column, row = (floor(v / 3) for v in moved(random, x, 6, noise))
        yield x, int((column + row) % 2 == 0)


def plane(random, n, noise):
    for _ in range(n):
        x = square(random, 6)
        yield x, sum(moved(random, x, 6, noise)) / 10


def gaussians(random, n, noise):
    tops = [(-4, 2.5, 1), (0, 2.5, -1), (4, 2.5, 1), (-4, -2.5, -1), (0, -2.5, 1), (4, -2.5, -1)]
    for _ in range(n):
        x = square(random, 6)
        place = moved(random, x, 6, noise)
        yield x, max((s * max(0, 1 - dist(place, (a, b)) / 2) for a, b, s in tops), key=abs)


def curve(f):
    def draw(random, n, noise):
        for _ in range(n):
            x1 = random.uniform(-6, 6)
            yield [x1, 0], f(x1) + random.normal(0, noise)

    return draw


CURVES = {
    "sine": curve(sin),
    "step": curve(lambda x: -1 if x < 0 else 1),
    "polynomial": curve(lambda x: (x / 3) ** 3 - x),
}


def case(name, draw, n, noise, seed, **arguments):
    random = np.random.RandomState(seed)
    samples = list(draw(random, n, noise, **arguments))
    order = range(n) if name in CURVES else random.permutation(n)
    x = [repr(float(v)) for i in order for v in samples[i][0]]
    y = [repr(float(samples[i][1])) for i in order]
    return dict(generator=name, n_samples=n, noise=noise, random_state=seed, **arguments, X=x, y=y)


if __name__ == "__main__":
    cases = []
    for draw in [disc, xor, gauss, spiral, checkerboard, plane, gaussians]:
        for n, noise, seed in [(20, 0, 0), (41, 0.25, 7), (30, 0.5, 2**32 - 1)]:
            cases.append(case(draw.__name__, draw, n, noise, seed))
    cases += [case("spiral", spiral, 32, 0.1, 3, arms=arms) for arms in (3, 6)]
    for name, draw in CURVES.items():
        cases += [case(name, draw, n, noise, seed) for n, noise, seed in [(10, 0, 0), (21, 0.3, 7)]]
    print(json.dumps(cases, separators=(",", ":")))
