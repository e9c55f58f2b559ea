import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { caseCount } from '#test/fixtures/runs.ts';
import { recipeNames } from './contradicting-files.ts';
import { contradict } from './contradicting-run.ts';

const cases = caseCount({ limiter: Math.ceil(recipeNames.length / 2), full: 220 });

test(`${cases} valid files with contradicting headers are sent within the limits or refused with a reason`, {
  timeout: 1_800_000,
}, async () => {
  const folder = await mkdtemp(join(tmpdir(), 'understudy-contradicting-'));
  try {
    const all = await contradict({ folder, cases, firstSeed: 1 });
    expect(all.filter(({ faults }) => faults.length > 0)).toEqual([]);
    expect(all.filter(({ outcome }) => /^(sent|refused)/.test(outcome))).toHaveLength(cases);
    expect(all.filter(({ outcome }) => outcome.startsWith('sent')).length).toBeGreaterThan(cases / 2);
    expect(await readdir(folder)).toEqual([]);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
