/** In English, advice about the people that were found in an image or a video. */
import type { BodyAdvice } from '../../model/body.ts';

/** The file that the advice is about. */
type Where = 'image' | 'video';

const percent = (share: number): string => `${Math.round(share * 1000) / 10} %`;
/** The stretch of a video; empty where a finding holds for all of it. */
const when = ({ fromSec, toSec }: BodyAdvice): string =>
  fromSec === undefined || toSec === undefined ? '' : ` from ${fromSec.toFixed(1)} to ${toSec.toFixed(1)} s`;

const texts: { readonly [C in BodyAdvice['code']]: (finding: BodyAdvice, where: Where) => string } = {
  nobody: (_finding, where) => `No person was found in the ${where}: the provider will probably refuse it.`,
  unsure: (_finding, where) => `The person in the ${where} is hard to recognise: the provider may refuse it.`,
  'several-people': (finding) => `More than one person${when(finding)}: providers accept one.`,
  'head-missing': (finding) => `The head is not in the frame${when(finding)}.`,
  'bust-only': (finding) =>
    `Only head and shoulders are in the frame${when(finding)}: providers need the upper body down to the hips.`,
  'upper-body-incomplete': (finding) => `The upper body is not completely in the frame${when(finding)}.`,
  'cut-at-side': (finding) => `The body is cut off at the side of the frame${when(finding)}.`,
  'legs-missing': (finding) => `The legs are not completely in the frame${when(finding)}.`,
  'too-small': ({ share = 0 }) =>
    `The person takes ${percent(share)} of the frame: providers need more than 5 %.`,
  'leaves-frame': (finding) => `No person is in the frame${when(finding)}.`,
  'framing-changes': () => 'The framing changes between the full body and head and shoulders.',
  sideways: (finding, where) => `The body lies on its side${when(finding)}: turn the ${where} upright.`,
  'too-fast': () => 'The motion is very fast: parts of it may be lost.',
  'hardly-moves': () => 'The body hardly moves.',
  'framing-differs': () => 'Image and video are framed differently: show the same part of the body in both.',
};

export const bodyFindingText = (finding: BodyAdvice, where: Where): string =>
  texts[finding.code](finding, where);
