/** What the export of a comparison says. */
import type { ExportLayout } from '#contract/model/export.ts';

/** What stands beside the result. */
type Beside = 'reference' | 'other';

const en = {
  open: 'Export',
  opening: (percent: number): string => `Exporting ${percent} %`,
  title: 'Export a clip to show',
  descriptions: {
    reference: 'The reference and the result in one clip that plays anywhere.',
    other: 'Both results in one clip that plays anywhere.',
  } satisfies Record<Beside, string>,
  layout: 'Layout',
  layouts: {
    'side-by-side': 'Side by side',
    stacked: 'Stacked',
    wipe: 'Wipe',
    result: 'Result alone',
  } satisfies Record<ExportLayout, string>,
  /** `left` and `own`: what the two are called within a sentence. */
  layoutsMean: {
    'side-by-side': (left: string): string => `Both at one height, ${left} on the left.`,
    stacked: (left: string): string => `Both at one width, ${left} on top.`,
    wipe: (): string => 'A line moves slowly from side to side and uncovers one or the other.',
    result: (_left: string, own: string): string =>
      `Only ${own}, its pictures as they are, with the sound you choose.`,
  } satisfies Record<ExportLayout, (left: string, own: string) => string>,
  audio: 'Sound',
  noAudio: 'None',
  silentReference:
    'The reference was sent without sound, so it has none to give. In a terminal, “understudy library audio” takes the sound of any other file.',
  labels: 'Labels in the picture',
  limit: 'Largest size',
  noLimit: 'No limit',
  otherLimit: 'Other',
  ownLimit: 'Largest size in MB',
  ownLimitHint: 'In MB, for example 16.',
  ownLimitProblem: 'Give a size of 0.1 MB or more.',
  willBe: (sides: string, length: string): string => `${sides}, ${length}`,
  /** `subject`: whose sound was asked for. */
  silent: (subject: string): string => `${subject} has no sound: choose another one, or none.`,
  limitTooSmall: 'That is too small for a clip of this length: choose a larger size, or leave the sound out.',
  make: 'Export',
  makeAgain: 'Export again',
  making: 'Making the clip',
  cancel: 'Cancel export',
  close: 'Close',
  made: (size: string, length: string): string => `The clip is ready: ${size}, ${length}.`,
  download: 'Download clip',
};
export type ExportMessages = typeof en;

const es: ExportMessages = {
  open: 'Exportar',
  opening: (percent) => `Exportando ${percent} %`,
  title: 'Exportar un vídeo para enseñarlo',
  descriptions: {
    reference: 'La referencia y el resultado en un solo vídeo que se reproduce en cualquier parte.',
    other: 'Los dos resultados en un solo vídeo que se reproduce en cualquier parte.',
  },
  layout: 'Disposición',
  layouts: {
    'side-by-side': 'Lado a lado',
    stacked: 'Apilados',
    wipe: 'Cortinilla',
    result: 'Solo resultado',
  },
  layoutsMean: {
    'side-by-side': (left) => `Los dos a la misma altura, ${left} a la izquierda.`,
    stacked: (left) => `Los dos con el mismo ancho, ${left} arriba.`,
    wipe: () => 'Una línea va despacio de lado a lado y descubre uno u otro.',
    result: (_left, own) => `Solo ${own}, con sus imágenes tal como están y el sonido que elijas.`,
  },
  audio: 'Sonido',
  noAudio: 'Ninguno',
  silentReference:
    'La referencia se envió sin sonido, así que no tiene ninguno que dar. En un terminal, «understudy library audio» toma el sonido de otro archivo.',
  labels: 'Rótulos en la imagen',
  limit: 'Tamaño máximo',
  noLimit: 'Sin límite',
  otherLimit: 'Otro',
  ownLimit: 'Tamaño máximo en MB',
  ownLimitHint: 'En MB, por ejemplo 16.',
  ownLimitProblem: 'Indica un tamaño de 0.1 MB o más.',
  willBe: (sides, length) => `${sides}, ${length}`,
  silent: (subject) => `${subject} no tiene sonido: elige otro, o ninguno.`,
  limitTooSmall:
    'Es demasiado pequeño para un vídeo de esta duración: elige un tamaño mayor o quita el sonido.',
  make: 'Exportar',
  makeAgain: 'Exportar otra vez',
  making: 'Haciendo el vídeo',
  cancel: 'Cancelar la exportación',
  close: 'Cerrar',
  made: (size, length) => `El vídeo está listo: ${size}, ${length}.`,
  download: 'Descargar el vídeo',
};

export const exportMessages = { en, es };
