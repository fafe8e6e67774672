// Lets the database itself tell which portal wrote what, and in which epoch.
import { pause } from './client.mjs';

/** Tables that everybody writes, or that tell nothing of runs. */
const NOT_WATCHED = ['reconciler_lease', 'witness', 'witness_sleep'];

/** From now on each row that is written is noted, with the session's portal. */
export async function watchWrites(database) {
  await database.query(`
    CREATE TABLE witness (portal text, epoch bigint, place text);
    CREATE TABLE witness_sleep (portal text);
    CREATE FUNCTION note_write() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      INSERT INTO witness SELECT current_setting('application_name'), epoch,
        TG_OP || ' ' || TG_TABLE_NAME FROM reconciler_lease;
      IF EXISTS (SELECT FROM witness_sleep
          WHERE portal = current_setting('application_name')) THEN
        PERFORM pg_sleep(1);
      END IF;
      RETURN NULL;
    END $$;`);
  const tables = await database.query(
    `SELECT tablename FROM pg_tables WHERE schemaname = 'public'
      AND left(tablename, 5) <> 'knex_' AND tablename <> ALL($1)`,
    [NOT_WATCHED],
  );
  for (const { tablename } of tables) {
    await database.query(
      `CREATE TRIGGER noted AFTER INSERT OR UPDATE OR DELETE ON ${tablename}
        FOR EACH ROW EXECUTE FUNCTION note_write()`,
    );
  }
}

/** Returns when the portal is in the midst of a transaction that writes, and stays there for a while. */
export async function armSleep(database, portal) {
  await database.query('INSERT INTO witness_sleep VALUES ($1)', [portal]);
  for (;;) {
    const sleeping = await database.query(
      `SELECT 1 FROM pg_stat_activity
        WHERE application_name = $1 AND wait_event = 'PgSleep'`,
      [portal],
    );
    if (sleeping.length > 0) return;
    await pause(20);
  }
}

export async function disarm(database) {
  await database.query('DELETE FROM witness_sleep');
}

/** Rows by portal that were written when this epoch had begun. */
export async function writesSince(database, epoch) {
  return database.query(
    `SELECT portal, count(*)::int AS rows, array_agg(DISTINCT place) AS places
      FROM witness WHERE epoch >= $1 GROUP BY portal`,
    [epoch],
  );
}
