/** What a step of a job is given to work with, and what its failures say about money. */
import { join } from 'node:path';
import type { AppError, Result } from '#contract/errors.ts';
import type { ModelSpec } from '#contract/model/model-spec.ts';
import { type FittedFiles, fitLimits } from '../../artifacts.ts';
import type { DeadlineLimiter } from '../../limiter.ts';
import type { Provider } from '../../providers/spec.ts';
import type { JobPorts } from '../ports.ts';
import type { JobRecord, StoredState } from '../record.ts';
import type { Live } from '../snapshot.ts';

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
  /** How many jobs are being asked for now. */
  readonly waitingCount: () => number;
  /** For fetching and keeping results: all that a disk gave back at once must not be fetched at once. */
  readonly fetchLimiter: DeadlineLimiter;
  /** Shorter where the machine wakes from sleep, or the job is cancelled. */
  readonly pause: (ms: number) => Promise<void>;
  /** Full path of the job's own work folder. */
  readonly folder: string;
  /** Aborted when the job is cancelled or the program closes. */
  readonly signal: AbortSignal;
  /** Aborted when the program can wait no longer for the answer to a request that is on its way. */
  readonly giveUp: AbortSignal;
  readonly onLive: (live: Partial<Live>) => void;
  /** Resolves when no cancel is being asked of the provider. */
  readonly cancelAnswered: () => Promise<void>;
};

/** Nothing that runs on this computer is ever charged. */
export const honest = (error: AppError, model: ModelSpec): AppError =>
  model.price.kind === 'free' ? { ...error, charged: 'no' } : error;

/** The provider has done its part, so it has charged for it. */
export const afterRun = (error: AppError, model: ModelSpec): AppError =>
  honest({ ...error, charged: 'yes' }, model);

/** The plan alone decides what comes out: done again, it makes the same files. */
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
