import { Agent, request, type Dispatcher } from 'undici';
import { errorOfStatus, errorOfTransport } from './apiError';

/** How long a call may stay without an answer. */
const ANSWER_MILLISECONDS = 15_000;
const CONNECT_MILLISECONDS = 5000;

export interface Credentials {
  /** Read before each call: tokens of service accounts are renewed on the disk. */
  readonly token: () => Promise<string | undefined>;
  /** PEM; the certificates of the system where it is absent. */
  readonly ca?: string;
  readonly clientCertificate?: { readonly cert: string; readonly key: string };
  /** The name that the server's certificate is checked for, where it is not the host's. */
  readonly serverName?: string;
}

export interface Call {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Below the base address, with `/` at its beginning. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string | undefined>>;
  readonly body?: unknown;
  /** `application/json` where it is absent. */
  readonly contentType?: string;
}

export interface Streaming {
  readonly accept?: string;
  /** A stream that says nothing for longer is broken; servers send signs of life. */
  readonly silenceMilliseconds: number;
  readonly signal?: AbortSignal;
}

/** Calls one server, over connections and certificates of its own. */
export class HttpClient {
  readonly #agent: Agent;
  readonly #base: URL;

  constructor(
    base: string,
    private readonly credentials: Credentials,
  ) {
    this.#base = new URL(base);
    const { ca, clientCertificate, serverName } = credentials;
    this.#agent = new Agent({
      connect: {
        timeout: CONNECT_MILLISECONDS,
        ...(ca !== undefined && { ca }),
        ...clientCertificate,
        ...(serverName !== undefined && { servername: serverName }),
      },
      headersTimeout: ANSWER_MILLISECONDS,
      bodyTimeout: ANSWER_MILLISECONDS,
    });
  }

  /**
   * @returns the answer's JSON
   * @throws ApiError
   */
  async json(call: Call): Promise<unknown> {
    const url = this.#urlOf(call);
    const { body } = await this.#send(url, call, {});
    try {
      const text = await body.text();
      return text === '' ? {} : JSON.parse(text);
    } catch (error) {
      throw errorOfTransport(error, url);
    }
  }

  /** @throws ApiError also while it is read, and AbortError */
  async *stream(
    call: Call,
    { accept, silenceMilliseconds, signal }: Streaming,
  ): AsyncIterable<Uint8Array> {
    const url = this.#urlOf(call);
    const { body } = await this.#send(url, call, {
      ...(accept !== undefined && { headers: { accept } }),
      bodyTimeout: silenceMilliseconds,
      signal,
    });
    try {
      yield* body;
    } catch (error) {
      throw errorOfTransport(error, url);
    } finally {
      body.destroy();
    }
  }

  async close(): Promise<void> {
    await this.#agent.destroy();
  }

  #urlOf({ path, query = {} }: Call): URL {
    const url = new URL(this.#base);
    url.pathname = `${url.pathname.replace(/\/$/, '')}${path}`;
    for (const [name, value] of Object.entries(query)) {
      if (value !== undefined) url.searchParams.set(name, value);
    }
    return url;
  }

  /** @throws ApiError unless it succeeded */
  async #send(
    url: URL,
    { method, body, contentType = 'application/json' }: Call,
    options: {
      readonly headers?: Readonly<Record<string, string>>;
      readonly bodyTimeout?: number;
      readonly signal?: AbortSignal;
    },
  ): Promise<Dispatcher.ResponseData> {
    const token = await this.credentials.token();
    let answer: Dispatcher.ResponseData;
    try {
      answer = await request(url, {
        ...options,
        method,
        dispatcher: this.#agent,
        headers: {
          ...options.headers,
          ...(token !== undefined && { authorization: `Bearer ${token}` }),
          ...(body !== undefined && { 'content-type': contentType }),
        },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      });
    } catch (error) {
      throw errorOfTransport(error, url);
    }
    if (answer.statusCode < 300) return answer;
    const text = await answer.body.text().catch(() => '');
    throw errorOfStatus(
      answer.statusCode,
      `${messageOf(text)} (${answer.statusCode} of ${method} ${url.pathname})`,
    );
  }
}

/** Both Kubernetes and Argo say what is wrong in `message`. */
function messageOf(text: string): string {
  try {
    const { message } = JSON.parse(text) ?? {};
    if (typeof message === 'string') return message;
  } catch {
    // A proxy in between may answer with a page.
  }
  return text.slice(0, 300) || 'no reason given';
}
