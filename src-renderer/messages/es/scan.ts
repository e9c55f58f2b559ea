/** Texts of the Studio about the motion in a video and its best parts. */
import { secondsRange } from '../durations.ts';
import type { ScanMessages } from '../en/scan.ts';

export const scan: ScanMessages = {
  lane: 'Movimiento en el vídeo',
  looking: 'Analizando el vídeo',
  lookingAt: (percent) => `Analizando el vídeo: ${percent} %`,
  failed: (what) => `No se ha podido analizar el vídeo. ${what}`,
  legend: { motion: 'Movimiento del sujeto', camera: 'Movimiento de cámara' },
  noCut: 'Sin cortes',
  cuts: (times, more) =>
    `${times.length + more === 1 ? 'Un corte' : `${times.length + more} cortes`}, en ${times.join(', ')} s${more > 0 ? ' y más adelante' : ''}`,
  black: (startSec, endSec) => `negro ${secondsRange(startSec, endSec)}`,
  frozen: (startSec, endSec) => `congelado ${secondsRange(startSec, endSec)}`,
  best: 'Mejores selecciones',
  rank: (rank, startSec, endSec) =>
    rank === 1 ? `Mejor: ${secondsRange(startSec, endSec)}` : `${rank}.ª: ${secondsRange(startSec, endSec)}`,
  none: (minLengthSec) => `Ninguna toma continua de ${minLengthSec} s tiene movimiento constante.`,
  chosen: (startSec, endSec, maxSec) =>
    `Selección automática ${secondsRange(startSec, endSec)}: el vídeo dura más de ${maxSec} s, y esta es la toma continua con el movimiento más constante.`,
  chosenChange: (startSec, endSec) => `se usa la mejor selección, ${secondsRange(startSec, endSec)}`,
  kept: (startSec, endSec) =>
    `Se ha mantenido tu recorte de ${secondsRange(startSec, endSec)}. El análisis ha encontrado una selección con movimiento más constante.`,
  useBest: (startSec, endSec) => `Usar la mejor selección, ${secondsRange(startSec, endSec)}`,
  keptInBatch: (count) =>
    count === 1
      ? 'Se ha mantenido el recorte de un vídeo. El análisis ha encontrado una selección con movimiento más constante.'
      : `Se han mantenido los recortes de ${count} vídeos. El análisis ha encontrado selecciones con movimiento más constante.`,
  useBestParts: 'Usar las mejores selecciones',
  warnings: 'Sobre la selección',
  more: (count) =>
    count === 1 ? 'Hay otra advertencia como estas.' : `Hay otras ${count} advertencias como estas.`,
};
