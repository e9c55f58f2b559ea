/** A job as it is stored: everything needed to resume it after a crash. Parsed on every load. */
import { z } from 'zod';
import { appErrorSchema, chargedSchema, type ErrorCode, errorCodeSchema } from '#contract/errors.ts';
import { choicesSchema } from '#contract/model/choices.ts';
import { noPastedLinks, pastedLinksSchema, transferRecordSchema } from '#contract/model/delivery.ts';
import { imageFactsSchema, videoFactsSchema } from '#contract/model/facts.ts';
import { itemIdSchema } from '#contract/model/item.ts';
import { batchIdSchema, jobIdSchema } from '#contract/model/job.ts';
import { planSchema } from '#contract/model/plan.ts';
import { estimateSchema } from '#contract/model/price.ts';
import { spendingLimitsSchema } from '#contract/model/spending.ts';
import { isFreeOfCharge } from '#contract/rules/spend-check.ts';

/** Codes of errors that earlier versions stored, in the shape `{code, charged, subject?, detail?}`. */
const renamedCodes: Readonly<Record<string, ErrorCode>> = {
  'file-is-picture': 'file-is-image',
  'sound-missing': 'audio-missing',
  'cap-exceeded': 'spending-limit-exceeded',
  'hosting-missing': 'delivery-missing',
  'stopped-asking': 'polling-stopped',
  'job-forgotten': 'job-unknown-there',
  'provider-garbled': 'provider-answer-invalid',
  'repeat-unapproved': 'duplicate-unapproved',
  'cannot-here': 'not-supported-by-host',
};

const oldErrorSchema = z.object({
  code: z.preprocess((code) => renamedCodes[String(code)] ?? code, errorCodeSchema),
  charged: chargedSchema,
  subject: z.string().optional(),
  detail: z.string().optional(),
});
type OldError = z.infer<typeof oldErrorSchema>;

/** The parameters that the old shape held as text or lacked. */
const parametersOf = ({ code, subject }: OldError): Readonly<Record<string, unknown>> => {
  switch (code) {
    case 'clock-wrong':
      return { aheadSec: /^-?\d+$/.test(subject ?? '') ? Number(subject) : null };
    case 'spending-limit-exceeded':
      return { breaches: [], unknownCosts: 0 };
    default:
      return { reason: 'unspecified' };
  }
};

/** Returns anything else unchanged, for the schema to refuse. */
const upgrade = (stored: unknown): unknown => {
  if (appErrorSchema.safeParse(stored).success) return stored;
  const old = oldErrorSchema.safeParse(stored);
  if (!old.success) return stored;
  const { code, charged, subject, detail } = old.data;
  const upgraded = { code, charged, subject, detail, ...parametersOf(old.data) };
  // For a code without an upgrade the job and its charge are kept under `internal`.
  return appErrorSchema.safeParse(upgraded).success
    ? upgraded
    : { code: 'internal', charged, subject, detail };
};

export const storedErrorSchema = z.preprocess(upgrade, appErrorSchema);

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
/** `startedAt`: when the provider accepted it; the poll interval depends on it. */
const ticket = { ...fitted, ticket: ticketSchema, startedAt: z.iso.datetime() };
/** The run succeeded at the provider: location of its result, and cost. */
const finished = {
  result: locationSchema,
  billedMicros: z.int().nonnegative().nullable(),
  /** When the provider reported the result; null: stored by a version without this field. */
  readyAt: z.iso.datetime().nullable().default(null),
};

/** Each state carries only what its step and a restart need. */
export const storedStateSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('queued') }),
  z.object({ kind: z.literal('preparing') }),
  /** `delivered`: files delivered by an earlier attempt to send it. */
  z.object({ kind: z.literal('uploading'), ...fitted, delivered: links.delivered.optional() }),
  z.object({ kind: z.literal('starting'), ...links }),
  /** `isCancelRequested`: it may finish all the same. */
  z.object({ kind: z.literal('waiting'), ...ticket, isCancelRequested: z.boolean().default(false) }),
  z.object({ kind: z.literal('downloading'), ...ticket, ...finished }),
  z.object({ kind: z.literal('done'), itemId: itemIdSchema }),
  z.object({
    kind: z.literal('failed'),
    error: storedErrorSchema,
    /** Set where the run succeeded and only fetching or keeping the result failed: a retry is not charged. */
    download: z.object({ ...ticket, ...finished }).nullable(),
    /** Set where the run may be at the provider; `ticket` null: its id is unknown. */
    run: z
      .object({ ...ticket, ticket: ticketSchema.nullable() })
      .nullable()
      .default(null),
  }),
  z.object({ kind: z.literal('cancelled'), charged: chargedSchema }),
  z.object({ kind: z.literal('unsure'), error: storedErrorSchema, ...links }),
]);
export type StoredState = z.infer<typeof storedStateSchema>;

/** Rate limited: refused before anything was accepted or charged. */
const busySchema = z.object({
  /** Time of the first refusal. */
  since: z.iso.datetime(),
  /** Earliest time of the next attempt. */
  until: z.iso.datetime(),
  /** Refusals in a row. */
  refusals: z.int().positive(),
});

export const jobRecordSchema = z.object({
  id: jobIdSchema,
  parentId: jobIdSchema.nullable(),
  /** null: not part of a batch. */
  batchId: batchIdSchema.nullable().default(null),
  createdAt: z.iso.datetime(),
  stateSince: z.iso.datetime(),
  choices: choicesSchema,
  plan: planSchema,
  estimate: estimateSchema,
  /** The user's files, as they were when Generate was pressed. */
  image: z.object({ path: z.string(), name: z.string(), facts: imageFactsSchema }),
  video: z.object({ path: z.string(), name: z.string(), facts: videoFactsSchema }),
  /** The provider's name of the model when the user accepted the price; null: stored by a version without this field. */
  remoteName: z.string().nullable().default(null),
  /** The user's own links to the files that are sent. */
  links: pastedLinksSchema.default(noPastedLinks),
  /** The spending limits in force when the user approved exceeding them for this run; null: not approved. */
  approvedLimits: spendingLimitsSchema.nullable().default(null),
  /** Where the files went; empty before delivery. */
  transferRecords: z.array(transferRecordSchema).default([]),
  /** null: not rate limited, or accepted since. */
  busy: busySchema.nullable().default(null),
  state: storedStateSchema,
});
export type JobRecord = z.infer<typeof jobRecordSchema>;

/** States before the paid request. */
export const unsentKinds: readonly StoredState['kind'][] = ['queued', 'preparing', 'uploading'];
export const isUnsent = ({ kind }: StoredState): boolean => unsentKinds.includes(kind);

/** By the accepted price: it runs on this computer alone. */
export const isFreeRun = ({ estimate }: Pick<JobRecord, 'estimate'>): boolean => isFreeOfCharge(estimate);

/** `fal` of `fal/kling-v2.6-pro`: works for unknown models as well. */
export const providerNameOf = (record: Pick<JobRecord, 'choices'>): string =>
  record.choices.modelId.split('/')[0] ?? record.choices.modelId;
