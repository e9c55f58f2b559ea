import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { workToSettle } from './file-work.ts';
import { tempFolder } from './temp-folder.ts';

test('waits for pending file operations, however many turns of the event loop they take', async () => {
  const path = join(tempFolder(), 'pipe');
  execFileSync('sh', ['-c', 'mkfifo "$0"', path]);
  let text: string | null = null;
  const reading = readFile(path, 'utf8').then((read) => {
    text = read;
  });
  const settled = workToSettle().then(() => text);
  for (let turn = 0; turn < 500; turn += 1) await setImmediate();
  writeFileSync(path, 'late');
  expect(await settled).toBe('late');
  await reading;
});

test('ends early when the condition holds', async () => {
  let checks = 0;
  await workToSettle(() => {
    checks += 1;
    return checks === 3;
  });
  expect(checks).toBe(3);
});
