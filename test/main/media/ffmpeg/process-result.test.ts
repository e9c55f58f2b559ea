import { expect, test } from 'vitest';
import { outcome, type Ran } from '#main/media/ffmpeg/process-result.ts';

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
