-- One row a flight: whether it was late, and when that was known. The source has
-- no time of arrival. It is estimated: 35 minutes of taxiing, climbing and
-- descending, and 8 miles a minute; reports come 15 minutes after landing.
WITH local AS (
  SELECT
    flights.*,
    date_trunc('hour', flights.date) AS local_hour,
    coalesce(of_airport.time_zone, of_state.time_zone) AS time_zone
  FROM flights
  JOIN history ON flights.date >= history.first_day::DATE
  JOIN airports ON airports.iata = flights.origin
  LEFT JOIN zones AS of_airport ON of_airport.place = airports.iata
  LEFT JOIN zones AS of_state ON of_state.place = airports.state
),
-- As in departures.sql.
hours AS (
  SELECT
    time_zone,
    local_hour,
    local_hour AT TIME ZONE time_zone AT TIME ZONE 'UTC' AS utc_hour
  FROM (SELECT DISTINCT time_zone, local_hour FROM local)
),
landings AS (
  SELECT
    local.*,
    hours.utc_hour + (local.date - local.local_hour)
      + to_minutes(35 + ceil(local.distance / 8)::BIGINT) AS landed_at
  FROM local
  JOIN hours USING (time_zone, local_hour)
)
SELECT
  row,
  origin,
  destination,
  (delay > 15)::INTEGER AS late, -- delay is of the arrival, in minutes
  landed_at,
  landed_at + INTERVAL 15 MINUTE AS known_at
FROM landings
