/** What the Studio says about where the files of a run go, who can read them there, and until when. */
import type { TransferRecord } from '#contract/model/transfer-record.ts';

type File = 'image' | 'video';
/** What a sentence is about: one of the files, or both of them where they go the same way. */
export type Subject = File | 'both';

/** `host`: the machine that holds it. `kept`: how long, in words. */
export type Told = { readonly host: string; readonly kept: string; readonly provider: string };
type Sentence = (told: Told) => string;

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
  title: 'Where the files go',
  why: 'What this run would mean for who can read the picture, the clip and the result.',
  open: 'Details: where the files go',
  openShort: 'Details',
  lasting: lastingIn('en'),
  going: {
    'this-computer': {
      both: () => 'Picture and clip stay on this computer.',
      image: () => 'The picture stays on this computer.',
      video: () => 'The clip stays on this computer.',
    },
    'inside-request': {
      both: ({ provider }) => `Picture and clip travel inside the request; only ${provider} reads them.`,
      image: ({ provider }) => `The picture travels inside the request; only ${provider} reads it.`,
      video: ({ provider }) => `The clip travels inside the request; only ${provider} reads it.`,
    },
    'fal-storage': {
      both: ({ kept }) =>
        `Picture and clip go to fal\u2019s storage; anyone with the link can read them for ${kept}.`,
      image: ({ kept }) =>
        `The picture goes to fal\u2019s storage; anyone with the link can read it for ${kept}.`,
      video: ({ kept }) =>
        `The clip goes to fal\u2019s storage; anyone with the link can read it for ${kept}.`,
    },
    bucket: {
      both: () =>
        'Picture and clip go to your bucket; anyone with the link can read them until they are deleted after the run.',
      image: () =>
        'The picture goes to your bucket; anyone with the link can read it until it is deleted after the run.',
      video: () =>
        'The clip goes to your bucket; anyone with the link can read it until it is deleted after the run.',
    },
    'pasted-link': {
      both: ({ host }) => `Picture and clip are read from your own links at ${host}.`,
      image: ({ host }) => `The picture is read from your own link at ${host}.`,
      video: ({ host }) => `The clip is read from your own link at ${host}.`,
    },
  } satisfies Record<Exclude<TransferRecord['via'], 'provider'>, Record<Subject, Sentence>>,
  missing: {
    both: ({ provider }) =>
      `${provider} reads picture and clip from links, and nothing here can make one yet.`,
    image: ({ provider }) => `${provider} reads the picture from a link, and nothing here can make one yet.`,
    video: ({ provider }) => `${provider} reads the clip from a link, and nothing here can make one yet.`,
  } satisfies Record<Subject, Sentence>,
  missingWayOut: 'Set a fal key or a bucket of your own in Settings, or paste a link of your own.',
  toSettings: 'Open Settings',
  pasteLink: 'Paste a link',
  badLink: 'What was pasted as a link of your own cannot be used.',
  mendLink: 'Mend the link',
  table: {
    file: 'File',
    size: 'Size',
    via: 'Goes by',
    host: 'Held by',
    readableBy: 'Who can read it',
    until: 'For how long',
    files: { image: 'Image', video: 'Video', result: 'Result' } satisfies Record<
      TransferRecord['file'],
      string
    >,
    vias: {
      'this-computer': 'stays here',
      'inside-request': 'inside the request',
      'fal-storage': 'fal\u2019s storage',
      bucket: 'your bucket',
      'pasted-link': 'your own link',
      provider: 'a link of the provider',
    } satisfies Record<TransferRecord['via'], string>,
    readers: {
      'nobody-else': () => 'nobody else',
      provider: (provider: string): string => `${provider} only`,
      'anyone-with-the-link': () => 'anyone with the link',
    } satisfies Record<TransferRecord['readableBy'], (provider: string) => string>,
    thisComputer: 'this computer',
    noDeliveryMethod: 'no way yet',
    atMost: (size: string): string => `at most ${size}`,
    notYet: 'not known yet',
    nobodySays: (provider: string): string => `${provider} does not say`,
    ownLink: 'as long as your link works',
    withYou: 'it stays with you',
    deleted: (kept: string): string => `deleted once the run has ended; its link ends after ${kept} at most`,
    from: (source: string, date: string): string => `From ${source}, as of ${date}`,
  },
  own: {
    title: 'Use a link of my own',
    why: 'The link must serve the very file that would be sent, to everybody and without a login. It is read and compared before anything is paid; a link to another file is refused.',
    labels: { image: 'Link to the picture', video: 'Link to the clip' } satisfies Record<File, string>,
    asItIs: (name: string): string => `It is sent as it is, so this is a link to ${name} itself.`,
    fitted: 'A link to the fitted file, not to the one you added.',
    noUse: (model: string): string => `${model} reads no links, so none is needed and none is sent.`,
    making: 'The fitted files are being made; in a moment they can be saved here.',
    saveWhy: 'Save what is fitted, upload it as it is, and paste its link.',
    save: { image: 'Save the fitted picture', video: 'Save the fitted clip' } satisfies Record<File, string>,
    bad: {
      'no-link': 'This is not a link.',
      'not-https': 'The link must begin with https://',
      password: 'The link holds a name or a password, which the provider would see.',
    },
  },
};
export type DeliveryMessages = typeof en;

