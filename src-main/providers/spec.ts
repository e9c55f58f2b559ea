/**
 * The port of a provider: what a room for one provider offers. `start` returns an opaque JSON ticket that only this
 * provider reads; `status` returns a closed union. A paid request is sent by `start` exactly once per call and never
 * repeated inside it.
 */
import type { AppError, Charged, Result } from '#contract/errors.ts';
import type { Orientation } from '#contract/model/choices.ts';
import type { ModelSpec, ProviderId } from '#contract/model/model-spec.ts';
import type { Price } from '#contract/model/price.ts';
import type { KeyTest } from '#contract/model/settings.ts';
import type { Billed } from '#contract/rules/cost.ts';
import type { Delivered } from '../artifacts.ts';

/** Plain JSON, stored with the job and handed back after a restart. */
export type Ticket = Readonly<Record<string, unknown>>;

export type Call = { readonly signal: AbortSignal };

export type StartRequest = {
  /** Ours, the same for a job's whole life: sent along where a provider can be asked for it later. */
  readonly requestId: string;
  readonly modelId: string;
  /** What the provider calls the model today. */
  readonly remoteName: string;
  readonly image: Delivered;
  readonly video: Delivered;
  readonly orientation: Orientation;
  readonly prompt: string;
  readonly negativePrompt: string;
  readonly keepAudio: boolean;
  /** Expected length of the result in seconds. */
  readonly outputSec: number;
};

export type StartOutcome =
  | { readonly kind: 'accepted'; readonly ticket: Ticket }
  /** The provider said no; `error.charged` says what its policy is. */
  | { readonly kind: 'refused'; readonly error: AppError }
  /** No byte of the request left this machine (name not found, connection refused, TLS failure): safe to send again. */
  | { readonly kind: 'not-sent'; readonly error: AppError }
  /** Refused as one request too many: not accepted, not charged, and safe to send again later. */
  | { readonly kind: 'busy'; readonly error: AppError; readonly retryAfterSec: number | null }
  /** Anything else: it may have been accepted. Nothing resends it until a person decides. */
  | { readonly kind: 'unsure'; readonly error: AppError };

export type ResultLocation =
  | { readonly kind: 'link'; readonly url: string; readonly expiresAt: string | null }
  | { readonly kind: 'local'; readonly path: string };

export type StatusOutcome =
  | {
      readonly kind: 'pending';
      readonly fraction: number | null;
      readonly queuePosition: number | null;
      /** The provider's own guess of the seconds left. */
      readonly etaSec: number | null;
    }
  | { readonly kind: 'done'; readonly result: ResultLocation; readonly billed: Billed | null }
  | { readonly kind: 'failed'; readonly error: AppError }
  /** It ended because somebody asked it to. */
  | { readonly kind: 'cancelled'; readonly charged: Charged }
  /** Nothing learned this time (offline, 5xx, rate limit): ask again later. */
  | { readonly kind: 'unreachable'; readonly error: AppError; readonly retryAfterSec: number | null };

export type CancelOutcome =
  /** The provider will not run it, or not to its end. */
  | { readonly kind: 'cancelled'; readonly charged: Charged }
  /** Asked, but it may run (and be charged) all the same. */
  | { readonly kind: 'requested' }
  | { readonly kind: 'too-late' }
  | { readonly kind: 'unreachable'; readonly error: AppError };

export type FindRequest = {
  /** As `StartRequest` had it. */
  readonly requestId: string;
  /** ISO time, by the clock of this computer: it was sent then or before, long before where the program had ended meanwhile. */
  readonly sentAt: string;
};

export type FindOutcome =
  | { readonly kind: 'found'; readonly ticket: Ticket }
  /** The provider's records do not list it, or not yet: no proof that it never arrived. */
  | { readonly kind: 'absent' }
  | { readonly kind: 'unreachable'; readonly error: AppError };

export type Provider = {
  readonly id: ProviderId;
  readonly models: readonly ModelSpec[];
  /** False for the offline demonstration. */
  readonly needsKey: boolean;
  /** Its address was put on this computer (a stand-in), so links to this computer may be read, too. */
  readonly isLocal: boolean;
  /** How long to wait between two looks at a job, in milliseconds, by the time since it was sent. */
  readonly pollAfterMs: (sinceStartMs: number) => number;
  /** How long a job can still be asked for after its end, in seconds; null: longer than anybody waits. */
  readonly resultKeptSec: number | null;
  readonly start: (request: StartRequest, call: Call) => Promise<StartOutcome>;
  readonly status: (ticket: Ticket, call: Call) => Promise<StatusOutcome>;
  readonly cancel?: (ticket: Ticket, call: Call) => Promise<CancelOutcome>;
  /** Makes a ticket of the provider's own id of a request, for a job that a person has found in the dashboard. */
  readonly ticketFor?: (modelId: string, providerJobId: string) => Ticket | undefined;
  /** Looks for a request whose answer was lost, by our own id of it. Absent where the provider keeps none. */
  readonly find?: (request: FindRequest, call: Call) => Promise<FindOutcome>;
  /** Fetches a finished result into a file, resuming a partial file that is already there. Keys are never sent along. */
  readonly download: (
    result: ResultLocation,
    to: string,
    call: Call & { readonly onProgress: (fraction: number | null) => void },
  ) => Promise<Result<{ readonly sizeBytes: number }>>;
  /** Asks at no cost whether the key is taken, and what the account holds where the provider tells. */
  readonly testKey: (call: Call) => Promise<Result<KeyTest>>;
  /** By model id: what the provider says now. Absent where it does not tell over the network. */
  readonly refreshPrices?: (
    models: readonly Pick<ModelSpec, 'id' | 'remoteName'>[],
    call: Call,
  ) => Promise<Result<ReadonlyMap<string, Price>>>;
};
