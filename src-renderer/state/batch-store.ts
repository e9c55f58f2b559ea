/**
 * The batch: its files, its choices, and which batch is shown. Separate from the Studio's draft; lives as long as the
 * page.
 */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { SubmitInput } from '#contract/calls.ts';
import type { AppError } from '#contract/errors.ts';
import type { Orientation } from '#contract/model/choices.ts';
import type { BatchId, JobId } from '#contract/model/job.ts';
import type { Source, SourceId } from '#contract/model/source.ts';
import type { SpendCheck } from '#contract/model/spend-check.ts';
import type { BatchCell } from '#contract/rules/batch.ts';
import type { OpenImage, OpenVideo } from './selectors.ts';
import type { ScanStatus } from './store.ts';

/** `key`: identifies its entry among the files before the file has been read. */
export type BatchFile =
  | { readonly kind: 'reading'; readonly key: string; readonly name: string }
  | { readonly kind: 'open'; readonly key: string; readonly source: Source }
  | { readonly kind: 'refused'; readonly key: string; readonly name: string; readonly error: AppError };

/** A cell with the indices of its two files, which determine its position in the matrix. */
export type BatchRun = BatchCell & {
  readonly key: string;
  readonly image: OpenImage;
  readonly video: OpenVideo;
};

/** The runs of the question, as they were when it was shown. */
export type BatchOrder = {
  readonly runs: readonly BatchRun[];
  readonly requests: readonly SubmitInput[];
  readonly stopAfter: number | null;
};

/** What to do with runs that were made before. */
export type RepeatChoice = 'leave-out' | 'send-again';

export type BatchSubmit =
  | { readonly kind: 'idle' }
  | { readonly kind: 'checking' }
  | {
      readonly kind: 'asking';
      readonly order: BatchOrder;
      readonly spendCheck: SpendCheck;
      /** The order without repeats, and what the spend check reports for it. */
      readonly rest: { readonly order: BatchOrder; readonly spendCheck: SpendCheck };
      readonly repeats: RepeatChoice;
      readonly isSending: boolean;
    }
  | { readonly kind: 'refused'; readonly error: AppError }
  /** `runs`: the whole matrix as submitted. `jobIds`: by the key of the run; excluded runs have none. */
  | {
      readonly kind: 'sent';
      readonly batchId: BatchId;
      /** When its first run was created. */
      readonly createdAt: string;
      readonly runs: readonly BatchRun[];
      readonly jobIds: ReadonlyMap<string, JobId>;
    };

export type BatchDraft = {
  /** In the order in which they were added. */
  readonly files: readonly BatchFile[];
  /** Scans of videos that are longer than some model accepts. */
  readonly scans: Readonly<Record<SourceId, ScanStatus>>;
  /** Videos whose parts stay as shown in the question, before their scan ended. */
  readonly heldParts: ReadonlySet<SourceId>;
  /** null: not chosen yet; a model whose key is set is used, or one that needs none. */
  readonly modelIds: readonly string[] | null;
  readonly orientation: Orientation;
  readonly prompt: string;
  readonly negativePrompt: string;
  readonly keepAudio: boolean;
  /** Runs that the user has excluded, by key. */
  readonly off: ReadonlySet<string>;
  /** As typed; empty: never. */
  readonly stopAfter: string;
};

/** What the screen shows; `undecided`: the screen has not been opened since the page was loaded. */
export type BatchShown =
  | { readonly kind: 'undecided' | 'draft' }
  | { readonly kind: 'batch'; readonly batchId: BatchId };

export type BatchState = {
  readonly draft: BatchDraft;
  readonly submit: BatchSubmit;
  readonly shown: BatchShown;
};
export type BatchStore = StoreApi<BatchState>;

export const emptyBatch: BatchState = {
  draft: {
    files: [],
    scans: {},
    heldParts: new Set(),
    modelIds: null,
    orientation: 'image',
    prompt: '',
    negativePrompt: '',
    keepAudio: true,
    off: new Set(),
    stopAfter: '',
  },
  submit: { kind: 'idle' },
  shown: { kind: 'undecided' },
};

export const createBatchStore = (): BatchStore => createStore<BatchState>(() => emptyBatch);

/** While the question is open, or the batch is being sent or shown, it cannot be changed. */
export const isOpenToChange = ({ submit }: BatchState): boolean =>
  submit.kind === 'idle' || submit.kind === 'refused';
