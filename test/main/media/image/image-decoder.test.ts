import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createImageDecoder } from '#main/media/image/image-decoder.ts';
import type { DrawRequest } from '#main/media/image/image-requests.ts';
import { forkWorker } from '#main/media/worker/worker-child.ts';
import type { WorkerProcess } from '#main/ports.ts';
import { makeImage } from '#test/fixtures/media.ts';
import { clearHeic, pngChunk } from './image-bytes.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'understudy-decoder-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const never = new AbortController().signal;
const limits = { factsMs: 20_000, drawMs: 20_000, textMs: 20_000, idleMs: 60_000 };

const drawing = (path: string, container: DrawRequest['container'] = 'png'): DrawRequest => ({
  path,
  container,
  facts: { width: 600, height: 800, hasAlpha: false },
  steps: [],
  target: { kind: 'preview', container: 'jpg' },
});

/** Counts processes that were started and that have ended. */
const counted = (start: () => WorkerProcess) => {
  const counts = { started: 0, ended: 0 };
  return {
    counts,
    start: () => {
      counts.started += 1;
      const started = start();
      started.onExit(() => {
        counts.ended += 1;
      });
      return started;
    },
  };
};
const until = async (isSo: () => boolean): Promise<void> => {
  while (!isSo()) await new Promise((resolve) => setTimeout(resolve, 10));
};

/** The path of a fake image process. */
const program = async (name: string, text: string): Promise<string> => {
  const path = join(folder, `${name}.mjs`);
  await writeFile(path, text);
  return path;
};

describe('the image process', () => {
  test('is started on demand, reused, and ended when idle', async () => {
    const path = await makeImage(join(folder, 'image.png'));
    const { start, counts } = counted(() => forkWorker('image'));
    const { draw, facts } = createImageDecoder(start, { ...limits, idleMs: 50 });
    expect(counts.started).toBe(0);
    expect(await facts({ path, container: 'png' }, never)).toMatchObject({
      ok: true,
      value: { width: 600, height: 800 },
    });
    expect(await draw(drawing(path), never)).toMatchObject({ ok: true });
    expect(counts.started).toBe(1);
    await until(() => counts.ended === 1);
    expect(await draw(drawing(path), never)).toMatchObject({ ok: true });
    expect(counts.started).toBe(2);
  });

  test('does not draw an image whose size differs from its facts', async () => {
    const path = await makeImage(join(folder, 'other-size.png'), { width: 400, height: 400 });
    const { draw } = createImageDecoder(() => forkWorker('image'), limits);
    expect(await draw(drawing(path), never)).toMatchObject({
      ok: false,
      error: { code: 'file-not-media', detail: '400 x 400 pixels' },
    });
  });

  test('refuses a decompression bomb and handles the next request', async () => {
    const header = Buffer.alloc(13);
    header.writeUInt32BE(100_000, 0);
    header.writeUInt32BE(100_000, 4);
    header.set([8, 2, 0, 0, 0], 8);
    const bomb = join(folder, 'bomb.png');
    await writeFile(
      bomb,
      Buffer.concat([
        Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
        pngChunk('IHDR', header),
        pngChunk('IDAT', deflateSync(Buffer.alloc(30_000_000))),
        pngChunk('IEND', Buffer.alloc(0)),
      ]),
    );
    const { start, counts } = counted(() => forkWorker('image'));
    const { facts, draw } = createImageDecoder(start, limits);
    expect(await facts({ path: bomb, container: 'png' }, never)).toMatchObject({
      error: { code: 'file-too-large', size: { kind: 'pixels', width: 100_000, height: 100_000 } },
    });
    const asPlanned = { ...drawing(bomb), facts: { width: 100_000, height: 100_000, hasAlpha: false } };
    expect(await draw(asPlanned, never)).toMatchObject({ ok: false, error: { code: 'file-not-media' } });
    const path = await makeImage(join(folder, 'after-bomb.png'));
    expect(await draw(drawing(path), never)).toMatchObject({ ok: true });
    expect(counts).toEqual({ started: 1, ended: 0 });
  });

  test('reports a missing file by name, without its folder', async () => {
    const { facts } = createImageDecoder(() => forkWorker('image'), limits);
    const found = await facts({ path: join(folder, 'gone.webp'), container: 'webp' }, never);
    expect(found).toMatchObject({ ok: false, error: { code: 'file-not-media' } });
    expect(JSON.stringify(found)).toContain('gone.webp');
    expect(JSON.stringify(found)).not.toContain(folder);
  });

  test('does not read an SVG named as another container', async () => {
    const path = join(folder, 'drawing.png');
    await writeFile(path, '<svg xmlns="http://www.w3.org/2000/svg" width="600" height="800"/>');
    const { draw } = createImageDecoder(() => forkWorker('image'), limits);
    expect(await draw(drawing(path), never)).toMatchObject({ ok: false, error: { code: 'file-not-media' } });
  });
});

