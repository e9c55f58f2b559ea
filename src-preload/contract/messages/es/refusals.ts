/** In Spanish, the meaning of a refusal by a provider or a bucket: what happened, and what to do. */
import type { ErrorOf } from '../../errors.ts';
import { about } from '../names.ts';
import { clockError, fileOf, type Refusals } from '../refusal-text.ts';

const clock = (error: ErrorOf<'clock-wrong'>): string => {
  const off = clockError(error, 'es');
  if (off === null) return 'El reloj de este equipo va mal';
  return `El reloj de este equipo va ${off.amount} ${off.isAhead ? 'adelantado' : 'atrasado'}`;
};

export const refusals: Refusals = {
  'content-refused': (e) => ({
    what: `${about(e, 'El proveedor')} no permite lo que muestran la imagen, el vídeo o las indicaciones.`,
    wayOut: 'Mira su norma en los detalles y elige otro material.',
  }),
  'input-unreadable-there': (e) => ({
    what: `${about(e, 'El proveedor')} no ha podido leer la imagen o el vídeo.`,
    wayOut: 'Revisa el enlace si es tuyo; si no, vuelve a intentarlo: los archivos se suben de nuevo.',
  }),
  'bucket-refused': () => ({
    what: 'Tu bucket ha rechazado la solicitud.',
    wayOut: 'Revisa su nombre, su dirección y su clave en Ajustes, y pulsa Probar allí.',
  }),
  'key-not-permitted': (e) => ({
    what: `Tu clave de ${about(e, 'el proveedor')} es válida, pero no tiene permiso para esto.`,
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
    what: `${about(e, 'El proveedor')} ha encontrado a más de una persona.`,
    wayOut: 'Recorta hasta dejar a una sola persona o elige un archivo en el que solo haya una.',
  }),
  'motion-too-short': (e) => ({
    what: `${about(e, 'El proveedor')} ha encontrado menos de 3 segundos de movimiento útil en el vídeo.`,
    wayOut:
      'Elige otra parte: al menos 3 segundos sin cortes, con una persona erguida y de cara a la cámara.',
  }),
  'figure-unusable': (e) => ({
    what: `${about(e, 'El proveedor')} no ha encontrado una figura útil en la imagen o en el primer fotograma del vídeo.`,
    wayOut: 'Elige una imagen de una figura con forma humana clara o empieza el vídeo más tarde.',
  }),
  'image-unreadable-there': (e) => ({
    what: `${about(e, 'El proveedor')} no ha reconocido nada en la imagen del personaje.`,
    wayOut: 'Elige otra imagen, o guárdala de nuevo como JPEG y elige esa.',
  }),
  'status-unavailable': (e) => ({
    what: `${about(e, 'El proveedor')} no dice qué ha sido de esta ejecución.`,
    wayOut: 'Vuelve a preguntar dentro de un rato, no cuesta nada; los detalles dicen qué respondió.',
  }),
  'clock-wrong': (e) => ({
    what: `${clock(e)}, así que tu bucket ha rechazado la solicitud.`,
    wayOut: 'Pon bien la hora, la fecha y la zona horaria de este equipo y vuelve a intentarlo.',
  }),
};
