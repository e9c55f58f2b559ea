/** In Spanish, how a converted file differs from its plan: phrases without a full stop. */
import type { MadeFault } from '../../error-parameters.ts';
import { faultsInWords, type OwnFaults } from '../fault-text.ts';
import { reasons } from './reasons.ts';

const own: OwnFaults = {
  'not-a-video': () => 'no es un vídeo',
  'not-an-image': () => 'no es una imagen',
  'size-changes': () => 'sus fotogramas tienen varios tamaños',
  'too-many-bytes': (f) => `tiene ${f.actual}, más de ${f.expected}`,
  length: (f) => `dura ${f.actual} en lugar de ${f.expected}`,
  'read-as-longer': (f) => `un lector puede tomarlo por ${f.actual} en lugar de ${f.expected}`,
  'too-short': (f) => `dura ${f.actual}, menos de ${f.expected}`,
  'first-frame-late': (f) => `su primer fotograma se muestra en ${f.actual}`,
  'no-key-frame-at-start': () => 'no empieza con un fotograma clave',
  'frame-rate': (f) => `tiene ${f.actual} fotogramas por segundo en lugar de ${f.expected}`,
  'frame-size': (f) => `tiene ${f.actual} píxeles en lugar de ${f.expected}`,
  'unexpected-audio': (f) => `tiene audio (${f.actual})`,
  'audio-absent': () => 'no tiene audio',
};

export const madeFaults = (faults: readonly MadeFault[]): string => faultsInWords(faults, { own, reasons });
