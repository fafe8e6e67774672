import net from 'node:net';

/** As many ports of loopback as there are names, which nothing listened on a moment ago. */
export async function freePorts(names) {
  const servers = await Promise.all(
    names.map(
      () =>
        new Promise((resolve, reject) => {
          const server = net.createServer();
          server.on('error', reject);
          server.listen(0, '127.0.0.1', () => resolve(server));
        }),
    ),
  );
  const ports = servers.map(server => server.address().port);
  await Promise.all(
    servers.map(server => new Promise(closed => server.close(closed))),
  );
  return Object.fromEntries(names.map((name, i) => [name, ports[i]]));
}
