#!/usr/bin/env python3
"""Recurrent networks in JAX: what tests/recurrent.rs compares with.

    pip install jax==0.10.2 numpy==2.4.6        # a CPU is enough
    python tests/golden/recurrent.py            # writes tests/golden/recurrent.json

Everything is float64. The equations stand in `cell`, as in PyTorch's documentation and the thesis, section
8; JAX differentiates them. Parameters and gradients are flat, in the order of `layout`; inputs, states and
gates are [t, n, m] row by row, one column a sequence. What is given is rounded to three decimals, to keep
the file short; what is computed has 13 digits.

`norm_d_h` and `norm_d_c` are the norms, step by step and over all cells and sequences, of the whole
derivative of the loss by h_t and c_t, the latter including the way through h_t.

In every mode the loss is a mean: `last` over the sequences at the last step; `every` over sequences and
steps; `masked` over those of them where the mask is 1.
"""
import json
import pathlib
import platform

import jax
import jax.numpy as jnp
import numpy as np

jax.config.update("jax_enable_x64", True)

# The gates of each cell in the order of its parameters; h is the candidate.
GATES = {"rnn": "h", "stage1": "h", "stage2": "fh", "stage3": "ifh", "lstm": "ifho", "lstm_printed": "ifho",
         "gru": "rzn", "gru_cho": "rzn", "lstm_1997": "iho"}
MEMORY = set(GATES) - {"rnn", "gru", "gru_cho"}
HEADS = [("linear", "last"), ("sigmoid", "every"), ("softmax", "masked"), ("softmax", "last"), ("linear", "every")]
# Inputs, cells, logits, steps and sequences.
SHAPES = [(1, 2, 1, 1, 1), (2, 3, 2, 4, 1), (1, 2, 3, 4, 3), (3, 3, 1, 9, 1), (2, 5, 2, 4, 1), (1, 3, 1, 7, 2),
          (2, 2, 1, 4, 3)]
sigmoid, tanh = jax.nn.sigmoid, jnp.tanh


def layout(kind, bias):
    """The matrices of a layer."""
    names = [prefix + gate for prefix in ["W_x", "W_h"] + ["b_"] * bias for gate in GATES[kind]]
    return names + ["b_hn"] * (bias and kind == "gru")


def draw_layer(rng, kind, n_in, n_hidden, bias, scale):
    shapes = {"W_x": (n_hidden, n_in), "W_h": (n_hidden, n_hidden), "b_": (n_hidden,), "b_h": (n_hidden,)}
    scales = {"W_x": scale, "W_h": scale, "b_": 0.5, "b_h": 0.5}
    # The candidate first, as the thesis goes.
    by_gate = sorted(layout(kind, bias), key=lambda name: (name == "b_hn", "hfioxrzn".index(name[-1])))
    return {name: np.round(rng.standard_normal(shapes[name[:-1]]) * scales[name[:-1]], 3) for name in by_gate}


def cell(kind, p, h, c, x, probe_h, probe_c):
    """One step on columns; the probes are 0, their gradients are those of h_t and c_t."""
    def z(gate, h=h):
        b = p.get("b_" + gate)
        return p["W_h" + gate] @ h + p["W_x" + gate] @ x + (0.0 if b is None else b[:, None])

    if kind in ("gru", "gru_cho"):
        r, u = sigmoid(z("r")), sigmoid(z("z"))
        if kind == "gru":
            b_hn = p["b_hn"][:, None] if "b_hn" in p else 0.0
            n = tanh(z("n", 0 * h) + r * (p["W_hn"] @ h + b_hn))
        else:
            n = tanh(z("n", r * h))
        h = (1 - u) * n + u * h + probe_h
        return h, c, {"r": r, "z": u, "n": n, "h": h}
    g = tanh(z("h"))
    if kind == "rnn":
        h = g + probe_h
        return h, c, {"h": h}
    gates = {gate: sigmoid(z(gate)) for gate in GATES[kind] if gate != "h"}
    f, i, o = (gates.get(gate, 1.0) for gate in "fio")
    c = f * c + (o if kind == "lstm_printed" else i) * g + probe_c
    h = o * tanh(c) + probe_h
    return h, c, gates | {"g": g, "c": c, "h": h}


def run(case, layers, head, x, start, probes, masks):
    """Of [t, n, m]: the trace of every layer and the logits."""
    traces = []
    for l, p in enumerate(layers):
        (h, c), steps = start[l], []
        for t in range(len(x)):
            if case["truncate"] and t > 0 and t % case["truncate"] == 0:
                h, c = jax.lax.stop_gradient((h, c))
            h, c, seen = cell(case["cell"], p, h, c, x[t], probes[l][0][t], probes[l][1][t])
            steps.append(seen)
        traces.append({name: jnp.stack([seen[name] for seen in steps]) for name in steps[0]})
        x = traces[l]["h"] * masks[l] if l < len(masks) else traces[l]["h"]
    x = x[-1:] if case["mode"] == "last" else x
    return traces, head["W_hy"] @ x + head["b_y"][:, None]


