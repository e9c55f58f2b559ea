import { expect, test } from 'vitest';
import { outcome, type Ran } from '#main/media/ffmpeg/process-result.ts';

const ended: Ran = { code: 0, killedBy: null, stdout: Buffer.from('{}'), said: '', why: 'ended' };

test('however a child ends, that is a failure with a name', () => {
  const ends: readonly Partial<Ran>[] = [
    { why: 'aborted', code: null },
    { why: 'timeout', code: null, killedBy: 'SIGKILL' },
    { why: 'not-started', code: null },
    { why: 'too-much', code: null, killedBy: 'SIGKILL' },
    { code: 1, said: '/home/ann/clip.mp4: Invalid data\n' },
    { code: null, killedBy: 'SIGSEGV', said: '' },
  ];
  const errors = ends.map((end) => outcome('ffmpeg', { ...ended, ...end }, ['/home/ann/clip.mp4']));
  expect(errors.map((result) => (result.ok ? null : [result.error.code, result.error.detail]))).toEqual([
    ['cancelled', undefined],
    ['tool-timeout', undefined],
    ['tool-missing', undefined],
    ['tool-failed', 'It printed more than any file gives reason to.'],
    ['tool-failed', 'clip.mp4: Invalid data'],
    ['tool-failed', 'It was ended by SIGSEGV.'],
  ]);
  expect(outcome('ffprobe', ended, [])).toEqual({ ok: true, value: Buffer.from('{}') });
});
