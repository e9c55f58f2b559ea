/** Unusable files and missing tools, in Spanish: what happened, and what to do. */
import type { ErrorOf } from '../../errors.ts';
import { bytesInWords } from '../../rules/limits.ts';
import type { FileErrors } from '../en/file-errors.ts';
import { about, isImageLibrary } from '../names.ts';
import { becauseOf } from '../reason-text.ts';
import { reasons } from './reasons.ts';

const audioOwners: Record<ErrorOf<'audio-missing'>['owner'], string> = {
  reference: 'La referencia, tal como se envió,',
  'other-result': 'El otro resultado',
  result: 'El resultado',
  file: 'Ese archivo',
};

/** ` (16384 x 16384 píxeles)` */
const sizeOf = ({ size }: ErrorOf<'file-too-large'>): string => {
  if (size === undefined) return '';
  return size.kind === 'bytes'
    ? ` (${bytesInWords(size.sizeBytes)})`
    : ` (${size.width} x ${size.height} píxeles)`;
};

export const fileErrors: FileErrors = {
  'file-not-media': (e) => ({
    what: `${about(e, 'El archivo')} no es una imagen ni un vídeo que se pueda leer${e.format === undefined ? '' : ` (${e.format})`}.`,
    wayOut: 'Si se reproduce en otro programa, expórtalo como MP4, JPEG o PNG y elige esa copia.',
  }),
  'file-too-large': (e) => ({
    what: `${about(e, 'El archivo')} es demasiado grande para abrirlo sin riesgo${sizeOf(e)}.`,
    wayOut: 'Haz una copia más pequeña y elige esa.',
  }),
  'input-refused': (e) => ({
    what: `Los archivos no sirven para ${about(e, 'este modelo')}, y ningún ajuste que se haga aquí lo arregla${becauseOf(e, reasons)}.`,
    wayOut: 'Mira los motivos junto a cada archivo y elige otra parte, otro archivo u otro modelo.',
  }),
  'audio-missing': (e) => ({
    what: `${audioOwners[e.owner]} no tiene audio que tomar.`,
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
        : e.subject === 'TensorFlow.js'
          ? {
              what: 'La detección de poses no funciona en este equipo.',
              wayOut:
                'Todo lo demás funciona sin ella. Reinstala Understudy para comprobar la persona de tus archivos.',
            }
          : {
              what: `No se encuentra ${about(e, 'ffmpeg')} en este equipo.`,
              wayOut: 'Instala ffmpeg, o indica dónde está en Ajustes o en UNDERSTUDY_FFMPEG.',
            },
};