def loss(head, y, targets, mask):
    """Logits and targets [t, n_out, m]."""
    if head == "linear":
        losses = ((y - targets) ** 2).mean(1)
    elif head == "sigmoid":
        losses = (jnp.logaddexp(0.0, y) - targets * y).mean(1)
    else:
        losses = jax.nn.logsumexp(y, axis=1) - (targets * y).sum(1)
    return (mask * losses).sum() / mask.sum()


def draw_targets(rng, head, t, k, m):
    if head == "linear":
        return np.round(rng.standard_normal((t, k, m)), 3)
    if head == "sigmoid":
        return rng.integers(0, 2, (t, k, m)) * 1.0
    return np.moveaxis(np.eye(k)[rng.integers(0, k, (t, m))], 2, 1)


def flat(arrays):
    return [float(f"{v:.12e}") for v in np.concatenate([np.ravel(a) for a in arrays])]


def make(seed, kind, bias, head, mode, shape, zero_start=False, n_layers=1, truncate=None, dropout=None, scale=0.8,
         states=True):
    n_in, n_hidden, k, n_steps, m = shape
    k = max(k, 2) if head == "softmax" else k
    case = {"cell": kind, "bias": bias, "head": head, "mode": mode, "n_in": n_in, "n_hidden": n_hidden, "n_out": k,
            "n_steps": n_steps, "m": m, "n_layers": n_layers, "truncate": truncate, "dropout": dropout}
    rng = np.random.default_rng(seed)
    layers = [draw_layer(rng, kind, n_hidden if l else n_in, n_hidden, bias, scale) for l in range(n_layers)]
    top = {"W_hy": np.round(rng.standard_normal((k, n_hidden)), 3), "b_y": np.round(rng.standard_normal(k) * 0.3, 3)}
    x = np.round(rng.standard_normal((n_steps, n_in, m)), 3)
    start = np.round(rng.standard_normal((n_layers, 2, n_hidden, m)) * (0 if zero_start else 0.7), 3) + 0.0
    targets = draw_targets(rng, head, 1 if mode == "last" else n_steps, k, m)
    mask = np.ones((len(targets), m))
    if mode == "masked":
        mask[:-1] = rng.integers(0, 2, (n_steps - 1, m))
    masks = []
    if dropout:
        # The stream of neurone::random, layer by layer.
        stream, keep = np.random.RandomState(dropout["seed"]), 1 / (1 - dropout["rate"])
        masks = [(stream.random_sample((n_steps, n_hidden, m)) >= dropout["rate"]) * keep for _ in layers[1:]]

    def objective(layers, top, probes):
        traces, y = run(case, layers, top, x, start, probes, masks)
        return loss(head, y, targets, mask), (traces, y)

    probes = np.zeros((n_layers, 2, n_steps, n_hidden, m))
    (value, (traces, y)), (d_layers, d_top, d_probes) = jax.value_and_grad(
        objective, argnums=(0, 1, 2), has_aux=True)(layers, top, probes)
    names = layout(kind, bias)
    parameters = lambda layers, top: flat([p[name] for p in layers for name in names] + [top["W_hy"], top["b_y"]])
    norms = np.sqrt((np.asarray(d_probes) ** 2).sum((3, 4)))
    case |= {"parameters": parameters(layers, top), "x": flat([x]), "targets": flat([targets])}
    case |= {"mask": flat([mask])} if mode == "masked" else {}
    case |= {} if zero_start else {"start_h": [flat([s[0]]) for s in start], "start_c": [flat([s[1]]) for s in start]}
    case |= {"loss": float(value), "logits": flat([y]), "gradients": parameters(d_layers, d_top)}
    case |= {"trace": [{name: flat([a]) for name, a in trace.items()} for trace in traces]} if states else {}
    case |= {"norm_d_h": [flat([n[0]]) for n in norms]}
    return case | ({"norm_d_c": [flat([n[1]]) for n in norms]} if kind in MEMORY else {})


def cases():
    out = []
    for kind in GATES:
        for bias in (False, True):
            for head, mode in HEADS:
                n = len(out)
                out.append(make(1000 + n, kind, bias, head, mode, SHAPES[n % len(SHAPES)], zero_start=n % 3 == 0))
    for n, kind in enumerate(GATES):
        # A long way: norms over many decades. And what only stacked layers and shortened ways have.
        out.append(make(1900 + n, kind, True, "linear", "last", (2, 4, 1, 60, 1), True, scale=0.5, states=False))
        out.append(make(2000 + n, kind, True, "sigmoid", "every", (2, 3, 1, 7, 2), n_layers=2, truncate=3))
        out.append(make(2100 + n, kind, n % 2 == 0, "softmax", "last", (2, 2, 3, 4, 1), n_layers=3, truncate=None))
        out.append(make(2200 + n, kind, True, "linear", "every", (1, 2, 1, 4, 8), True, n_layers=3,
                        dropout={"rate": 0.4, "seed": n}, states=False))
    return out


if __name__ == "__main__":
    meta = {"command": "python tests/golden/recurrent.py", "python": platform.python_version(), "jax": jax.__version__,
            "numpy": np.__version__, "dtype": "float64"}
    path = pathlib.Path(__file__).with_suffix(".json")
    path.write_text(json.dumps({"meta": meta, "cases": cases()}, separators=(",", ":")) + "\n")
