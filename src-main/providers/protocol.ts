/**
 * What one provider's documents say, as data and pure functions: what is asked, and what an answer means. Nothing here
 * does anything; paid-provider.ts asks, once where money is spent, and follows what these functions answer.
 */
import type { z } from 'zod';
import type { Charged, PlainCode } from '#contract/errors.ts';
import type { Orientation } from '#contract/model/choices.ts';
import type { ModelSpec, ProviderId } from '#contract/model/model-spec.ts';
import type { Price } from '#contract/model/price.ts';
import type { Billed } from '#contract/rules/cost.ts';
import type { Answer } from '../net/http.ts';
import type { FindRequest, Ticket } from './spec.ts';

/** One address of the provider's, and the variable that puts a proxy or a stand-in in its place. */
export type Endpoint = { readonly standard: string; readonly variable: string };

export type Ask = {
  readonly url: URL;
  readonly method: 'GET' | 'POST' | 'PUT';
  readonly body?: unknown;
  /** Beside the key's. */
  readonly headers?: Readonly<Record<string, string>>;
};

/** A run as the provider will be told of it. */
export type Submission = {
  readonly requestId: string;
  readonly model: ModelSpec;
  readonly remoteName: string;
  /** A link, or the file itself as text in the form that the model's `ways` name. */
  readonly image: string;
  readonly video: string;
  readonly orientation: Orientation;
  /** Empty: none. */
  readonly prompt: string;
  readonly negativePrompt: string;
  readonly keepAudio: boolean;
};

/** Why a request or a run came to nothing. `words`: the provider's own, as they came; hiding keys is not done here. */
export type Judgement = {
  readonly code: PlainCode;
  readonly charged: Charged;
  readonly words: string;
  /** What it is about, where that is not the provider. */
  readonly subject?: string;
};

export type StatusReading<T> =
  | {
      readonly kind: 'pending';
      /** Sure not to run yet: only then does a cancel surely cost nothing. */
      readonly isQueued: boolean;
      readonly queuePosition: number | null;
      /** 0..1 */
      readonly fraction: number | null;
      readonly etaSec: number | null;
      /** The provider's word for it where its documents have no such word: taken for pending, and logged. */
      readonly unknownWord?: string;
    }
  /** `expiresAt`: ISO time. */
  | {
      readonly kind: 'done';
      readonly url: string;
      readonly expiresAt: string | null;
      readonly billed: Billed | null;
    }
  /** The run has ended; what came of it stands elsewhere (read by `readResult`). */
  | { readonly kind: 'ended'; readonly ticket: T }
  | { readonly kind: 'failed'; readonly why: Judgement }
  | { readonly kind: 'cancelled'; readonly charged: Charged };

export type Protocol<Names extends string, T extends Ticket> = {
  readonly id: Exclude<ProviderId, 'demo'>;
  readonly models: readonly ModelSpec[];
  /** By a name of our own; the first is where runs are asked for. */
  readonly endpoints: Readonly<Record<Names, Endpoint>>;
  readonly authorization: (key: string) => string;
  /** How long to wait between two looks at a job, in milliseconds, by the time since it was sent. */
  readonly pollAfterMs: (sinceStartMs: number) => number;
  /** How long a job can still be asked for after its end, in seconds; null: longer than anybody waits. */
  readonly resultKeptSec: number | null;
  readonly ticket: z.ZodType<T>;

  readonly submit: (run: Submission, at: Readonly<Record<Names, URL>>) => Ask;
  /** Of an answer with 2xx; null: it makes no sense, so the run may be there. */
  readonly readSubmitted: (answer: Answer, run: Submission) => T | null;
  /** Of an answer with 4xx, or of any other that tells why not. */
  readonly judge: (answer: Answer) => Judgement;

  readonly askStatus: (ticket: T, at: Readonly<Record<Names, URL>>) => Ask;
  /** Of an answer that is no 401, 402, 403, 408, 429 or 5xx. null: nobody can read it, so nothing is learned. */
  readonly readStatus: (answer: Answer, ticket: T) => StatusReading<T> | null;
  /** Where the result stands elsewhere. */
  readonly result?: {
    readonly ask: (ticket: T, at: Readonly<Record<Names, URL>>) => Ask;
    /** Whether a 403 or a 5xx is how the run itself ended; otherwise it comes from the way there and passes. */
    readonly isFinal: (answer: Answer) => boolean;
    /** null: nobody can read it. */
    readonly read: (answer: Answer, ticket: T) => StatusReading<T> | null;
  };
  readonly cancel?: {
    readonly ask: (ticket: T, at: Readonly<Record<Names, URL>>) => Ask;
    /** null: nobody can read it. */
    readonly read: (answer: Answer) => 'asked' | 'too-late' | null;
  };
  /** Makes a ticket of the provider's own id of a request. */
  readonly ticketFor: (model: ModelSpec, providerJobId: string, at: Readonly<Record<Names, URL>>) => T;
  /** Looks for a request by our own id of it. */
  readonly find?: {
    /** `page`: 0, 1, 2 ... of a list that is too long for one answer. */
    readonly ask: (request: FindRequest, at: Readonly<Record<Names, URL>>, page: number) => Ask;
    /** `more`: it is not on this page, and another one follows. */
    readonly read: (answer: Answer, requestId: string) => T | 'absent' | 'more' | null;
  };
  readonly keyTest: {
    readonly ask: (at: Readonly<Record<Names, URL>>) => Ask;
    /** Of an answer with 2xx: millionths of a US dollar; null: it does not tell. */
    readonly readBalance: (answer: Answer) => number | null;
  };
  readonly price?: {
    readonly needsKey: boolean;
    readonly ask: (model: Pick<ModelSpec, 'id' | 'remoteName'>, at: Readonly<Record<Names, URL>>) => Ask;
    /** Of an answer with 2xx; null: no price of that model in it. `asOf`: ISO date of today. */
    readonly read: (
      answer: Answer,
      model: Pick<ModelSpec, 'id' | 'remoteName'>,
      asOf: string,
    ) => Price | null;
  };
};
