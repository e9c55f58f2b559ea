/** Texts of the Studio about where the files of a run are sent, who can read them there, and until when. */
import type { TransferRecord } from '#contract/model/delivery.ts';

type File = 'image' | 'video';
/** Subject of a sentence: one of the files, or both where they are delivered the same way. */
export type Subject = File | 'both';

/** `host`: host name of the server that stores it. `kept`: the retention, as text. */
export type RecordTexts = { readonly host: string; readonly kept: string; readonly provider: string };
type Sentence = (texts: RecordTexts) => string;

/** `604800` as `7 days`; in the largest unit of which there are at least two. */
const lastingIn = (language: 'en' | 'es') => {
  const inUnit = (unit: 'day' | 'hour' | 'minute', count: number): string =>
    new Intl.NumberFormat(language, { style: 'unit', unit, unitDisplay: 'long' }).format(Math.round(count));
  return (sec: number): string => {
    if (sec >= 2 * 86_400) return inUnit('day', sec / 86_400);
    return sec >= 2 * 3600 ? inUnit('hour', sec / 3600) : inUnit('minute', sec / 60);
  };
};

const en = {
  title: 'Data and privacy',
  why: 'Who can read the image, the video and the result of this generation.',
  open: 'Data and privacy details',
  openShort: 'Details',
  lasting: lastingIn('en'),
  going: {
    'this-computer': {
      both: () => 'The image and video stay on this computer.',
      image: () => 'The image stays on this computer.',
      video: () => 'The video stays on this computer.',
    },
    'inside-request': {
      both: ({ provider }) => `The image and video are sent inline; visible to ${provider} only.`,
      image: ({ provider }) => `The image is sent inline; visible to ${provider} only.`,
      video: ({ provider }) => `The video is sent inline; visible to ${provider} only.`,
    },
    'fal-storage': {
      both: ({ kept }) =>
        `The image and video are uploaded to fal storage; anyone with the link can read them for ${kept}.`,
      image: ({ kept }) =>
        `The image is uploaded to fal storage; anyone with the link can read it for ${kept}.`,
      video: ({ kept }) =>
        `The video is uploaded to fal storage; anyone with the link can read it for ${kept}.`,
    },
    bucket: {
      both: () =>
        'The image and video are uploaded to your bucket; anyone with the link can read them until they are deleted after the generation.',
      image: () =>
        'The image is uploaded to your bucket; anyone with the link can read it until it is deleted after the generation.',
      video: () =>
        'The video is uploaded to your bucket; anyone with the link can read it until it is deleted after the generation.',
    },
    'pasted-link': {
      both: ({ host }) => `The image and video are read from your own URLs at ${host}.`,
      image: ({ host }) => `The image is read from your own URL at ${host}.`,
      video: ({ host }) => `The video is read from your own URL at ${host}.`,
    },
  } satisfies Record<Exclude<TransferRecord['via'], 'provider'>, Record<Subject, Sentence>>,
  missing: {
    both: ({ provider }) => `${provider} needs URLs for the image and the video.`,
    image: ({ provider }) => `${provider} needs a URL for the image.`,
    video: ({ provider }) => `${provider} needs a URL for the video.`,
  } satisfies Record<Subject, Sentence>,
  missingWayOut: 'Add a fal key or an S3 bucket in Settings, or use your own URL.',
  toSettings: 'Open Settings',
  pasteLink: 'Paste a URL',
  badLink: 'Your own URL cannot be used.',
  mendLink: 'Fix URL',
  table: {
    file: 'File',
    size: 'Size',
    via: 'Transfer',
    host: 'Host',
    readableBy: 'Who can read it',
    until: 'Retention',
    files: { image: 'Image', video: 'Video', result: 'Result' } satisfies Record<
      TransferRecord['file'],
      string
    >,
    vias: {
      'this-computer': 'not uploaded',
      'inside-request': 'inline',
      'fal-storage': 'fal storage',
      bucket: 'your bucket',
      'pasted-link': 'your own URL',
      provider: 'provider link',
    } satisfies Record<TransferRecord['via'], string>,
    readers: {
      'only-you': () => 'you only',
      provider: (provider: string): string => `${provider} only`,
      'anyone-with-the-link': () => 'anyone with the link',
    } satisfies Record<TransferRecord['readableBy'], (provider: string) => string>,
    thisComputer: 'this computer',
    noDeliveryMethod: 'no URL yet',
    atMost: (size: string): string => `at most ${size}`,
    notYet: 'not known yet',
    notStated: (provider: string): string => `not stated by ${provider}`,
    ownLink: 'as long as your URL works',
    withYou: 'until you delete it',
    deleted: (kept: string): string => `deleted after the generation; link expires after ${kept} at most`,
    from: (source: string, date: string): string => `From ${source}, as of ${date}`,
  },
  own: {
    title: 'Use my own URL',
    why: 'The URL must serve exactly the file that would be sent, publicly and without a login. It is read and compared before anything is charged; a URL of another file is rejected.',
    labels: { image: 'Image URL', video: 'Video URL' } satisfies Record<File, string>,
    asItIs: (name: string): string => `The original file is sent: use a URL of ${name} itself.`,
    fitted: 'Use a URL of the converted file, not of the file you added.',
    noUse: (model: string): string => `${model} does not read URLs, so none is needed or sent.`,
    making: 'The converted files are being prepared. You can save them here in a moment.',
    saveWhy: 'Save the converted file, upload it unchanged, and paste its URL.',
    save: { image: 'Save converted image', video: 'Save converted video' } satisfies Record<File, string>,
    bad: {
      'no-link': 'This is not a URL.',
      'not-https': 'The URL must begin with https://',
      password: 'The URL contains a user name or password, which the provider would see.',
    },
  },
};
export type DeliveryMessages = typeof en;

