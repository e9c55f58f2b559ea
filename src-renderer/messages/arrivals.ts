/** Texts for files that are dropped or pasted, and for content that is not accepted. */

const en = {
  fromWebPage:
    'This comes from a web page without its file. Save the image or video first, then drop the saved file here.',
  close: 'Dismiss',
  folder: (name: string): string => `${name} is a folder. Choose an image or a video inside it.`,
  leftOver: (names: string): string =>
    `Not used: ${names}. The Studio takes one image and one video, a batch takes them all.`,
  openInBatch: (count: number): string => `Open all ${count} in Batch`,
  replaced: (name: string): string => `Replaced ${name}.`,
  putBack: 'Undo',
  forgetReplaced: (name: string): string => `Dismiss: ${name} was replaced`,
  folderRead: {
    reading: (name: string): string => `Reading ${name}`,
    empty: (name: string): string => `${name} contains no image and no video.`,
    cutOff: (name: string, count: number): string =>
      `${name} contains more files: the first ${count} images and videos were added.`,
    unreadable: (name: string, count: number): string =>
      count === 1
        ? `One file or folder in ${name} cannot be read and was left out.`
        : `${count} files or folders in ${name} cannot be read and were left out.`,
  },
};
export type ArrivalMessages = typeof en;

const es: ArrivalMessages = {
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

export const arrivalMessages = { en, es };
