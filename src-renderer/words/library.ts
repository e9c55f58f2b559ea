/** What the library says. */

const en = {
  title: 'Library',
  count: (total: number): string => (total === 1 ? '1 result' : `${total} results`),
  emptyTitle: 'Nothing here yet.',
  emptyText:
    'Every finished run is kept here as plain files, with its picture and its clip, and stays when the provider’s link has expired.',
  toStudio: 'Go to the Studio',
  gridHint: 'Arrow keys move through the grid, Enter opens a comparison.',
  open: (tile: { character: string; motion: string; length: string; model: string; date: string }): string =>
    `${tile.character} moving as ${tile.motion}, ${tile.length}, ${tile.model}, ${tile.date}. Compare.`,
  pair: (character: string, motion: string): string => `${character} as ${motion}`,
  demo: 'Demo',
  demoMeans: 'Made by the offline demonstration. No AI made this.',
  billed: (cost: string): string => `${cost} billed`,
  estimated: (cost: string): string => `about ${cost}`,
  free: 'Free',
  unknownCost: 'Price unknown',
  download: 'Download result',
  reveal: 'Show in folder',
  loading: 'Reading the library',
  more: 'Show more',
  again: 'Try again',
  posterMissing: 'No poster',
};
export type LibraryWords = typeof en;

const es: LibraryWords = {
  title: 'Biblioteca',
  count: (total) => (total === 1 ? '1 resultado' : `${total} resultados`),
  emptyTitle: 'Todavía no hay nada.',
  emptyText:
    'Aquí se guarda cada resultado como archivos normales, con su imagen y su vídeo, y sigue aquí cuando caduca el enlace del proveedor.',
  toStudio: 'Ir al Estudio',
  gridHint: 'Las flechas recorren la cuadrícula; Intro abre la comparación.',
  open: ({ character, motion, length, model, date }) =>
    `${character} con el movimiento de ${motion}, ${length}, ${model}, ${date}. Comparar.`,
  pair: (character, motion) => `${character} como ${motion}`,
  demo: 'Demo',
  demoMeans: 'Hecho por la demostración sin conexión. Ninguna IA ha hecho esto.',
  billed: (cost) => `${cost} cobrados`,
  estimated: (cost) => `unos ${cost}`,
  free: 'Gratis',
  unknownCost: 'Precio desconocido',
  download: 'Descargar el resultado',
  reveal: 'Mostrar en la carpeta',
  loading: 'Leyendo la biblioteca',
  more: 'Mostrar más',
  again: 'Reintentar',
  posterMissing: 'Sin imagen',
};

export const libraryWords = { en, es };
