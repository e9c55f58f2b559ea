/** Reads an error of a job record, including the shape of earlier versions: `{code, charged, subject?, detail?}`. */
import { z } from 'zod';
import { appErrorSchema, chargedSchema, type ErrorCode, errorCodeSchema } from '#contract/errors.ts';

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
