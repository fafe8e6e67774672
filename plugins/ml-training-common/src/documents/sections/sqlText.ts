import { z } from 'zod';

/** A SELECT: written in place, or brought in from a file before the specification is parsed. */
export const sqlText = z
  .string()
  .overwrite(sql => sql.replace(/\r\n?/g, '\n').trim())
  .min(1);
