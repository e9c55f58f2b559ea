/** Texts during and after actions on many results: selection, trash, bundles, long work. */
import type { LibraryWorkMessages } from '../en/library-work.ts';

const resultados = (count: number): string => (count === 1 ? '1 resultado' : `${count} resultados`);

export const libraryWork: LibraryWorkMessages = {
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
