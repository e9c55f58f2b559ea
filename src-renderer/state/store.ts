/**
 * The page's one store: `mirror` (written by the bridge only), `draft` (the next run), `view` (the screen that is
 * shown).
 */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { AppError } from '#contract/errors.ts';
import type { Body } from '#contract/model/body.ts';
import { defaultFraming, type Framings, type Orientation, type Trim } from '#contract/model/choices.ts';
import type { DeliveryStatus } from '#contract/model/delivery.ts';
import type { ItemId } from '#contract/model/item.ts';
import type { Job } from '#contract/model/job.ts';
import type { LibraryWork } from '#contract/model/library-work.ts';
import type { ModelSpec } from '#contract/model/model-spec.ts';
import type { Notice } from '#contract/model/notice.ts';
import type { PrefitStatus } from '#contract/model/prefit.ts';
import type { BestWindow, Scan } from '#contract/model/scan.ts';
import type { About, KeyStatus, Settings } from '#contract/model/settings.ts';
import type { Source, SourceId } from '#contract/model/source.ts';
import type { SpendCheck } from '#contract/model/spend-check.ts';
import type { Spending } from '#contract/model/spending.ts';
import type { UpdateStatus } from '#contract/model/update.ts';

/** The result of scanning a video so far. */
export type ScanStatus =
  | { readonly kind: 'working'; readonly fraction: number | null }
  | {
      readonly kind: 'done';
      readonly scan: Scan;
      /** Best first; memoized for the same limits. */
      readonly best: (limits: { readonly minSec: number; readonly maxSec: number }) => readonly BestWindow[];
    }
  | { readonly kind: 'failed'; readonly error: AppError };

export type BodyStatus =
  /** `fraction`: null until it is known. */
  | { readonly kind: 'working'; readonly fraction: number | null }
  | { readonly kind: 'done'; readonly body: Body }
  | { readonly kind: 'failed'; readonly error: AppError };

export type Mirror = {
  readonly about: About | null;
  readonly models: readonly ModelSpec[];
  readonly jobs: readonly Job[];
  readonly keys: readonly KeyStatus[];
  readonly settings: Settings | null;
  /** How files can get a link now; null until it is loaded. */
  readonly deliverySetup: DeliveryStatus | null;
  readonly libraryTotal: number;
  /** Incremented with every change of the library; screens read their data again. */
  readonly libraryVersion: number;
  /** Long work on the library as a whole. */
  readonly libraryWork: LibraryWork;
  /** null until it is loaded. */
  readonly spending: Spending | null;
  /** Notices of the program. */
  readonly notices: readonly Notice[];
  /** Of the open video; dropped together with it. */
  readonly scans: Readonly<Record<SourceId, ScanStatus>>;
  /** The people in the open files; dropped together with them. */
  readonly bodies: Readonly<Record<SourceId, BodyStatus>>;
  /** Progress of the prefit for what the page shows. */
  readonly prefit: PrefitStatus;
  /** What is known of newer versions; null until it is loaded. */
  readonly update: UpdateStatus | null;
  /** False until the program answers, and again while it does not. */
  readonly isOnline: boolean;
};

export type Slot =
  | { readonly kind: 'empty' }
  /** `before`: the content of the slot until the new file is open, and after that fails. */
  | { readonly kind: 'reading'; readonly name: string; readonly before: Source | null }
  /** `problem`: why the file that should have replaced it was not opened. */
  | { readonly kind: 'open'; readonly source: Source; readonly problem: AppError | null }
  | { readonly kind: 'refused'; readonly error: AppError };
export type SlotName = 'image' | 'video';

/** The file in a slot, also while the next one is being read. */
export const heldBy = (slot: Slot): Source | null => {
  if (slot.kind === 'open') return slot.source;
  return slot.kind === 'reading' ? slot.before : null;
};

/** `sent` lasts a moment, so that a double press submits one run. */
export type Submit =
  | { readonly kind: 'idle' }
  | { readonly kind: 'sending' }
  | { readonly kind: 'sent' }
  /** Not sent yet: the spend check has a question. */
  | { readonly kind: 'asking'; readonly spendCheck: SpendCheck }
  | { readonly kind: 'refused'; readonly error: AppError };

