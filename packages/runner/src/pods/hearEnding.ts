import { rm } from 'node:fs/promises';
import { createServer } from 'node:http';

export interface Ending {
  /** Whether the cluster has begun to end the pod. */
  readonly heard: () => boolean;
  readonly port: number;
  readonly close: () => Promise<void>;
}

/**
 * Hears when the cluster begins to end the pod. Its end alone does not tell: to a
 * sidecar the cluster speaks only after the command is gone, and a command that
 * handles SIGTERM may end with any exit code, also with 0 and half a model.
 *
 * @param at - what the kubelet asks for, and where; 0 for any port
 * @param undisturbed - file that is gone before the command learns of it
 * @throws where the port is another's
 */
export async function hearEnding(
  at: { readonly port: number; readonly path: string },
  undisturbed: string,
): Promise<Ending> {
  let heard = false;
  const server = createServer(async ({ url }, response) => {
    if (url !== at.path) {
      response.writeHead(404).end();
      return;
    }
    heard = true;
    // Nobody waits for more than the answer: that the file could not be removed is no reason to give none.
    await rm(undisturbed, { force: true }).catch(() => undefined);
    response.writeHead(204).end();
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(at.port, resolve);
  });
  const address = server.address();
  return {
    heard: () => heard,
    port: typeof address === 'object' && address ? address.port : at.port,
    close: async () => {
      server.closeAllConnections();
      await new Promise(resolve => server.close(resolve));
    },
  };
}
