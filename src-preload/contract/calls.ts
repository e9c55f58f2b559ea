/**
 * The calls of the page and of the other hosts: channel -> input and output. Both ends parse with these schemas; the
 * types of the handlers (main), of the client (page) and of the bridge (preload) are inferred from this table.
 */
import { z } from 'zod';
import { appCalls } from './app-calls.ts';
import { appErrorSchema } from './errors.ts';
import { bodySchema } from './model/body.ts';
import { choicesSchema } from './model/choices.ts';
import { deliveryStatusSchema, noPastedLinks, pastedLinksSchema } from './model/delivery.ts';
import { exportChoicesSchema, madeExportSchema } from './model/export.ts';
import { itemIdSchema, keptItemSchema } from './model/item.ts';
import {
  batchIdSchema,
  batchOrderSchema,
  jobIdSchema,
  jobSchema,
  maxBatchJobs,
  stopAfterSchema,
} from './model/job.ts';
import {
  itemIdsSchema,
  libraryOverviewSchema,
  libraryPageSchema,
  libraryQuerySchema,
  wholeLibrary,
} from './model/library-query.ts';
import {
  importedSchema,
  libraryStorageSchema,
  madeBundleSchema,
  rebuiltSchema,
} from './model/library-work.ts';
import { marksChangeSchema } from './model/marks.ts';
import { keyHolderSchema, modelSpecSchema, providerIdSchema } from './model/model-spec.ts';
import { noticeKindSchema, noticeSchema } from './model/notice.ts';
import { scanSchema, waveformSchema } from './model/scan.ts';
import { keyStatusSchema, keyTestSchema, settingsChangeSchema, settingsSchema } from './model/settings.ts';
import { sourceIdSchema, sourceSchema } from './model/source.ts';
import { approvalsSchema, noApprovals, spendCheckSchema } from './model/spend-check.ts';
import { spendingExcessSchema, spendingSchema } from './model/spending.ts';

const nothing = z.object({});

/** `allowOverLimit`: the run may exceed a spending limit; with `agreedExcess` by exactly those amounts. */
const overLimit = {
  allowOverLimit: z.boolean().default(false),
  agreedExcess: spendingExcessSchema.optional(),
};

export const submitSchema = z.object({
  imageId: sourceIdSchema,
  videoId: sourceIdSchema,
  choices: choicesSchema,
  links: pastedLinksSchema.default(noPastedLinks),
});
export type SubmitInput = z.infer<typeof submitSchema>;

/** Outcome of refreshing the prices of one provider. */
export const priceRefreshSchema = z.object({
  provider: providerIdSchema,
  /** Number of models whose price is now from this provider. */
  count: z.int().nonnegative(),
  /** null: the provider answered. */
  error: appErrorSchema.nullable(),
});
export type PriceRefresh = z.infer<typeof priceRefreshSchema>;

/** Number of affected items. */
const changedSchema = z.object({ changed: z.int().nonnegative() });

type Call = {
  readonly input: z.ZodType;
  readonly output: z.ZodType;
  /** Names a path of this machine or carries a file: called by a host only, never forwarded from the page. */
  readonly isHostOnly?: true;
  /** May lead to a paid request: without a reply it is unknown whether something was charged. */
  readonly mayCharge?: true;
};

