import type { Command } from './command';

export const reproduce: Command = async () => {
  throw new Error('not here yet');
};
