/** Texts of the settings about the library location, disk usage, and the retention of the trash. */
import type { StorageMessages } from '../en/storage.ts';

const resultados = (count: number): string => (count === 1 ? '1 resultado' : `${count} resultados`);

export const storage: StorageMessages = {
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
