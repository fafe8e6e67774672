"""Asks the trained model how likely each flight is to be late."""

import json
import os
from pathlib import Path

import lightgbm as lgb
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq


def main() -> None:
    inputs = Path(os.environ["TRAINYARD_IN"])
    predictions = Path(os.environ["TRAINYARD_OUT"], "predictions")
    params = json.loads(Path(os.environ["TRAINYARD_PARAMS"]).read_text())
    [label] = params["labels"]

    booster = lgb.Booster(model_file=inputs / "model" / "model.txt")
    features = booster.feature_name()

    predictions.mkdir(parents=True, exist_ok=True)
    for file in sorted((inputs / "examples").glob("*.parquet")):
        table = pq.read_table(file, columns=["example_id", *features])
        matrix = np.column_stack(
            [table[name].to_numpy().astype(np.float64) for name in features]
        )
        late = booster.predict(matrix, num_threads=params["threads"])
        scored = pa.table({"example_id": table["example_id"], label: late})
        pq.write_table(scored, predictions / file.name)


if __name__ == "__main__":
    main()
