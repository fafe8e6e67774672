"""Trains gradient-boosted trees that say how likely a flight is to be late."""

import json
import os
from pathlib import Path

# Threads that wait for each other must not spin: where the cores are shared, the
# training takes up to three times as long. Read when LightGBM is loaded.
os.environ.setdefault("OMP_WAIT_POLICY", "passive")

import lightgbm as lgb  # noqa: E402
import numpy as np  # noqa: E402
import pyarrow.parquet as pq  # noqa: E402

ROUNDS_BETWEEN_METRICS = 10


def read(folder: Path, features: list[str], label: str) -> tuple:
    """The features as a matrix, absent values as NaN, and the labels."""
    table = pq.read_table(folder, columns=[*features, label])
    matrix = np.column_stack(
        [table[name].to_numpy().astype(np.float64) for name in features]
    )
    return matrix, table[label].to_numpy()


def main() -> None:
    inputs = Path(os.environ["TRAINYARD_IN"])
    model = Path(os.environ["TRAINYARD_OUT"], "model")
    params = json.loads(Path(os.environ["TRAINYARD_PARAMS"]).read_text())
    features = [feature["name"] for feature in params["features"]]
    [label] = params["labels"]

    settings = {
        **params["hyperparameters"],
        "objective": "binary",
        "metric": ["auc", "binary_logloss"],
        "seed": params["seeds"]["random_seed"],
        "num_threads": params["threads"],
        # Without these two LightGBM times itself to choose how to count, and
        # another choice adds numbers in another order.
        "deterministic": True,
        "force_row_wise": True,
        "verbosity": -1,
    }
    rounds = settings.pop("num_trees")

    matrix, labels = read(inputs / "train", features, label)
    train = lgb.Dataset(matrix, labels, feature_name=features, params=settings)
    booster = lgb.Booster(settings, train)
    matrix, labels = read(inputs / "validation", features, label)
    booster.add_valid(train.create_valid(matrix, labels), "validation")

    with open(os.environ["TRAINYARD_METRICS"], "a", buffering=1) as metrics:
        for round in range(1, rounds + 1):
            booster.update()
            if round % ROUNDS_BETWEEN_METRICS == 0:
                for data, name, value, _ in booster.eval_valid():
                    point = {"name": f"{data}.{name}", "value": value, "step": round}
                    print(json.dumps(point), file=metrics)

    model.mkdir(parents=True, exist_ok=True)
    booster.save_model(model / "model.txt")  # holds the names of the features too


if __name__ == "__main__":
    main()
