// The portal as its guest sees it.
import { Advice } from './toolchain.mjs';
import { waitFor } from './waitFor.mjs';

/** A token of a guest lives an hour; a new one is asked for long before. */
const TOKEN_MS = 600_000;

export function portalApi(url) {
  let known;

  async function token() {
    if (known && performance.now() < known.until) return known.token;
    const answer = await fetch(`${url}/api/auth/guest/refresh`, {
      method: 'POST',
      headers: { 'X-Requested-With': 'XMLHttpRequest' },
    });
    if (!answer.ok) {
      throw new Advice(`no guest may sign in at ${url}: ${answer.status}`);
    }
    const { backstageIdentity } = await answer.json();
    known = {
      token: backstageIdentity.token,
      until: performance.now() + TOKEN_MS,
    };
    return known.token;
  }

  async function ask(path, init = {}) {
    return fetch(`${url}${path}`, {
      ...init,
      headers: {
        'Content-Type': 'application/json',
        Authorization: `Bearer ${await token()}`,
      },
    });
  }

  async function answered(answer) {
    if (answer.ok) return answer.json();
    const said = await answer.json().catch(() => undefined);
    const problems = (said?.error?.problems ?? []).map(
      ({ file, line, found, advice }) =>
        `\n  ${file}:${line ?? 1}: ${found}. ${advice}`,
    );
    throw new Advice(
      `${new URL(answer.url).pathname}: ${said?.error?.message ?? answer.status}${problems.join('')}`,
    );
  }

  const get = async path => answered(await ask(path));

  /** The entity of a reference, once the catalog has it. */
  async function entity(ref) {
    const [, kind, namespace, name] = /^(.+):(.+)\/(.+)$/.exec(ref);
    const path = `/api/catalog/entities/by-name/${kind}/${namespace}/${name}`;
    const answer = await ask(path);
    return answer.status === 404 ? undefined : answered(answer);
  }

  return {
    get,
    text: async path => {
      const answer = await ask(path);
      return answer.ok ? answer.text() : answered(answer);
    },
    post: async (path, body) =>
      answered(await ask(path, { method: 'POST', body: JSON.stringify(body) })),
    entity,
    /** Whoever signed in before the catalog knew their teams owns nothing: signs in again once it does. */
    async joinTeams() {
      await waitFor('the guest in a team', async () => {
        const guest = await entity('user:default/guest');
        return guest?.relations?.some(({ type }) => type === 'memberOf');
      });
      known = undefined;
    },
    /** Whether the catalog has an entity with these annotations. */
    async annotated(kind, namespace, annotations) {
      const filter = [
        `kind=${kind}`,
        `metadata.namespace=${namespace}`,
        ...Object.entries(annotations).map(
          ([name, value]) => `metadata.annotations.${name}=${value}`,
        ),
      ].join(',');
      const found = await get(
        `/api/catalog/entities?filter=${encodeURIComponent(filter)}`,
      );
      return found.length > 0;
    },
  };
}
