/** Closes the sources that the calls of one connection have opened when the connection ends. Jobs keep the paths of their files. */
import { z } from 'zod';
import { type SourceId, sourceIdSchema } from '#contract/model/source.ts';
import type { Reply, Serve } from '../ipc/serve.ts';

const sourceSchema = z.object({ id: sourceIdSchema });
const one = sourceSchema.transform(({ id }) => [id]);
const pair = z
  .object({ image: sourceSchema, video: sourceSchema })
  .transform(({ image, video }) => [image.id, video.id]);

/** The calls that open sources, and the ids in their values. */
const idsIn = new Map<string, z.ZodType<readonly SourceId[]>>([
  ['media.open', one],
  ['media.openBytes', one],
  ['media.openAnimation', one],
  ['sample.open', pair],
  ['library.reopen', pair],
  ['library.source', one],
]);

export type ConnectionServe = {
  readonly serve: Serve;
  /** Closes the sources once the calls are answered: a submit still reads their files. */
  readonly end: () => Promise<void>;
};

/** `page`: answers the calls of the page's contract. */
export const closingSources = (page: Serve): ConnectionServe => {
  const opened = new Set<SourceId>();
  const calls = new Set<Promise<Reply>>();
  const answer: Serve = async (name, input) => {
    const reply = await page(name, input);
    const ids = reply.ok ? idsIn.get(name)?.safeParse(reply.value).data : undefined;
    for (const id of ids ?? []) opened.add(id);
    return reply;
  };
  return {
    serve: (name, input) => {
      const call = answer(name, input).finally(() => calls.delete(call));
      calls.add(call);
      return call;
    },
    end: async () => {
      while (calls.size > 0) await Promise.all(calls);
      await Promise.all([...opened].map((sourceId) => page('media.close', { sourceId })));
    },
  };
};
