/** A plan's steps as short phrases, in the order in which they are done. */
import { assertNever } from '#contract/assert-never.ts';
import type { ImageStep, ReasonCode, VideoStep } from '#contract/model/plan.ts';
import type { UiMessages } from '../../messages/en.ts';
import { clockTime } from '../../ui/time.ts';

const silencing: readonly ReasonCode[] = ['sound-off', 'audio-undecodable', 'audio-absent-in-selection'];

const sides = ({ width, height }: { readonly width: number; readonly height: number }): string =>
  `${width} \u00d7 ${height}`;

export const stepWords = (step: ImageStep | VideoStep, words: UiMessages['plan']): readonly string[] => {
  // A clip that never had any is not worth the words.
  const silence = ({ because }: { readonly because: readonly ReasonCode[] }) =>
    silencing.some((code) => because.includes(code)) ? [words.silent] : [];
  switch (step.kind) {
    case 'keep':
      return [words.keep];
    case 'strip':
      return [words.strip];
    case 'remux':
      return [words.remux, ...(step.sound === 'aac' ? [words.audio] : []), ...silence(step)];
    case 'cut':
      return [words.cut(clockTime(step.startSec), clockTime(step.endSec))];
    case 'deinterlace':
      return [words.deinterlace];
    case 'letterbox':
      return [words.letterbox(sides(step))];
    case 'turn':
      return [step.isMirrored ? words.unmirror : words.turn];
    case 'crop':
      return [words.crop(sides(step))];
    case 'scale':
      return [words.scale(sides(step))];
    case 'pad':
      return [step.edge === 'blur' ? words.padBlur(sides(step)) : words.pad(sides(step))];
    case 'tone-map':
      return [words['tone-map']];
    case 'encode':
      if ('container' in step) return [words[step.container]];
      return [words.encode, ...silence(step)];
    default:
      return assertNever(step);
  }
};