export const calls = {
  ...appCalls,
  'models.list': { input: nothing, output: z.array(modelSpecSchema) },
  /** Queries each provider that publishes prices over the network; those that need a key only where one is set. */
  'prices.refresh': { input: nothing, output: z.array(priceRefreshSchema) },
  'delivery.status': { input: nothing, output: deliveryStatusSchema },
  /** Opens the bundled sample: an image and a video drawn for this program. */
  'sample.open': { input: nothing, output: z.object({ image: sourceSchema, video: sourceSchema }) },
  'media.open': { input: z.object({ path: z.string().min(1) }), output: sourceSchema, isHostOnly: true },
  'media.openBytes': {
    input: z.object({ name: z.string(), bytes: z.instanceof(Uint8Array) }),
    output: sourceSchema,
    isHostOnly: true,
  },
  /** Opens an open animated image again, as a video. Fails with `file-is-image` for a still image. */
  'media.openAnimation': { input: z.object({ sourceId: sourceIdSchema }), output: sourceSchema },
  'media.close': { input: z.object({ sourceId: sourceIdSchema }), output: nothing },
  /** Cuts, frozen stretches and motion of a video; cached by content. */
  'media.scan': { input: z.object({ sourceId: sourceIdSchema }), output: scanSchema },
  /** The people in an image, or in samples of a whole video; cached. `tool-missing` where detection cannot be loaded. */
  'media.body': { input: z.object({ sourceId: sourceIdSchema }), output: bodySchema },
  'media.waveform': { input: z.object({ sourceId: sourceIdSchema }), output: waveformSchema },
  /** Makes a small copy that every browser plays, for `previewAddress`. */
  'media.preview': { input: z.object({ sourceId: sourceIdSchema }), output: nothing },
  /** Makes these files before Generate is pressed, and cancels the previous request; null: cancels only. */
  'prefit.set': { input: z.object({ request: submitSchema.nullable() }), output: nothing },
  /** Spend check before these runs are sent. Free runs need none. */
  'jobs.spendCheck': {
    input: z.object({ requests: z.array(submitSchema).min(1).max(maxBatchJobs) }),
    output: spendCheckSchema,
  },
  /**
   * Fails with `duplicate-unapproved` or `spending-limit-exceeded` where the spend check reports something that
   * `approvals` do not cover.
   */
  'jobs.submit': {
    input: submitSchema.extend({ approvals: approvalsSchema.default(noApprovals) }),
    output: jobSchema,
    mayCharge: true,
  },
  /** All or none of the runs are created. */
  'jobs.submitBatch': {
    input: z.object({
      requests: z.array(submitSchema).min(1).max(maxBatchJobs),
      stopAfter: stopAfterSchema,
      approvals: approvalsSchema.default(noApprovals),
    }),
    output: z.object({ batchId: batchIdSchema, jobs: z.array(jobSchema) }),
    mayCharge: true,
  },
  'jobs.list': { input: nothing, output: z.array(jobSchema) },
  'jobs.cancel': { input: z.object({ jobId: jobIdSchema }), output: jobSchema },
  /** Ends the polling or download of a job at the provider; `jobs.retry` resumes it. */
  'jobs.stopPolling': { input: z.object({ jobId: jobIdSchema }), output: jobSchema },
  /**
   * A paid job is downloaded or polled again at no cost; any other becomes a new job with this one as its parent, of
   * which there is one at a time.
   */
  'jobs.retry': {
    input: z.object({ jobId: jobIdSchema, ...overLimit }),
    output: jobSchema,
    mayCharge: true,
  },
  /** Asks the provider whether it knows the request of an unsure job; if it does, the job continues. */
  'jobs.find': {
    input: z.object({ jobId: jobIdSchema }),
    output: z.object({ isFound: z.boolean(), job: jobSchema }),
  },
  /**
   * The user's decision about an unsure job. `sent` may carry the provider's own id of the request; `send-again`
   * creates a new job, which is returned, and may be charged twice.
   */
  'jobs.resolve': {
    input: z.object({
      jobId: jobIdSchema,
      as: z.enum(['sent', 'not-sent', 'send-again']),
      providerJobId: z.string().min(1).max(300).optional(),
      ...overLimit,
    }),
    output: jobSchema,
    mayCharge: true,
  },
  'jobs.dismiss': { input: z.object({ jobId: jobIdSchema }), output: nothing },
  /** Dismisses those of the jobs that exist and can be dismissed. */
  'jobs.dismissAll': {
    input: z.object({ jobIds: z.array(jobIdSchema).max(100_000) }),
    output: changedSchema,
  },
  /** Moves a queued job before another; null: to the end. */
  'jobs.reorder': {
    input: z.object({ jobId: jobIdSchema, beforeId: jobIdSchema.nullable() }),
    output: nothing,
  },
  /** Cancels the unsent runs of a batch; nothing is charged for them. */
  'jobs.cancelBatch': {
    input: z.object({ batchId: batchIdSchema }),
    output: z.object({ cancelled: z.int().nonnegative() }),
  },
  /** null: there is no such batch. */
  'jobs.batchOrder': { input: z.object({ batchId: batchIdSchema }), output: batchOrderSchema.nullable() },
  'spending.get': { input: nothing, output: spendingSchema },
  'library.list': {
    input: z.object({
      offset: z.int().nonnegative(),
      limit: z.int().min(1).max(500),
      query: libraryQuerySchema.default(wholeLibrary),
    }),
    output: libraryPageSchema,
  },
  /** All items that the query finds, in its order. */
  'library.ids': {
    input: z.object({ query: libraryQuerySchema.default(wholeLibrary) }),
    output: z.array(itemIdSchema),
  },
  'library.overview': { input: nothing, output: libraryOverviewSchema },
  'library.get': { input: z.object({ itemId: itemIdSchema }), output: keptItemSchema },
  /** Every other result made from the same image and video, newest first. */
  'library.related': { input: z.object({ itemId: itemIdSchema }), output: z.array(keptItemSchema) },
  /** Shows the item's folder in the system's file manager. */
  'library.reveal': { input: z.object({ itemId: itemIdSchema }), output: nothing },
  /**
   * Replies when the video is made; it is downloaded from `exportAddress`. `besideId`: another result in the
   * reference's place.
   */
  'library.export': {
    input: z.object({
      itemId: itemIdSchema,
      besideId: itemIdSchema.nullable().default(null),
      choices: exportChoicesSchema,
    }),
    output: madeExportSchema,
  },
  'library.cancelExport': { input: z.object({ itemId: itemIdSchema }), output: nothing },
  'library.mark': {
    input: z.object({ itemIds: itemIdsSchema, change: marksChangeSchema }),
    output: changedSchema,
  },
  /** Moves items to the trash. */
  'library.remove': { input: z.object({ itemIds: itemIdsSchema }), output: changedSchema },
  'library.restore': { input: z.object({ itemIds: itemIdsSchema }), output: changedSchema },
  /** Deletes only items in the trash; null: all of them. */
  'library.deleteForever': { input: z.object({ itemIds: itemIdsSchema.nullable() }), output: changedSchema },
  'library.rebuild': { input: nothing, output: rebuiltSchema },
  'library.storage': { input: nothing, output: libraryStorageSchema },
  /**
   * Copies, verifies and switches to the new location; the former one keeps its copy. `to`: full path; empty: back to
   * the data folder.
   */
  'library.move': { input: z.object({ to: z.string() }), output: libraryStorageSchema },
  /** Compares the old copies that moves have left with the library, and deletes what is equal. */
  'library.deleteOldCopies': { input: nothing, output: libraryStorageSchema },
  /** Shows the system's folder dialog; null: it was cancelled. */
  'library.chooseFolder': { input: nothing, output: z.object({ folder: z.string().nullable() }) },
  /** Replies when the bundle is made. */
  'library.bundle': { input: z.object({ itemIds: itemIdsSchema }), output: madeBundleSchema },
  'library.import': {
    input: z.object({ path: z.string().min(1) }),
    output: importedSchema,
    isHostOnly: true,
  },
  /** Cancels the running long work; it leaves no partial result. */
  'library.cancelWork': { input: nothing, output: nothing },
  /** Starts to drag the result's file out of the window. */
  'library.drag': { input: z.object({ itemId: itemIdSchema }), output: nothing },
  /** Opens the files as they were sent, for another run. */
  'library.reopen': {
    input: z.object({ itemId: itemIdSchema }),
    output: z.object({ image: sourceSchema, video: sourceSchema }),
  },
  /** Opens one of an item's videos, as `media.open` does: to make a copy that every browser plays. */
  'library.source': {
    input: z.object({ itemId: itemIdSchema, file: z.enum(['result', 'video']) }),
    output: sourceSchema,
  },
  'keys.status': { input: nothing, output: z.array(keyStatusSchema) },
  'keys.set': {
    input: z.object({ provider: keyHolderSchema, key: z.string().trim().min(1).max(500) }),
    output: keyStatusSchema,
  },
  'keys.clear': { input: z.object({ provider: keyHolderSchema }), output: keyStatusSchema },
  /** Asks the provider, at no cost, whether it accepts the key. */
  'keys.test': {
    input: z.object({ provider: keyHolderSchema }),
    output: keyTestSchema,
  },
  'settings.get': { input: nothing, output: settingsSchema },
  'settings.set': { input: settingsChangeSchema, output: settingsSchema },
  'notices.list': { input: nothing, output: z.array(noticeSchema) },
  'notices.dismiss': { input: z.object({ kind: noticeKindSchema }), output: nothing },
} as const satisfies Readonly<Record<string, Call>>;

