import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readVersion } from '#main/media/ffmpeg/ffmpeg.ts';
import { createTools } from '#main/media/ffmpeg/tools.ts';
import { silentLog } from '#test/fixtures/media.ts';

let folder: string;
const at = (...names: readonly string[]) => join(folder, ...names);
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'understudy-tools-'));
  for (const name of ['first', 'second', 'broken']) await mkdir(at(name));
  await program(at('first', 'ffmpeg'));
  await program(at('second', 'ffmpeg'));
  await program(at('second', 'ffprobe'));
  await writeFile(at('broken', 'ffmpeg'), 'not a program');
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const program = async (path: string): Promise<void> => {
  await writeFile(path, '');
  await chmod(path, 0o755);
};

/** Programs in this test's folder run and have a version, except for the broken one; all others do not run. */
const toolsFor = (
  environment: Record<string, string>,
  settings = { ffmpegPath: '', ffprobePath: '' },
  shippedFolder: string | null = null,
) => {
  const queried: string[] = [];
  const tools = createTools({
    environment,
    shippedFolder,
    settings: () => settings,
    readVersion: async (path) => {
      queried.push(path);
      const isOurs = path.startsWith(folder) && !path.includes('broken') && !path.includes('nowhere');
      return isOurs ? `ffmpeg version 9.${path.includes('first') ? 1 : 2} Copyright` : null;
    },
    log: silentLog,
  });
  return { tools, queried };
};
const missing = (subject: string, more: Readonly<Record<string, string>>) => ({
  ok: false,
  error: { code: 'tool-missing', charged: 'no', subject, ...more },
});

describe('ffmpeg', () => {
  test('from the settings takes precedence over all others', async () => {
    const environment = { UNDERSTUDY_FFMPEG: at('second', 'ffmpeg'), PATH: at('second') };
    const { tools } = toolsFor(environment, { ffmpegPath: at('first', 'ffmpeg'), ffprobePath: '' });
    expect(await tools.ffmpeg()).toEqual({
      ok: true,
      value: { path: at('first', 'ffmpeg'), version: '9.1', origin: 'Settings' },
    });
  });

  test('from the environment takes precedence over those that are found', async () => {
    const { tools } = toolsFor({ UNDERSTUDY_FFMPEG: at('second', 'ffmpeg'), PATH: at('first') });
    expect(await tools.ffmpeg()).toEqual({
      ok: true,
      value: { path: at('second', 'ffmpeg'), version: '9.2', origin: 'UNDERSTUDY_FFMPEG' },
    });
  });

  test('that ships with the program precedes the PATH, and follows the choices of the user', async () => {
    const noSettings = { ffmpegPath: '', ffprobePath: '' };
    const found = async (environment: Record<string, string>, settings = noSettings) =>
      toolsFor(environment, settings, at('second')).tools.ffmpeg();
    expect([
      await found({ PATH: at('first') }),
      await found({ UNDERSTUDY_FFMPEG: at('first', 'ffmpeg') }),
      await found({}, { ...noSettings, ffmpegPath: at('first', 'ffmpeg') }),
    ]).toMatchObject([
      { value: { path: at('second', 'ffmpeg'), origin: 'Understudy' } },
      { value: { origin: 'UNDERSTUDY_FFMPEG' } },
      { value: { origin: 'Settings' } },
    ]);
  });

  test('is searched elsewhere where the folder of the program lacks it', async () => {
    const { tools } = toolsFor({ PATH: at('first') }, undefined, at('nowhere'));
    expect(await tools.ffmpeg()).toMatchObject({ ok: true, value: { origin: 'PATH' } });
  });

  test('is the first on the PATH that runs', async () => {
    const { tools } = toolsFor({
      PATH: [at('nowhere'), at('broken'), at('second')].join(process.platform === 'win32' ? ';' : ':'),
    });
    expect(await tools.ffmpeg()).toMatchObject({
      ok: true,
      value: { path: at('second', 'ffmpeg'), origin: 'PATH' },
    });
  });

  test('is never silently replaced when the chosen one does not run', async () => {
    const chosen = at('nowhere', 'ffmpeg');
    const bySetting = toolsFor({ PATH: at('first') }, { ffmpegPath: chosen, ffprobePath: '' });
    const byEnvironment = toolsFor({ UNDERSTUDY_FFMPEG: chosen, PATH: at('first') });
    expect([await bySetting.tools.ffmpeg(), await byEnvironment.tools.ffmpeg()]).toEqual([
      missing('ffmpeg', { reason: 'setting-not-running', path: chosen }),
      missing('ffmpeg', { reason: 'environment-not-running', path: chosen }),
    ]);
  });

  test('is the one inside an npm package where there is no other', async () => {
    const tools = createTools({
      environment: {},
      shippedFolder: null,
      settings: () => ({ ffmpegPath: '', ffprobePath: '' }),
      readVersion,
      log: silentLog,
    });
    const [ffmpeg, ffprobe] = [await tools.ffmpeg(), await tools.ffprobe()];
    expect([ffmpeg, ffprobe]).toMatchObject([
      { ok: true, value: { origin: expect.stringMatching(/^(ffmpeg-static|@ffmpeg-installer\/ffmpeg)$/) } },
      { ok: true, value: { origin: '@ffprobe-installer/ffprobe' } },
    ]);
  });

  test('is checked once, and again after a setting has changed', async () => {
    const { tools, queried } = toolsFor({ PATH: at('first') });
    await Promise.all([tools.ffmpeg(), tools.ffmpeg()]);
    await tools.ffmpeg();
    const before = queried.filter((path) => path === at('first', 'ffmpeg')).length;
    tools.forget();
    await tools.ffmpeg();
    expect([before, queried.filter((path) => path === at('first', 'ffmpeg')).length]).toEqual([1, 2]);
  });

  test('is searched again where none was found, because it may have been installed meanwhile', async () => {
    const late = at('late', 'ffmpeg');
    const { tools } = toolsFor({ PATH: at('late') });
    expect(await tools.ffmpeg()).toMatchObject({
      ok: false,
      error: { code: 'tool-missing', subject: 'ffmpeg' },
    });
    await mkdir(at('late'));
    await program(late);
    expect(await tools.ffmpeg()).toMatchObject({ ok: true, value: { path: late } });
  });
});

