#!/usr/bin/env python3
"""Networks, optimizers and whole runs in PyTorch: what tests/nn.rs compares with.

    pip install torch==2.15.0 numpy==2.4.6      # a CPU is enough
    python tests/golden/nn.py                   # writes tests/golden/nn.json

Everything is float64. Parameters and gradients are flat, W1, b1, W2, b2, ..., each row by row; X, Y, A are
[rows, m] row by row, one column a sample. What is given is rounded to three decimals, to keep the file
short; what is computed has all digits. No value lies near a kink, where rounding could change the branch;
the kinks themselves stand in `activations` and `losses`.
"""
import json
import pathlib
import platform

import numpy as np
import torch
import torch.nn.functional as F

torch.set_default_dtype(torch.float64)
torch.set_num_threads(1)

ACTIVATIONS = {
    "sigmoid": torch.sigmoid, "tanh": torch.tanh, "relu": F.relu, "leaky_relu": F.leaky_relu,
    "gelu": F.gelu, "silu": F.silu, "sine": torch.sin, "identity": lambda z: z,
}
OUTPUTS = {
    "sigmoid": torch.sigmoid, "softmax": lambda z: torch.softmax(z, 0), "tanh": torch.tanh,
    "identity": lambda z: z, "heaviside": lambda z: torch.heaviside(z, torch.ones(())),
}
# Of logits z, answers a and targets y [n_out, m]: the loss of each sample, a mean over the outputs.
LOSSES = {
    "log_loss": lambda z, a, y: F.binary_cross_entropy_with_logits(z, y, reduction="none").mean(0),
    "cross_entropy": lambda z, a, y: F.cross_entropy(z.T, y.argmax(0), reduction="none"),
    "mse": lambda z, a, y: F.mse_loss(a, y, reduction="none").mean(0),
    "half_mse": lambda z, a, y: F.mse_loss(a, y, reduction="none").mean(0) / 2,
    "hinge": lambda z, a, y: F.relu(1 - y * a).mean(0),
    "perceptron": lambda z, a, y: F.relu(-y * z).mean(0),
}
PAIRS = [("sigmoid", "log_loss"), ("softmax", "cross_entropy"), ("identity", "mse"), ("sigmoid", "mse"),
         ("tanh", "mse"), ("identity", "half_mse"), ("sigmoid", "half_mse"), ("tanh", "half_mse"),
         ("identity", "hinge"), ("tanh", "hinge"), ("heaviside", "perceptron")]
# Sizes and number of samples: one and several hidden layers; less and more than the kernels' 8 lanes.
SHAPES = [([2, 3, 1], 5), ([3, 2, 2], 9), ([2, 4, 3, 2], 4), ([1, 5, 2], 1), ([2, 3, 2, 2, 3], 3)]


def flat(tensors):
    return torch.cat([torch.as_tensor(t).detach().reshape(-1) for t in tensors]).tolist()


def forward(parameters, x, activations, masks=()):
    """Z of every layer and the hidden activations; what a mask multiplies goes on to the next layer only."""
    zs, hidden, a = [], [], x
    pairs = list(zip(parameters[::2], parameters[1::2]))
    for l, (w, b) in enumerate(pairs):
        zs.append(w @ a + b[:, None])
        if l + 1 < len(pairs):
            hidden.append(ACTIVATIONS[activations[l]](zs[l]))
            a = hidden[l] * masks[l] if masks else hidden[l]
    return zs, hidden


def targets(rng, loss, output, k, m):
    if loss == "cross_entropy":
        return np.eye(k)[rng.integers(0, k, m)].T
    if loss in ("hinge", "perceptron"):
        return rng.integers(0, 2, (k, m)) * 2.0 - 1
    if loss == "log_loss":
        return rng.integers(0, 2, (k, m)) * 1.0
    return np.round(rng.uniform(0.1, 0.9, (k, m)) if output == "sigmoid" else rng.standard_normal((k, m)), 3)


def draw(rng, *shape):
    return np.round(rng.standard_normal(shape), 3)


def worth_comparing(zs, activations, loss, a, y, gradients):
    """Away from kinks, and no gradient vanishes."""
    margins = [z.abs().min() for z, name in zip(zs, activations) if name in ("relu", "leaky_relu")]
    margins += {"hinge": [(1 - y * a).abs().min()], "perceptron": [zs[-1].abs().min()]}.get(loss, [])
    return all(margin > 1e-3 for margin in margins) and all(g.abs().max() > 1e-4 for g in gradients)


