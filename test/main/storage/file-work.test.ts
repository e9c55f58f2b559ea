import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { workToSettle } from './file-work.ts';
import { tempFolder } from './temp-folder.ts';

test('what goes on with files is waited for, however many turns of the event loop it takes', async () => {
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

test('it ends sooner where there is enough', async () => {
  let asked = 0;
  await workToSettle(() => {
    asked += 1;
    return asked === 3;
  });
  expect(asked).toBe(3);
});
