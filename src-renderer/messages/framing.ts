/** What the Studio says about a picture or clip whose shape the model does not take, and about the fit of every model. */
import type { Orientation } from '#contract/model/choices.ts';
import type { ImageStep, VideoStep } from '#contract/model/plan.ts';

type Subject = 'image' | 'video';
/** An encoding is told by its format, which needs no translation. */
type Told = Exclude<(ImageStep | VideoStep)['kind'], 'encode'>;

const en = {
  title: { image: 'Shape of the picture', video: 'Shape of the clip' } satisfies Record<Subject, string>,
  blur: 'Blurred edges',
  plain: 'Plain edges',
  crop: 'Crop',
  added: 'edges added',
  cropped: (sides: string): string => `cropped to ${sides}`,
  frame: { image: 'Part of the picture that stays', video: 'Part of the clip that stays' } satisfies Record<
    Subject,
    string
  >,
  fromLeft: (percent: number): string => `${percent} % from the left`,
  fromTop: (percent: number): string => `${percent} % from the top`,
  cropHint: 'Drag the frame, or move it with the arrow keys.',
  matrix: {
    open: 'Fit for every model',
    title: 'What every model takes of these files',
    why: 'Choose a row to set the model and the orientation.',
    model: 'Model',
    orientation: 'Character orientation',
    verdict: 'Fit',
    length: 'Length',
    done: 'What is done',
    cost: 'Expected cost',
    orientations: { image: 'Match image', video: 'Match video' } satisfies Record<Orientation, string>,
    choose: (model: string, orientation: string): string => `${model}, ${orientation.toLowerCase()}`,
    image: (done: string): string => `Picture: ${done}`,
    video: (done: string): string => `Clip: ${done}`,
    short: {
      keep: 'as it is',
      strip: 'metadata removed',
      remux: 'repacked',
      cut: 'cut',
      deinterlace: 'whole frames',
      letterbox: 'shapes kept',
      turn: 'turned',
      crop: 'cropped',
      scale: 'resized',
      pad: 'edges added',
      'tone-map': 'HDR to standard',
    } satisfies Record<Told, string>,
    nothing: 'Both sent as they are',
    noPrice: 'price not published',
    waiting: 'No clip yet',
  },
};
export type FramingMessages = typeof en;

const es: FramingMessages = {
  title: { image: 'Proporción de la imagen', video: 'Proporción del vídeo' },
  blur: 'Bordes difusos',
  plain: 'Bordes lisos',
  crop: 'Recortar',
  added: 'se añaden bordes',
  cropped: (sides) => `se recorta a ${sides}`,
  frame: { image: 'Parte de la imagen que queda', video: 'Parte del vídeo que queda' },
  fromLeft: (percent) => `${percent} % desde la izquierda`,
  fromTop: (percent) => `${percent} % desde arriba`,
  cropHint: 'Arrastra el marco o muévelo con las flechas.',
  matrix: {
    open: 'Ajuste a cada modelo',
    title: 'Qué admite cada modelo de estos archivos',
    why: 'Elige una fila para fijar el modelo y la orientación.',
    model: 'Modelo',
    orientation: 'Orientación',
    verdict: 'Ajuste',
    length: 'Duración',
    done: 'Qué se hace',
    cost: 'Coste previsto',
    orientations: { image: 'Como la imagen', video: 'Como el vídeo' },
    choose: (model, orientation) => `${model}, ${orientation.toLowerCase()}`,
    image: (done) => `Imagen: ${done}`,
    video: (done) => `Vídeo: ${done}`,
    short: {
      keep: 'tal cual',
      strip: 'sin notas',
      remux: 'reempaquetado',
      cut: 'corte',
      deinterlace: 'fotogramas enteros',
      letterbox: 'formas conservadas',
      turn: 'enderezado',
      crop: 'recorte',
      scale: 'otro tamaño',
      pad: 'bordes',
      'tone-map': 'HDR a estándar',
    },
    nothing: 'Los dos se envían tal cual',
    noPrice: 'precio no publicado',
    waiting: 'Aún no hay vídeo',
  },
};

export const framingMessages = { en, es };