def gradient_case(seed, dims, m, activations, output, loss, dropout=None):
    for attempt in range(1000):
        rng = np.random.default_rng([seed, attempt])
        given = [draw(rng, *shape) for i, o in zip(dims, dims[1:]) for shape in [(o, i), (o,)]]
        x, y = draw(rng, dims[0], m), targets(rng, loss, output, dims[-1], m)
        masks = []
        if dropout:
            # The stream of neurone::random: layer by layer, each row by row.
            stream, keep = np.random.RandomState(dropout["seed"]), 1 / (1 - dropout["rate"])
            assert set(F.dropout(torch.ones(99), dropout["rate"]).tolist()) == {0.0, keep}
            masks = [torch.tensor((stream.random_sample((n, m)) >= dropout["rate"]) * keep) for n in dims[1:-1]]
        parameters = [torch.tensor(p, requires_grad=True) for p in given]
        zs, hidden = forward(parameters, torch.tensor(x), activations, masks)
        a, y = OUTPUTS[output](zs[-1]), torch.tensor(y)
        losses = LOSSES[loss](zs[-1], a, y)
        losses.mean().backward()
        gradients = [p.grad for p in parameters]
        if worth_comparing(zs, activations, loss, a, y, gradients):
            break
    else:
        raise RuntimeError("no such network found")
    case = {"dims": dims, "m": m, "activations": activations, "output": output, "loss": loss,
            "parameters": flat(given), "x": flat([x]), "y": flat([y]),
            "hidden": [flat([a]) for a in hidden], "answers": flat([a]), "losses": flat([losses]),
            "gradients": flat(gradients)}
    return case | ({"dropout": dropout} if dropout else {})


def gradient_cases():
    cases = []
    for activation in ACTIVATIONS:
        for output, loss in PAIRS:
            dims, m = SHAPES[len(cases) % len(SHAPES)]
            dims = [*dims[:-1], max(2, dims[-1])] if loss == "cross_entropy" else dims
            cases.append(gradient_case(len(cases), dims, m, [activation] * (len(dims) - 2), output, loss))
    for output, loss in PAIRS:
        cases.append(gradient_case(len(cases), [2, 2 if loss == "cross_entropy" else 1], 3, [], output, loss))
    # All activations in one network.
    mixed = [2, 2, 3, 2, 3, 2, 3, 2, 3, 2]
    cases.append(gradient_case(len(cases), mixed, 4, list(ACTIVATIONS), "sigmoid", "log_loss"))
    cases.append(gradient_case(len(cases), mixed, 4, list(ACTIVATIONS)[::-1], "softmax", "cross_entropy"))
    return cases


def dropout_cases():
    cases = [(["sigmoid"], "sigmoid", "log_loss", 0.3), (["gelu", "relu"], "softmax", "cross_entropy", 0.5),
             (["tanh", "silu", "sine"], "identity", "mse", 0.2)]
    return [gradient_case(500 + i, [2, *[5, 4, 6][:len(activations)], 2], 8, activations, output, loss,
                          {"rate": rate, "seed": i})
            for i, (activations, output, loss, rate) in enumerate(cases)]


def activation_cases():
    z = [-800.0, -40.0, -8.5, -5.0, -2.0, -1.0, -0.5, -1e-3, -1e-9, -0.0]
    z += [-v for v in z]
    out = {}
    for name, activation in ACTIVATIONS.items():
        t = torch.tensor(z, requires_grad=True)
        a = activation(t)
        a.sum().backward()
        out[name] = {"a": flat([a]), "slope": flat([t.grad])}
    return {"z": z, **out}


def loss_cases():
    """Confident logits and exact kinks, two outputs and eight samples; each sample's own derivative."""
    z = [[0.0, 1.0, -1.0, 36.0, -40.0, 800.0, -800.0, 1.0], [0.0, -1.0, 1.0, -36.0, 5.0, 790.0, 800.0, -1.0]]
    labels = [[1, 1, 1, 1, 1, 0, 0, 0], [0, 0, 0, 0, 0, 1, 1, 1]]
    out = []
    for output, loss in PAIRS:
        if loss == "perceptron":
            continue  # at a logit of 0 the rule is Rosenblatt's, not a derivative; see tests/nn.rs
        y = torch.tensor(labels, dtype=torch.float64)
        y = 2 * y - 1 if loss == "hinge" else y
        t = torch.tensor(z, requires_grad=True)
        losses = LOSSES[loss](t, OUTPUTS[output](t), y)
        losses.sum().backward()
        out.append({"output": output, "loss": loss, "m": 8, "logits": flat([t]), "y": flat([y]),
                    "losses": flat([losses]), "d_z": flat([t.grad])})
    return out


