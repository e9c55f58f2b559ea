/** What jobs need from other modules; app.ts passes it in. */
import type { Result } from '#contract/errors.ts';
import type { PastedLinks, TransferRecord } from '#contract/model/delivery.ts';
import type { Item } from '#contract/model/item.ts';
import type { ModelSpec } from '#contract/model/model-spec.ts';
import type { Delivered, FitRequest, FittedFiles, LocalFile } from '../artifacts.ts';
import type { Clock, Log } from '../ports.ts';
import type { Call, Provider } from '../providers/spec.ts';
import type { JobRecord } from './record.ts';
import type { SentRequests } from './sent-changes.ts';

export const uploadsOf = ({ image, video }: FittedFiles): readonly LocalFile[] => [image, video];

/** Verifies a downloaded result and moves it, its inputs, a poster and item.json into the library, all or nothing. */
export type KeepRequest = {
  readonly record: JobRecord;
  readonly model: ModelSpec;
  readonly fitted: FittedFiles;
  /** The downloaded file; moved away on success. */
  readonly resultPath: string;
  readonly billedMicros: number | null;
  /** Of the files that were sent and of the result. */
  readonly transferRecords: readonly TransferRecord[];
  readonly signal: AbortSignal;
};

export type JobPorts = {
  readonly clock: Clock;
  readonly log: Log;
  /** Full path of the parent of the jobs' work folders. */
  readonly workFolder: string;
  readonly providerOf: (modelId: string) => { readonly provider: Provider; readonly model: ModelSpec } | null;
  /** Whether a run of this model with these links can be sent: the key is set, and each file has a delivery. */
  readonly canStart: (model: ModelSpec, links: PastedLinks) => Result<Record<string, never>>;
  readonly fit: (request: FitRequest) => Promise<Result<FittedFiles>>;
  /** Uploads one fitted file, or prepares it to be sent inline. `onProgress` gets 0..1. */
  readonly deliver: (
    request: {
      readonly jobId: string;
      readonly file: 'image' | 'video';
      readonly local: LocalFile;
      readonly model: ModelSpec;
      readonly pastedUrl: string | null;
    },
    call: Call & { readonly onProgress: (fraction: number) => void },
  ) => Promise<Result<Delivered>>;
  /** Uploads that the provider could not read are not reused: the next attempt uploads again. */
  readonly forgetUploads: (files: readonly { readonly sha256: string }[]) => void;
  /** Deletes the uploads of a settled job where the storage allows it. Never rejects. */
  readonly release: (jobId: string) => Promise<void>;
  readonly sentRequests: SentRequests;
  readonly keep: (request: KeepRequest) => Promise<Result<Item>>;
  /** The item of this job where the program ended right after keeping it; null: not kept. */
  readonly findKept: (record: JobRecord) => Promise<Item | null>;
};
