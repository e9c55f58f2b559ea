import { expect, test } from 'vitest';
import { type ErrorCode, fail } from '#contract/errors.ts';
import { errorHeader } from '#contract/media-address.ts';
import { createMediaRoutes } from '#main/ipc/media-routes.ts';

const routes = (code: ErrorCode) =>
  createMediaRoutes({
    sources: { get: () => null },
    frame: async () => fail('internal'),
    still: async () => fail('internal'),
    preview: () => null,
    exported: () => null,
    bundled: () => null,
    fitted: () => null,
    itemFile: async () => fail(code),
  });

test.each(['item-file-empty', 'item-files-missing', 'library-away'] as const)(
  'a file of a result that is not handed out is not found, with its reason (%s)',
  async (code) => {
    for (const method of ['GET', 'HEAD'])
      for (const address of ['result', 'result?download=1', 'video']) {
        const answer = await routes(code)(
          new Request(`http://localhost/media/item/item-0001/${address}`, { method }),
        );
        expect([answer?.status, answer?.headers.get(errorHeader)]).toEqual([404, code]);
      }
  },
);
