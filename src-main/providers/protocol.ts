/**
 * One provider's API as data and pure functions: requests, and the meaning of responses. Nothing here has effects;
 * paid-provider.ts sends the requests, paid ones once, and follows the results of these functions.
 */
import type { z } from 'zod';
import type { Charged, PlainCode } from '#contract/errors.ts';
import type { Orientation } from '#contract/model/choices.ts';
import type { ModelSpec, ProviderId } from '#contract/model/model-spec.ts';
import type { Price } from '#contract/model/price.ts';
import type { Billed } from '#contract/rules/cost.ts';
import type { Answer } from '../net/http.ts';
import type { FindRequest, Ticket } from './spec.ts';

/** One address of the provider's, and the variable that replaces it with a proxy or a stand-in. */
export type Endpoint = { readonly standard: string; readonly variable: string };

export type Ask = {
  readonly url: URL;
  readonly method: 'GET' | 'POST' | 'PUT';
  readonly body?: unknown;
  /** Besides the key's. */
  readonly headers?: Readonly<Record<string, string>>;
};

/** A run as it is described to the provider. */
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

/** Why a request or a run failed. `words`: the provider's own, unchanged; keys are not redacted here. */
export type Judgement = {
  readonly code: PlainCode;
  readonly charged: Charged;
  readonly words: string;
  /** What it is about, unless it is the provider. */
  readonly subject?: string;
};

export type StatusReading<T> =
  | {
      readonly kind: 'pending';
      /** Certain not to have started: only then is a cancel certain to be free. */
      readonly isQueued: boolean;
      readonly queuePosition: number | null;
      /** 0..1 */
      readonly fraction: number | null;
      readonly etaSec: number | null;
      /** The provider's status where its documentation does not list it: treated as pending, and logged. */
      readonly unknownWord?: string;
    }
  /** `expiresAt`: ISO time. */
  | {
      readonly kind: 'done';
      readonly url: string;
      readonly expiresAt: string | null;
      readonly billed: Billed | null;
    }
  /** The run has ended; its outcome is at another address (read by `readResult`). */
  | { readonly kind: 'ended'; readonly ticket: T }
  | { readonly kind: 'failed'; readonly why: Judgement }
  | { readonly kind: 'cancelled'; readonly charged: Charged };

export type Protocol<Names extends string, T extends Ticket> = {
  readonly id: Exclude<ProviderId, 'demo'>;
  readonly models: readonly ModelSpec[];
  /** By a name of our own; the first is where runs are submitted. */
  readonly endpoints: Readonly<Record<Names, Endpoint>>;
  readonly authorization: (key: string) => string;
  /** Interval between two status requests, in milliseconds, by the time since it was sent. */
  readonly pollAfterMs: (sinceStartMs: number) => number;
  /** How long a job's status stays available after its end, in seconds; null: longer than is relevant. */
  readonly resultKeptSec: number | null;
  readonly ticket: z.ZodType<T>;

  readonly submit: (run: Submission, at: Readonly<Record<Names, URL>>) => Ask;
  /** For a response with 2xx; null: not valid, so the run may exist. */
  readonly readSubmitted: (answer: Answer, run: Submission) => T | null;
  /** For a response with 4xx, or any other that gives a reason. */
  readonly judge: (answer: Answer) => Judgement;

  readonly askStatus: (ticket: T, at: Readonly<Record<Names, URL>>) => Ask;
  /** For a response other than 401, 402, 403, 408, 429 or 5xx. null: not readable, so there is no information. */
  readonly readStatus: (answer: Answer, ticket: T) => StatusReading<T> | null;
  /** Present where the result is at another address. */
  readonly result?: {
    readonly ask: (ticket: T, at: Readonly<Record<Names, URL>>) => Ask;
    /**
     * Whether a 403 or a 5xx is the outcome of the run itself; otherwise it comes from an intermediary and is
     * temporary.
     */
    readonly isFinal: (answer: Answer) => boolean;
    /** null: not readable. */
    readonly read: (answer: Answer, ticket: T) => StatusReading<T> | null;
  };
  readonly cancel?: {
    readonly ask: (ticket: T, at: Readonly<Record<Names, URL>>) => Ask;
    /** null: not readable. */
    readonly read: (answer: Answer) => 'requested' | 'too-late' | null;
  };
  /** Creates a ticket from the provider's own id of a request. */
  readonly ticketFor: (model: ModelSpec, providerJobId: string, at: Readonly<Record<Names, URL>>) => T;
  /** Searches for a request by our own id. */
  readonly find?: {
    /** `page`: 0, 1, 2 ... of a list that is split over several responses. */
    readonly ask: (request: FindRequest, at: Readonly<Record<Names, URL>>, page: number) => Ask;
    /** `more`: it is not on this page, and another one follows. */
    readonly read: (answer: Answer, requestId: string) => T | 'absent' | 'more' | null;
  };
  readonly keyTest: {
    readonly ask: (at: Readonly<Record<Names, URL>>) => Ask;
    /** For a response with 2xx: millionths of a US dollar; null: not stated. */
    readonly readBalance: (answer: Answer) => number | null;
  };
  readonly price?: {
    readonly needsKey: boolean;
    readonly ask: (model: Pick<ModelSpec, 'id' | 'remoteName'>, at: Readonly<Record<Names, URL>>) => Ask;
    /** For a response with 2xx; null: it has no price of that model. `asOf`: ISO date of today. */
    readonly read: (
      answer: Answer,
      model: Pick<ModelSpec, 'id' | 'remoteName'>,
      asOf: string,
    ) => Price | null;
  };
};