const es: DeliveryMessages = {
  title: 'Adónde van los archivos',
  why: 'Lo que esta ejecución supondría: quién puede leer la imagen, el vídeo y el resultado.',
  open: 'Detalles: adónde van los archivos',
  openShort: 'Detalles',
  lasting: lastingIn('es'),
  going: {
    'this-computer': {
      both: () => 'La imagen y el vídeo se quedan en este equipo.',
      image: () => 'La imagen se queda en este equipo.',
      video: () => 'El vídeo se queda en este equipo.',
    },
    'inside-request': {
      both: ({ provider }) => `La imagen y el vídeo van dentro de la solicitud; solo los lee ${provider}.`,
      image: ({ provider }) => `La imagen va dentro de la solicitud; solo la lee ${provider}.`,
      video: ({ provider }) => `El vídeo va dentro de la solicitud; solo lo lee ${provider}.`,
    },
    'fal-storage': {
      both: ({ kept }) =>
        `La imagen y el vídeo van al almacenamiento de fal; quien tenga el enlace puede leerlos durante ${kept}.`,
      image: ({ kept }) =>
        `La imagen va al almacenamiento de fal; quien tenga el enlace puede leerla durante ${kept}.`,
      video: ({ kept }) =>
        `El vídeo va al almacenamiento de fal; quien tenga el enlace puede leerlo durante ${kept}.`,
    },
    bucket: {
      both: () =>
        'La imagen y el vídeo van a tu bucket; quien tenga el enlace puede leerlos hasta que se borran tras la ejecución.',
      image: () =>
        'La imagen va a tu bucket; quien tenga el enlace puede leerla hasta que se borra tras la ejecución.',
      video: () =>
        'El vídeo va a tu bucket; quien tenga el enlace puede leerlo hasta que se borra tras la ejecución.',
    },
    'pasted-link': {
      both: ({ host }) => `La imagen y el vídeo se leen de tus propios enlaces en ${host}.`,
      image: ({ host }) => `La imagen se lee de tu propio enlace en ${host}.`,
      video: ({ host }) => `El vídeo se lee de tu propio enlace en ${host}.`,
    },
  },
  missing: {
    both: ({ provider }) =>
      `${provider} lee la imagen y el vídeo de enlaces, y aquí aún nada puede crearlos.`,
    image: ({ provider }) => `${provider} lee la imagen de un enlace, y aquí aún nada puede crearlo.`,
    video: ({ provider }) => `${provider} lee el vídeo de un enlace, y aquí aún nada puede crearlo.`,
  },
  missingWayOut: 'Pon una clave de fal o un bucket tuyo en Ajustes, o pega un enlace tuyo.',
  toSettings: 'Abrir Ajustes',
  pasteLink: 'Pegar un enlace',
  badLink: 'Lo que se ha pegado como enlace tuyo no sirve.',
  mendLink: 'Corregir el enlace',
  table: {
    file: 'Archivo',
    size: 'Tamaño',
    via: 'Va por',
    host: 'Lo guarda',
    readableBy: 'Quién puede leerlo',
    until: 'Cuánto tiempo',
    files: { image: 'Imagen', video: 'Vídeo', result: 'Resultado' },
    vias: {
      'this-computer': 'se queda aquí',
      'inside-request': 'dentro de la solicitud',
      'fal-storage': 'almacenamiento de fal',
      bucket: 'tu bucket',
      'pasted-link': 'tu propio enlace',
      provider: 'un enlace del proveedor',
    },
    readers: {
      'nobody-else': () => 'nadie más',
      provider: (provider) => `solo ${provider}`,
      'anyone-with-the-link': () => 'quien tenga el enlace',
    },
    thisComputer: 'este equipo',
    noDeliveryMethod: 'aún no hay manera',
    atMost: (size) => `${size} como máximo`,
    notYet: 'aún no se sabe',
    nobodySays: (provider) => `${provider} no lo dice`,
    ownLink: 'mientras tu enlace funcione',
    withYou: 'se queda contigo',
    deleted: (kept) => `se borra al terminar la ejecución; su enlace caduca a los ${kept} como máximo`,
    from: (source, date) => `Según ${source}, a ${date}`,
  },
  own: {
    title: 'Usar un enlace mío',
    why: 'El enlace debe dar exactamente el archivo que se enviaría, a cualquiera y sin iniciar sesión. Se lee y se compara antes de pagar nada; un enlace a otro archivo se rechaza.',
    labels: { image: 'Enlace a la imagen', video: 'Enlace al vídeo' },
    asItIs: (name) => `Se envía tal cual, así que es un enlace a ${name} mismo.`,
    fitted: 'Un enlace al archivo adaptado, no al que has añadido.',
    noUse: (model) => `${model} no lee enlaces, así que no hace falta ninguno ni se envía.`,
    making: 'Los archivos adaptados se están preparando; en un momento se podrán guardar aquí.',
    saveWhy: 'Guarda lo adaptado, súbelo tal cual y pega su enlace.',
    save: { image: 'Guardar la imagen adaptada', video: 'Guardar el vídeo adaptado' },
    bad: {
      'no-link': 'Esto no es un enlace.',
      'not-https': 'El enlace debe empezar por https://',
      password: 'El enlace contiene un nombre o una contraseña, que el proveedor vería.',
    },
  },
};

export const deliveryMessages = { en, es };
