/** The soak: starts, loads and kills the program repeatedly, then lets it finish and audits it. */
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { randomFrom } from '#test/main/media/scan/random.ts';
import { startSandboxes } from '#test/sandbox/all.ts';
import { startBucket } from '#test/sandbox/bucket.ts';
import { auditFacts } from './audit.ts';
import { createSoakClock } from './clock.ts';
import { startCompanion } from './companion.ts';
import { readDisk } from './disk.ts';
import type { Audit } from './facts.ts';
import { calm, startFaults } from './faults.ts';
import { runFinalStart } from './final-start.ts';
import { readLedgerFacts } from './ledger-facts.ts';
import { defaultRound, type MomentKind, planMoments } from './moments.ts';
import { runUntilKill, runWithoutKill } from './restart-cycles.ts';
import { mountSmallDisk, type SmallDisk, startSqueezes } from './small-disk.ts';
import { newTally, type Soak, speed } from './soak-state.ts';
import { makeOrders, planBatches } from './submissions.ts';

/** Jobs allowed at the first start. */
const firstJobs = 2;
const restartMs = 200;
/** Additional orders on the small disk while the program is not killed. */
const unkilledOrders = 10;

export type SoakRequest = {
  readonly seed: number;
  readonly kills: number;
  readonly jobs: number;
  readonly hasFaults: boolean;
  readonly isSmallDisk: boolean;
  /** A second program uses the same folder, and is killed as well. */
  readonly hasCompanion: boolean;
  /** All kills at this kind of moment; null: at every kind. */
  readonly aim: MomentKind | null;
  readonly onLine: (line: string) => void;
  readonly signal: AbortSignal;
};

export type SoakOutcome = Audit & { readonly tookSec: number };

const killRepeatedly = async (soak: Soak, request: SoakRequest): Promise<void> => {
  const { seed, kills, jobs, aim, onLine } = request;
  const moments = planMoments(seed, kills, aim === null ? defaultRound : [aim]);
  for (const [place, moment] of moments.entries()) {
    soak.allowed = Math.max(soak.allowed, Math.min(jobs, firstJobs + Math.ceil((jobs * place) / kills)));
    while (!(await runUntilKill(soak, moment))) await delay(restartMs);
    if ((place + 1) % 10 === 0) onLine(`${place + 1} of ${kills} kills`);
  }
  soak.allowed = Math.max(soak.allowed, jobs);
};

const audit = async (soak: Soak, request: SoakRequest): Promise<Audit> => {
  const { sandboxes, bucket, dataFolder, epochMs, tally } = soak;
  const { hasFaults, isSmallDisk, hasCompanion } = request;
  // Runs that were never polled are reported as finished immediately.
  for (const { faults } of Object.values(sandboxes.of)) Object.assign(faults, { queuePolls: 0, runPolls: 0 });
  const disk = await readDisk({
    dataFolder,
    clock: createSoakClock({ epochMs, speed }),
    since: new Date(epochMs),
  });
  const audited = auditFacts({
    hasFaults,
    isSmallDisk,
    approvals: soak.orders.slice(0, soak.allowed).map(({ prompt, choices }) => ({
      prompt,
      provider: choices.modelId.split('/')[0] ?? '',
      agreedMicros: tally.agreed.get(prompt) ?? null,
    })),
    batches: soak.batches,
    expectedMarks: soak.expectedMarks,
    deleted: [...soak.deleted.values()],
    disk,
    objects: await bucket.objects(),
    ledger: await readLedgerFacts({ sandboxes, bucket }),
  });
  const recovered = disk.records.filter(
    ({ choices, state }) => state.kind === 'done' && tally.metFullDisk.has(choices.prompt),
  );
  const exits = (await Promise.all(tally.exits)).filter((one) => one !== null);
  const refused = [...new Set([...tally.refusedStarts, ...tally.refusedOrders, ...tally.refusedActions])];
  return {
    counts: {
      kills: tally.kills,
      ...(hasCompanion ? { 'kills of the second program': tally.companionKills } : {}),
      'kills after the timeout of a step': tally.late,
      'starts refused': tally.refusedStarts.length,
      'orders refused': tally.refusedOrders.length,
      ...Object.fromEntries(
        Object.entries(tally.itemActions).map(([name, count]) => [`user actions: ${name}`, count]),
      ),
      'user actions refused': tally.refusedActions.length,
      ...audited.counts,
      ...(isSmallDisk
        ? {
            'results delayed by the full disk': tally.metFullDisk.size,
            'of them done': recovered.length,
            'reports of the full disk': tally.fullDiskReports,
            'kinds of errors logged': disk.logged.length,
          }
        : {}),
      'starts checked for orphans': exits.length,
      'orphans after 2 s': exits.reduce((sum, { left }) => sum + left.length, 0),
      'slowest exit, in ms': Math.max(0, ...exits.map(({ tookMs }) => tookMs)),
    },
    breaches: [
      ...tally.breaches,
      ...audited.breaches,
      ...exits.flatMap(({ left }) => left.map((line) => `still running: ${line}`)),
      ...refused
        .filter((code) => code !== 'disk-full' || !isSmallDisk)
        // The source was opened in a program that was killed before the submit.
        .filter((code) => code !== 'source-gone' || !hasCompanion)
        .map((code) => `refused unexpectedly: ${code}`),
    ],
  };
};

