/** What the library says while and after something is done to many results: selection, trash, bundles, long work. */
import type { LeftAlone, LibraryWorkKind } from '#contract/model/library-work.ts';

const results = (count: number): string => (count === 1 ? '1 result' : `${count} results`);
const resultados = (count: number): string => (count === 1 ? '1 resultado' : `${count} resultados`);

const en = {
  bar: 'What is selected',
  selected: (count: number): string => `${count} selected`,
  clearSelection: 'Clear the selection',
  favourite: 'Favourite',
  noFavourite: 'Not favourite',
  tags: 'Tags',
  bundle: 'Export',
  bundleMeans: 'One zip file that another computer can import.',
  remove: 'Remove',
  restore: 'Restore',
  deleteForever: 'Delete for ever',
  removed: (count: number): string => `${results(count)} moved to the trash.`,
  undo: 'Undo',
  close: 'Close',
  bundleReady: (name: string, size: string): string => `${name} is ready, ${size}.`,
  bundleLink: 'Download',
  emptyTrash: 'Empty the trash',
  trashPeriod: (days: number): string =>
    days === 1
      ? 'Results rest here for one day, then their files are deleted.'
      : `Results rest here for ${days} days, then their files are deleted.`,
  trashNever: 'Results rest here until you delete them.',
  deleteTitle: (count: number): string => `Delete ${results(count)} for ever?`,
  deleteText:
    'Their files are deleted from this computer: picture, clip and result. It cannot be undone, and nothing that was paid is refunded.',
  deleteYes: 'Delete for ever',
  cancel: 'Cancel',
  importBundle: 'Import…',
  importHint: 'Takes in a bundle (.zip) that was exported from a library.',
  dropHere: 'Drop a bundle here to take its results into the library.',
  noBundle: 'Only bundles of results can be taken in here: zip files that were exported from a library.',
  importing: (name: string): string => `Importing ${name}`,
  imported: (added: number): string => `${results(added)} added.`,
  known: (count: number): string => (count === 1 ? '1 was here already.' : `${count} were here already.`),
  leftOut: (count: number): string => `${results(count)} left out:`,
  leftAlone: (folder: string, why: string): string => `${folder}: ${why}`,
  why: {
    senseless: 'it is no result, or is broken.',
    newer: 'a newer version of the program made it.',
    'same-id': 'another folder holds the same result.',
    misplaced: 'its folder does not bear its name, or leads elsewhere.',
    empty: 'its files are empty here; a sync service may not have downloaded them.',
  } satisfies Record<LeftAlone['why'], string>,
  work: {
    move: 'Moving the library',
    bundle: 'Making the bundle',
    import: 'Importing',
    rebuild: 'Looking through the folders',
    delete: 'Deleting',
  } satisfies Record<LibraryWorkKind, string>,
  stop: 'Stop',
};
export type LibraryWorkMessages = typeof en;

const es: LibraryWorkMessages = {
  bar: 'Lo que está seleccionado',
  selected: (count) => (count === 1 ? '1 seleccionado' : `${count} seleccionados`),
  clearSelection: 'Quitar la selección',
  favourite: 'Favorito',
  noFavourite: 'No favorito',
  tags: 'Etiquetas',
  bundle: 'Exportar',
  bundleMeans: 'Un archivo zip que otro ordenador puede importar.',
  remove: 'Quitar',
  restore: 'Recuperar',
  deleteForever: 'Borrar para siempre',
  removed: (count) =>
    count === 1 ? '1 resultado llevado a la papelera.' : `${count} resultados llevados a la papelera.`,
  undo: 'Deshacer',
  close: 'Cerrar',
  bundleReady: (name, size) => `${name} está listo, ${size}.`,
  bundleLink: 'Descargar',
  emptyTrash: 'Vaciar la papelera',
  trashPeriod: (days) =>
    days === 1
      ? 'Los resultados descansan aquí un día; después se borran sus archivos.'
      : `Los resultados descansan aquí ${days} días; después se borran sus archivos.`,
  trashNever: 'Los resultados descansan aquí hasta que los borres.',
  deleteTitle: (count) => `¿Borrar ${resultados(count)} para siempre?`,
  deleteText:
    'Se borran sus archivos de este ordenador: imagen, vídeo y resultado. No se puede deshacer y no se devuelve nada de lo pagado.',
  deleteYes: 'Borrar para siempre',
  cancel: 'Cancelar',
  importBundle: 'Importar…',
  importHint: 'Incorpora un paquete (.zip) exportado de una biblioteca.',
  dropHere: 'Suelta aquí un paquete para llevar sus resultados a la biblioteca.',
  noBundle:
    'Aquí solo se pueden incorporar paquetes de resultados: archivos zip exportados de una biblioteca.',
  importing: (name) => `Importando ${name}`,
  imported: (added) => (added === 1 ? '1 resultado añadido.' : `${added} resultados añadidos.`),
  known: (count) => (count === 1 ? '1 ya estaba aquí.' : `${count} ya estaban aquí.`),
  leftOut: (count) =>
    count === 1 ? '1 resultado se quedó fuera:' : `${count} resultados se quedaron fuera:`,
  leftAlone: (folder, why) => `${folder}: ${why}`,
  why: {
    senseless: 'no es un resultado o está dañado.',
    newer: 'lo hizo una versión más nueva del programa.',
    'same-id': 'otra carpeta tiene el mismo resultado.',
    misplaced: 'su carpeta no lleva su nombre o conduce a otro sitio.',
    empty: 'sus archivos están vacíos aquí; puede que un servicio de sincronización no los haya descargado.',
  },
  work: {
    move: 'Moviendo la biblioteca',
    bundle: 'Creando el paquete',
    import: 'Importando',
    rebuild: 'Revisando las carpetas',
    delete: 'Borrando',
  },
  stop: 'Detener',
};

export const libraryWorkMessages = { en, es };
