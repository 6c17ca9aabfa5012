"""Makes exp.json: exp, tanh and sigmoid to 60 digits, rounded to double.

Python 3.11, mpmath 1.4.1:  python tests/golden/exp.py > tests/golden/exp.json

Each function has rows [x, y, rest]: y is the result rounded to the nearest double, rest what rounding
left over, in units in the last place of y, so that an error of a fraction of a unit can be measured.
With --polynomial it prints instead the coefficients of src/math/exp.rs and their error.
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
# Where exp overflows, results become subnormal and 0, and tanh becomes 1; where our tanh is worst (found by
# a search over 40 million numbers). Each comes with its neighbours.
EDGES = [0.18301125973983234, 709.782712893384, -708.3964185322641, -744.4400719213812, -745.1332191019411,
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


def polynomial():
    def q(r):
        return (mpmath.exp(r) - 1 - r) / r**2 if abs(r) > mpf("1e-15") else mpf(1) / 2 + r / 6

    end = mpmath.log(2) / 2 * mpf("1.0000001")
    coefficients = [mpf(float(c)) for c in mpmath.chebyfit(q, [-end, end], 10)]
    error = max(abs((q(r) - mpmath.polyval(coefficients, r)) * r**2 / mpmath.exp(r))
                for r in mpmath.linspace(-end, end, 4001))
    for c in reversed(coefficients):
        print(float(c))
    print("relative error: 2 **", mpmath.nstr(mpmath.log(error, 2), 4))


if __name__ == "__main__":
    if "--polynomial" in sys.argv:
        polynomial()
    else:
        rows = {name: [row(f, x) for x in points()] for name, f in FUNCTIONS.items()}
        print(json.dumps(rows, separators=(",", ":")))
