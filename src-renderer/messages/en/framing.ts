/**
 * Texts of the Studio about an image or video whose aspect ratio the model does not accept, and about the fit of
 * every model.
 */
import type { Orientation } from '#contract/model/choices.ts';
import type { ImageStep, VideoStep } from '#contract/model/plan.ts';

type Subject = 'image' | 'video';

/** Encoding is shown as the name of the format, which needs no translation. */
type NamedStep = Exclude<(ImageStep | VideoStep)['kind'], 'encode'>;

export const framing = {
  title: { image: 'Aspect ratio of the image', video: 'Aspect ratio of the video' } satisfies Record<
    Subject,
    string
  >,
  blur: 'Blurred bars',
  plain: 'Solid bars',
  crop: 'Crop',
  added: 'bars added',
  cropped: (sides: string): string => `cropped to ${sides}`,
  frame: { image: 'Crop area of the image', video: 'Crop area of the video' } satisfies Record<
    Subject,
    string
  >,
  fromLeft: (percent: number): string => `${percent} % from the left`,
  fromTop: (percent: number): string => `${percent} % from the top`,
  cropHint: 'Drag the frame, or move it with the arrow keys.',
  matrix: {
    open: 'Compatibility',
    title: 'How each model handles these files',
    why: 'Select a row to set the model and the orientation.',
    model: 'Model',
    orientation: 'Character orientation',
    verdict: 'Compatibility',
    length: 'Length',
    done: 'Changes',
    cost: 'Estimate',
    orientations: { image: 'Match image', video: 'Match video' } satisfies Record<Orientation, string>,
    choose: (model: string, orientation: string): string => `${model}, ${orientation.toLowerCase()}`,
    image: (done: string): string => `Image: ${done}`,
    video: (done: string): string => `Video: ${done}`,
    short: {
      keep: 'original file',
      strip: 'metadata removed',
      remux: 'repacked',
      cut: 'trimmed',
      deinterlace: 'deinterlaced',
      letterbox: 'aspect ratios kept',
      turn: 'rotated',
      crop: 'cropped',
      scale: 'resized',
      pad: 'bars added',
      'tone-map': 'HDR to SDR',
    } satisfies Record<NamedStep, string>,
    nothing: 'Original files',
    noPrice: 'price not published',
    waiting: 'No video yet',
  },
};
export type FramingMessages = typeof framing;
