"""Makes exp.json: exp, tanh and sigmoid to 60 digits, rounded to double.

Python 3.11, mpmath 1.4.1:  python tests/golden/exp.py > tests/golden/exp.json

Each function has rows [x, y, rest]: y is the result rounded to the nearest double, rest what rounding
left over, in units in the last place of y, so that an error of a fraction of a unit can be measured.
With --rational it prints instead the coefficients of src/math/exp.rs and their error.
"""
import json
import math
import random
import sys

import mpmath
from mpmath import mp, mpf

mp.dps = 60
FUNCTIONS = {
    "exp": mpmath.exp,
    "tanh": mpmath.tanh,
    "sigmoid": lambda x: 1 / (1 + mpmath.exp(-x)),
}
# Where ours are worst (tanh, exp, sigmoid; found by a search over 100 million numbers); where exp overflows, results
# become subnormal and 0, and tanh becomes 1. Each comes with its neighbours.
EDGES = [0.24646092831134547, -59.247711441139813, 1.4758917734938848, 709.782712893384, -708.3964185322641, -744.4400719213812, -745.1332191019411,
         -36.7, -37.5, 710.0, -746.0, 19.0617, 20.0, 22.0, 1.0, -1.0]
FAR = [1e3, 1e10, 1e300, sys.float_info.max]


def points():
    rng = random.Random(0)
    near_zero = [2.0**-k for k in (1, 2, 10, 26, 27, 28, 52, 53, 54, 500, 1022, 1074)]
    ties = [(n + 0.5) * math.log(2) for n in range(-12, 12)]  # ends of the reduced range
    xs = [0.0, *near_zero, *FAR, *ties, *(t / 2 for t in ties)]
    xs += [-x for x in xs]
    xs += [y for x in EDGES for y in (math.nextafter(x, -math.inf), x, math.nextafter(x, math.inf))]
    for low, high, n in [(-1, 1, 60), (-20, 20, 60), (-745, 710, 60), (-746, -708, 30)]:
        xs += [rng.uniform(low, high) for _ in range(n)]
    xs += [rng.choice([-1, 1]) * 10 ** rng.uniform(-20, 0) for _ in range(40)]
    return sorted(set(xs))


def row(f, x):
    y = f(mpf(x))
    rounded = float(y)
    if math.isinf(rounded):
        return [repr(x), repr(rounded), "0"]
    rest = (y - mpf(rounded)) / mpf(math.ulp(rounded))
    return [repr(x), repr(rounded), f"{float(rest):.4f}"]


def rational():
    """tanh f = f (a s^2 + b s + 8/5) / (c s^2 + d s + 8/5), s = f^2, equal to it at Chebyshev's points."""
    def quotient(s):
        return mpmath.tanh(mpmath.sqrt(s)) / mpmath.sqrt(s)

    end = mpmath.log(2) / 4
    nodes = [(end * mpmath.cos(mpmath.pi * (2 * k + 1) / 18)) ** 2 for k in range(4)]
    rows = [[s * s, s, -s * s * quotient(s), -s * quotient(s)] for s in nodes]
    right = [mpf(8) / 5 * (quotient(s) - 1) for s in nodes]
    a, b, c, d = (mpf(float(x)) for x in mpmath.lu_solve(mpmath.matrix(rows), mpmath.matrix(right)))

    def error(s):
        return abs(((a * s + b) * s + 1.6) / ((c * s + d) * s + 1.6) / quotient(s) - 1)

    print("p:", float(a), float(b), "q:", float(c), float(d))
    worst = max(error(s) for s in mpmath.linspace(1e-9, end**2, 4001))
    print("relative error: 2 **", mpmath.nstr(mpmath.log(worst, 2), 4))


if __name__ == "__main__":
    if "--rational" in sys.argv:
        rational()
    else:
        rows = {name: [row(f, x) for x in points()] for name, f in FUNCTIONS.items()}
        print(json.dumps(rows, separators=(",", ":")))