describe('ffprobe', () => {
  test('is the one beside the ffmpeg that was found', async () => {
    const { tools } = toolsFor({ UNDERSTUDY_FFMPEG: at('second', 'ffmpeg') });
    expect(await tools.ffprobe()).toMatchObject({
      ok: true,
      value: { path: at('second', 'ffprobe'), origin: 'beside ffmpeg' },
    });
  });

  test('that ships with the program is used where the chosen ffmpeg has none beside it', async () => {
    const { tools } = toolsFor({ UNDERSTUDY_FFMPEG: at('first', 'ffmpeg') }, undefined, at('second'));
    expect(await tools.ffprobe()).toMatchObject({
      ok: true,
      value: { path: at('second', 'ffprobe'), origin: 'Understudy' },
    });
  });

  test('may be chosen separately', async () => {
    const { tools } = toolsFor({ UNDERSTUDY_FFPROBE: at('second', 'ffprobe'), PATH: at('first') });
    expect(await tools.ffprobe()).toMatchObject({ ok: true, value: { origin: 'UNDERSTUDY_FFPROBE' } });
    const chosen = { ffmpegPath: '', ffprobePath: at('nowhere', 'ffprobe') };
    expect(await toolsFor({ PATH: at('second') }, chosen).tools.ffprobe()).toEqual(
      missing('ffprobe', { reason: 'setting-not-running', path: chosen.ffprobePath }),
    );
  });

  test('is found even where ffmpeg is not', async () => {
    const { tools } = toolsFor({ UNDERSTUDY_FFMPEG: at('nowhere', 'ffmpeg'), PATH: at('second') });
    expect(await tools.ffprobe()).toMatchObject({
      ok: true,
      value: { path: at('second', 'ffprobe'), origin: 'PATH' },
    });
  });
});
