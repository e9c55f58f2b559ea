/** The inputs of a job step, and what its failures say about money. */
import { join } from 'node:path';
import type { AppError, Result } from '#contract/errors.ts';
import type { ModelSpec } from '#contract/model/model-spec.ts';
import { type FittedFiles, fitLimits } from '../../artifacts.ts';
import type { DeadlineLimiter } from '../../limiter.ts';
import type { Provider } from '../../providers/spec.ts';
import type { JobPorts } from '../ports.ts';
import type { Live } from '../queue-view.ts';
import type { JobRecord, StoredState } from '../record.ts';

export type StateOf<K extends StoredState['kind']> = Extract<StoredState, { kind: K }>;

export type StepContext = {
  readonly ports: Pick<
    JobPorts,
    'clock' | 'log' | 'canStart' | 'fit' | 'deliver' | 'forgetUploads' | 'keep' | 'findKept' | 'sentRequests'
  > & {
    readonly freeBytes: (folder: string) => Promise<number | null>;
  };
  readonly record: JobRecord;
  readonly provider: Provider;
  readonly model: ModelSpec;
  readonly pollLimiter: DeadlineLimiter;
  /** Number of jobs that are being polled. */
  readonly waitingCount: () => number;
  /** For fetching and keeping results: limits how many resume together when a disk returns. */
  readonly fetchLimiter: DeadlineLimiter;
  /** Shorter where the machine wakes from sleep, or the job is cancelled. */
  readonly pause: (ms: number) => Promise<void>;
  /** Full path of the job's own work folder. */
  readonly folder: string;
  /** Aborted when the job is cancelled or the program closes. */
  readonly signal: AbortSignal;
  /** Aborted when shutdown can wait no longer for the answer to a sent request. */
  readonly giveUp: AbortSignal;
  readonly onLive: (live: Partial<Live>) => void;
  /** Resolves when no cancel request is pending at the provider. */
  readonly cancelAnswered: () => Promise<void>;
};

/** Free models run on this computer and are never charged. */
export const unchargedIfFree = (error: AppError, model: ModelSpec): AppError =>
  model.price.kind === 'free' ? { ...error, charged: 'no' } : error;

/** After a finished run the provider has charged for it. */
export const afterRun = (error: AppError, model: ModelSpec): AppError =>
  unchargedIfFree({ ...error, charged: 'yes' }, model);

/** Deterministic: the same plan makes the same files again. */
export const fitInputs = ({
  ports,
  record,
  model,
  folder,
  signal,
  onLive,
}: StepContext): Promise<Result<FittedFiles>> =>
  ports.fit({
    image: record.image,
    video: record.video,
    plan: record.plan,
    limits: fitLimits(model, record.choices),
    folder: join(folder, 'inputs'),
    signal,
    onProgress: (fraction) => onLive({ fraction }),
  });
