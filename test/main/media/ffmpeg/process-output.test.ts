import { describe, expect, test } from 'vitest';
import {
  createStderrReader,
  detailOf,
  outcome,
  progressSec,
  type Ran,
} from '#main/media/ffmpeg/process-output.ts';

describe('progress of an encoding', () => {
  test.each([
    ['frame=  120 fps= 60 q=23.0 size=     256kB time=00:00:04.08 bitrate= 514.0kbits/s speed=2.0x', 4.08],
    ['size=    1kB time=01:02:03.50 bitrate=', 3723.5],
    ['frame=    0 fps=0.0 q=0.0 size=       0kB time=N/A bitrate=N/A', null],
    ['frame=    0 fps=0.0 q=0.0 size=       0kB time=-577014:32:22.77 bitrate=N/A', null],
    ['Error while decoding stream #0:0', null],
  ])('%j', (line, seconds) => {
    expect(progressSec(line)).toBe(seconds);
  });
});

describe('detail of a failed run', () => {
  test('replaces full paths of its files by their names, whatever their folders are called', () => {
    const path = "/home/ann/My films & 'more'/video one.mp4";
    const text = `file:${path}: Invalid data\nOpening ${path} failed\n`;
    expect(detailOf(text, [path])).toBe('video one.mp4: Invalid data\nOpening video one.mp4 failed');
  });

  test('replaces full paths of other files as well', () => {
    expect(detailOf('Could not open /usr/lib/x/preset.txt: no', [])).toBe('Could not open preset.txt: no');
    expect(detailOf('C:\\Users\\ann\\video.mp4: bad', [])).toBe('video.mp4: bad');
  });

  test('omits progress lines and keeps the tail of a long text', () => {
    const text = `frame=  1 fps=0 time=00:00:01.00\rframe=  2 fps=0 time=00:00:02.00\n${'x'.repeat(5000)}\nthe end\n`;
    const detail = detailOf(text, []);
    expect([detail.length <= 2000, detail.endsWith('the end'), detail.includes('frame=')]).toEqual([
      true,
      true,
      false,
    ]);
  });
});

describe('stderr of a running child', () => {
  test('is separated into progress and messages for any chunking', () => {
    const progress: number[] = [];
    const reader = createStderrReader((atSec) => progress.push(atSec));
    const text = 'a warning\rframe=  1 time=00:00:01.00 x\rframe=  2 time=00:00:02.50 x\r\nthe end';
    for (const part of text.match(/.{1,7}/gs) ?? []) reader.add(part);
    expect([progress, reader.all().trim().split('\n')]).toEqual([
      [1, 2.5],
      ['a warning', 'the end'],
    ]);
  });

  test('uses no more memory than its tail, for one line or a million', () => {
    const reader = createStderrReader(() => undefined);
    reader.add('x'.repeat(1_000_000));
    reader.add('\n');
    for (let line = 0; line < 10_000; line += 1) reader.add(`line ${line}\n`);
    expect([reader.all().length <= 16_000, reader.all().endsWith('line 9999\n')]).toEqual([true, true]);
  });
});

const ended: Ran = { code: 0, killedBy: null, stdout: Buffer.from('{}'), stderr: '', why: 'ended' };

test('every way in which a child can end has its own error', () => {
  const ends: readonly Partial<Ran>[] = [
    { why: 'aborted', code: null },
    { why: 'timeout', code: null, killedBy: 'SIGKILL' },
    { why: 'not-started', code: null },
    { why: 'too-much', code: null, killedBy: 'SIGKILL' },
    { code: 1, stderr: '/home/ann/video.mp4: Invalid data\n' },
    { code: null, killedBy: 'SIGSEGV', stderr: '' },
  ];
  const subject = 'ffmpeg';
  const errors = ends.map((end) => outcome('ffmpeg', { ...ended, ...end }, ['/home/ann/video.mp4']));
  expect(errors.map((result) => (result.ok ? null : result.error))).toEqual([
    { code: 'cancelled', charged: 'no' },
    { code: 'tool-timeout', charged: 'no', subject },
    { code: 'tool-missing', charged: 'no', subject, reason: 'not-found' },
    { code: 'tool-failed', charged: 'no', subject, reason: 'output-too-long' },
    { code: 'tool-failed', charged: 'no', subject, reason: 'exit', detail: 'video.mp4: Invalid data' },
    { code: 'tool-failed', charged: 'no', subject, reason: 'killed', signal: 'SIGSEGV' },
  ]);
  expect(outcome('ffprobe', ended, [])).toEqual({ ok: true, value: Buffer.from('{}') });
});
