import { describe, expect, it } from 'vitest';
import { fail, ok } from '#contract/errors.ts';
import { createSources } from '#main/media/sources.ts';
import { fittingVideo } from '#test/fixtures/facts.ts';
import { tempFolder } from '../files/temp-folder.ts';

const { sha256, ...seen } = fittingVideo;

const createBench = () => {
  const hashed: {
    readonly signal: AbortSignal;
    readonly end: (sha256: string) => void;
    readonly fail: () => void;
  }[] = [];
  const sources = createSources({
    look: async (path) => (path.endsWith('.mp4') ? ok(seen) : fail('file-not-media')),
    lookAtAnimation: async () => ok(seen),
    hash: (_path, signal) =>
      new Promise((end, refuse) => hashed.push({ signal, end, fail: () => refuse(new Error('gone')) })),
    dropFolder: tempFolder(),
  });
  return { sources, hashed };
};

describe('an opened file', () => {
  it('can be seen before it has been read to its end, and is whole after', async () => {
    const { sources, hashed } = createBench();
    const opened = await sources.open('/clips/squats.mp4');
    if (!opened.ok) throw new Error('not opened');
    expect(opened.value).toMatchObject({ name: 'squats.mp4', facts: seen });
    const whole = sources.whole(opened.value.id);
    hashed[0]?.end(sha256);
    expect(await whole).toEqual(ok({ path: '/clips/squats.mp4', name: 'squats.mp4', facts: fittingVideo }));
  });

  it('that cannot be read to its end is refused when it is needed whole', async () => {
    const { sources, hashed } = createBench();
    const opened = await sources.open('/clips/squats.mp4');
    if (!opened.ok) throw new Error('not opened');
    hashed[0]?.fail();
    expect(await sources.whole(opened.value.id)).toMatchObject({
      ok: false,
      error: { code: 'file-unreadable' },
    });
  });

  it('is read no further once it is closed', async () => {
    const { sources, hashed } = createBench();
    const opened = await sources.open('/clips/squats.mp4');
    if (!opened.ok) throw new Error('not opened');
    sources.close(opened.value.id);
    expect(hashed[0]?.signal.aborted).toBe(true);
    expect(await sources.whole(opened.value.id)).toMatchObject({ ok: false, error: { code: 'source-gone' } });
  });

  it('is none where it could not be understood', async () => {
    const { sources, hashed } = createBench();
    expect(await sources.open('/notes.txt')).toMatchObject({ ok: false, error: { code: 'file-not-media' } });
    expect(hashed).toEqual([]);
  });
});
