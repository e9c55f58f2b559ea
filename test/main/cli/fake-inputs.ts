/** Replies about images, videos, models and keys for commands that submit; no file is read. */
import { basename } from 'node:path';
import { fail, ok } from '#contract/errors.ts';
import type { SeenVideoFacts } from '#contract/model/facts.ts';
import type { ModelSpec } from '#contract/model/model-spec.ts';
import { sourceIdSchema } from '#contract/model/source.ts';
import type { Handlers } from '#main/ipc/handlers.ts';
import { imageSource, steadyScan, videoSource } from '#test/renderer/samples.ts';

/** `.png` files are images, all others videos; `lengths`: in seconds by file name, default 8. */
export const fakeInputs = (
  models: readonly ModelSpec[],
  lengths: Readonly<Record<string, number>> = {},
): Partial<Handlers> => ({
  'models.list': async () => ok([...models]),
  'media.open': async ({ path }) => {
    const name = basename(path);
    if (name.startsWith('missing')) return fail('file-missing', { subject: name });
    const id = sourceIdSchema.parse(name);
    if (name.endsWith('.png')) return ok({ ...imageSource, id, name });
    // The sample source is a video.
    const facts = videoSource.facts as SeenVideoFacts;
    return ok({ id, name, facts: { ...facts, durationSec: lengths[name] ?? 8 } });
  },
  'media.scan': async ({ sourceId }) => ok(steadyScan(lengths[sourceId] ?? 8)),
  'keys.status': async () => ok([{ provider: 'fal', isSet: true, keptIn: 'environment' }]),
  'delivery.status': async () =>
    ok({
      ...{ prefers: 'fal', inlineImages: false },
      ...{ fal: { isReady: true }, bucket: { isReady: false, host: null } },
    }),
});
