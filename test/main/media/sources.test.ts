import { writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { describe, expect, it } from 'vitest';
import { fail, ok } from '#contract/errors.ts';
import { createSources } from '#main/media/sources.ts';
import { fittingVideo } from '#test/fixtures/facts.ts';
import { tempFolder } from '../storage/temp-folder.ts';

const { sha256, ...seen } = fittingVideo;

const createBench = () => {
  const hashed: {
    readonly signal: AbortSignal;
    readonly end: (sha256: string) => void;
    readonly fail: () => void;
  }[] = [];
  const sources = createSources({
    probeFacts: async (path) => (path.endsWith('.mp4') ? ok(seen) : fail('file-not-media')),
    probeAnimation: async () => ok(seen),
    hash: (_path, signal) =>
      new Promise((end, refuse) => hashed.push({ signal, end, fail: () => refuse(new Error('gone')) })),
    dropFolder: tempFolder(),
  });
  return { sources, hashed };
};

describe('opened file', () => {
  it('has facts before it has been read completely, and its hash afterwards', async () => {
    const { sources, hashed } = createBench();
    const opened = await sources.open('/clips/squats.mp4');
    if (!opened.ok) throw new Error('not opened');
    expect(opened.value).toMatchObject({ name: 'squats.mp4', facts: seen });
    const whole = sources.whole(opened.value.id);
    hashed[0]?.end(sha256);
    expect(await whole).toEqual(ok({ path: '/clips/squats.mp4', name: 'squats.mp4', facts: fittingVideo }));
  });

  it('that cannot be read completely is refused when its hash is needed', async () => {
    const { sources, hashed } = createBench();
    const opened = await sources.open('/clips/squats.mp4');
    if (!opened.ok) throw new Error('not opened');
    hashed[0]?.fail();
    expect(await sources.whole(opened.value.id)).toMatchObject({
      ok: false,
      error: { code: 'file-unreadable' },
    });
  });

  it('is no longer read once it is closed', async () => {
    const { sources, hashed } = createBench();
    const opened = await sources.open('/clips/squats.mp4');
    if (!opened.ok) throw new Error('not opened');
    sources.close(opened.value.id);
    expect(hashed[0]?.signal.aborted).toBe(true);
    expect(await sources.whole(opened.value.id)).toMatchObject({ ok: false, error: { code: 'source-gone' } });
  });

  it('does not exist where probing failed', async () => {
    const { sources, hashed } = createBench();
    expect(await sources.open('/notes.txt')).toMatchObject({ ok: false, error: { code: 'file-not-media' } });
    expect(hashed).toEqual([]);
  });
});

describe('dropped file', () => {
  it.each([
    ['Chinese', `${'\u8df3'.repeat(120)}.mp4`, /^\u8df3{46}\.mp4$/],
    ['of four bytes a character', `${'\u{20bb7}'.repeat(90)}.mp4`, /^\u{20bb7}{34}\.mp4$/u],
    ['too long', `${'x'.repeat(300)}.${'y'.repeat(300)}`, /^x{123}\.y{19}$/],
    ['a Windows device', 'CON.mp4', /^_CON\.mp4$/],
    ['a path', '..\\..\\squats.mp4', /^squats\.mp4$/],
    ['only dots', '...', /^file$/],
    ['ordinary', 'squats (2).mp4', /^squats \(2\)\.mp4$/],
  ])('whose name is %s is written under a name that every disk allows', async (_, name, expected) => {
    const path = await createBench().sources.dropPath(name);
    writeFileSync(path, 'clip');
    expect([basename(path), Buffer.byteLength(basename(path)) <= 143]).toEqual([
      expect.stringMatching(expected),
      true,
    ]);
  });
});
