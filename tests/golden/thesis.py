#!/usr/bin/env python3
"""The trainings of the thesis in NumPy: what tests/thesis.rs and tests/web.rs compare with.

    pip install numpy==2.4.6 scikit-learn==1.9.1
    python tests/golden/thesis.py        # writes tests/golden/thesis.json

Everything is float64. dZ_L = A_L - Y; dW = dZ A^T / m; db = sum(dZ) / m; dZ_(l-1) = W^T dZ * A (1 - A):
section 6.3 of the thesis. All weights and biases standard normal from one RandomState(0), W before b.
"""
import json
import pathlib
import platform

import numpy as np
import sklearn
from sklearn.datasets import make_blobs, make_circles

DATA = {
    "blobs": make_blobs(n_samples=100, n_features=2, centers=2, random_state=0),
    "circles": make_circles(n_samples=100, noise=0.1, factor=0.3, random_state=0),
}

# name, data, hidden layers, learning rate, iterations, accuracy that the thesis prints
EXPERIMENTS = [
    ("neuron_blobs", "blobs", [], 0.1, 100, 90),
    ("two_layer_circles_2", "circles", [2], 0.1, 1000, 87),
    ("two_layer_circles_8", "circles", [8], 0.1, 1000, 99),
    ("two_layer_circles_16", "circles", [16], 0.1, 1000, 99),
    ("two_layer_circles_32", "circles", [32], 0.1, 1000, 100),
    ("two_layer_blobs_28_a", "blobs", [28], 0.1, 100, 92),
    ("two_layer_blobs_28_b", "blobs", [28], 0.01, 1000, 92),
    ("deep_2_12_28_16", "circles", [2, 12, 28, 16], 0.001, 3000, 73),
    ("deep_16_16_32", "circles", [16, 16, 32], 0.001, 3000, 68),
    ("deep_16_16_16_16", "circles", [16, 16, 16, 16], 0.001, 3000, 49),
    ("deep_32_32_32_32", "circles", [32, 32, 32, 32], 0.001, 3000, 81),
    ("deep_2_4_6_6_8_10", "circles", [2, 4, 6, 6, 8, 10], 0.001, 3000, 53),
    ("deep_16_40_90_100", "circles", [16, 40, 90, 100], 0.001, 3000, 94),
]
CHECKPOINTS = [0, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 1500, 2000, 2500, 2999, 3000]
# A network with more parameters is compared by the sum and the norm of each of its matrices.
LARGEST_IN_FULL = 300


def init(dims):
    r = np.random.RandomState(0)
    return [[r.randn(o, i), r.randn(o, 1)] for i, o in zip(dims[:-1], dims[1:])]


def forward(params, x):
    a = [x]
    for w, b in params:
        a.append(1 / (1 + np.exp(-(w.dot(a[-1]) + b))))
    return a


def gradients(params, a, y):
    m, d_z, grads = y.shape[1], a[-1] - y, []
    for l in reversed(range(len(params))):
        grads.insert(0, [d_z.dot(a[l].T) / m, d_z.sum(axis=1, keepdims=True) / m])
        if l:
            d_z = params[l][0].T.dot(d_z) * a[l] * (1 - a[l])
    return grads


def flat(arrays):
    return np.concatenate([a.ravel() for pair in arrays for a in pair]).tolist()


def checksum(arrays):
    return [[float(a.sum()), float(np.linalg.norm(a))] for pair in arrays for a in pair]


def train(name, data, hidden, learning_rate, n_iter, printed):
    x, labels = DATA[data]
    x, y = x.T.copy(), labels.reshape(1, -1).astype(float)
    params, checkpoints = init([2, *hidden, 1]), []
    initial_gradients = gradients(params, forward(params, x), y)
    for step in range(n_iter + 1):
        a = forward(params, x)
        if step in CHECKPOINTS or step == n_iter:
            loss = np.mean(-y * np.log(a[-1]) - (1 - y) * np.log(1 - a[-1]))
            accuracy = float(np.mean((a[-1] >= 0.5) == (y == 1)))
            checkpoints.append([step, float(loss), accuracy])
        if step < n_iter:
            grads = gradients(params, a, y)
            params = [[w - learning_rate * dw, b - learning_rate * db] for (w, b), (dw, db) in zip(params, grads)]
    assert round(accuracy * 100) == printed, (name, accuracy)
    out = {"name": name, "checkpoints": checkpoints, "output": a[-1].ravel().tolist(),
           "initial_gradients_checksum": checksum(initial_gradients), "parameters_checksum": checksum(params)}
    if len(flat(params)) <= LARGEST_IN_FULL:
        out |= {"initial_gradients": flat(initial_gradients), "parameters": flat(params)}
    return out


if __name__ == "__main__":
    meta = {"command": "python tests/golden/thesis.py", "python": platform.python_version(), "numpy": np.__version__,
            "scikit_learn": sklearn.__version__,
            "format": "checkpoints: [iterations, log loss, accuracy]; checksum: [sum, norm] of W1, b1, W2, b2, ..."}
    document = {"meta": meta, "experiments": [train(*row) for row in EXPERIMENTS]}
    path = pathlib.Path(__file__).with_suffix(".json")
    path.write_text(json.dumps(document, separators=(",", ":")) + "\n")
