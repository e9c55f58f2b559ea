/** A plan's steps as short phrases, in the order of execution. */
import { assertNever } from '#contract/assert-never.ts';
import type { ImageStep, ReasonCode, VideoStep } from '#contract/model/plan.ts';
import type { UiMessages } from '../../messages/en.ts';
import { clockTime } from '../../ui/time.ts';

const silencing: readonly ReasonCode[] = ['audio-off', 'audio-undecodable', 'audio-absent-in-selection'];

const sides = ({ width, height }: { readonly width: number; readonly height: number }): string =>
  `${width} \u00d7 ${height}`;

export const stepWords = (step: ImageStep | VideoStep, messages: UiMessages['plan']): readonly string[] => {
  // Not mentioned for a video that never had audio.
  const silence = ({ because }: { readonly because: readonly ReasonCode[] }) =>
    silencing.some((code) => because.includes(code)) ? [messages.silent] : [];
  switch (step.kind) {
    case 'keep':
      return [messages.keep];
    case 'strip':
      return [messages.strip];
    case 'remux':
      return [messages.remux, ...(step.audio === 'aac' ? [messages.audio] : []), ...silence(step)];
    case 'cut':
      return [messages.cut(clockTime(step.startSec), clockTime(step.endSec))];
    case 'deinterlace':
      return [messages.deinterlace];
    case 'letterbox':
      return [messages.letterbox(sides(step))];
    case 'turn':
      return [step.isMirrored ? messages.unmirror : messages.turn];
    case 'crop':
      return [messages.crop(sides(step))];
    case 'scale':
      return [messages.scale(sides(step))];
    case 'pad':
      return [step.edge === 'blur' ? messages.padBlur(sides(step)) : messages.pad(sides(step))];
    case 'tone-map':
      return [messages['tone-map']];
    case 'encode':
      if ('container' in step) return [messages[step.container]];
      return [messages.encode, ...silence(step)];
    default:
      return assertNever(step);
  }
};