# Rule, its class and what it is given beside the learning rate; PyTorch's default learning rate and another.
RULES = {
    "gradient_descent": (torch.optim.SGD, 1e-3, {}),
    "momentum": (torch.optim.SGD, 1e-3, {"momentum": 0.9}),
    "nesterov": (torch.optim.SGD, 1e-3, {"momentum": 0.9, "nesterov": True}),
    "rmsprop": (torch.optim.RMSprop, 1e-2, {}),
    "adagrad": (torch.optim.Adagrad, 1e-2, {}),
    "adadelta": (torch.optim.Adadelta, 1.0, {}),
    "adam": (torch.optim.Adam, 1e-3, {}),
    "adamw": (torch.optim.AdamW, 1e-3, {"weight_decay": 1e-2}),
}
OTHER = {"momentum": 0.5, "weight_decay": 0.3}


def make_optimizer(rule, parameters, rate, settings):
    optimizer, _, options = RULES[rule]
    options = options | {name: value for name, value in settings.items() if name in options}
    return optimizer(parameters, lr=rate, **options)


def trajectory(rule, rates, settings):
    """Parameters after each step on given gradients: of usual size, small, large, tiny beside every epsilon,
    and zero now and then."""
    rng = np.random.default_rng([900, list(RULES).index(rule), len(settings)])
    start, gradients = draw(rng, 5), np.round(draw(rng, len(rates), 5) * [1, 0.01, 100, 1e-9, 1], 12)
    gradients[:3, 4] = gradients[7, :] = 0
    p = torch.tensor(start, requires_grad=True)
    optimizer, after = make_optimizer(rule, [p], rates[0], settings), []
    for rate, gradient in zip(rates, gradients):
        optimizer.param_groups[0]["lr"] = rate
        p.grad = torch.tensor(gradient)
        optimizer.step()
        after.append(flat([p]))
    return {"rule": rule, "rates": rates, "settings": {"momentum": 0.9, "weight_decay": 1e-2} | settings,
            "start": flat([start]), "gradients": [flat([g]) for g in gradients], "after": after}


def trajectories():
    out = []
    for rule, (_, rate, _) in RULES.items():
        out.append(trajectory(rule, [rate] * 15, {}))
        out.append(trajectory(rule, [round(30 * rate * 0.8**t, 6) for t in range(15)], OTHER))
    return out


def make_scheduler(optimizer, experiment):
    steps = experiment.get("schedule_steps", 1)
    return {
        "constant": lambda: torch.optim.lr_scheduler.LambdaLR(optimizer, lambda _: 1.0),
        "step": lambda: torch.optim.lr_scheduler.StepLR(optimizer, steps, experiment["schedule_factor"]),
        "cosine": lambda: torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, steps),
    }[experiment["schedule"]]()


def schedule_case(experiment, n):
    optimizer = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=experiment["learning_rate"])
    scheduler, rates = make_scheduler(optimizer, experiment), []
    for _ in range(n):
        rates.append(optimizer.param_groups[0]["lr"])
        optimizer.step()
        scheduler.step()
    return {"experiment": experiment, "rates": rates}


def schedule_cases():
    return [schedule_case({"learning_rate": rate, "schedule": schedule, **more}, n) for rate, schedule, more, n in [
        (0.1, "constant", {}, 5), (0.1, "step", {"schedule_steps": 7, "schedule_factor": 0.1}, 40),
        (0.3, "step", {"schedule_steps": 1, "schedule_factor": 0.95}, 20), (0.1, "cosine", {"schedule_steps": 20}, 21),
        (2.0, "cosine", {"schedule_steps": 7}, 8)]]


