// `npm start`: pages and services of the portal on one port; its data is kept in .data.
import { endWith, runningPortal, startPortal } from './portal.mjs';
import { layOutDocs } from './techdocs.mjs';
import { Advice, say } from './toolchain.mjs';

let end = async status => process.exit(status);
try {
  const running = await runningPortal();
  if (running) {
    throw new Advice(
      `the portal runs already: ${running.url} (process ${running.pid})`,
    );
  }
  layOutDocs();
  const portal = await startPortal({ log: 'inherit', level: 'warn' });
  end = endWith(portal);
  await portal.ready;
  say(`the portal is ready: ${portal.url}`);
} catch (error) {
  say(error instanceof Advice ? error.message : error.stack);
  await end(2);
}
