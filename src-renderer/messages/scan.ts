/** What the Studio says about the motion in a clip and its best parts. */

const sec = (value: number): string => value.toFixed(1);
const range = (startSec: number, endSec: number): string => `${sec(startSec)}\u2013${sec(endSec)} s`;

const en = {
  lane: 'Motion in the clip',
  looking: 'Looking through the clip',
  lookingAt: (percent: string): string => `Looking through the clip ${percent} %`,
  failed: (what: string): string => `The clip could not be looked through. ${what}`,
  legend: { motion: 'Motion', camera: 'of it the camera' },
  noCut: 'No cut',
  cuts: (times: readonly string[], more: number): string =>
    `${times.length + more === 1 ? 'One cut' : `${times.length + more} cuts`}, at ${times.join(', ')} s${more > 0 ? ' and later' : ''}`,
  black: (startSec: number, endSec: number): string => `black ${range(startSec, endSec)}`,
  frozen: (startSec: number, endSec: number): string => `still ${range(startSec, endSec)}`,
  best: 'Best parts of the clip',
  rank: (rank: number, startSec: number, endSec: number): string =>
    rank === 1
      ? `Best: ${range(startSec, endSec)}`
      : `${rank === 2 ? '2nd' : '3rd'}: ${range(startSec, endSec)}`,
  none: (minLengthSec: number): string => `No part of ${minLengthSec} s is one steady shot.`,
  chosen: (startSec: number, endSec: number, maxSec: number): string =>
    `${range(startSec, endSec)} was chosen for you: the clip is longer than ${maxSec} s, and this part is one shot with the steadiest motion.`,
  chosenChange: (startSec: number, endSec: number): string =>
    `its best part, ${range(startSec, endSec)}, is used`,
  kept: (startSec: number, endSec: number): string =>
    `Your trim of ${range(startSec, endSec)} was kept. The scan has found a part with steadier motion.`,
  useBest: (startSec: number, endSec: number): string => `Use best part ${range(startSec, endSec)}`,
  keptInBatch: (count: number): string =>
    count === 1
      ? 'The trim of one video was kept. The scan has found a part with steadier motion.'
      : `The trims of ${count} videos were kept. The scan has found parts with steadier motion.`,
  useBestParts: 'Use best parts',
  warnings: 'About the chosen part',
  more: (count: number): string =>
    count === 1 ? 'One more place like these.' : `${count} more places like these.`,
};
export type ScanMessages = typeof en;

const es: ScanMessages = {
  lane: 'Movimiento en el vídeo',
  looking: 'Examinando el vídeo',
  lookingAt: (percent) => `Examinando el vídeo: ${percent} %`,
  failed: (what) => `No se ha podido examinar el vídeo. ${what}`,
  legend: { motion: 'Movimiento', camera: 'del cual, la cámara' },
  noCut: 'Ningún corte',
  cuts: (times, more) =>
    `${times.length + more === 1 ? 'Un corte' : `${times.length + more} cortes`}, en ${times.join(', ')} s${more > 0 ? ' y más adelante' : ''}`,
  black: (startSec, endSec) => `negro ${range(startSec, endSec)}`,
  frozen: (startSec, endSec) => `quieto ${range(startSec, endSec)}`,
  best: 'Mejores partes del vídeo',
  rank: (rank, startSec, endSec) =>
    rank === 1 ? `Mejor: ${range(startSec, endSec)}` : `${rank}.ª: ${range(startSec, endSec)}`,
  none: (minLengthSec) => `Ninguna parte de ${minLengthSec} s es una sola toma constante.`,
  chosen: (startSec, endSec, maxSec) =>
    `Se ha elegido ${range(startSec, endSec)}: el vídeo dura más de ${maxSec} s, y esta parte es una sola toma con el movimiento más constante.`,
  chosenChange: (startSec, endSec) => `se usa su mejor parte, ${range(startSec, endSec)}`,
  kept: (startSec, endSec) =>
    `Se ha mantenido su recorte de ${range(startSec, endSec)}. El examen ha encontrado una parte con movimiento más constante.`,
  useBest: (startSec, endSec) => `Usar la mejor parte, ${range(startSec, endSec)}`,
  keptInBatch: (count) =>
    count === 1
      ? 'Se ha mantenido el recorte de un vídeo. El examen ha encontrado una parte con movimiento más constante.'
      : `Se han mantenido los recortes de ${count} vídeos. El examen ha encontrado partes con movimiento más constante.`,
  useBestParts: 'Usar las mejores partes',
  warnings: 'Sobre la parte elegida',
  more: (count) => (count === 1 ? 'Hay otro lugar así.' : `Hay otros ${count} lugares así.`),
};

export const scanMessages = { en, es };
