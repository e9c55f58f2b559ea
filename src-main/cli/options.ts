/** Options and parsers of option values that several commands share. */
import { InvalidArgumentError, Option } from 'commander';

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

export const stars = wholeNumber({ min: 0, max: 5 });

/** An option that can be repeated. */
export const several = (flags: string, description: string): Option =>
  new Option(flags, description)
    .default([], 'none')
    .argParser<readonly string[]>((text, before) => [...before, text]);

export const json = (): Option => new Option('--json', 'print exactly one JSON value on stdout');

export const overLimit = (): Option =>
  new Option('--over-limit', 'generate although a spending limit is exceeded or cannot be checked').default(
    false,
  );
