/** Texts for files that are dropped or pasted, and for content that is not accepted. */
import type { ArrivalMessages } from '../en/arrivals.ts';

export const arrivals: ArrivalMessages = {
  fromWebPage:
    'Esto viene de una página web sin su archivo. Guarda primero la imagen o el vídeo y suelta aquí el archivo guardado.',
  close: 'Descartar',
  folder: (name) => `${name} es una carpeta. Elige una imagen o un vídeo que esté dentro.`,
  leftOver: (names) =>
    `Sin usar: ${names}. El Estudio admite una imagen y un vídeo; un lote los admite todos.`,
  openInBatch: (count) => `Abrir los ${count} en Lote`,
  replaced: (name) => `Se ha sustituido ${name}.`,
  putBack: 'Deshacer',
  forgetReplaced: (name) => `Descartar: se ha sustituido ${name}`,
  folderRead: {
    reading: (name) => `Leyendo ${name}`,
    empty: (name) => `${name} no contiene ninguna imagen ni ningún vídeo.`,
    cutOff: (name, count) =>
      `${name} contiene más archivos: se han añadido las primeras ${count} imágenes y vídeos.`,
    unreadable: (name, count) =>
      count === 1
        ? `Un archivo o carpeta de ${name} no se puede leer y se ha dejado fuera.`
        : `${count} archivos o carpetas de ${name} no se pueden leer y se han dejado fuera.`,
  },
};
