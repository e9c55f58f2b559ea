/** Texts of the Studio about the motion in a video and its best parts. */

const sec = (value: number): string => value.toFixed(1);
const range = (startSec: number, endSec: number): string => `${sec(startSec)}\u2013${sec(endSec)} s`;

const en = {
  lane: 'Motion in the video',
  looking: 'Analysing video',
  lookingAt: (percent: string): string => `Analysing video ${percent} %`,
  failed: (what: string): string => `The video could not be analysed. ${what}`,
  legend: { motion: 'Subject motion', camera: 'Camera motion' },
  noCut: 'No cuts',
  cuts: (times: readonly string[], more: number): string =>
    `${times.length + more === 1 ? 'One cut' : `${times.length + more} cuts`}, at ${times.join(', ')} s${more > 0 ? ' and later' : ''}`,
  black: (startSec: number, endSec: number): string => `black ${range(startSec, endSec)}`,
  frozen: (startSec: number, endSec: number): string => `still ${range(startSec, endSec)}`,
  best: 'Best selections',
  rank: (rank: number, startSec: number, endSec: number): string =>
    rank === 1
      ? `Best: ${range(startSec, endSec)}`
      : `${rank === 2 ? '2nd' : '3rd'}: ${range(startSec, endSec)}`,
  none: (minLengthSec: number): string => `No single shot of ${minLengthSec} s has steady motion.`,
  chosen: (startSec: number, endSec: number, maxSec: number): string =>
    `Auto-selected ${range(startSec, endSec)}: the video is longer than ${maxSec} s, and this is the single shot with the steadiest motion.`,
  chosenChange: (startSec: number, endSec: number): string =>
    `the best selection, ${range(startSec, endSec)}, is used`,
  kept: (startSec: number, endSec: number): string =>
    `Your trim of ${range(startSec, endSec)} was kept. The scan has found a selection with steadier motion.`,
  useBest: (startSec: number, endSec: number): string => `Use best selection ${range(startSec, endSec)}`,
  keptInBatch: (count: number): string =>
    count === 1
      ? 'The trim of one video was kept. The scan has found a selection with steadier motion.'
      : `The trims of ${count} videos were kept. The scan has found selections with steadier motion.`,
  useBestParts: 'Use best selections',
  warnings: 'About the selection',
  more: (count: number): string =>
    count === 1 ? 'One more warning like these.' : `${count} more warnings like these.`,
};
export type ScanMessages = typeof en;

const es: ScanMessages = {
  lane: 'Movimiento en el vídeo',
  looking: 'Analizando el vídeo',
  lookingAt: (percent) => `Analizando el vídeo: ${percent} %`,
  failed: (what) => `No se ha podido analizar el vídeo. ${what}`,
  legend: { motion: 'Movimiento del sujeto', camera: 'Movimiento de cámara' },
  noCut: 'Sin cortes',
  cuts: (times, more) =>
    `${times.length + more === 1 ? 'Un corte' : `${times.length + more} cortes`}, en ${times.join(', ')} s${more > 0 ? ' y más adelante' : ''}`,
  black: (startSec, endSec) => `negro ${range(startSec, endSec)}`,
  frozen: (startSec, endSec) => `congelado ${range(startSec, endSec)}`,
  best: 'Mejores selecciones',
  rank: (rank, startSec, endSec) =>
    rank === 1 ? `Mejor: ${range(startSec, endSec)}` : `${rank}.ª: ${range(startSec, endSec)}`,
  none: (minLengthSec) => `Ninguna toma continua de ${minLengthSec} s tiene movimiento constante.`,
  chosen: (startSec, endSec, maxSec) =>
    `Selección automática ${range(startSec, endSec)}: el vídeo dura más de ${maxSec} s, y esta es la toma continua con el movimiento más constante.`,
  chosenChange: (startSec, endSec) => `se usa la mejor selección, ${range(startSec, endSec)}`,
  kept: (startSec, endSec) =>
    `Se ha mantenido tu recorte de ${range(startSec, endSec)}. El análisis ha encontrado una selección con movimiento más constante.`,
  useBest: (startSec, endSec) => `Usar la mejor selección, ${range(startSec, endSec)}`,
  keptInBatch: (count) =>
    count === 1
      ? 'Se ha mantenido el recorte de un vídeo. El análisis ha encontrado una selección con movimiento más constante.'
      : `Se han mantenido los recortes de ${count} vídeos. El análisis ha encontrado selecciones con movimiento más constante.`,
  useBestParts: 'Usar las mejores selecciones',
  warnings: 'Sobre la selección',
  more: (count) =>
    count === 1 ? 'Hay otra advertencia como estas.' : `Hay otras ${count} advertencias como estas.`,
};

export const scanMessages = { en, es };