const es: DeliveryMessages = {
  title: 'Datos y privacidad',
  why: 'Quién puede leer la imagen, el vídeo y el resultado de esta generación.',
  open: 'Detalles de datos y privacidad',
  openShort: 'Detalles',
  lasting: lastingIn('es'),
  going: {
    'this-computer': {
      both: () => 'La imagen y el vídeo se quedan en este equipo.',
      image: () => 'La imagen se queda en este equipo.',
      video: () => 'El vídeo se queda en este equipo.',
    },
    'inside-request': {
      both: ({ provider }) =>
        `La imagen y el vídeo se envían dentro de la solicitud; visibles solo para ${provider}.`,
      image: ({ provider }) => `La imagen se envía dentro de la solicitud; visible solo para ${provider}.`,
      video: ({ provider }) => `El vídeo se envía dentro de la solicitud; visible solo para ${provider}.`,
    },
    'fal-storage': {
      both: ({ kept }) =>
        `La imagen y el vídeo se suben al almacenamiento de fal; quien tenga el enlace puede leerlos durante ${kept}.`,
      image: ({ kept }) =>
        `La imagen se sube al almacenamiento de fal; quien tenga el enlace puede leerla durante ${kept}.`,
      video: ({ kept }) =>
        `El vídeo se sube al almacenamiento de fal; quien tenga el enlace puede leerlo durante ${kept}.`,
    },
    bucket: {
      both: () =>
        'La imagen y el vídeo se suben a tu bucket; quien tenga el enlace puede leerlos hasta que se borren después de la generación.',
      image: () =>
        'La imagen se sube a tu bucket; quien tenga el enlace puede leerla hasta que se borre después de la generación.',
      video: () =>
        'El vídeo se sube a tu bucket; quien tenga el enlace puede leerlo hasta que se borre después de la generación.',
    },
    'pasted-link': {
      both: ({ host }) => `La imagen y el vídeo se leen desde tus URL en ${host}.`,
      image: ({ host }) => `La imagen se lee desde tu URL en ${host}.`,
      video: ({ host }) => `El vídeo se lee desde tu URL en ${host}.`,
    },
  },
  missing: {
    both: ({ provider }) => `${provider} necesita una URL para la imagen y otra para el vídeo.`,
    image: ({ provider }) => `${provider} necesita una URL para la imagen.`,
    video: ({ provider }) => `${provider} necesita una URL para el vídeo.`,
  },
  missingWayOut: 'Añade una clave de fal o un bucket S3 en Ajustes, o usa tu propia URL.',
  toSettings: 'Abrir Ajustes',
  pasteLink: 'Pegar una URL',
  badLink: 'Tu URL no se puede usar.',
  mendLink: 'Corregir la URL',
  table: {
    file: 'Archivo',
    size: 'Tamaño',
    via: 'Transferencia',
    host: 'Alojamiento',
    readableBy: 'Quién puede leerlo',
    until: 'Conservación',
    files: { image: 'Imagen', video: 'Vídeo', result: 'Resultado' },
    vias: {
      'this-computer': 'no se sube',
      'inside-request': 'dentro de la solicitud',
      'fal-storage': 'almacenamiento de fal',
      bucket: 'tu bucket',
      'pasted-link': 'tu propia URL',
      provider: 'enlace del proveedor',
    },
    readers: {
      'only-you': () => 'solo tú',
      provider: (provider) => `solo ${provider}`,
      'anyone-with-the-link': () => 'quien tenga el enlace',
    },
    thisComputer: 'este equipo',
    noDeliveryMethod: 'aún sin URL',
    atMost: (size) => `${size} como máximo`,
    notYet: 'aún no se sabe',
    notStated: (provider) => `${provider} no lo indica`,
    ownLink: 'mientras tu URL funcione',
    withYou: 'hasta que lo borres',
    deleted: (kept) => `se borra después de la generación; el enlace caduca al cabo de ${kept} como máximo`,
    from: (source, date) => `Según ${source}, a ${date}`,
  },
  own: {
    title: 'Usar mi propia URL',
    why: 'La URL debe dar exactamente el archivo que se enviaría, en público y sin iniciar sesión. Se lee y se compara antes de cobrar nada; la URL de otro archivo se rechaza.',
    labels: { image: 'URL de la imagen', video: 'URL del vídeo' },
    asItIs: (name) => `Se envía el archivo original: usa una URL de ${name}.`,
    fitted: 'Usa una URL del archivo convertido, no del que has añadido.',
    noUse: (model) => `${model} no lee URL, así que no hace falta ninguna ni se envía.`,
    making: 'Los archivos convertidos se están preparando. En un momento podrás guardarlos aquí.',
    saveWhy: 'Guarda el archivo convertido, súbelo sin cambios y pega su URL.',
    save: { image: 'Guardar la imagen convertida', video: 'Guardar el vídeo convertido' },
    bad: {
      'no-link': 'Esto no es una URL.',
      'not-https': 'La URL debe empezar por https://',
      password: 'La URL contiene un nombre de usuario o una contraseña, que el proveedor vería.',
    },
  },
};

export const deliveryMessages = { en, es };
