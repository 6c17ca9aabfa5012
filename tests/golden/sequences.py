"""Makes sequences.json: what src/data/sequences draws, drawn from NumPy's RandomState, and statsmodels' sunspots.

Python 3.11, numpy 2.4.6, statsmodels 0.15.0 (its data file alone is read):
    python tests/golden/sequences.py > tests/golden/sequences.json

A sequence is rows of x, one a step, its answers and, where not all of them count, which do. They are listed as
[n_steps, n_in, m] and [n_out_steps, m]. Numbers stand in one string, each the shortest that reads back as the
same double.
"""
import csv
import json
from importlib.util import find_spec
from math import ceil, pi, sin
from pathlib import Path

import numpy as np

TEXT = "Été, été !\nÀ bientôt."
BITS = "0110100110010110"
OWN = [((7 * t) % 31) ** 2 / 8 for t in range(45)]


def unit(k, n):
    return [float(i == k) for i in range(n)]


def spell(word, alphabet):
    return [unit(alphabet.index(c), len(alphabet)) for c in word]


def pulse(r, n):
    sign = 2 * r.randint(0, 2) - 1
    return [[sign]] + [[0]] * (n - 1), [int(sign > 0)]


def long_lag(r, n):
    word = "xy"[r.randint(0, 2)] + "".join("ab"[r.randint(0, 2)] for _ in range(n - 1))
    return spell(word, "xyab"), ["xy".index(word[0])]


def parity(r, n):
    x = [2 * r.randint(0, 2) - 1 for _ in range(n)]
    return [[v] for v in x], [x[: t + 1].count(1) % 2 for t in range(n)]


def counter(r, n):
    word = "".join("r" if u < 0.12 else "a" if u < 0.56 else "n" for u in r.random_sample(n))
    return spell(word, "anr"), [word[: t + 1].split("r")[-1].count("a") / 10 for t in range(n)]


def adding(r, n):
    values = r.random_sample(n)
    marks = [r.randint(0, n // 2), r.randint(n // 2, n)]
    return [[v, int(t in marks)] for t, v in enumerate(values)], [values[marks[0]] + values[marks[1]]]


def order(r, n):
    word = ["B"] + ["abcd"[r.randint(0, 4)] for _ in range(n - 2)] + ["E"]
    places = [r.randint(n // 10, 2 * n // 10 + 1), r.randint(5 * n // 10, 6 * n // 10 + 1)]
    for place in places:
        word[place] = "XY"[r.randint(0, 2)]
    return spell(word, "abcdXYBE"), [["XX", "XY", "YX", "YY"].index("".join(word[p] for p in places))]


def recall(r, n):
    x, y, memory = [], [], 0
    for t in range(n):
        value, write, query = 2 * r.randint(0, 2) - 1, r.random_sample() < 0.12, r.random_sample() < 0.25
        write |= t == 0
        query &= not write
        memory = value if write else memory
        x.append([value, int(write), int(query)])
        y.append(memory if query else 0)
    return x, y


REBER = {0: ["T1", "P2"], 1: ["S1", "X3"], 2: ["T2", "V4"], 3: ["X2", "S5"], 4: ["P3", "V5"]}


def reber(r, n):
    word, second = "", []
    while len(word) < n + 1:
        outer, inner, state = "TP"[r.randint(0, 2)], "B", 0
        while state != 5:
            arc = REBER[state][r.randint(0, 2)]
            inner, state = inner + arc[0], int(arc[1])
        word += f"B{outer}{inner}E{outer}E"
        second.append(len(word) - 2)
    y = ["BTPSXVE".index(c) for c in word[1 : n + 1]]
    return spell(word[:n], "BTPSXVE"), y, [t + 1 in second for t in range(n)]


def copy(r, n):
    word = "".join("ab"[r.randint(0, 2)] for _ in range(3))
    x, y = word + "·" * (n - 6) + "?··", "·" * (n - 3) + word
    return spell(x, "ab·?"), ["ab·".index(c) for c in y], [t >= n - 3 for t in range(n)]


def scaled(values, n_test):
    train = values[: len(values) - n_test]
    return (np.array(values) - np.mean(train)) / np.std(train), len(train)


def series(values, test_percent):
    values, n_train = scaled(values, ceil(len(values) * test_percent / 100))

    def draw(r, n):
        s = r.randint(0, n_train - n)
        return [[v] for v in values[s : s + n]], values[s + 1 : s + n + 1], [t >= n // 2 for t in range(n)]

    return draw


def text(text):
    def draw(r, n):
        start, alphabet = r.randint(0, len(text)), sorted(set(text))
        word = (text * n)[start : start + n + 1]
        return spell(word[:n], alphabet), [alphabet.index(c) for c in word[1:]], [t >= n // 2 for t in range(n)]

    return draw


def sunspots():
    file = Path(find_spec("statsmodels").origin).parent / "datasets/sunspots/sunspots.csv"
    return [float(row["SUNACTIVITY"]) for row in csv.DictReader(file.open())]


def numbers(values):
    return " ".join(repr(float(v)).removesuffix(".0") for v in np.ravel(values))


def case(task, draw, n_steps, seed, m=3, **source):
    random = np.random.RandomState(seed)
    parts = [np.array([np.array(part, float) for part in parts]) for parts in zip(*(draw(random, n_steps) for _ in range(m)))]
    parts = dict(zip(["x", "y", "counted"], [numbers(np.moveaxis(part, 0, -1)) for part in parts]))
    return dict(task=task, n_steps=n_steps, seed=seed, m=m, **source, **parts)


if __name__ == "__main__":
    cases = []
    for draw in [pulse, long_lag, parity, counter, adding, order, recall, reber, copy]:
        least = dict(order=10, reber=20, copy=6).get(draw.__name__, 2)
        cases += [case(draw.__name__, draw, n, seed) for n, seed in [(least, 0), (least + 9, 7), (25, 2**32 - 1)]]
    sines = [[sin(2 * pi * t / period) for t in range(400)] for period in (20, 8)]
    for name, values in [("sine", sines[0]), ("two_sines", np.mean(sines, 0)), ("sunspots", sunspots()), ("series", OWN)]:
        own = dict(series=numbers(OWN)) if name == "series" else {}
        cases += [case(name, series(values, p), n, 3, test_percent=p, **own) for n, p in [(2, 0), (11, 20), (12, 33)]]
    cases += [case("text", text(TEXT), n, 5, text=TEXT) for n in (2, 30)]
    cases += [case("bits", text(BITS), 20, 5, text=BITS)]
    print(json.dumps(dict(sunspots=numbers(sunspots()), cases=cases), separators=(",", ":"), ensure_ascii=False))
