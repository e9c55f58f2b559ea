/** Texts of the Studio about where the files of a run are sent, who can read them there, and until when. */
import { lastingIn } from '../durations.ts';
import type { DeliveryMessages } from '../en/delivery.ts';

export const delivery: DeliveryMessages = {
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
