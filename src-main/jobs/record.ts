/** A job as it is stored: all that is needed to go on with it after a crash. Parsed again on every load. */
import { z } from 'zod';
import { chargedSchema } from '#contract/errors.ts';
import { batchIdSchema } from '#contract/model/batch.ts';
import { choicesSchema } from '#contract/model/choices.ts';
import { noPastedLinks, pastedLinksSchema } from '#contract/model/delivery-setup.ts';
import { imageFactsSchema, videoFactsSchema } from '#contract/model/facts.ts';
import { itemIdSchema } from '#contract/model/item.ts';
import { jobIdSchema } from '#contract/model/job.ts';
import { planSchema } from '#contract/model/plan.ts';
import { estimateSchema } from '#contract/model/price.ts';
import { spendingLimitsSchema } from '#contract/model/spending.ts';
import { transferRecordSchema } from '#contract/model/transfer-record.ts';
import { isFreeOfCharge } from '#contract/rules/spending-limits.ts';
import { storedErrorSchema } from './stored-error.ts';

export const ticketSchema = z.record(z.string(), z.unknown());

const contentTypeSchema = z.enum(['image/jpeg', 'image/png', 'video/mp4', 'video/quicktime']);
const fittedFileSchema = z.object({
  path: z.string(),
  name: z.string(),
  contentType: contentTypeSchema,
  sizeBytes: z.int().positive(),
  sha256: z.string(),
});
export const fittedSchema = z.object({ image: fittedFileSchema, video: fittedFileSchema });

const local = z.object({ kind: z.literal('local'), path: z.string() });
const link = z.object({ kind: z.literal('link'), url: z.string(), expiresAt: z.string().nullable() });
const deliveredSchema = z.discriminatedUnion('kind', [
  link.extend({ via: z.enum(['fal-storage', 'bucket', 'pasted-link']).default('fal-storage') }),
  z.object({
    kind: z.literal('inline'),
    path: z.string(),
    contentType: contentTypeSchema,
    form: z.enum(['data-uri', 'base64']),
  }),
  local,
]);
const locationSchema = z.discriminatedUnion('kind', [link, local]);

const fitted = { fitted: fittedSchema };
const links = { ...fitted, delivered: z.object({ image: deliveredSchema, video: deliveredSchema }) };
/** `startedAt`: when the provider accepted it, for the pace of asking. */
const ticket = { ...fitted, ticket: ticketSchema, startedAt: z.iso.datetime() };
/** The run is done at the provider: where its result is, and what it cost. */
const finished = {
  result: locationSchema,
  billedMicros: z.int().nonnegative().nullable(),
  /** When the provider told of the result; null: of before that was kept. */
  readyAt: z.iso.datetime().nullable().default(null),
};

/** Each state carries just what its own step, and going on after a restart, needs. */
export const storedStateSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('queued') }),
  z.object({ kind: z.literal('preparing') }),
  /** `handed`: the files are there already, from an earlier try to send it. */
  z.object({ kind: z.literal('uploading'), ...fitted, delivered: links.delivered.optional() }),
  z.object({ kind: z.literal('starting'), ...links }),
  /** `isCancelAsked`: it may run to its end all the same. */
  z.object({ kind: z.literal('waiting'), ...ticket, isCancelRequested: z.boolean().default(false) }),
  z.object({ kind: z.literal('downloading'), ...ticket, ...finished }),
  z.object({ kind: z.literal('done'), itemId: itemIdSchema }),
  z.object({
    kind: z.literal('failed'),
    error: storedErrorSchema,
    /** Set where the run itself succeeded and only fetching or keeping the result failed: can be tried again unpaid. */
    download: z.object({ ...ticket, ...finished }).nullable(),
    /** Set where the run may be at the provider: what it is asked for by; `ticket` null: that was never learned. */
    run: z
      .object({ ...ticket, ticket: ticketSchema.nullable() })
      .nullable()
      .default(null),
  }),
  z.object({ kind: z.literal('cancelled'), charged: chargedSchema }),
  z.object({ kind: z.literal('unsure'), error: storedErrorSchema, ...links }),
]);
export type StoredState = z.infer<typeof storedStateSchema>;

/** The provider takes no more requests just now: refused before anything was accepted or charged. */
const busySchema = z.object({
  /** When it was first refused so. */
  since: z.iso.datetime(),
  /** Not sent before this. */
  until: z.iso.datetime(),
  /** Refused so often in a row. */
  refusals: z.int().positive(),
});

export const jobRecordSchema = z.object({
  id: jobIdSchema,
  parentId: jobIdSchema.nullable(),
  /** null: it was ordered by itself. */
  batchId: batchIdSchema.nullable().default(null),
  createdAt: z.iso.datetime(),
  stateSince: z.iso.datetime(),
  choices: choicesSchema,
  plan: planSchema,
  estimate: estimateSchema,
  /** The person's own files, as they were when Generate was pressed. */
  image: z.object({ path: z.string(), name: z.string(), facts: imageFactsSchema }),
  video: z.object({ path: z.string(), name: z.string(), facts: videoFactsSchema }),
  /** What the provider called the model when the person agreed to the price; null: of before that was kept. */
  remoteName: z.string().nullable().default(null),
  /** Links that the person made for the very files that are sent. */
  links: pastedLinksSchema.default(noPastedLinks),
  /** The caps in force when the person agreed that this run may go past them; null: that was not agreed to. */
  approvedLimits: spendingLimitsSchema.nullable().default(null),
  /** Where the files went; empty before. */
  transferRecords: z.array(transferRecordSchema).default([]),
  /** null: it was not refused for being one request too many, or has been taken since. */
  busy: busySchema.nullable().default(null),
  state: storedStateSchema,
});
export type JobRecord = z.infer<typeof jobRecordSchema>;

/** Nothing was asked of the provider yet. */
export const unsentKinds: readonly StoredState['kind'][] = ['queued', 'preparing', 'uploading'];
export const isUnsent = ({ kind }: StoredState): boolean => unsentKinds.includes(kind);

/** By the price that was agreed to: it runs on this computer alone. */
export const isFreeRun = ({ estimate }: Pick<JobRecord, 'estimate'>): boolean => isFreeOfCharge(estimate);

/** `fal` of `fal/kling-v2.6-pro`: known even where the model is not. */
export const providerNameOf = (record: Pick<JobRecord, 'choices'>): string =>
  record.choices.modelId.split('/')[0] ?? record.choices.modelId;
