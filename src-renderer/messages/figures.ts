/** Facts and dates as text. Figures have a decimal point in every language, as in limits and plans. */
import type { Language } from '#contract/messages/languages.ts';
import type { SeenImageFacts, SeenVideoFacts } from '#contract/model/facts.ts';
import { usd } from '#contract/rules/cost.ts';
import { bytesInWords } from '#contract/rules/limits.ts';
import { withoutExtension } from '#contract/rules/naming.ts';
import { clockTime, seconds } from '../ui/time.ts';
import type { FactMessages } from './en/facts.ts';

const codecNames: Readonly<Record<string, string>> = {
  h264: 'H.264',
  hevc: 'HEVC',
  av1: 'AV1',
  vp8: 'VP8',
  vp9: 'VP9',
  prores: 'ProRes',
};

/** At most two decimals, without trailing zeros. */
const short = (value: number): string => String(Number(value.toFixed(2)));

export const codecName = (codec: string): string => codecNames[codec] ?? codec.toUpperCase();

/** `timeZone`: defaults to that of the computer. */
export const createFigures = (language: Language, timeZone?: string) => {
  const zone = timeZone === undefined ? {} : { timeZone };
  const day = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeZone: 'UTC' });
  const date = new Intl.DateTimeFormat(language, { dateStyle: 'medium', ...zone });
  const moment = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short', ...zone });
  const sides = (facts: { readonly width: number; readonly height: number }): string =>
    `${facts.width} × ${facts.height}`;

  return {
    /** `13.0 s` */
    seconds,
    /** `0:05.00` */
    clock: clockTime,
    short,
    /** A file's name without its extension. */
    title: withoutExtension,
    bytes: bytesInWords,
    dollars: usd,
    /** A date without a time, such as the date on which a price was read. */
    day: (isoDay: string): string => day.format(new Date(isoDay)),
    /** The date of a moment, in the time zone of the computer. */
    date: (iso: string): string => date.format(new Date(iso)),
    moment: (iso: string): string => moment.format(new Date(iso)),
    image: (facts: SeenImageFacts): readonly string[] => [
      sides(facts),
      facts.container.toUpperCase(),
      bytesInWords(facts.sizeBytes),
    ],
    video: (facts: SeenVideoFacts, messages: FactMessages): readonly string[] => [
      sides(facts),
      seconds(facts.durationSec),
      `${short(facts.fps)} fps`,
      codecName(facts.videoCodec),
      bytesInWords(facts.sizeBytes),
      facts.audioCodec === null ? messages.silent : messages.audio,
    ],
  };
};
export type Figures = ReturnType<typeof createFigures>;

/** Disk sizes as file managers show them: powers of 1000, one decimal from GB on. */
const large = [
  [1e12, 'TB'],
  [1e9, 'GB'],
] as const;

export const spaceInWords = (bytes: number): string => {
  for (const [unit, name] of large) if (bytes >= unit) return `${(bytes / unit).toFixed(1)} ${name}`;
  return bytesInWords(bytes);
};
