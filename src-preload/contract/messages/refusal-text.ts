/** Parts of the sentences about refusals by a provider or a bucket, for every language. */
import type { ErrorCode, ErrorOf } from '../errors.ts';
import type { ErrorTable } from './sentence.ts';

export type Refusals = Pick<ErrorTable, RefusalCode>;

type RefusalCode = Extract<
  ErrorCode,
  | 'content-refused'
  | 'input-unreadable-there'
  | 'bucket-refused'
  | 'key-not-permitted'
  | 'bucket-name-invalid'
  | 'body-not-found'
  | 'several-people'
  | 'motion-too-short'
  | 'figure-unusable'
  | 'image-unreadable-there'
  | 'status-unavailable'
  | 'clock-wrong'
>;

type Subject = { readonly subject?: string | undefined };

type Files = { readonly image: string; readonly video: string; readonly both: string };
export const fileOf = ({ subject }: Subject, files: Files): string =>
  subject === 'image' || subject === 'video' ? files[subject] : files.both;

const steps = [
  { unit: 'day', sec: 86_400 },
  { unit: 'hour', sec: 3600 },
  { unit: 'minute', sec: 60 },
  { unit: 'second', sec: 1 },
] as const;

/** How far a clock is off, in the largest unit of which there are at least two; null: unknown. */
export const clockError = (
  { aheadSec }: ErrorOf<'clock-wrong'>,
  language: string,
): { readonly amount: string; readonly isAhead: boolean } | null => {
  const sec = aheadSec ?? 0;
  const step = steps.find((each) => Math.abs(sec) >= 2 * each.sec);
  if (step === undefined) return null;
  const value = Math.round(Math.abs(sec) / step.sec);
  const format = new Intl.NumberFormat(language, { style: 'unit', unit: step.unit, unitDisplay: 'long' });
  return { amount: format.format(value), isAhead: sec > 0 };
};
