import type { Request } from 'express';
import type { z } from 'zod';
import type {
  Contract,
  Route,
} from '@trainyard/backstage-plugin-ml-training-common';
import type { Caller } from '../callers/caller';
import type { RunEntry } from '../runs/runStore';

export type RouteName = keyof Contract;

type Parts<Name extends RouteName> =
  Contract[Name] extends Route<infer P, infer Q, infer B, infer A>
    ? { params: P; query: Q; body: B; answer: A }
    : never;

export type ParamsOf<Name extends RouteName> = z.output<Parts<Name>['params']>;
export type QueryOf<Name extends RouteName> = z.output<Parts<Name>['query']>;
export type BodyOf<Name extends RouteName> = z.output<Parts<Name>['body']>;
type ResponseOf<Name extends RouteName> = z.output<Parts<Name>['answer']>;

/** A request that was parsed as the contract says, by somebody who is known. */
export interface Call<Name extends RouteName> {
  readonly params: ParamsOf<Name>;
  readonly query: QueryOf<Name>;
  readonly body: BodyOf<Name>;
  readonly caller: Caller;
  /** For the audit. */
  readonly request: Request;
  /** Aborts when the caller hangs up or the portal stops. */
  readonly signal: AbortSignal;
  /** On routes with `:run`: that run, which the caller may read. */
  readonly entry: ParamsOf<Name> extends { readonly run: string }
    ? RunEntry
    : undefined;
}

/** A file to be saved, never to be shown by the browser. */
export interface FileAnswer {
  readonly name: string;
  readonly mediaType: string;
  readonly content: AsyncIterable<Uint8Array>;
  /** Where it is known before the last byte: told in a header. */
  readonly sha256?: string;
}

/** A file that is handed out elsewhere; who follows compares it with its digest. */
export interface ElsewhereAnswer {
  readonly url: string;
  readonly sha256: string;
}

/** What a handler gives: a value, lines, or a file. */
export type Answer<Name extends RouteName> = Name extends 'readLog'
  ? AsyncIterable<ResponseOf<Name>>
  : Name extends 'downloadLog'
    ? FileAnswer
    : Name extends 'downloadFile'
      ? FileAnswer | ElsewhereAnswer
      : ResponseOf<Name>;

export type Handler<Name extends RouteName> = (
  call: Call<Name>,
) => Promise<Answer<Name>>;

/** One handler for each route of the contract. */
export type Handlers = { readonly [Name in RouteName]: Handler<Name> };
