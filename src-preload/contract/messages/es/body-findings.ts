/** In Spanish, advice about the people that were found in an image or a video. */
import type { BodyAdvice } from '../../model/body.ts';

type Where = 'image' | 'video';

const percent = (share: number): string => `${String(Math.round(share * 1000) / 10).replace('.', ',')} %`;
/** The stretch of a video; empty where a finding holds for all of it. */
const when = ({ fromSec, toSec }: BodyAdvice): string =>
  fromSec === undefined || toSec === undefined ? '' : ` de ${fromSec.toFixed(1)} a ${toSec.toFixed(1)} s`;
const inThe = (where: Where): string => (where === 'image' ? 'en la imagen' : 'en el vídeo');

const texts: { readonly [C in BodyAdvice['code']]: (finding: BodyAdvice, where: Where) => string } = {
  nobody: (_finding, where) =>
    `No se ha encontrado ninguna persona ${inThe(where)}: es probable que el proveedor lo rechace.`,
  unsure: (_finding, where) =>
    `Cuesta reconocer a la persona ${inThe(where)}: el proveedor podría rechazarlo.`,
  'several-people': (finding) => `Hay más de una persona${when(finding)}: los proveedores aceptan una.`,
  'head-missing': (finding) => `La cabeza no está en el encuadre${when(finding)}.`,
  'bust-only': (finding) =>
    `Solo se ven la cabeza y los hombros${when(finding)}: los proveedores necesitan el torso hasta la cadera.`,
  'upper-body-incomplete': (finding) => `El torso no está completo en el encuadre${when(finding)}.`,
  'cut-at-side': (finding) => `El cuerpo queda cortado por un lado del encuadre${when(finding)}.`,
  'legs-missing': (finding) => `Las piernas no están completas en el encuadre${when(finding)}.`,
  'too-small': ({ share = 0 }) =>
    `La persona ocupa el ${percent(share)} del encuadre: los proveedores necesitan más del 5 %.`,
  'leaves-frame': (finding) => `No hay nadie en el encuadre${when(finding)}.`,
  'framing-changes': () => 'El encuadre cambia entre cuerpo entero y cabeza y hombros.',
  sideways: (finding, where) =>
    `El cuerpo está tumbado de lado${when(finding)}: endereza ${where === 'image' ? 'la imagen' : 'el vídeo'}.`,
  'too-fast': () => 'El movimiento es muy rápido: una parte podría perderse.',
  'hardly-moves': () => 'El cuerpo apenas se mueve.',
  'framing-differs': () =>
    'La imagen y el vídeo tienen encuadres distintos: muestra la misma parte del cuerpo en ambos.',
};

export const bodyFindingText = (finding: BodyAdvice, where: Where): string =>
  texts[finding.code](finding, where);
