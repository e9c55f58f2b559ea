import { expect, test } from 'vitest';
import { ok } from '#contract/errors.ts';
import type { Notice } from '#contract/model/notice.ts';
import { printNotices } from '#main/cli/notices.ts';
import { createOutput } from '#main/cli/output.ts';
import { createFakeProgram } from './fake-program.ts';

const found: Notice = { kind: 'catalogue-rebuilt', found: 3 };
const away: Notice = { kind: 'library-away', folder: '/mnt/films' };

const printing = () => {
  const printed = { stdout: '', stderr: '' };
  const output = createOutput({
    isJson: true,
    streams: {
      stdout: (text) => {
        printed.stdout += text;
      },
      stderr: (text) => {
        printed.stderr += text;
      },
      isTerminal: false,
    },
  });
  return { printed, output };
};

test('prints each notice once on stderr, at the start or when it arrives', async () => {
  const { app, announce } = createFakeProgram({ handlers: { 'notices.list': async () => ok([found]) } });
  const { printed, output } = printing();
  await printNotices({ app, output });
  announce('notices.changed', [found, away]);
  announce('notices.changed', [away]);
  expect({ stdout: printed.stdout, lines: printed.stderr.split('\n') }).toEqual({
    stdout: '',
    lines: [
      '3 results restored to the library. No action is needed.',
      expect.stringContaining('/mnt/films'),
      '',
    ],
  });
});