def run(seed, m, hidden, activation, output, loss, checkpoints, **fields):
    """A whole run on all points at once: the gradients of the start with their penalties, not clipped, then
    loss (without penalties) and parameters after some updates."""
    k = 2 if loss == "cross_entropy" else 1
    dims, rng = [2, *hidden, k], np.random.default_rng(seed)
    given = [draw(rng, *shape) for i, o in zip(dims, dims[1:]) for shape in [(o, i), (o,)]]
    given[0][0, 0] = 0.0  # where |w| has no slope
    x, labels = draw(rng, 2, m), rng.integers(0, 2, m)
    y = np.eye(2)[labels].T if k == 2 else labels[None] * (1.0 if output == "sigmoid" else 2.0)
    y = torch.tensor(y - 1.0 if k == 1 and output != "sigmoid" else y)
    experiment = {"dataset": "points", "points": {"x": x.T.tolist(), "y": labels.tolist()}, "hidden": hidden,
                  "activation": activation, "output": output, "loss": loss, "parameters": flat(given),
                  "schedule": "constant", "optimizer": "gradient_descent", "learning_rate": 0.1, **fields}
    parameters = [torch.tensor(p, requires_grad=True) for p in given]
    optimizer = make_optimizer(experiment["optimizer"], parameters, experiment["learning_rate"], experiment)
    scheduler, gradients, after = make_scheduler(optimizer, experiment), None, []
    for step in range(max(checkpoints) + 1):
        z = forward(parameters, torch.tensor(x), [activation] * len(hidden))[0][-1]
        mean = LOSSES[loss](z, OUTPUTS[output](z), y).mean()
        if step in checkpoints:
            after.append({"step": step, "loss": [mean.item()], "parameters": flat(parameters)})
        optimizer.zero_grad()
        weights = torch.cat([w.reshape(-1) for w in parameters[::2]])
        penalty = experiment.get("l1", 0) * weights.abs().sum() + experiment.get("l2", 0) / 2 * (weights**2).sum()
        (mean + penalty).backward()
        gradients = gradients or flat([p.grad for p in parameters])
        if "clip_norm" in experiment:
            torch.nn.utils.clip_grad_norm_(parameters, experiment["clip_norm"])
        optimizer.step()
        scheduler.step()
    return {"experiment": experiment, "gradients": gradients, "after": after}


def runs():
    neuron, net = (9, [], "sigmoid", "sigmoid", "log_loss"), (13, [3], "tanh", "sigmoid", "log_loss")
    softmax, score = (11, [4, 3], "silu", "softmax", "cross_entropy"), (8, [3], "leaky_relu", "identity", "hinge")
    value, steps = (140, [3], "gelu", "tanh", "mse"), [1, 2, 10]
    cosine = {"schedule": "cosine", "schedule_steps": 10}
    step = {"schedule": "step", "schedule_steps": 4, "schedule_factor": 0.5}
    table = [
        (neuron, {"l1": 0.01}), (net, {"l1": 0.01}), (softmax, {"l2": 0.1}), (score, {"l1": 0.03, "l2": 0.2}),
        (value, {"l1": 1.0, "l2": 0.5, "learning_rate": 0.01}),
        (net, {"clip_norm": 0.05, "learning_rate": 1.0}), (net, {"clip_norm": 100.0}),
        (softmax, {"clip_norm": 0.4, "l2": 0.3}),
        (net, {"optimizer": "momentum", "momentum": 0.8, **step}), (softmax, {"optimizer": "nesterov", **cosine}),
        (score, {"optimizer": "rmsprop", "l2": 0.01}), (softmax, {"optimizer": "adagrad", **step}),
        (net, {"optimizer": "adadelta", "learning_rate": 1.0}), (neuron, {"optimizer": "adam", **cosine, "l1": 0.02}),
        (net, {"optimizer": "adamw", "weight_decay": 0.2, "clip_norm": 0.1, "l2": 0.05, **cosine}),
    ]
    return [run(700 + i, *base, steps, **fields) for i, (base, fields) in enumerate(table)]


if __name__ == "__main__":
    meta = {"command": "python tests/golden/nn.py", "python": platform.python_version(), "torch": torch.__version__,
            "numpy": np.__version__, "dtype": "float64"}
    document = {"meta": meta, "gradients": gradient_cases(), "dropout": dropout_cases(),
                "activations": activation_cases(), "losses": loss_cases(), "trajectories": trajectories(),
                "schedules": schedule_cases(), "runs": runs()}
    path = pathlib.Path(__file__).with_suffix(".json")
    path.write_text(json.dumps(document, separators=(",", ":")) + "\n")
