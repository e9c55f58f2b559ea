/**
 * Texts of the Studio about an image or video whose aspect ratio the model does not accept, and about the fit of
 * every model.
 */
import type { FramingMessages } from '../en/framing.ts';

export const framing: FramingMessages = {
  title: { image: 'Relación de aspecto de la imagen', video: 'Relación de aspecto del vídeo' },
  blur: 'Barras desenfocadas',
  plain: 'Barras lisas',
  crop: 'Recortar',
  added: 'se añaden barras',
  cropped: (sides) => `se recorta a ${sides}`,
  frame: { image: 'Zona de recorte de la imagen', video: 'Zona de recorte del vídeo' },
  fromLeft: (percent) => `${percent} % desde la izquierda`,
  fromTop: (percent) => `${percent} % desde arriba`,
  cropHint: 'Arrastra el marco o muévelo con las flechas.',
  matrix: {
    open: 'Compatibilidad',
    title: 'Cómo trata cada modelo estos archivos',
    why: 'Selecciona una fila para fijar el modelo y la orientación.',
    model: 'Modelo',
    orientation: 'Orientación del personaje',
    verdict: 'Compatibilidad',
    length: 'Duración',
    done: 'Cambios',
    cost: 'Estimación',
    orientations: { image: 'Igual que la imagen', video: 'Igual que el vídeo' },
    choose: (model, orientation) => `${model}, ${orientation.toLowerCase()}`,
    image: (done) => `Imagen: ${done}`,
    video: (done) => `Vídeo: ${done}`,
    short: {
      keep: 'archivo original',
      strip: 'metadatos eliminados',
      remux: 'reempaquetado',
      cut: 'recortado',
      deinterlace: 'desentrelazado',
      letterbox: 'relaciones de aspecto conservadas',
      turn: 'girado',
      crop: 'encuadre recortado',
      scale: 'redimensionado',
      pad: 'barras añadidas',
      'tone-map': 'HDR a SDR',
    },
    nothing: 'Archivos originales',
    noPrice: 'precio no publicado',
    waiting: 'Aún no hay vídeo',
  },
};
