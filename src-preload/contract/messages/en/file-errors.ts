/** Unusable files and missing tools, in English: what happened, and what to do. */
import type { ErrorOf } from '../../errors.ts';
import { bytesInWords } from '../../rules/limits.ts';
import { about, isImageLibrary } from '../names.ts';
import { becauseOf } from '../reason-text.ts';
import type { ErrorTable } from '../sentence.ts';
import { reasons } from './reasons.ts';

export type FileErrors = Pick<
  ErrorTable,
  'file-not-media' | 'file-too-large' | 'input-refused' | 'audio-missing' | 'link-other-file' | 'tool-missing'
>;

const audioOwners: Record<ErrorOf<'audio-missing'>['owner'], string> = {
  reference: 'The reference, as it was sent,',
  'other-result': 'The other result',
  result: 'The result',
  file: 'That file',
};

/** ` (16384 x 16384 pixels)` */
const sizeOf = ({ size }: ErrorOf<'file-too-large'>): string => {
  if (size === undefined) return '';
  return size.kind === 'bytes'
    ? ` (${bytesInWords(size.sizeBytes)})`
    : ` (${size.width} x ${size.height} pixels)`;
};

export const fileErrors: FileErrors = {
  'file-not-media': (e) => ({
    what: `${about(e, 'The file')} is neither an image nor a video that can be read${e.format === undefined ? '' : ` (${e.format})`}.`,
    wayOut: 'If it plays elsewhere, export it as MP4, JPEG or PNG and choose that.',
  }),
  'file-too-large': (e) => ({
    what: `${about(e, 'The file')} is too large to be opened safely${sizeOf(e)}.`,
    wayOut: 'Make a smaller copy and choose that.',
  }),
  'input-refused': (e) => ({
    what: `The files do not fit ${about(e, 'this model')}, and no change that is made here helps${becauseOf(e, reasons)}.`,
    wayOut: 'See the reasons beside each file, then choose another part, file or model.',
  }),
  'audio-missing': (e) => ({
    what: `${audioOwners[e.owner]} has no audio to take.`,
    wayOut: 'Choose other audio, or take that of another file: library audio ID --from FILE.',
  }),
  'link-other-file': () => ({
    what: 'The link leads to another file than the one that was fitted.',
    wayOut: 'Save the fitted file, upload that very file, and give its link.',
  }),
  'tool-missing': (e) =>
    e.reason === 'capability'
      ? {
          what: `The ffmpeg in use lacks ${e.subject}, which this needs.`,
          wayOut: 'Choose another ffmpeg in Settings (a full build). Everything else works.',
        }
      : isImageLibrary(e.subject)
        ? {
            what: `The image library ${e.subject} is missing or does not run on this computer.`,
            wayOut:
              'Reinstall Understudy. A JPEG or PNG that the model accepts unchanged, and an export without labels, need no image library.',
          }
        : e.subject === 'TensorFlow.js'
          ? {
              what: 'Pose detection does not run on this computer.',
              wayOut:
                'Everything else works without it. Reinstall Understudy to have the bodies in your files checked.',
            }
          : {
              what: `${about(e, 'ffmpeg')} was not found on this computer.`,
              wayOut: 'Install ffmpeg, or give its place in Settings or in UNDERSTUDY_FFMPEG.',
            },
};
