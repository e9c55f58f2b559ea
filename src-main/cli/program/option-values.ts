/** Parsers of option values, and options that several commands share. */
import { InvalidArgumentError, Option } from 'commander';
import { type Framing, framingSchema } from '#contract/model/choices.ts';
import { parseUsd } from '#contract/rules/cost.ts';

export const seconds = (text: string): number => {
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value) || value < 0)
    throw new InvalidArgumentError('Give a time in seconds, for example 2.5.');
  return value;
};

export const wholeNumber =
  ({ min, max }: { readonly min: number; readonly max: number }) =>
  (text: string): number => {
    const value = Number(text);
    if (text.trim() === '' || !Number.isInteger(value) || value < min || value > max)
      throw new InvalidArgumentError(`Give a whole number from ${min} to ${max}.`);
    return value;
  };

export const portNumber = wholeNumber({ min: 0, max: 65_535 });
export const stars = wholeNumber({ min: 0, max: 5 });
export const anyCount = wholeNumber({ min: 0, max: 1_000_000_000 });

/** The smallest size limit of an export in the contract, in bytes. */
const minBytes = 100_000;
export const sizeIn =
  (unit: 1 | 1_000_000) =>
  (text: string): number => {
    const bytes = Math.floor(Number(text) * unit);
    if (text.trim() === '' || !(bytes >= minBytes && Number.isSafeInteger(bytes)))
      throw new InvalidArgumentError(`Give ${minBytes / unit} or more.`);
    return bytes;
  };

/** In millionths of a US dollar. `none` instead of null, because commander reads null as an option without a value. */
export const amountOrNone = (text: string): number | 'none' => {
  if (text === 'none') return text;
  const micros = parseUsd(text);
  if (micros === null) throw new InvalidArgumentError('Give dollars, for example 2.50, or none.');
  return micros;
};

/** `blur`, `plain`, `crop` or `crop:0.5,0.2`. */
export const shape = (text: string): Framing => {
  if (text === 'blur' || text === 'plain') return { kind: 'pad', edge: text };
  const place = /^crop(?::([\d.]+),([\d.]+))?$/.exec(text);
  const parsed = framingSchema.safeParse({
    kind: place ? 'crop' : 'unknown',
    x: Number(place?.[1] ?? 0.5),
    y: Number(place?.[2] ?? 0.5),
  });
  if (parsed.success) return parsed.data;
  throw new InvalidArgumentError('Give blur, plain, crop, or crop:X,Y with X and Y from 0 to 1.');
};

/** An option that can be repeated. */
export const several = (flags: string, description: string): Option =>
  new Option(flags, description)
    .default([], 'none')
    .argParser<readonly string[]>((text, before) => [...before, text]);

export const json = (): Option => new Option('--json', 'print exactly one JSON value on stdout');

export const orientation = (choices: readonly string[]): Option =>
  new Option(
    '--orientation <o>',
    'character orientation: match image (max 10 s) or match video (max 30 s)',
  ).choices(choices);

export const overLimit = (): Option =>
  new Option('--over-limit', 'generate although a spending limit is exceeded or cannot be checked').default(
    false,
  );
