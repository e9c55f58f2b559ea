/** What the export of a comparison says. */
import type { ExportLayout, ExportSound } from '#contract/model/export.ts';
import type { ExportObstacle } from '#contract/rules/export.ts';

const en = {
  open: 'Export',
  opening: (percent: number): string => `Exporting ${percent} %`,
  title: 'Export a clip to show',
  description: 'The reference and the result in one clip that plays anywhere.',
  layout: 'Layout',
  layouts: {
    'side-by-side': 'Side by side',
    stacked: 'Stacked',
    wipe: 'Wipe',
    result: 'Result alone',
  } satisfies Record<ExportLayout, string>,
  layoutsMean: {
    'side-by-side': 'Both at one height, the reference on the left.',
    stacked: 'Both at one width, the reference on top.',
    wipe: 'A line moves slowly from side to side and uncovers one or the other.',
    result: 'The pictures of the result as they are, with the sound you choose.',
  } satisfies Record<ExportLayout, string>,
  sound: 'Sound',
  sounds: { result: 'Result', reference: 'Reference', none: 'None' } satisfies Record<ExportSound, string>,
  silentReference:
    'The reference was sent without sound, so it has none to give. In a terminal, “understudy library sound” takes the sound of any other file.',
  labels: 'Labels in the picture',
  limit: 'Largest size',
  noLimit: 'No limit',
  otherLimit: 'Other',
  ownLimit: 'Largest size in MB',
  ownLimitHint: 'In MB, for example 16.',
  ownLimitProblem: 'Give a size of 0.1 MB or more.',
  willBe: (sides: string, length: string): string => `${sides}, ${length}`,
  obstacles: {
    'reference-silent': 'The reference has no sound: choose another one, or none.',
    'result-silent': 'The result has no sound: choose another one, or none.',
    'limit-too-small':
      'That is too small for a clip of this length: choose a larger size, or leave the sound out.',
  } satisfies Record<ExportObstacle, string>,
  make: 'Export',
  makeAgain: 'Export again',
  making: 'Making the clip',
  cancel: 'Cancel export',
  close: 'Close',
  made: (size: string, length: string): string => `The clip is ready: ${size}, ${length}.`,
  download: 'Download clip',
};
export type ExportWords = typeof en;

const es: ExportWords = {
  open: 'Exportar',
  opening: (percent) => `Exportando ${percent} %`,
  title: 'Exportar un vídeo para enseñarlo',
  description: 'La referencia y el resultado en un solo vídeo que se reproduce en cualquier parte.',
  layout: 'Disposición',
  layouts: {
    'side-by-side': 'Lado a lado',
    stacked: 'Apilados',
    wipe: 'Cortinilla',
    result: 'Solo resultado',
  },
  layoutsMean: {
    'side-by-side': 'Los dos a la misma altura, la referencia a la izquierda.',
    stacked: 'Los dos con el mismo ancho, la referencia arriba.',
    wipe: 'Una línea va despacio de lado a lado y descubre uno u otro.',
    result: 'Las imágenes del resultado tal como están, con el sonido que elijas.',
  },
  sound: 'Sonido',
  sounds: { result: 'Resultado', reference: 'Referencia', none: 'Ninguno' },
  silentReference:
    'La referencia se envió sin sonido, así que no tiene ninguno que dar. En un terminal, «understudy library sound» toma el sonido de otro archivo.',
  labels: 'Rótulos en la imagen',
  limit: 'Tamaño máximo',
  noLimit: 'Sin límite',
  otherLimit: 'Otro',
  ownLimit: 'Tamaño máximo en MB',
  ownLimitHint: 'En MB, por ejemplo 16.',
  ownLimitProblem: 'Indica un tamaño de 0.1 MB o más.',
  willBe: (sides, length) => `${sides}, ${length}`,
  obstacles: {
    'reference-silent': 'La referencia no tiene sonido: elige otro, o ninguno.',
    'result-silent': 'El resultado no tiene sonido: elige otro, o ninguno.',
    'limit-too-small':
      'Es demasiado pequeño para un vídeo de esta duración: elige un tamaño mayor o quita el sonido.',
  },
  make: 'Exportar',
  makeAgain: 'Exportar otra vez',
  making: 'Haciendo el vídeo',
  cancel: 'Cancelar la exportación',
  close: 'Cerrar',
  made: (size, length) => `El vídeo está listo: ${size}, ${length}.`,
  download: 'Descargar el vídeo',
};

export const exportWords = { en, es };
