/**
 * The port of a provider. `start` returns an opaque JSON ticket that only this provider reads; `status` returns a
 * closed union. A paid request is sent by `start` exactly once per call and never repeated inside it.
 */
import type { AppError, Charged, Result } from '#contract/errors.ts';
import type { Orientation } from '#contract/model/choices.ts';
import type { ModelSpec, ProviderId } from '#contract/model/model-spec.ts';
import type { Price } from '#contract/model/price.ts';
import type { KeyTest } from '#contract/model/settings.ts';
import type { Billed } from '#contract/rules/cost.ts';
import type { Delivered } from '../artifacts.ts';

/** Plain JSON, stored with the job and passed back after a restart. */
export type Ticket = Readonly<Record<string, unknown>>;

export type Call = { readonly signal: AbortSignal };

export type StartRequest = {
  /** Our own id, the same for a job's whole life: sent where a provider can be queried for it later. */
  readonly requestId: string;
  readonly modelId: string;
  /** The provider's current name of the model. */
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
  /** The provider refused; `error.charged` states its policy. */
  | { readonly kind: 'refused'; readonly error: AppError }
  /** No byte of the request left this machine (name not found, connection refused, TLS failure): safe to send again. */
  | { readonly kind: 'not-sent'; readonly error: AppError }
  /** Rate limited: not accepted, not charged, and safe to send again later. */
  | { readonly kind: 'busy'; readonly error: AppError; readonly retryAfterSec: number | null }
  /** Anything else: it may have been accepted. It is never sent again without the user's decision. */
  | { readonly kind: 'unsure'; readonly error: AppError };

export type ResultLocation =
  | { readonly kind: 'link'; readonly url: string; readonly expiresAt: string | null }
  | { readonly kind: 'local'; readonly path: string };

export type StatusOutcome =
  | {
      readonly kind: 'pending';
      readonly fraction: number | null;
      readonly queuePosition: number | null;
      /** The provider's own estimate of the seconds left. */
      readonly etaSec: number | null;
    }
  | { readonly kind: 'done'; readonly result: ResultLocation; readonly billed: Billed | null }
  | { readonly kind: 'failed'; readonly error: AppError }
  /** It ended because of a cancel request. */
  | { readonly kind: 'cancelled'; readonly charged: Charged }
  /** No information this time (offline, 5xx, rate limit): poll again later. */
  | { readonly kind: 'unreachable'; readonly error: AppError; readonly retryAfterSec: number | null };

export type CancelOutcome =
  /** The provider will not run it, or not to its end. */
  | { readonly kind: 'cancelled'; readonly charged: Charged }
  /** Requested, but it may still run (and be charged). */
  | { readonly kind: 'requested' }
  | { readonly kind: 'too-late' }
  | { readonly kind: 'unreachable'; readonly error: AppError };

export type FindRequest = {
  /** As in `StartRequest`. */
  readonly requestId: string;
  /**
   * ISO time, by the clock of this computer: it was sent then or before, long before if the program had ended
   * meanwhile.
   */
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
  /** False for the offline demo. */
  readonly needsKey: boolean;
  /** Its endpoint is on this computer (a stand-in), so links to this computer may be fetched. */
  readonly isLocal: boolean;
  /** Interval between two status requests, in milliseconds, by the time since it was sent. */
  readonly pollAfterMs: (sinceStartMs: number) => number;
  /** How long a job's status stays available after its end, in seconds; null: longer than is relevant. */
  readonly resultKeptSec: number | null;
  readonly start: (request: StartRequest, call: Call) => Promise<StartOutcome>;
  readonly status: (ticket: Ticket, call: Call) => Promise<StatusOutcome>;
  readonly cancel?: (ticket: Ticket, call: Call) => Promise<CancelOutcome>;
  /** Creates a ticket from the provider's own id of a request, for a job that the user has found in the dashboard. */
  readonly ticketFor?: (modelId: string, providerJobId: string) => Ticket | undefined;
  /** Searches for a request whose response was lost, by our own id. Absent where the provider stores none. */
  readonly find?: (request: FindRequest, call: Call) => Promise<FindOutcome>;
  /** Downloads a finished result into a file, resuming a partial file that already exists. Keys are never sent. */
  readonly download: (
    result: ResultLocation,
    to: string,
    call: Call & { readonly onProgress: (fraction: number | null) => void },
  ) => Promise<Result<{ readonly sizeBytes: number }>>;
  /** Checks free of charge whether the key is accepted, and reads the balance where the provider reports it. */
  readonly testKey: (call: Call) => Promise<Result<KeyTest>>;
  /** Current prices by model id. Absent where the provider does not publish them over the network. */
  readonly refreshPrices?: (
    models: readonly Pick<ModelSpec, 'id' | 'remoteName'>[],
    call: Call,
  ) => Promise<Result<ReadonlyMap<string, Price>>>;
};
