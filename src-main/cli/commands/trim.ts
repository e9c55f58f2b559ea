/** The trim of a command: the one requested, else the best part of a video that is too long. */
import { fail, ok, type Result } from '#contract/errors.ts';
import type { Orientation, Trim } from '#contract/model/choices.ts';
import type { SeenVideoFacts } from '#contract/model/facts.ts';
import type { ModelSpec } from '#contract/model/model-spec.ts';
import type { Source } from '#contract/model/source.ts';
import { bestWindows } from '#contract/rules/best-windows.ts';
import { windowLimits, windowOnFrames } from '#contract/rules/window.ts';
import type { Handlers } from '../../ipc/handlers.ts';

export type PartOptions = {
  readonly start?: number;
  readonly end?: number;
  readonly window?: 'best';
};

/** A missing start or end is that of the video. */
const requestedTrim = ({ start, end }: PartOptions, durationSec: number): Result<Trim | null> => {
  if (start === undefined && end === undefined) return ok(null);
  const startSec = start ?? 0;
  const endSec = end ?? Math.max(durationSec, startSec + 0.001);
  if (!(startSec >= 0 && endSec > startSec))
    return fail('bad-request', { reason: 'start-not-before-end', startSec, endSec });
  return ok({ startSec, endSec });
};

const span = ({ startSec, endSec }: Trim): string => `${startSec.toFixed(2)} to ${endSec.toFixed(2)} s`;

export const chooseTrim = async (
  app: { readonly handlers: Pick<Handlers, 'media.scan'> },
  request: {
    readonly options: PartOptions;
    readonly video: Source & { readonly facts: SeenVideoFacts };
    readonly model: Pick<ModelSpec, 'video'>;
    readonly orientation: Orientation;
  },
): Promise<Result<{ readonly trim: Trim | null; readonly notes: readonly string[] }>> => {
  const { options, video, model, orientation } = request;
  const { durationSec, fps } = video.facts;
  const requested = requestedTrim(options, durationSec);
  if (!requested.ok) return requested;
  if (requested.value !== null && options.window === 'best')
    return fail('bad-request', {
      reason: 'options-conflict',
      options: ['--window best', '--start', '--end'],
    });
  const limits = windowLimits(model.video, orientation);
  const isTooLong = durationSec > limits.maxSec + 1 / fps;
  if (requested.value !== null || (!isTooLong && options.window !== 'best'))
    return ok({ trim: requested.value, notes: [] });
  const scan = await app.handlers['media.scan']({ sourceId: video.id });
  if (!scan.ok && options.window === 'best') return scan;
  if (!scan.ok)
    return ok({ trim: null, notes: ['The video could not be analysed: it is used from its start.'] });
  const [best] = bestWindows(scan.value, limits);
  if (best === undefined) {
    const note = `No single shot of ${limits.minSec} s has steady motion: the video is used from its start.`;
    return ok({ trim: null, notes: [note] });
  }
  const { startSec, endSec } = windowOnFrames(best, { scan: scan.value, fps, minSec: limits.minSec });
  const trim = { startSec, endSec };
  return ok({ trim, notes: [`Best selection used: ${span(trim)}.`] });
};
