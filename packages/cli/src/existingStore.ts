import { existsSync } from 'node:fs';
import type { CommandConsole } from './console';
import { storeOf } from './machine';
import { openStore, type OpenedStore } from './openStore';
import { WrongUse } from './usage';

/**
 * Opens a store to read from it. Of a mistyped folder an empty store would be made,
 * in which all is well.
 *
 * @throws WrongUse where the folder is not there
 */
export async function existingStore(
  terminal: CommandConsole,
  options: Parameters<typeof storeOf>[1],
): Promise<OpenedStore> {
  const location = storeOf(terminal, options);
  if (location.kind === 'folder' && !existsSync(location.path)) {
    throw new WrongUse(`no store: there is no folder ${location.path}`);
  }
  return openStore(location, terminal, 'read');
}
