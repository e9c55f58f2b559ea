/** Meaning of a refusal by a provider or a bucket, in English and Spanish: what happened, and what to do. */
import type { ErrorCode, ErrorOf } from '../errors.ts';
import { nameOf } from './names.ts';
import type { ErrorTable } from './sentence.ts';

type Refusals = Pick<ErrorTable, RefusalCode>;

type RefusalCode = Extract<
  ErrorCode,
  | 'content-refused'
  | 'input-unreadable-there'
  | 'bucket-refused'
  | 'key-not-permitted'
  | 'bucket-name-invalid'
  | 'body-not-found'
  | 'several-people'
  | 'motion-too-short'
  | 'figure-unusable'
  | 'image-unreadable-there'
  | 'status-unavailable'
  | 'clock-wrong'
>;

type Subject = { readonly subject?: string | undefined };

const providerOf = ({ subject }: Subject, otherwise: string): string =>
  subject === undefined ? otherwise : nameOf(subject);

type Files = { readonly image: string; readonly video: string; readonly both: string };
const fileOf = ({ subject }: Subject, files: Files): string =>
  subject === 'image' || subject === 'video' ? files[subject] : files.both;

const steps = [
  { unit: 'day', sec: 86_400 },
  { unit: 'hour', sec: 3600 },
  { unit: 'minute', sec: 60 },
  { unit: 'second', sec: 1 },
] as const;

/** How far a clock is off, in the largest unit of which there are at least two; null: unknown. */
const clockError = (
  { aheadSec }: ErrorOf<'clock-wrong'>,
  language: string,
): { readonly amount: string; readonly isAhead: boolean } | null => {
  const sec = aheadSec ?? 0;
  const step = steps.find((each) => Math.abs(sec) >= 2 * each.sec);
  if (step === undefined) return null;
  const value = Math.round(Math.abs(sec) / step.sec);
  const format = new Intl.NumberFormat(language, { style: 'unit', unit: step.unit, unitDisplay: 'long' });
  return { amount: format.format(value), isAhead: sec > 0 };
};

const clockEn = (error: ErrorOf<'clock-wrong'>): string => {
  const off = clockError(error, 'en');
  if (off === null) return 'The clock of this computer is wrong';
  return `The clock of this computer is ${off.amount} ${off.isAhead ? 'fast' : 'slow'}`;
};

const clockEs = (error: ErrorOf<'clock-wrong'>): string => {
  const off = clockError(error, 'es');
  if (off === null) return 'El reloj de este equipo va mal';
  return `El reloj de este equipo va ${off.amount} ${off.isAhead ? 'adelantado' : 'atrasado'}`;
};

export const refusalsEn: Refusals = {
  'content-refused': (e) => ({
    what: `${providerOf(e, 'The provider')} does not allow what the image, the video or the prompt shows.`,
    wayOut: 'See the details for its rule, and choose other material.',
  }),
  'input-unreadable-there': (e) => ({
    what: `${providerOf(e, 'The provider')} could not read the image or the video.`,
    wayOut: 'Check the link if it is your own; otherwise try again, the files are then uploaded anew.',
  }),
  'bucket-refused': () => ({
    what: 'Your bucket refused the request.',
    wayOut: 'Check its name, its address and its key in Settings, and press Test there.',
  }),
  'key-not-permitted': (e) => ({
    what: `Your key for ${providerOf(e, 'the provider')} is accepted, but does not have the permission for this.`,
    wayOut: 'Give the key that permission at the provider, or set another key in Settings.',
  }),
  'bucket-name-invalid': (e) => ({
    what: `${e.subject === undefined ? 'That' : `"${e.subject}"`} cannot be the name of a bucket.`,
    wayOut:
      'Set its name in Settings: 3 to 63 lowercase letters, digits, dots and hyphens, with a letter or digit at both ends.',
  }),
  'body-not-found': (e) => ({
    what: `No whole upper body was found in ${fileOf(e, { image: 'the character image', video: 'the reference video', both: 'the image or the video' })}.`,
    wayOut:
      e.subject === 'image'
        ? 'Choose an image of one person, cropped closer, with room above the head and both arms in sight.'
        : 'Crop closer with room above the head, start where the whole body is in sight, and show one person only.',
  }),
  'several-people': (e) => ({
    what: `${providerOf(e, 'The provider')} found more than one person.`,
    wayOut: 'Crop to one person, or choose a file with only one person in it.',
  }),
  'motion-too-short': (e) => ({
    what: `${providerOf(e, 'The provider')} found less than 3 seconds of usable motion in the video.`,
    wayOut:
      'Choose another part: at least 3 seconds without a cut, with one person upright and facing the camera.',
  }),
  'figure-unusable': (e) => ({
    what: `${providerOf(e, 'The provider')} found no usable figure in the image or in the first frame of the video.`,
    wayOut: 'Choose an image of a figure with a clear human build, or start the video later.',
  }),
  'image-unreadable-there': (e) => ({
    what: `${providerOf(e, 'The provider')} could not recognise anything in the character image.`,
    wayOut: 'Choose another image, or save it anew as JPEG and choose that.',
  }),
  'status-unavailable': (e) => ({
    what: `${providerOf(e, 'The provider')} does not say what became of this run.`,
    wayOut: 'Check the status again later, which costs nothing; the details hold the answer.',
  }),
  'clock-wrong': (e) => ({
    what: `${clockEn(e)}, so your bucket refused the request.`,
    wayOut: 'Set the time, the date and the time zone of this computer right, then try again.',
  }),
};

