/** `library compare` and `library audio` on a result of the offline model. */
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { fullTest } from '#test/fixtures/full-test.ts';
import { ffmpeg, makeImage, makeVideo, mediaWith } from '#test/fixtures/media.ts';
import { runTerminal } from './terminal.ts';

let home: string;
let ids: { readonly withAudio: string; readonly silent: string };
const at = (name: string) => join(home, name);

const understudy = (...args: readonly string[]) => runTerminal(args, { home: at('data') });

const run = async (...more: readonly string[]): Promise<string> => {
  const inputs = ['--image', at('hero.jpg'), '--video', at('dance.mp4'), '--model', 'demo/offline'];
  const { stdout } = await understudy('run', ...inputs, '--yes', '--json', ...more);
  return (JSON.parse(stdout) as { item: { id: string } }).item.id;
};

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'understudy-compare-'));
  await makeImage(at('hero.jpg'), { width: 400, height: 500 });
  await makeVideo(at('dance.mp4'), { seconds: 3, fps: 10, width: 400, height: 500, hasAudio: true });
  ids = { withAudio: await run(), silent: await run('--no-audio') };
});
afterAll(() => rm(home, { recursive: true, force: true }));

test('writes one comparison file, prints its path, size and duration, and leaves no work files', async () => {
  const out = at('pair.mp4');
  const { status, stdout } = await understudy('library', 'compare', ids.withAudio, '--out', out, '--json');
  expect(status).toBe(0);
  const { size } = await stat(out);
  const printed = { path: out, layout: 'side-by-side', sizeBytes: size, durationSec: 3 };
  expect(JSON.parse(stdout)).toEqual(printed);
  expect(await mediaWith().probe(out)).toMatchObject({
    ok: true,
    value: { width: 800, height: 500, durationSec: 3, audioCodec: 'aac', videoCodec: 'h264' },
  });
  expect(await readdir(at('data/work/exports'))).toEqual([]);
});

fullTest('--with compares with another result, and --audio other uses its audio', async () => {
  const out = at('two.mp4');
  const two = ['--with', ids.withAudio, '--audio', 'other', '--out', out];
  const { status, stdout } = await understudy('library', 'compare', ids.silent, ...two, '--json');
  expect({ status, printed: JSON.parse(stdout) }).toMatchObject({
    status: 0,
    printed: { path: out, layout: 'side-by-side', durationSec: 3 },
  });
  expect(await mediaWith().probe(out)).toMatchObject({
    ok: true,
    value: { width: 800, height: 500, durationSec: 3, audioCodec: 'aac' },
  });
});

fullTest('applies the layout, audio, label and size options', async () => {
  const out = at('wipe.mp4');
  const chosen = ['--layout', 'wipe', '--audio', 'none', '--no-labels', '--max-mb', '0.2'];
  const { status, stdout } = await understudy('library', 'compare', ids.silent, ...chosen, '--out', out);
  expect({ status, stdout }).toMatchObject({
    status: 0,
    stdout: expect.stringMatching(/wipe\.mp4: .*kB, 3\.00 s/),
  });
  expect((await stat(out)).size).toBeLessThanOrEqual(200_000);
  expect(await mediaWith().probe(out)).toMatchObject({ ok: true, value: { audioCodec: null, width: 400 } });
});

test('adds the audio of another file, and names --from if the reference has no audio', async () => {
  const song = at('song.wav');
  await ffmpeg('-f', 'lavfi', '-i', 'sine=frequency=500:d=5', song);
  const [out, other] = [at('with-audio.mp4'), at('never.mp4')];
  const given = await understudy('library', 'audio', ids.silent, '--from', song, '--out', out, '--json');
  expect(given.status).toBe(0);
  expect(await mediaWith().probe(out)).toMatchObject({
    ok: true,
    value: { durationSec: 3, audioCodec: 'aac' },
  });
  const refused = await understudy('library', 'audio', ids.silent, '--out', other, '--json');
  expect(refused.status).not.toBe(0);
  expect(refused.stdout).toContain('library audio ID --from FILE');
});

test('rejects invalid options before it writes a file', async () => {
  const out = ['--out', at('never.mp4')];
  const attempts = await Promise.all([
    understudy('library', 'compare', 'no-such-item', ...out),
    understudy('library', 'compare', ids.silent, '--max-mb', '0.01', ...out),
    understudy('library', 'compare', ids.silent, '--max-mb', '1', '--max-bytes', '1000000', ...out),
    understudy('library', 'compare', ids.silent, '--layout', 'heap', ...out),
    understudy('library', 'compare', ids.silent),
    understudy('library', 'compare', ids.silent, '--with', 'no-such-item', ...out),
    understudy('library', 'compare', ids.silent, '--with', ids.withAudio, '--audio', 'reference', ...out),
    understudy('library', 'compare', ids.silent, '--audio', 'other', ...out),
  ]);
  expect(attempts.map(({ status }) => status)).toEqual([2, 2, 2, 2, 2, 2, 2, 2]);
  expect(await readdir(home)).not.toContain('never.mp4');
});
