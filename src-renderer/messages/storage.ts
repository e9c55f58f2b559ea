/** What the settings say of where the library is, what it takes up, and how long the trash keeps things. */

const results = (count: number): string => (count === 1 ? '1 result' : `${count} results`);

const en = {
  title: 'Library and storage',
  why: 'Every result is a folder of plain files with its picture and its clip. The library may be on another disk.',
  reading: 'Counting what the library takes up',
  folder: 'Folder',
  default: 'in the data folder',
  chosen: 'chosen by you',
  takes: 'Results',
  resultsTake: (count: number, size: string): string =>
    `${results(count)}, ${size} with their pictures and clips`,
  trash: 'Trash',
  work: 'Work files',
  workMeans: 'Files made ready to be sent. They are made again when needed.',
  free: 'Free',
  freeOn: (size: string): string => `${size} on this disk`,
  freeUnknown: 'not known',
  away: 'The library’s folder is not there.',
  awayOut:
    'Connect its disk again, or put the folder back. Until then nothing is kept, and no result can be shown.',
  readOnly: 'Nothing can be written to the library’s folder.',
  readOnlyOut: 'Allow writing there, or move the library. Until then nothing new can be kept.',
  again: 'Count again',
  moveTitle: 'Another folder',
  moveText: 'Every file is copied and compared first; only then the old ones are deleted.',
  choose: 'Move to another folder…',
  path: 'Full path of the new folder',
  pathHint: 'It must be empty, or not there yet.',
  move: 'Move the library',
  moveBack: 'Back to the data folder',
  backTo: 'the data folder',
  moveAskTitle: 'Move the library?',
  moveAskText: (folder: string): string =>
    `It goes to ${folder}. It stays in use meanwhile, and you can stop.`,
  cancel: 'Cancel',
  moved: (folder: string): string => `The library is in ${folder} now.`,
  rebuildTitle: 'Folders and list',
  rebuildText: 'The list is made from the folders. Do this after files were put there or taken away by hand.',
  rebuild: 'Look through the folders again',
  rebuilt: (total: number, added: number, dropped: number): string =>
    `${results(total)} in the list: ${added} new, ${dropped} gone.`,
  leftAlone: (count: number): string =>
    count === 1 ? 'Show the 1 folder that is left alone' : `Show the ${count} folders that are left alone`,
  trashTitle: 'Trash',
  trashKeeps: 'Keep what was removed for',
  days: 'days',
  never: 'Never delete by itself',
  daysProblem: 'From 1 to 3650 days.',
  save: 'Save',
  saveDays: 'Save the period of the trash',
  emptyTrash: 'Empty the trash…',
  trashIsEmpty: 'The trash is empty.',
  emptied: (count: number): string => `${results(count)} deleted for ever.`,
};
export type StorageMessages = typeof en;

const resultados = (count: number): string => (count === 1 ? '1 resultado' : `${count} resultados`);

const es: StorageMessages = {
  title: 'Biblioteca y espacio',
  why: 'Cada resultado es una carpeta de archivos normales con su imagen y su vídeo. La biblioteca puede estar en otro disco.',
  reading: 'Contando lo que ocupa la biblioteca',
  folder: 'Carpeta',
  default: 'en la carpeta de datos',
  chosen: 'elegida por ti',
  takes: 'Resultados',
  resultsTake: (count, size) => `${resultados(count)}, ${size} con sus imágenes y vídeos`,
  trash: 'Papelera',
  work: 'Archivos de trabajo',
  workMeans: 'Archivos preparados para enviarse. Se vuelven a hacer cuando hacen falta.',
  free: 'Libre',
  freeOn: (size) => `${size} en este disco`,
  freeUnknown: 'no se sabe',
  away: 'La carpeta de la biblioteca no está.',
  awayOut:
    'Vuelve a conectar su disco o devuelve la carpeta a su sitio. Mientras tanto no se guarda nada ni se puede mostrar ningún resultado.',
  readOnly: 'No se puede escribir en la carpeta de la biblioteca.',
  readOnlyOut:
    'Permite escribir en ella o mueve la biblioteca. Mientras tanto no se puede guardar nada nuevo.',
  again: 'Contar otra vez',
  moveTitle: 'Otra carpeta',
  moveText: 'Primero se copia y se compara cada archivo; solo después se borran los antiguos.',
  choose: 'Mover a otra carpeta…',
  path: 'Ruta completa de la carpeta nueva',
  pathHint: 'Tiene que estar vacía o no existir todavía.',
  move: 'Mover la biblioteca',
  moveBack: 'Volver a la carpeta de datos',
  backTo: 'la carpeta de datos',
  moveAskTitle: '¿Mover la biblioteca?',
  moveAskText: (folder) => `Va a ${folder}. Mientras tanto se puede usar, y puedes detenerlo.`,
  cancel: 'Cancelar',
  moved: (folder) => `La biblioteca está ahora en ${folder}.`,
  rebuildTitle: 'Carpetas y lista',
  rebuildText: 'La lista se hace a partir de las carpetas. Hazlo después de poner o quitar archivos a mano.',
  rebuild: 'Revisar las carpetas otra vez',
  rebuilt: (total, added, dropped) =>
    `${resultados(total)} en la lista: ${added} ${added === 1 ? 'nuevo' : 'nuevos'}, ${dropped} ${dropped === 1 ? 'desaparecido' : 'desaparecidos'}.`,
  leftAlone: (count) =>
    count === 1 ? 'Mostrar la carpeta que no se toca' : `Mostrar las ${count} carpetas que no se tocan`,
  trashTitle: 'Papelera',
  trashKeeps: 'Conservar lo quitado durante',
  days: 'días',
  never: 'No borrar nunca por sí sola',
  daysProblem: 'De 1 a 3650 días.',
  save: 'Guardar',
  saveDays: 'Guardar el plazo de la papelera',
  emptyTrash: 'Vaciar la papelera…',
  trashIsEmpty: 'La papelera está vacía.',
  emptied: (count) => `${resultados(count)} ${count === 1 ? 'borrado' : 'borrados'} para siempre.`,
};

export const storageMessages = { en, es };
