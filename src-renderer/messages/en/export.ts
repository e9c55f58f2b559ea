/** Texts of the export of a comparison. */
import type { ExportLayout } from '#contract/model/export.ts';

/** The video beside the result. */
type Beside = 'reference' | 'other';

export const exporting = {
  open: 'Export',
  opening: (percent: number): string => `Exporting ${percent} %`,
  title: 'Export comparison',
  descriptions: {
    reference: 'The reference and the result in one video that plays anywhere.',
    other: 'Both results in one video that plays anywhere.',
  } satisfies Record<Beside, string>,
  layout: 'Layout',
  layouts: {
    'side-by-side': 'Side by side',
    stacked: 'Stacked',
    wipe: 'Wipe',
    result: 'Result only',
  } satisfies Record<ExportLayout, string>,
  /** `left` and `own`: names of the two videos within a sentence. */
  layoutsMean: {
    'side-by-side': (left: string): string => `Equal heights, ${left} on the left.`,
    stacked: (left: string): string => `Equal widths, ${left} on top.`,
    wipe: (): string => 'A line moves from side to side and reveals one or the other.',
    result: (_left: string, own: string): string => `Only ${own}, not re-encoded, with the audio you choose.`,
  } satisfies Record<ExportLayout, (left: string, own: string) => string>,
  audio: 'Audio',
  noAudio: 'None',
  silentReference: 'The reference has no audio.',
  labels: 'Burn in labels',
  limit: 'Max file size',
  noLimit: 'No limit',
  otherLimit: 'Other',
  ownLimit: 'Max file size in MB',
  ownLimitHint: 'In MB, for example 16.',
  ownLimitProblem: 'Enter a size of 0.1 MB or more.',
  willBe: (sides: string, length: string): string => `${sides}, ${length}`,
  /** `subject`: the video whose audio was requested. */
  silent: (subject: string): string => `${subject} has no audio. Choose another source or none.`,
  limitTooSmall: 'That limit is too small for this length. Choose a larger size, or no audio.',
  make: 'Export',
  makeAgain: 'Export again',
  making: 'Exporting the video',
  cancel: 'Cancel export',
  close: 'Close',
  made: (size: string, length: string): string => `The video is ready: ${size}, ${length}.`,
  download: 'Download video',
};
export type ExportMessages = typeof exporting;
