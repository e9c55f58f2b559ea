/** Files that are damaged, missing or not files at all, and names that mislead programs. */
import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmod, copyFile, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createProbe } from '#main/media/probe/probe.ts';
import { builds, ffmpegWith, makeImage, makeVideo } from '#test/fixtures/media.ts';

let folder: string;
let video: Buffer;
let image: Buffer;
const at = (name: string) => join(folder, name);
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'understudy-names-'));
  video = await readFile(await makeVideo(at('clip.mp4'), { seconds: 1, width: 160, height: 120 }));
  image = await readFile(await makeImage(at('picture.jpg'), { width: 160, height: 120 }));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const names = [
  'a video of mine.mp4',
  '  spaces around  ',
  'it\'s "quoted".mp4',
  '\u{1f483} dance \u{1f57a}.mp4',
  'ein Stück – Übung.mp4',
  'two\nlines.mp4',
  '-i.mp4',
  '--help',
  '-',
  '100%.mp4',
  'frame%03d.jpg',
  'a*b?c.png',
  '[0-9]{1,2}.jpg',
  'pipe:0',
  'concat:a|b.mp4',
  'http:||127.0.0.1|x.mp4',
  'data:text,x',
  'file:x.mp4',
  'tab\there;and, commas\\back.mp4',
  '$(touch stolen)`touch stolen`.mp4',
  'no-extension',
  'clip.jpg',
  'clip.m3u8',
  `${'long'.repeat(62)}.mp4`,
];

describe.each(builds)('with $name', ({ path: buildPath }) => {
  const ffmpeg = ffmpegWith(buildPath);
  const probe = createProbe(ffmpeg);

  test.each(names)('reads and writes a video named %j like any other', async (name) => {
    const own = await mkdtemp(join(folder, 'own-'));
    const path = join(own, name);
    await writeFile(path, video);
    expect(await probe(path)).toMatchObject({ ok: true, value: { kind: 'video', width: 160, height: 120 } });
    const made = join(own, `made ${name.slice(-200)}`);
    const encoded = await ffmpeg.encode({
      inputs: [{ path, demuxer: null }],
      args: ['-c', 'copy', '-f', 'mp4'],
      outPath: made,
      outFolder: own,
      lengthSec: null,
      signal: new AbortController().signal,
      onProgress: () => undefined,
    });
    expect(encoded).toEqual({ ok: true, value: {} });
    expect((await readdir(own)).sort()).toEqual([`made ${name.slice(-200)}`, name].sort());
  });
});

describe('input that is neither image nor video', () => {
  const probe = createProbe(ffmpegWith());
  const codeOf = async (path: string) => {
    const facts = await probe(path);
    return facts.ok ? facts.value.kind : facts.error.code;
  };

  test('is reported by its type: a folder, a missing or empty file, text, noise, a name that is too long', async () => {
    await mkdir(at('folder.mp4'));
    await writeFile(at('empty.mp4'), '');
    await writeFile(at('words.mp4'), 'Only words.\n'.repeat(2000));
    await writeFile(at('noise.mp4'), randomBytes(50_000));
    await writeFile(at('zeros.mp4'), Buffer.alloc(300_000));
    const inputs = [
      'folder.mp4',
      'gone.mp4',
      'empty.mp4',
      'words.mp4',
      'noise.mp4',
      'zeros.mp4',
      'x'.repeat(400),
    ];
    const codes = [];
    for (const name of inputs) codes.push(await codeOf(at(name)));
    expect(codes).toEqual([
      'file-is-folder',
      'file-missing',
      'file-empty',
      'file-not-media',
      'file-not-media',
      'file-not-media',
      'file-missing',
    ]);
    expect(await codeOf(at('a\0b.mp4'))).toBe('file-unreadable');
    expect(await codeOf(join(at('clip.mp4'), 'inside.mp4'))).toBe('file-missing');
  });

  test('a pipe, a device or a link to one is refused without waiting', async () => {
    await promisify(execFile)('mkfifo', [at('pipe.mp4')]);
    await symlink('/dev/zero', at('device.mp4'));
    await symlink(at('nowhere'), at('dangling.mp4'));
    await symlink(at('clip.mp4'), at('link.mp4'));
    const codes = [];
    for (const path of [at('pipe.mp4'), '/dev/zero', at('device.mp4'), at('dangling.mp4'), at('link.mp4')])
      codes.push(await codeOf(path));
    expect(codes).toEqual(['file-not-media', 'file-not-media', 'file-not-media', 'file-missing', 'video']);
    // Opening a pipe without a writer would block a thread of the process permanently.
    expect(process.getActiveResourcesInfo()).not.toContain('FSReqCallback');
  });

  test('is reported when it may not be read', async () => {
    await copyFile(at('clip.mp4'), at('closed.mp4'));
    await chmod(at('closed.mp4'), 0);
    // The superuser can read it.
    const isAllPowerful = process.getuid?.() === 0;
    expect(await codeOf(at('closed.mp4'))).toBe(isAllPowerful ? 'video' : 'file-unreadable');
  });

  test('has facts or is not media when a video or image is truncated at any position', async () => {
    const codes: string[] = [];
    for (const [name, bytes] of [['cut.mp4', video] as const, ['cut.jpg', image] as const])
      for (const share of [0.0005, 0.01, 0.1, 0.5, 0.9, 0.999]) {
        await writeFile(at(name), bytes.subarray(0, Math.ceil(bytes.length * share)));
        codes.push(await codeOf(at(name)));
      }
    const right = ['file-not-media', 'file-no-video', 'video', 'image', 'tool-failed'];
    expect(codes.filter((code) => !right.includes(code))).toEqual([]);
    // The index of this video is at its end.
    expect(codes.slice(0, 5)).toEqual(Array.from({ length: 5 }, () => 'file-not-media'));
  });

  test('is reported as missing when it is removed while being probed, or was read before', async () => {
    const tool = ffmpegWith();
    const path = at('fleeting.mp4');
    const vanish = () => rm(path);
    const codeOfFleeting = async (moment: { readonly before?: boolean; readonly after?: boolean }) => {
      await writeFile(path, video);
      const probeOnce = createProbe({
        ...tool,
        probe: async (...args) => {
          if (moment.before) await vanish();
          const printed = await tool.probe(...args);
          if (moment.after) await vanish();
          return printed;
        },
      });
      const probing = probeOnce(path);
      if (!moment.before && !moment.after) await vanish();
      const facts = await probing;
      return facts.ok ? facts.value.kind : facts.error.code;
    };
    // Immediately, whatever part has been read by then.
    expect(['video', 'file-missing', 'file-unreadable', 'file-not-media']).toContain(
      await codeOfFleeting({}),
    );
    expect([await codeOfFleeting({ before: true }), await codeOfFleeting({ after: true })]).toEqual([
      'file-not-media',
      'video',
    ]);
  });
});
