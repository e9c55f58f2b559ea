/** How a converted file differs from its plan, in English and Spanish: phrases without a full stop. */
import type { MadeFault } from '../error-parameters.ts';
import { type Reason, type ReasonCode, reasonCodeSchema } from '../model/plan.ts';
import { type ReasonText, reasonsEn } from './reasons-en.ts';
import { reasonsEs } from './reasons-es.ts';

type OwnCode = Exclude<MadeFault['code'], ReasonCode>;
type OwnWords = Readonly<Record<OwnCode, (fault: MadeFault) => string>>;

const ownEn: OwnWords = {
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

const ownEs: OwnWords = {
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

const isReasonCode = (code: MadeFault['code']): code is ReasonCode =>
  reasonCodeSchema.safeParse(code).success;

type Words = {
  readonly own: OwnWords;
  readonly reasons: Readonly<Record<ReasonCode, (reason: Reason) => ReasonText>>;
};

const listed = (faults: readonly MadeFault[], { own, reasons }: Words): string =>
  faults
    .map((fault) => {
      const { code, actual, expected, source = '' } = fault;
      return isReasonCode(code)
        ? reasons[code]({ code, subject: 'video', severity: 'mended', limit: expected, actual, source })
            .because
        : own[code](fault);
    })
    .join('; ');

/** `: phrase; phrase`; empty for an empty text. */
const behindColon = (text: string): string => (text === '' ? '' : `: ${text}`);

export const madeFaultsEn = (faults: readonly MadeFault[]): string =>
  behindColon(listed(faults, { own: ownEn, reasons: reasonsEn }));
export const madeFaultsEs = (faults: readonly MadeFault[]): string =>
  behindColon(listed(faults, { own: ownEs, reasons: reasonsEs }));