describe('a failing image process', () => {
  const fakes: Readonly<Record<string, readonly [text: string, error: Readonly<Record<string, unknown>>]>> = {
    crash: [
      "process.on('message', () => process.kill(process.pid, 'SIGSEGV'));",
      { code: 'tool-failed', subject: 'sharp' },
    ],
    exit: ['process.exit(1);', { code: 'tool-failed', subject: 'sharp' }],
    hang: ["process.on('message', () => { for (;;); });", { code: 'tool-timeout', subject: 'sharp' }],
    'unknown answer': [
      "process.on('message', () => process.send({ kind: 'done', value: { bytes: 'text' } }));",
      { code: 'tool-failed', subject: 'sharp' },
    ],
    'answer of an unknown kind': [
      "process.on('message', () => process.send('text'));",
      { code: 'tool-failed', subject: 'sharp' },
    ],
  };
  test.each(Object.keys(fakes))('%s: the request fails, and the next one succeeds', async (name) => {
    const [text, error] = fakes[name] ?? ['', {}];
    const failing = await program(name, text);
    const path = await makeImage(join(folder, 'next.png'));
    let isFailing = true;
    const { draw, facts } = createImageDecoder(() => forkWorker('image', isFailing ? failing : undefined), {
      ...limits,
      factsMs: name === 'hang' ? 500 : 20_000,
      idleMs: 1,
    });
    expect(await facts({ path, container: 'png' }, never)).toMatchObject({ ok: false, error });
    isFailing = false;
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(await draw(drawing(path), never)).toMatchObject({ ok: true });
  });

  test('is killed when the request is cancelled', async () => {
    const hanging = await program('hanging', "process.on('message', () => { for (;;); });");
    const { start, counts } = counted(() => forkWorker('image', hanging));
    const { draw } = createImageDecoder(start, limits);
    const cancelling = new AbortController();
    const drawn = draw(drawing('any'), cancelling.signal);
    await until(() => counts.started === 1);
    cancelling.abort();
    expect(await drawn).toMatchObject({ ok: false, error: { code: 'cancelled' } });
    await until(() => counts.ended === 1);
  });

  test('is killed when it uses too much memory', async () => {
    const greedy = await program(
      'greedy',
      `import { watchMemory } from ${JSON.stringify(join(import.meta.dirname, '../../../../src-main/media/worker/watch-memory.ts'))};
       watchMemory(300_000_000);
       process.on('message', () => { const all = []; for (;;) all.push(Buffer.alloc(10_000_000, 1)); });`,
    );
    const { draw } = createImageDecoder(() => forkWorker('image', greedy), limits);
    expect(await draw(drawing('any'), never)).toMatchObject({
      ok: false,
      error: { code: 'tool-failed', subject: 'sharp' },
    });
  });
});

describe('a missing library', () => {
  /** The image process without this package. */
  const without = (name: string) =>
    program(
      `without-${name}`,
      `import { registerHooks } from 'node:module';
       registerHooks({
         resolve: (specifier, context, next) => {
           if (specifier.startsWith(${JSON.stringify(name)})) throw Object.assign(new Error('not found'), { code: 'ERR_MODULE_NOT_FOUND' });
           return next(specifier, context);
         },
       });
       await import(${JSON.stringify(join(import.meta.dirname, '../../../../src-main/media/image/image-process.ts'))});`,
    );

  test('the error names sharp', async () => {
    const path = await makeImage(join(folder, 'no-sharp.png'));
    const lacking = await without('sharp');
    const { draw } = createImageDecoder(() => forkWorker('image', lacking), limits);
    expect(await draw(drawing(path), never)).toMatchObject({
      ok: false,
      error: { code: 'tool-missing', subject: 'sharp' },
    });
  });

  test('text is not drawn without sharp', async () => {
    const lacking = await without('sharp');
    const { text } = createImageDecoder(() => forkWorker('image', lacking), limits);
    expect(await text({ text: 'Reference', maxEmPx: 20, minEmPx: 20, maxWidthPx: 500 }, never)).toMatchObject(
      {
        ok: false,
        error: { code: 'tool-missing', subject: 'sharp', reason: 'not-found' },
      },
    );
  });

  test('text is not drawn with another font where the own font is missing', async () => {
    const lacking = await program(
      'without-font',
      `import { registerHooks } from 'node:module';
       registerHooks({
         load: (url, context, next) => {
           if (!url.endsWith('text-font.ts')) return next(url, context);
           const source = "export const fontPath = '/gone/own.ttf'; export const fontName = 'Own';";
           return { format: 'module', source, shortCircuit: true };
         },
       });
       await import(${JSON.stringify(join(import.meta.dirname, '../../../../src-main/media/image/image-process.ts'))});`,
    );
    const { text } = createImageDecoder(() => forkWorker('image', lacking), limits);
    const drawn = await text({ text: 'Reference', maxEmPx: 20, minEmPx: 20, maxWidthPx: 500 }, never);
    expect(drawn).toMatchObject({ error: { code: 'tool-failed', subject: 'sharp', reason: 'nothing-made' } });
    expect(JSON.stringify(drawn)).toContain('own.ttf');
    expect(JSON.stringify(drawn)).not.toContain('/gone');
  });

  test('without libheif-js only HEIC fails', async () => {
    const [heic, png] = [join(folder, 'clear.heic'), await makeImage(join(folder, 'no-heif.png'))];
    await writeFile(heic, await clearHeic());
    const lacking = await without('libheif-js');
    const { draw } = createImageDecoder(() => forkWorker('image', lacking), limits);
    expect(await draw(drawing(heic, 'heic'), never)).toMatchObject({
      ok: false,
      error: { code: 'tool-missing', subject: 'libheif-js' },
    });
    expect(await draw(drawing(png), never)).toMatchObject({ ok: true });
  });
});
