"""Computes the features of a run's examples a second time, and compares.

Answers on its own what was known of each flight when it pushed back. It imports
nothing of Trainyard and shares no query with it: where the pipeline has SQL,
this has sorted arrays and binary search. It reads the sources and two tables
that a run made, and exits with 1 where any example or value differs.

    python reference_features.py EXAMPLES.parquet FEATURES.parquet

--shift-edge-minutes 1 moves an edge of every window by a minute. The comparison
must then fail: one that cannot fail would show nothing.
"""

import argparse
import csv
import sys
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np
import pyarrow.parquet as pq

HOUR = 60
DAY = 24 * HOUR
TAXIING = 35
REPORTING = 15

Columns = dict[str, np.ndarray]


# What the sources say. Times are whole minutes since 1970.


def read_csv(path: Path) -> list[dict[str, str]]:
    with open(path, newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def read_parquet(path: Path) -> Columns:
    table = pq.read_table(path)
    return {name: table[name].to_numpy() for name in table.column_names}


def zone_of_airport(data: Path) -> dict[str, str]:
    zones = {row["place"]: row["time_zone"] for row in read_csv(data / "zones.csv")}
    return {
        row["iata"]: zones.get(row["iata"]) or zones.get(row["state"], "")
        for row in read_csv(data / "airports.csv")
    }


def in_utc(local: np.ndarray, zones: np.ndarray) -> np.ndarray:
    """Clocks change on the hour, so one look at the calendar serves an hour."""
    utc = np.empty_like(local)
    for zone in np.unique(zones):
        of_zone = zones == zone
        hours, position = np.unique(local[of_zone] // HOUR, return_inverse=True)
        ahead = np.array([minutes_ahead(int(hour), ZoneInfo(zone)) for hour in hours])
        utc[of_zone] = local[of_zone] - ahead[position]
    return utc


def minutes_ahead(hour: int, zone: ZoneInfo) -> int:
    local = datetime(1970, 1, 1, tzinfo=zone) + timedelta(hours=hour)
    return round(local.utcoffset().total_seconds() / 60)


def read_flights(data: Path, history: Path) -> Columns:
    """Flights since the first day of the history, in the order of the file."""
    flights = read_parquet(data / "flights-3m.parquet")
    flights["row"] = np.arange(len(flights["date"]))
    [history_row] = read_csv(history)
    kept = flights["date"] >= np.datetime64(history_row["first_day"])
    flights = {name: values[kept] for name, values in flights.items()}

    local = flights["date"].astype("datetime64[m]").astype(np.int64)
    zones = zone_of_airport(data)
    departed = in_utc(local, np.array([zones[code] for code in flights["origin"]]))
    flying = -(-flights["distance"] // 8)  # rounded up
    return {
        **flights,
        "hour": local // HOUR % 24,
        "day_of_week": (local // DAY + 3) % 7 + 1,  # 1970 began on a Thursday
        "departed": departed,
        "landed": departed + TAXIING + flying,
        "late": flights["delay"] > 15,
    }


# What was known at an instant.


class Facts:
    """Facts of many keys. Each is known the same time after it happened."""

    def __init__(self, keys: np.ndarray, happened: np.ndarray, known_after: int):
        self.known_after = known_after
        # A fact is one number: its key, then its minute. A key's minutes never
        # reach the next key, however far a window looks ahead or back.
        self.span = 2 * int(happened.max())
        places = keys * self.span + happened
        self.order = np.argsort(places, kind="stable")
        self.places = places[self.order]

    def known(self, keys: np.ndarray, at: np.ndarray, window: int, shift: Columns):
        """Facts with at − window ≤ happened < at, and known by `at`: from, to."""
        oldest = at - window + shift["start"]
        newest = np.minimum(at - 1, at - self.known_after) + shift["end"]
        start = np.searchsorted(self.places, keys * self.span + oldest, "left")
        end = np.searchsorted(self.places, keys * self.span + newest, "right")
        return start, np.maximum(start, end)

    def running_sum(self, values: np.ndarray) -> np.ndarray:
        return np.concatenate([[0], np.cumsum(values[self.order])])


def compute_features(flights: Columns, asked: np.ndarray, shift: Columns) -> Columns:
    """The features of the flights at the positions `asked`."""
    ends = np.concatenate([flights["origin"], flights["destination"]])
    codes, airports = np.unique(ends.astype("S3"), return_inverse=True)
    origin, destination = np.split(airports, 2)
    route = origin * len(codes) + destination
    at = flights["departed"][asked]
    features = {
        name: flights[name][asked] for name in ("hour", "day_of_week", "distance")
    }

    departures = Facts(origin, flights["departed"], known_after=0)
    start, end = departures.known(origin[asked], at, HOUR, shift)
    features["origin_traffic_departures_1h"] = end - start

    def add_outcomes(view: str, on: np.ndarray, fact: np.ndarray, **windows: int):
        facts = Facts(fact, flights["landed"], REPORTING)
        late = facts.running_sum(flights["late"])
        for label, window in windows.items():
            start, end = facts.known(on[asked], at, window, shift)
            count = end - start
            features[f"{view}_flights{label}"] = count
            features[f"{view}_late_share{label}"] = np.divide(
                late[end] - late[start],
                count,
                out=np.full(len(asked), np.nan),
                where=count > 0,
            )

    add_outcomes("origin", on=origin, fact=origin, _3h=3 * HOUR, _24h=DAY)
    add_outcomes("origin_arrivals", on=origin, fact=destination, _3h=3 * HOUR)
    add_outcomes("destination", on=destination, fact=destination, _3h=3 * HOUR)
    add_outcomes("route", on=route, fact=route, _7d=7 * DAY)
    return features


# The comparison.


def features_of_run(examples: Path, features: Path) -> Columns:
    """The features that a run computed, and the flight of each, in its order."""
    flights = pq.read_table(examples, columns=["example_id", "row"])
    table = pq.read_table(features)
    joined = flights.join(table, "example_id", join_type="inner").sort_by("row")
    if not flights.num_rows == table.num_rows == joined.num_rows:
        sys.exit(f"{examples} and {features} are not of the same examples")
    return {
        name: joined[name].to_numpy()
        for name in joined.column_names
        if name != "example_id"
    }


def difference(name: str, rows: np.ndarray, here: Columns, there: Columns) -> int:
    """Counts the rows whose value differs, and shows the first of them."""
    ours, theirs = here[name], there[name]
    both_null = (ours != ours) & (theirs != theirs)
    [differing] = np.nonzero(~((ours == theirs) | both_null))
    if len(differing):
        first = differing[0]
        print(
            f"{name}: {len(differing):,} mismatches, such as row {rows[first]}: "
            f"{ours[first]} expected, {theirs[first]} found"
        )
    return len(differing)


def main() -> int:
    example = Path(__file__).resolve().parent.parent
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("examples", type=Path, help="examples.parquet of a run")
    parser.add_argument("features", type=Path, help="features.parquet of a run")
    parser.add_argument("--data", type=Path, default=example / "data")
    parser.add_argument("--history", default="history-of-the-demo.csv")
    parser.add_argument("--first-day", default="2001-05-08", help="in UTC")
    parser.add_argument("--last-day", default="2001-06-30", help="in UTC, all of it")
    parser.add_argument("--shift-edge-minutes", type=int, default=0)
    parser.add_argument("--edge", choices=["start", "end"], default="end")
    options = parser.parse_args()

    flights = read_flights(options.data, options.data / options.history)
    day = flights["departed"].astype("datetime64[m]").astype("datetime64[D]")
    [asked] = np.nonzero(
        (day >= np.datetime64(options.first_day))
        & (day <= np.datetime64(options.last_day))
    )
    shift = {"start": 0, "end": 0, options.edge: options.shift_edge_minutes}
    expected = compute_features(flights, asked, shift)
    found = features_of_run(options.examples, options.features)

    rows = flights["row"][asked]
    if not np.array_equal(rows, found.pop("row")):
        print(f"{len(rows):,} examples expected, other ones found")
        return 1
    if set(expected) != set(found):
        print(f"not in both: {', '.join(sorted(set(expected) ^ set(found)))}")
        return 1
    mismatches = sum(
        difference(name, rows, expected, found) for name in sorted(expected)
    )
    print(
        f"{len(rows):,} rows of {len(expected)} features compared: "
        f"{mismatches:,} mismatches"
    )
    return 1 if mismatches else 0


if __name__ == "__main__":
    sys.exit(main())
