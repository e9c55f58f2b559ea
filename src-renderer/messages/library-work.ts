/** Texts during and after actions on many results: selection, trash, bundles, long work. */
import type { LeftAlone, LibraryWorkKind } from '#contract/model/library-work.ts';

const results = (count: number): string => (count === 1 ? '1 result' : `${count} results`);
const resultados = (count: number): string => (count === 1 ? '1 resultado' : `${count} resultados`);

const en = {
  bar: 'Selection',
  selected: (count: number): string => `${count} selected`,
  clearSelection: 'Clear the selection',
  favourite: 'Add to favourites',
  noFavourite: 'Remove from favourites',
  tags: 'Tags',
  bundle: 'Export',
  bundleMeans: 'A zip file that can be imported on another computer.',
  remove: 'Move to trash',
  restore: 'Restore',
  deleteForever: 'Delete permanently',
  removed: (count: number): string => `${results(count)} moved to the trash.`,
  undo: 'Undo',
  close: 'Close',
  bundleReady: (name: string, size: string): string => `${name} is ready, ${size}.`,
  bundleLink: 'Download',
  emptyTrash: 'Empty trash',
  trashPeriod: (days: number): string =>
    days === 1 ? 'Items are deleted after one day.' : `Items are deleted after ${days} days.`,
  trashNever: 'Items are kept until you delete them.',
  deleteTitle: (count: number): string => `Delete ${results(count)} permanently?`,
  deleteText:
    'The image, video and result files are deleted from this computer. This cannot be undone, and charges are not refunded.',
  deleteYes: 'Delete permanently',
  cancel: 'Cancel',
  importBundle: 'Import…',
  importHint: 'Imports a bundle (.zip) exported from a library.',
  dropHere: 'Drop a bundle here to import its results.',
  noBundle: 'Only bundles can be imported here: zip files exported from a library.',
  importing: (name: string): string => `Importing ${name}`,
  imported: (added: number): string => `${results(added)} added.`,
  known: (count: number): string => `${count} already in library.`,
  leftOut: (count: number): string => `${results(count)} skipped:`,
  leftAlone: (folder: string, why: string): string => `${folder}: ${why}`,
  why: {
    senseless: 'not a result, or damaged.',
    newer: 'made by a newer version of Understudy.',
    'same-id': 'another folder contains the same result.',
    misplaced: 'folder name does not match, or it links to another place.',
    empty: 'its files are empty; a sync service may not have downloaded them.',
  } satisfies Record<LeftAlone['why'], string>,
  work: {
    move: 'Moving library',
    bundle: 'Creating bundle',
    import: 'Importing',
    rebuild: 'Rescanning library',
    delete: 'Deleting',
  } satisfies Record<LibraryWorkKind, string>,
  stop: 'Cancel',
};
export type LibraryWorkMessages = typeof en;

const es: LibraryWorkMessages = {
  bar: 'Selección',
  selected: (count) => (count === 1 ? '1 seleccionado' : `${count} seleccionados`),
  clearSelection: 'Quitar la selección',
  favourite: 'Añadir a favoritos',
  noFavourite: 'Quitar de favoritos',
  tags: 'Etiquetas',
  bundle: 'Exportar',
  bundleMeans: 'Un archivo zip que se puede importar en otro equipo.',
  remove: 'Mover a la papelera',
  restore: 'Restaurar',
  deleteForever: 'Eliminar definitivamente',
  removed: (count) =>
    count === 1 ? '1 resultado movido a la papelera.' : `${count} resultados movidos a la papelera.`,
  undo: 'Deshacer',
  close: 'Cerrar',
  bundleReady: (name, size) => `${name} está listo, ${size}.`,
  bundleLink: 'Descargar',
  emptyTrash: 'Vaciar la papelera',
  trashPeriod: (days) =>
    days === 1
      ? 'Los elementos se eliminan después de un día.'
      : `Los elementos se eliminan después de ${days} días.`,
  trashNever: 'Los elementos se conservan hasta que los elimines.',
  deleteTitle: (count) => `¿Eliminar ${resultados(count)} definitivamente?`,
  deleteText:
    'Se eliminan de este equipo los archivos de imagen, vídeo y resultado. No se puede deshacer y no se reembolsa lo cobrado.',
  deleteYes: 'Eliminar definitivamente',
  cancel: 'Cancelar',
  importBundle: 'Importar…',
  importHint: 'Importa un paquete (.zip) exportado de una biblioteca.',
  dropHere: 'Suelta aquí un paquete para importar sus resultados.',
  noBundle: 'Aquí solo se pueden importar paquetes: archivos zip exportados de una biblioteca.',
  importing: (name) => `Importando ${name}`,
  imported: (added) => (added === 1 ? '1 resultado añadido.' : `${added} resultados añadidos.`),
  known: (count) => (count === 1 ? '1 ya estaba en la biblioteca.' : `${count} ya estaban en la biblioteca.`),
  leftOut: (count) => (count === 1 ? '1 resultado omitido:' : `${count} resultados omitidos:`),
  leftAlone: (folder, why) => `${folder}: ${why}`,
  why: {
    senseless: 'no es un resultado o está dañado.',
    newer: 'creado por una versión más nueva de Understudy.',
    'same-id': 'otra carpeta contiene el mismo resultado.',
    misplaced: 'el nombre de la carpeta no coincide o es un enlace a otro sitio.',
    empty: 'sus archivos están vacíos; puede que un servicio de sincronización no los haya descargado.',
  },
  work: {
    move: 'Moviendo la biblioteca',
    bundle: 'Creando el paquete',
    import: 'Importando',
    rebuild: 'Volviendo a examinar la biblioteca',
    delete: 'Eliminando',
  },
  stop: 'Cancelar',
};

export const libraryWorkMessages = { en, es };
