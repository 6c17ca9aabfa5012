"""Makes iris.json: Iris, splits and scaling by scikit-learn.

Python 3.11, numpy 2.4.6, scikit-learn 1.9.1:  python tests/golden/iris.py > tests/golden/iris.json

The seed of a split is that of a run: NumPy's RandomState([seed, 1]) is the stream that draws it. Floats
are strings, the shortest that read back as the same double; X is row by row, one flower a row.
"""
import json

import numpy as np
from sklearn.datasets import load_iris
from sklearn.model_selection import ShuffleSplit
from sklearn.preprocessing import StandardScaler

SPLITS = [(150, 50, 0), (150, 25, 7), (10, 33, 1), (17, 90, 2**32 - 1), (2, 10, 5)]  # m, test_percent, seed


def texts(values):
    return [repr(float(v)) for v in values]


def split(m, test_percent, seed):
    splitter = ShuffleSplit(1, test_size=test_percent / 100, random_state=np.random.RandomState([seed, 1]))
    train, test = next(splitter.split(np.zeros((m, 1))))
    return dict(m=m, test_percent=test_percent, seed=seed, train=sorted(train.tolist()), test=sorted(test.tolist()))


def scaling(x, train):
    scaler = StandardScaler().fit(x[train])
    return dict(means=texts(scaler.mean_), deviations=texts(scaler.scale_), X=texts(scaler.transform(x).ravel()))


if __name__ == "__main__":
    iris = load_iris()
    splits = [split(*arguments) for arguments in SPLITS]
    document = dict(
        X=texts(iris.data.ravel()),
        y=iris.target.tolist(),
        columns=[name.removesuffix(" (cm)") for name in iris.feature_names],
        classes=iris.target_names.tolist(),
        splits=splits,
        scaling=scaling(iris.data, splits[0]["train"]),
    )
    print(json.dumps(document, separators=(",", ":")))
