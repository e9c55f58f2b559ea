/** Texts of the settings about the library location, disk usage, and the retention of the trash. */
import { bytesInWords } from '#contract/rules/limits.ts';

const results = (count: number): string => (count === 1 ? '1 result' : `${count} results`);

const en = {
  title: 'Library and storage',
  why: 'Every result is a folder of plain files with its image and video. The library location may be on another disk.',
  reading: 'Calculating library size',
  folder: 'Library location',
  default: 'in the data folder',
  chosen: 'chosen by you',
  takes: 'Results',
  resultsTake: (count: number, size: string): string => `${results(count)}, ${size} with images and videos`,
  trash: 'Trash',
  work: 'Work files',
  workMeans: 'Files prepared for upload. They are recreated when needed.',
  free: 'Free',
  freeOn: (size: string): string => `${size} on this disk`,
  freeUnknown: 'unknown',
  away: 'The library location is not available.',
  awayOut: 'Connect its disk, or restore the folder. Until then no result can be saved or shown.',
  readOnly: 'The library location is read-only.',
  readOnlyOut: 'Allow writing there, or move the library. Until then no result can be saved.',
  again: 'Refresh',
  moveTitle: 'Move library',
  moveText:
    'Every file is copied and verified before the new folder is used. The old folder keeps a copy until you delete it.',
  choose: 'Move to another folder…',
  path: 'Full path of the new folder',
  pathHint: 'It must be empty or not exist yet.',
  move: 'Move library',
  moveBack: 'Move back to the data folder',
  backTo: 'the data folder',
  moveAskTitle: 'Move the library?',
  moveAskText: (folder: string): string =>
    `It is moved to ${folder}. You can keep using it meanwhile, and cancel the move.`,
  cancel: 'Cancel',
  moved: (folder: string): string => `Library moved to ${folder}.`,
  oldCopy: (folder: string, size: string): string => `${folder} still holds a copy of the library (${size}).`,
  oldCopyAway: (folder: string): string => `${folder} may hold a copy of the library. It is not available.`,
  deleteOld: 'Delete old copy…',
  deleteOldTitle: 'Delete the old copy?',
  deleteOldText:
    'Each file is compared with the library again before it is deleted. Files that are not in the library are kept.',
  deleteOldYes: 'Delete old copy',
  oldDeleted: 'Old copy deleted.',
  rebuildTitle: 'Rescan',
  rebuildText:
    'The library index is rebuilt from the folders. Do this after you have added or removed files by hand.',
  rebuild: 'Rescan library',
  rebuilt: (total: number, added: number, dropped: number): string =>
    `${results(total)}: ${added} new, ${dropped} removed.`,
  leftAlone: (count: number): string =>
    count === 1 ? 'Show 1 skipped folder' : `Show ${count} skipped folders`,
  trashTitle: 'Trash',
  trashKeeps: 'Delete items after',
  days: 'days',
  never: 'Never delete automatically',
  daysProblem: 'Enter 1 to 3650 days.',
  save: 'Save',
  saveDays: 'Save trash period',
  emptyTrash: 'Empty trash…',
  trashIsEmpty: 'The trash is empty.',
  emptied: (count: number): string => `${results(count)} deleted permanently.`,
};
export type StorageMessages = typeof en;

const resultados = (count: number): string => (count === 1 ? '1 resultado' : `${count} resultados`);

const es: StorageMessages = {
  title: 'Biblioteca y almacenamiento',
  why: 'Cada resultado es una carpeta de archivos normales con su imagen y su vídeo. La biblioteca puede estar en otro disco.',
  reading: 'Calculando el tamaño de la biblioteca',
  folder: 'Ubicación de la biblioteca',
  default: 'en la carpeta de datos',
  chosen: 'elegida por ti',
  takes: 'Resultados',
  resultsTake: (count, size) => `${resultados(count)}, ${size} con imágenes y vídeos`,
  trash: 'Papelera',
  work: 'Archivos de trabajo',
  workMeans: 'Archivos preparados para la subida. Se vuelven a crear cuando hacen falta.',
  free: 'Libre',
  freeOn: (size) => `${size} en este disco`,
  freeUnknown: 'desconocido',
  away: 'La ubicación de la biblioteca no está disponible.',
  awayOut:
    'Conecta su disco o restaura la carpeta. Hasta entonces no se puede guardar ni mostrar ningún resultado.',
  readOnly: 'La ubicación de la biblioteca es de solo lectura.',
  readOnlyOut:
    'Permite escribir en ella o mueve la biblioteca. Hasta entonces no se puede guardar ningún resultado.',
  again: 'Actualizar',
  moveTitle: 'Mover la biblioteca',
  moveText:
    'Cada archivo se copia y se comprueba antes de usar la carpeta nueva. La carpeta antigua conserva una copia hasta que la elimines.',
  choose: 'Mover a otra carpeta…',
  path: 'Ruta completa de la carpeta nueva',
  pathHint: 'Debe estar vacía o no existir todavía.',
  move: 'Mover la biblioteca',
  moveBack: 'Mover de nuevo a la carpeta de datos',
  backTo: 'la carpeta de datos',
  moveAskTitle: '¿Mover la biblioteca?',
  moveAskText: (folder) =>
    `Se mueve a ${folder}. Puedes seguir usándola mientras tanto y cancelar el traslado.`,
  cancel: 'Cancelar',
  moved: (folder) => `Biblioteca movida a ${folder}.`,
  oldCopy: (folder, size) => `${folder} todavía contiene una copia de la biblioteca (${size}).`,
  oldCopyAway: (folder) => `${folder} puede contener una copia de la biblioteca. No está disponible.`,
  deleteOld: 'Eliminar la copia antigua…',
  deleteOldTitle: '¿Eliminar la copia antigua?',
  deleteOldText:
    'Cada archivo se compara otra vez con la biblioteca antes de eliminarlo. Los archivos que no están en la biblioteca se conservan.',
  deleteOldYes: 'Eliminar la copia antigua',
  oldDeleted: 'Copia antigua eliminada.',
  rebuildTitle: 'Volver a examinar',
  rebuildText:
    'El índice de la biblioteca se reconstruye a partir de las carpetas. Hazlo después de añadir o quitar archivos a mano.',
  rebuild: 'Volver a examinar la biblioteca',
  rebuilt: (total, added, dropped) =>
    `${resultados(total)}: ${added} ${added === 1 ? 'nuevo' : 'nuevos'}, ${dropped} ${dropped === 1 ? 'eliminado' : 'eliminados'}.`,
  leftAlone: (count) => (count === 1 ? 'Mostrar 1 carpeta omitida' : `Mostrar ${count} carpetas omitidas`),
  trashTitle: 'Papelera',
  trashKeeps: 'Eliminar elementos después de',
  days: 'días',
  never: 'No eliminar nunca automáticamente',
  daysProblem: 'Escribe de 1 a 3650 días.',
  save: 'Guardar',
  saveDays: 'Guardar el plazo de la papelera',
  emptyTrash: 'Vaciar la papelera…',
  trashIsEmpty: 'La papelera está vacía.',
  emptied: (count) => `${resultados(count)} ${count === 1 ? 'eliminado' : 'eliminados'} definitivamente.`,
};

export const storageMessages = { en, es };

/** Disk sizes as file managers show them: powers of 1000, one decimal from GB on. */
const large = [
  [1e12, 'TB'],
  [1e9, 'GB'],
] as const;

export const spaceInWords = (bytes: number): string => {
  for (const [unit, name] of large) if (bytes >= unit) return `${(bytes / unit).toFixed(1)} ${name}`;
  return bytesInWords(bytes);
};