/** The user's own links, as typed: an invalid one must not count as empty. */
export type LinkTexts = Readonly<Record<SlotName, string>>;

/** A file that another one has replaced, with its choices; it stays open, so that it can be put back. */
export type Replaced = {
  readonly source: Source;
  readonly link: string;
  /** Of a video. */
  readonly trim: Trim | null;
  readonly isTrimHeld: boolean;
};

/** Files that the host has given and the Studio could not show. */
export type GivenLeftOver = { readonly names: readonly string[]; readonly errors: readonly AppError[] };

export const noLeftOver: GivenLeftOver = { names: [], errors: [] };

export type Draft = {
  readonly image: Slot;
  readonly video: Slot;
  /** null: not chosen yet; a model whose key is set is used, or one that needs none. */
  readonly modelId: string | null;
  readonly orientation: Orientation;
  /** null: the whole video, or its best part where it is too long and no part is held. */
  readonly trim: Trim | null;
  /** The part stays as shown: a better one that a later scan finds is offered, not selected. */
  readonly isTrimHeld: boolean;
  /** Both stay as typed, whether or not the model supports them. */
  readonly prompt: string;
  readonly negativePrompt: string;
  readonly keepAudio: boolean;
  readonly framing: Framings;
  readonly links: LinkTexts;
  readonly replaced: Readonly<Record<SlotName, Replaced | null>>;
  readonly givenLeftOver: GivenLeftOver;
  readonly submit: Submit;
};

/** The sections of the settings. */
export type SettingsPart =
  | 'keys'
  | 'spending'
  | 'queue'
  | 'delivery'
  | 'appearance'
  | 'tools'
  | 'storage'
  | 'desktop'
  | 'data'
  | 'about'
  | 'models';

export type Screen =
  | { readonly kind: 'studio' }
  | { readonly kind: 'batch' }
  | { readonly kind: 'library' }
  /** `besideId`: another result in the reference's place. */
  | { readonly kind: 'compare'; readonly itemId: ItemId; readonly besideId?: ItemId }
  /** `part`: the section to show first. */
  | { readonly kind: 'settings'; readonly part?: SettingsPart };

/** A screen that is available whatever was opened. */
export type PlainScreen = Exclude<Screen['kind'], 'compare'>;

export type AppState = {
  readonly mirror: Mirror;
  readonly draft: Draft;
  /** `cameFrom`: the screen from which a result was opened. */
  readonly view: { readonly screen: Screen; readonly cameFrom?: PlainScreen };
};
export type AppStore = StoreApi<AppState>;

export const emptyState: AppState = {
  mirror: {
    about: null,
    models: [],
    jobs: [],
    keys: [],
    settings: null,
    deliverySetup: null,
    libraryTotal: 0,
    libraryVersion: 0,
    libraryWork: { kind: 'idle' },
    spending: null,
    notices: [],
    scans: {},
    bodies: {},
    prefit: { kind: 'idle' },
    update: null,
    isOnline: false,
  },
  draft: {
    image: { kind: 'empty' },
    video: { kind: 'empty' },
    modelId: null,
    orientation: 'image',
    trim: null,
    isTrimHeld: false,
    prompt: '',
    negativePrompt: '',
    keepAudio: true,
    framing: defaultFraming,
    links: { image: '', video: '' },
    replaced: { image: null, video: null },
    givenLeftOver: noLeftOver,
    submit: { kind: 'idle' },
  },
  view: { screen: { kind: 'studio' } },
};

export const createAppStore = (): AppStore => createStore<AppState>(() => emptyState);

const isAboutThisRun = ({ kind }: Submit): boolean => kind === 'refused' || kind === 'asking';

/** Changes the next run. An error or a question was about the run before the change, so it is removed. */
export const editDraft = (store: AppStore, change: Partial<Omit<Draft, 'submit'>>): void =>
  store.setState(({ draft }) => ({
    draft: { ...draft, ...change, submit: isAboutThisRun(draft.submit) ? { kind: 'idle' } : draft.submit },
  }));
