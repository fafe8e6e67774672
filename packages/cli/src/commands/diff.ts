import type { Command } from './command';

export const diff: Command = async () => {
  throw new Error('not here yet');
};
