-- One row a flight: where it goes, and when it pushed back. The source has only
-- the local clock of the origin; airports can be compared only in UTC.
WITH local AS (
  SELECT
    flights.*,
    date_trunc('hour', flights.date) AS local_hour,
    -- An airport that keeps another time than the rest of its state comes first.
    coalesce(of_airport.time_zone, of_state.time_zone) AS time_zone
  FROM flights
  JOIN history ON flights.date >= history.first_day::DATE
  JOIN airports ON airports.iata = flights.origin
  LEFT JOIN zones AS of_airport ON of_airport.place = airports.iata
  LEFT JOIN zones AS of_state ON of_state.place = airports.state
),
-- What each hour of each zone is in UTC: clocks change on the hour, and asking
-- the calendar once an hour is 20 times as quick as asking it for every flight.
hours AS (
  SELECT
    time_zone,
    local_hour,
    local_hour AT TIME ZONE time_zone AT TIME ZONE 'UTC' AS utc_hour
  FROM (SELECT DISTINCT time_zone, local_hour FROM local)
)
SELECT
  local.row,
  local.origin,
  local.destination,
  local.distance, -- miles
  hour(local.date) AS hour,
  isodow(local.date) AS day_of_week, -- Monday is 1
  hours.utc_hour + (local.date - local.local_hour) AS departed_at
FROM local
JOIN hours USING (time_zone, local_hour)