const runAll = async (soak: Soak, request: SoakRequest, disk: SmallDisk | null): Promise<Audit> => {
  const { sandboxes, bucket } = soak;
  const { hasFaults, seed } = request;
  const injectedFaults = hasFaults ? startFaults({ sandboxes, bucket, seed: seed + 7 }) : null;
  const squeezes = disk === null ? null : startSqueezes(disk, seed + 8);
  const companion = request.hasCompanion ? startCompanion(soak, seed + 10) : null;
  const end = async () => {
    await companion?.end();
    return { injectedFaults: await injectedFaults?.end(), squeezes: await squeezes?.end() };
  };
  if (squeezes !== null) soak.timesFull = squeezes.count;
  const run = async () => {
    await killRepeatedly(soak, request);
    // Jobs that wait for disk space must continue automatically, which frequent kills prevent.
    if (disk !== null) await runWithoutKill(soak, unkilledOrders);
  };
  await run().finally(end);
  const counted = await end();
  const downloadedAgain = await runFinalStart(soak);
  request.signal.throwIfAborted();
  const audited = await audit(soak, request);
  const counts = {
    ...audited.counts,
    ...(counted.injectedFaults === undefined ? {} : { 'faults at the sandboxes': counted.injectedFaults }),
    ...(counted.squeezes === undefined ? {} : { 'times the disk was full': counted.squeezes }),
    'charged results downloaded again by the user': downloadedAgain,
  };
  return { ...audited, counts };
};

/** null: a small disk is required and cannot be mounted. */
export const runSoak = async (request: SoakRequest): Promise<SoakOutcome | null> => {
  const startedAtMs = Date.now();
  const { jobs, seed, isSmallDisk, signal } = request;
  const folder = await mkdtemp(join(tmpdir(), 'understudy-soak-'));
  const dataFolder = join(folder, 'data');
  const inputsFolder = join(folder, 'inputs');
  for (const made of [dataFolder, inputsFolder]) await mkdir(made);
  const sandboxes = await startSandboxes({ faults: calm });
  const bucket = await startBucket({ now: createSoakClock({ epochMs: startedAtMs, speed }).now });
  const disk = isSmallDisk ? await mountSmallDisk(dataFolder) : null;
  try {
    if (isSmallDisk && disk === null) return null;
    // Twice as many orders, as replacements for jobs that fail without a charge.
    const orders = await makeOrders({ folder: inputsFolder, jobs: 2 * jobs + unkilledOrders, seed });
    const soak: Soak = {
      dataFolder,
      cyclesFolder: join(folder, 'cycles'),
      epochMs: startedAtMs,
      signal,
      sandboxes,
      bucket,
      orders,
      batches: planBatches(jobs, seed + 2),
      random: randomFrom(seed + 9),
      expectedMarks: new Map(),
      deleted: new Map(),
      allowed: Math.min(firstJobs, jobs),
      timesFull: () => 0,
      isPauseHeld: false,
      tally: newTally(),
    };
    const audited = await runAll(soak, request, disk);
    return { ...audited, tookSec: (Date.now() - startedAtMs) / 1000 };
  } finally {
    await Promise.all([sandboxes.close(), bucket.close()]);
    await disk?.remove();
    await rm(folder, { recursive: true, force: true });
  }
};