type Calls = typeof calls;
export type CallName = keyof Calls;
export type CallInput<N extends CallName> = z.input<Calls[N]['input']>;
export type CallOutput<N extends CallName> = z.output<Calls[N]['output']>;
/** What a handler receives: the input after parsing. */
export type ParsedInput<N extends CallName> = z.output<Calls[N]['input']>;

export type HostCallName = {
  [N in CallName]: Calls[N] extends { readonly isHostOnly: true } ? N : never;
}[CallName];
export type PageCallName = Exclude<CallName, HostCallName>;

export const isCallName = (name: string): name is CallName => Object.hasOwn(calls, name);
export const isPageCall = (name: CallName): name is PageCallName => !('isHostOnly' in calls[name]);
export const mayCharge = (name: CallName): boolean => 'mayCharge' in calls[name];

export const callNames: readonly CallName[] = Object.keys(calls).filter(isCallName);
/** The calls that the preload exposes to the page. */
export const pageCallNames: readonly PageCallName[] = callNames.filter(isPageCall);

/** Reply of every call: failures are values, because a thrown error keeps only its message between processes. */
export const replySchema = <T extends z.ZodType>(output: T) =>
  z.discriminatedUnion('ok', [
    z.object({ ok: z.literal(true), value: output }),
    z.object({ ok: z.literal(false), error: appErrorSchema }),
  ]);
