/** In English, how a converted file differs from its plan: phrases without a full stop. */
import type { MadeFault } from '../../error-parameters.ts';
import { faultsInWords, type OwnFaults } from '../fault-text.ts';
import { reasons } from './reasons.ts';

const own: OwnFaults = {
  'not-a-video': () => 'it is no video',
  'not-an-image': () => 'it is no image',
  'size-changes': () => 'its frames have several sizes',
  'too-many-bytes': (f) => `it has ${f.actual}, more than ${f.expected}`,
  length: (f) => `it lasts ${f.actual} instead of ${f.expected}`,
  'read-as-longer': (f) => `a reader may take it for ${f.actual} instead of ${f.expected}`,
  'too-short': (f) => `it lasts ${f.actual}, less than ${f.expected}`,
  'first-frame-late': (f) => `its first frame is shown at ${f.actual}`,
  'no-key-frame-at-start': () => 'it does not start with a key frame',
  'frame-rate': (f) => `it has ${f.actual} frames a second instead of ${f.expected}`,
  'frame-size': (f) => `it has ${f.actual} pixels instead of ${f.expected}`,
  'unexpected-audio': (f) => `it has audio (${f.actual})`,
  'audio-absent': () => 'it has no audio',
};

export const madeFaults = (faults: readonly MadeFault[]): string => faultsInWords(faults, { own, reasons });