export const refusalsEs: Refusals = {
  'content-refused': (e) => ({
    what: `${providerOf(e, 'El proveedor')} no permite lo que muestran la imagen, el vídeo o las indicaciones.`,
    wayOut: 'Mira su norma en los detalles y elige otro material.',
  }),
  'input-unreadable-there': (e) => ({
    what: `${providerOf(e, 'El proveedor')} no ha podido leer la imagen o el vídeo.`,
    wayOut: 'Revisa el enlace si es tuyo; si no, vuelve a intentarlo: los archivos se suben de nuevo.',
  }),
  'bucket-refused': () => ({
    what: 'Tu bucket ha rechazado la solicitud.',
    wayOut: 'Revisa su nombre, su dirección y su clave en Ajustes, y pulsa Probar allí.',
  }),
  'key-not-permitted': (e) => ({
    what: `Tu clave de ${providerOf(e, 'el proveedor')} es válida, pero no tiene permiso para esto.`,
    wayOut: 'Dale ese permiso en la web del proveedor o pon otra clave en Ajustes.',
  }),
  'bucket-name-invalid': (e) => ({
    what: `${e.subject === undefined ? 'Ese' : `«${e.subject}»`} no puede ser el nombre de un bucket.`,
    wayOut:
      'Pon su nombre en Ajustes: de 3 a 63 letras minúsculas, cifras, puntos y guiones, con una letra o cifra en ambos extremos.',
  }),
  'body-not-found': (e) => ({
    what: `No se ha encontrado el torso completo de una persona en ${fileOf(e, { image: 'la imagen del personaje', video: 'el vídeo de referencia', both: 'la imagen o el vídeo' })}.`,
    wayOut:
      e.subject === 'image'
        ? 'Elige una imagen de una sola persona, recortada más de cerca, con espacio sobre la cabeza y los dos brazos a la vista.'
        : 'Recorta más de cerca con espacio sobre la cabeza, empieza donde se vea el cuerpo entero y muestra a una sola persona.',
  }),
  'several-people': (e) => ({
    what: `${providerOf(e, 'El proveedor')} ha encontrado a más de una persona.`,
    wayOut: 'Recorta hasta dejar a una sola persona o elige un archivo en el que solo haya una.',
  }),
  'motion-too-short': (e) => ({
    what: `${providerOf(e, 'El proveedor')} ha encontrado menos de 3 segundos de movimiento útil en el vídeo.`,
    wayOut:
      'Elige otra parte: al menos 3 segundos sin cortes, con una persona erguida y de cara a la cámara.',
  }),
  'figure-unusable': (e) => ({
    what: `${providerOf(e, 'El proveedor')} no ha encontrado una figura útil en la imagen o en el primer fotograma del vídeo.`,
    wayOut: 'Elige una imagen de una figura con forma humana clara o empieza el vídeo más tarde.',
  }),
  'image-unreadable-there': (e) => ({
    what: `${providerOf(e, 'El proveedor')} no ha reconocido nada en la imagen del personaje.`,
    wayOut: 'Elige otra imagen, o guárdala de nuevo como JPEG y elige esa.',
  }),
  'status-unavailable': (e) => ({
    what: `${providerOf(e, 'El proveedor')} no dice qué ha sido de esta ejecución.`,
    wayOut: 'Vuelve a preguntar dentro de un rato, no cuesta nada; los detalles dicen qué respondió.',
  }),
  'clock-wrong': (e) => ({
    what: `${clockEs(e)}, así que tu bucket ha rechazado la solicitud.`,
    wayOut: 'Pon bien la hora, la fecha y la zona horaria de este equipo y vuelve a intentarlo.',
  }),
};
