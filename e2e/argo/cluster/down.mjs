// `node e2e/argo/cluster/down.mjs [STATE …]`: ends clusters by their state folders; without any, all of this machine.
import { say } from '../../../scripts/toolchain.mjs';
import { removeState, statesThere } from './state.mjs';

const named = process.argv.slice(2);
for (const state of named.length > 0 ? named : statesThere()) {
  await removeState(state);
  say(`ended ${state}`);
}
