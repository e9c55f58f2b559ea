/** Unusable files and missing tools, in English and Spanish: what happened, and what to do. */
import type { ErrorOf } from '../errors.ts';
import { bytesInWords } from '../rules/limits.ts';
import { nameOf } from './names.ts';
import { reasonsEn } from './reasons-en.ts';
import { reasonsEs } from './reasons-es.ts';
import type { ErrorTable } from './sentence.ts';

type FileErrors = Pick<
  ErrorTable,
  'file-not-media' | 'file-too-large' | 'input-refused' | 'audio-missing' | 'link-other-file' | 'tool-missing'
>;

/** `: because; because` of a plan's reasons; empty where there are none. */
const because = ({ reasons = [] }: ErrorOf<'input-refused'>, words: typeof reasonsEn): string =>
  reasons.length === 0 ? '' : `: ${reasons.map((reason) => words[reason.code](reason).because).join('; ')}`;

const about = ({ subject }: { readonly subject?: string | undefined }, otherwise: string): string =>
  subject === undefined ? otherwise : nameOf(subject);

const audioOwnersEn: Record<ErrorOf<'audio-missing'>['owner'], string> = {
  reference: 'The reference, as it was sent,',
  'other-result': 'The other result',
  result: 'The result',
  file: 'That file',
};

/** ` (16384 x 16384 pixels)` */
const sizeOfEn = ({ size }: ErrorOf<'file-too-large'>): string => {
  if (size === undefined) return '';
  return size.kind === 'bytes'
    ? ` (${bytesInWords(size.sizeBytes)})`
    : ` (${size.width} x ${size.height} pixels)`;
};

export const fileErrorsEn: FileErrors = {
  'file-not-media': (e) => ({
    what: `${about(e, 'The file')} is neither an image nor a video that can be read${e.format === undefined ? '' : ` (${e.format})`}.`,
    wayOut: 'If it plays elsewhere, export it as MP4, JPEG or PNG and choose that.',
  }),
  'file-too-large': (e) => ({
    what: `${about(e, 'The file')} is too large to be opened safely${sizeOfEn(e)}.`,
    wayOut: 'Make a smaller copy and choose that.',
  }),
  'input-refused': (e) => ({
    what: `The files do not fit ${about(e, 'this model')}, and no change that is made here helps${because(e, reasonsEn)}.`,
    wayOut: 'See the reasons beside each file, then choose another part, file or model.',
  }),
  'audio-missing': (e) => ({
    what: `${audioOwnersEn[e.owner]} has no audio to take.`,
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
        : {
            what: `${about(e, 'ffmpeg')} was not found on this computer.`,
            wayOut: 'Install ffmpeg, or give its place in Settings or in UNDERSTUDY_FFMPEG.',
          },
};

/** Image libraries that are shipped with the program. */
const isImageLibrary = (subject: string | undefined): boolean =>
  subject === 'sharp' || subject === 'libheif-js';

const audioOwnersEs: Record<ErrorOf<'audio-missing'>['owner'], string> = {
  reference: 'La referencia, tal como se envió,',
  'other-result': 'El otro resultado',
  result: 'El resultado',
  file: 'Ese archivo',
};

/** ` (16384 x 16384 píxeles)` */
const sizeOfEs = ({ size }: ErrorOf<'file-too-large'>): string => {
  if (size === undefined) return '';
  return size.kind === 'bytes'
    ? ` (${bytesInWords(size.sizeBytes)})`
    : ` (${size.width} x ${size.height} píxeles)`;
};

export const fileErrorsEs: FileErrors = {
  'file-not-media': (e) => ({
    what: `${about(e, 'El archivo')} no es una imagen ni un vídeo que se pueda leer${e.format === undefined ? '' : ` (${e.format})`}.`,
    wayOut: 'Si se reproduce en otro programa, expórtalo como MP4, JPEG o PNG y elige esa copia.',
  }),
  'file-too-large': (e) => ({
    what: `${about(e, 'El archivo')} es demasiado grande para abrirlo sin riesgo${sizeOfEs(e)}.`,
    wayOut: 'Haz una copia más pequeña y elige esa.',
  }),
  'input-refused': (e) => ({
    what: `Los archivos no sirven para ${about(e, 'este modelo')}, y ningún ajuste que se haga aquí lo arregla${because(e, reasonsEs)}.`,
    wayOut: 'Mira los motivos junto a cada archivo y elige otra parte, otro archivo u otro modelo.',
  }),
  'audio-missing': (e) => ({
    what: `${audioOwnersEs[e.owner]} no tiene audio que tomar.`,
    wayOut: 'Elige otro audio, o toma el de otro archivo: library audio ID --from FILE.',
  }),
  'link-other-file': () => ({
    what: 'El enlace lleva a otro archivo, no al que se ha adaptado.',
    wayOut: 'Guarda el archivo adaptado, sube ese mismo archivo y da su enlace.',
  }),
  'tool-missing': (e) =>
    e.reason === 'capability'
      ? {
          what: `Al ffmpeg en uso le falta ${e.subject}, que esto necesita.`,
          wayOut: 'Elige otro ffmpeg en Ajustes (una versión completa). Todo lo demás funciona.',
        }
      : isImageLibrary(e.subject)
        ? {
            what: `Falta la biblioteca de imágenes ${e.subject}, o no funciona en este equipo.`,
            wayOut:
              'Reinstala Understudy. Un JPEG o PNG que el modelo acepte sin cambios, y una exportación sin rótulos, no necesitan biblioteca de imágenes.',
          }
        : {
            what: `No se encuentra ${about(e, 'ffmpeg')} en este equipo.`,
            wayOut: 'Instala ffmpeg, o indica dónde está en Ajustes o en UNDERSTUDY_FFMPEG.',
          },
};
