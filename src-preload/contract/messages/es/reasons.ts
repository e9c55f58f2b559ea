/** In Spanish, why a plan changes a file and what it does about it. */
import type { Reason, ReasonCode, ReasonSource } from '../../model/plan.ts';
import { type ReasonText, sourceIn } from '../reason-text.ts';

const sources: Readonly<Record<ReasonSource, string>> = {
  'compatibility-rule': 'la regla de compatibilidad de Understudy',
  'own-choice': 'tu elección',
  'video-itself': 'el propio vídeo',
};

export const reasonSource = (source: string): string => sourceIn(sources, source);

export const reasons: Record<ReasonCode, (reason: Reason) => ReasonText> = {
  'image-format': (r) => ({
    because: `no se admite ${r.actual}, solo ${r.limit}`,
    change: 'se convierte a un formato compatible',
  }),
  'image-too-large': (r) => ({
    because: `${r.actual} supera el límite de ${r.limit}`,
    change: 'se comprime hasta que quepa',
  }),
  'image-side-too-short': (r) => ({
    because: `un lado de ${r.actual} no llega a ${r.limit}`,
    change: 'se amplía',
  }),
  'image-side-too-long': (r) => ({
    because: `un lado de ${r.actual} supera ${r.limit}`,
    change: 'se reduce',
  }),
  'image-aspect': (r) => ({
    because: `la relación de aspecto ${r.actual} está fuera de ${r.limit}`,
    change: 'se añaden barras',
  }),
  'image-animated': () => ({ because: 'es una imagen animada', change: 'se usa el primer fotograma' }),
  'image-rotated': () => ({ because: 'está guardada girada', change: 'se gira a su orientación correcta' }),
  'image-colours': (r) => ({
    because: `su formato de color es ${r.actual}`,
    change: `se pasa a ${r.limit}`,
  }),
  'image-metadata': () => ({
    because: 'lleva metadatos (lugar, dispositivo, fecha)',
    change: 'metadatos eliminados, la imagen no cambia',
  }),
  'video-format': (r) => ({
    because: `no se admite ${r.actual}, solo ${r.limit}`,
    change: 'se reempaqueta como MP4',
  }),
  'video-codec': (r) => ({ because: `no se admite ${r.actual}`, change: 'se convierte a H.264' }),
  'video-pixel-format': (r) => ({
    because: `su formato de píxel es ${r.actual}`,
    change: 'se convierte a yuv420p',
  }),
  'video-too-large': (r) => ({
    because: `${r.actual} supera el límite de ${r.limit}`,
    change: 'se comprime hasta que quepa',
  }),
  'video-side-too-short': (r) => ({
    because: `un lado de ${r.actual} no llega a ${r.limit}`,
    change: 'se amplía',
  }),
  'video-side-too-long': (r) => ({
    because: `un lado de ${r.actual} supera ${r.limit}`,
    change: 'se reduce',
  }),
  'video-aspect': (r) => ({
    because: `la relación de aspecto ${r.actual} está fuera de ${r.limit}`,
    change: 'se añaden barras',
  }),
  'video-not-square-pixels': () => ({
    because: 'sus píxeles no son cuadrados',
    change: 'se convierten en cuadrados',
  }),
  'video-rotated': () => ({ because: 'está guardado girado', change: 'se gira a su orientación correcta' }),
  'video-odd-side': (r) => ({
    because: `${r.actual} tiene dimensiones impares`,
    change: 'se rellena con 1 px',
  }),
  'video-variable-fps': () => ({
    because: 'su frecuencia de fotogramas varía',
    change: 'se convierte a una frecuencia constante',
  }),
  'video-hdr': () => ({ because: 'es HDR', change: 'se convierte a SDR' }),
  'video-interlaced': () => ({
    because: 'es entrelazado',
    change: 'se desentrelaza',
  }),
  'video-fps': (r) => ({
    because: `${r.actual} supera ${r.limit}`,
    change: `la frecuencia se reduce a ${r.limit}`,
  }),
  'video-size-changes': (r) => ({
    because: `el tamaño del fotograma cambia en ${r.actual}`,
    change: `se conserva la relación de aspecto de cada tramo dentro de ${r.limit}`,
  }),
  'video-metadata': () => ({
    because: 'lleva metadatos (lugar, dispositivo, fecha)',
    change: 'metadatos eliminados',
  }),
  'video-extra-streams': (r) => ({
    because: `tiene más de una pista de vídeo y una de audio (${r.actual} más)`,
    change: 'se quitan las demás pistas',
  }),
  'video-duration-header': (r) => ({
    because: `su cabecera dice ${r.actual}, pero dura ${r.limit}`,
    change: 'se envía con la duración correcta',
  }),
  'video-tracks-uneven': (r) => ({
    because: `el archivo dura ${r.actual}, pero su vídeo acaba al cabo de ${r.limit}`,
    change: 'se recorta al final del vídeo',
  }),
  'video-starts-late': (r) => ({
    because: `su primer fotograma aparece al cabo de ${r.limit}`,
    change: 'se recorta para que empiece ahí',
  }),
  'video-hidden-frames': () => ({
    because: 'contiene fotogramas recortados que solo están ocultos',
    change: 'se omiten',
  }),
  'video-timestamps-restart': (r) =>
    r.severity === 'blocking'
      ? {
          because: 'sus marcas de tiempo vuelven a empezar, como en archivos unidos byte a byte',
          change: 'une los archivos con un editor de vídeo o elige uno de ellos',
        }
      : {
          because: 'sus marcas de tiempo vuelven a empezar, como en archivos unidos byte a byte',
          change: 'se reescriben sin recortar nada',
        },
  'video-too-short': (r) => ({
    because: `dura ${r.actual}, menos del mínimo de ${r.limit}`,
    change: 'elige un vídeo más largo',
  }),
  'video-too-long': (r) => ({
    because: `dura ${r.actual}, más del límite de ${r.limit}`,
    change: `se usan los primeros ${r.limit}`,
  }),
  'video-trimmed': (r) => ({
    because: `has seleccionado ${r.limit} de ${r.actual}`,
    change: 'se recorta',
  }),
  'trim-too-short': (r) => ({
    because: `la selección dura ${r.actual}, menos del mínimo de ${r.limit}`,
    change: 'amplía la selección',
  }),
  'trim-too-long': (r) => ({
    because: `la selección dura ${r.actual}, más del límite de ${r.limit}`,
    change: `solo se usan sus primeros ${r.limit}`,
  }),
  'trim-past-end': (r) => ({ because: `el vídeo termina al cabo de ${r.limit}`, change: 'se recorta ahí' }),
  'audio-off': () => ({ because: 'el audio está desactivado', change: 'se envía sin audio' }),
  'audio-codec': (r) => ({
    because: `su audio (${r.actual}) no se reproduce en todas partes, a diferencia de ${r.limit}`,
    change: 'el audio se convierte a AAC, estéreo',
  }),
  'audio-undecodable': (r) => ({
    because: `el ffmpeg en uso no puede decodificar su audio (${r.actual})`,
    change: 'se envía sin audio',
  }),
  'audio-absent-in-selection': (r) => ({
    because: `no hay audio en esta selección: el vídeo tiene audio en ${r.actual}`,
    change: 'se envía sin audio',
  }),
  'output-fixed': (r) => ({
    because: `según ${r.source}, esta orientación da siempre ${r.limit}`,
    change: `no se cambia nada por ello: según las reglas de Kling y los demás proveedores, el resultado dura lo mismo que el vídeo de referencia (${r.actual})`,
  }),
  'prompt-unavailable': (r) => ({
    because: `${r.source} no admite indicaciones`,
    change: 'bórralas o elige otro modelo',
  }),
  'negative-prompt-too-long': (r) => ({
    because: `${r.actual} caracteres superan el límite de ${r.limit}`,
    change: 'acorta las indicaciones negativas',
  }),
  'negative-prompt-unavailable': (r) => ({
    because: `${r.source} no admite indicaciones negativas`,
    change: 'bórralas o elige otro modelo',
  }),
  'prompt-too-long': (r) => ({
    because: `${r.actual} caracteres superan el límite de ${r.limit}`,
    change: 'acorta las indicaciones',
  }),
};
