/** The batch: its files, its choices, and which batch is looked at. Apart from the Studio's draft, and as long as the page. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { SubmitInput } from '#contract/calls.ts';
import type { AppError } from '#contract/errors.ts';
import type { BatchId } from '#contract/model/batch.ts';
import type { Orientation } from '#contract/model/choices.ts';
import type { JobId } from '#contract/model/job.ts';
import type { Source, SourceId } from '#contract/model/source.ts';
import type { SpendCheck } from '#contract/model/spend-check.ts';
import type { BatchCell } from '#contract/rules/batch.ts';
import type { OpenImage, OpenVideo } from './selectors.ts';
import type { ScanStatus } from './store.ts';

/** `key`: of its place among the files, from before it is known what it is. */
export type BatchFile =
  | { readonly kind: 'reading'; readonly key: string; readonly name: string }
  | { readonly kind: 'open'; readonly key: string; readonly source: Source }
  | { readonly kind: 'refused'; readonly key: string; readonly name: string; readonly error: AppError };

/** A cell with its two files: what its place in the matrix is made of. */
export type BatchRun = BatchCell & {
  readonly key: string;
  readonly image: OpenImage;
  readonly video: OpenVideo;
};

/** What is about to be sent, as it was when it was asked about. */
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
      /** The order without what was made before, and what is to be said of that. */
      readonly rest: { readonly order: BatchOrder; readonly spendCheck: SpendCheck };
      readonly repeats: RepeatChoice;
      readonly isSending: boolean;
    }
  | { readonly kind: 'refused'; readonly error: AppError }
  /** `runs`: the whole matrix as it stood. `jobIds`: by the key of the run; those left out have none. */
  | {
      readonly kind: 'sent';
      readonly batchId: BatchId;
      /** When its first run was written down. */
      readonly createdAt: string;
      readonly runs: readonly BatchRun[];
      readonly jobIds: ReadonlyMap<string, JobId>;
    };

export type BatchDraft = {
  /** In the order in which they were given. */
  readonly files: readonly BatchFile[];
  /** Of clips that are longer than some model takes. */
  readonly looks: Readonly<Record<SourceId, ScanStatus>>;
  /** Clips whose parts stay as they were shown when they were asked about, before their scan ended. */
  readonly heldParts: ReadonlySet<SourceId>;
  /** null: nobody has chosen yet, so one whose key is set, or one without a key. */
  readonly modelIds: readonly string[] | null;
  readonly orientation: Orientation;
  readonly prompt: string;
  readonly negativePrompt: string;
  readonly keepAudio: boolean;
  /** Runs that a person has switched off, by key. */
  readonly off: ReadonlySet<string>;
  /** As typed; empty: never. */
  readonly stopAfter: string;
};

/** What the screen shows; `undecided`: it has not been opened since the page was. */
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
    looks: {},
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

/** While it is being asked about, sent or followed, the batch stays as it is. */
export const isOpenToChange = ({ submit }: BatchState): boolean =>
  submit.kind === 'idle' || submit.kind === 'refused';
