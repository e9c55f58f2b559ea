/** The soak itself: the program is started, given work and killed, again and again; then it may finish, and is judged. */
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { randomFrom } from '#test/main/media/scan/random.ts';
import { startSandboxes } from '#test/sandbox/all.ts';
import { startBucket } from '#test/sandbox/bucket.ts';
import { keepAudit } from './audit.ts';
import { createSoakClock } from './clock.ts';
import { startCompanion } from './companion.ts';
import { readDisk } from './disk.ts';
import type { Audit } from './facts.ts';
import { calm, startFaults } from './faults.ts';
import { lookAfter } from './final-start.ts';
import { readLedgerFacts } from './ledger-facts.ts';
import { defaultRound, type MomentKind, planMoments } from './moments.ts';
import { liveAndDie, liveOn } from './restart-cycles.ts';
import { mountSmallDisk, type SmallDisk, startSqueezes } from './small-disk.ts';
import { newTally, type Soak, speed } from './soak-state.ts';
import { makeOrders, planBatches } from './submissions.ts';

/** Jobs that are allowed from the first start on. */
const firstJobs = 2;
const openAgainMs = 200;
/** More that are ordered on the small disk while nobody kills the program. */
const unkilledOrders = 10;

export type SoakRequest = {
  readonly seed: number;
  readonly kills: number;
  readonly jobs: number;
  readonly hasFaults: boolean;
  readonly isSmallDisk: boolean;
  /** A second program works on the same folder, and is killed as well. */
  readonly hasCompanion: boolean;
  /** All kills come at this moment; null: at every kind of moment. */
  readonly aim: MomentKind | null;
  readonly onLine: (line: string) => void;
  readonly signal: AbortSignal;
};

export type SoakOutcome = Audit & { readonly tookSec: number };

const killAgainAndAgain = async (soak: Soak, request: SoakRequest): Promise<void> => {
  const { seed, kills, jobs, aim, onLine } = request;
  const moments = planMoments(seed, kills, aim === null ? defaultRound : [aim]);
  for (const [place, moment] of moments.entries()) {
    soak.allowed = Math.max(soak.allowed, Math.min(jobs, firstJobs + Math.ceil((jobs * place) / kills)));
    while (!(await liveAndDie(soak, moment))) await delay(openAgainMs);
    if ((place + 1) % 10 === 0) onLine(`${place + 1} of ${kills} kills`);
  }
  soak.allowed = Math.max(soak.allowed, jobs);
};

const judge = async (soak: Soak, request: SoakRequest): Promise<Audit> => {
  const { sandboxes, bucket, dataFolder, epochMs, tally } = soak;
  const { hasFaults, isSmallDisk, hasCompanion } = request;
  // Runs of which nobody ever asked what became of them tell it at once now.
  for (const { faults } of Object.values(sandboxes.of)) Object.assign(faults, { queuePolls: 0, runPolls: 0 });
  const disk = await readDisk({
    dataFolder,
    clock: createSoakClock({ epochMs, speed }),
    since: new Date(epochMs),
  });
  const audit = keepAudit({
    hasFaults,
    isSmallDisk,
    approvals: soak.orders.slice(0, soak.allowed).map(({ prompt, choices }) => ({
      prompt,
      provider: choices.modelId.split('/')[0] ?? '',
      agreedMicros: tally.agreed.get(prompt) ?? null,
    })),
    batches: soak.batches,
    words: soak.words,
    deleted: [...soak.deleted.values()],
    disk,
    objects: await bucket.objects(),
    ledger: await readLedgerFacts({ sandboxes, bucket }),
  });
  const wentOn = disk.records.filter(
    ({ choices, state }) => state.kind === 'done' && tally.metFullDisk.has(choices.prompt),
  );
  const gone = (await Promise.all(tally.gone)).filter((one) => one !== null);
  const refused = [...new Set([...tally.refusals, ...tally.untaken, ...tally.undone])];
  return {
    counts: {
      kills: tally.kills,
      ...(hasCompanion ? { 'kills of the second program': tally.companionKills } : {}),
      'kills at a moment that did not come': tally.late,
      'starts refused': tally.refusals.length,
      'orders not taken': tally.untaken.length,
      ...Object.fromEntries(
        Object.entries(tally.itemActions).map(([name, count]) => [`times a person said: ${name}`, count]),
      ),
      'words refused': tally.undone.length,
      ...audit.counts,
      ...(isSmallDisk
        ? {
            'results that met the full disk': tally.metFullDisk.size,
            'of them done since': wentOn.length,
            'times anybody was told of it': tally.toldOfFullDisk,
            'kinds of errors logged': disk.logged.length,
          }
        : {}),
      'starts looked at for orphans': gone.length,
      'orphans after 2 s': gone.reduce((sum, { left }) => sum + left.length, 0),
      'slowest to be gone, in ms': Math.max(0, ...gone.map(({ tookMs }) => tookMs)),
    },
    breaches: [
      ...tally.breaches,
      ...audit.breaches,
      ...gone.flatMap(({ left }) => left.map((line) => `still running: ${line}`)),
      ...refused
        .filter((code) => code !== 'disk-full' || !isSmallDisk)
        // Opened in a program that was killed before they were ordered.
        .filter((code) => code !== 'source-gone' || !hasCompanion)
        .map((code) => `refused for no good reason: ${code}`),
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
    await killAgainAndAgain(soak, request);
    // What waits for room is to go on by itself, which a program that is killed every few seconds rarely comes to.
    if (disk !== null) await liveOn(soak, unkilledOrders);
  };
  await run().finally(end);
  const counted = await end();
  const fetchedAgain = await lookAfter(soak);
  request.signal.throwIfAborted();
  const audit = await judge(soak, request);
  const counts = {
    ...audit.counts,
    ...(counted.injectedFaults === undefined ? {} : { 'troubles at the stand-ins': counted.injectedFaults }),
    ...(counted.squeezes === undefined ? {} : { 'times without room': counted.squeezes }),
    'paid results fetched by hand': fetchedAgain,
  };
  return { ...audit, counts };
};

/** null: it needs a small disk, and may not make one. */
export const runSoak = async (request: SoakRequest): Promise<SoakOutcome | null> => {
  const beganMs = Date.now();
  const { jobs, seed, isSmallDisk, signal } = request;
  const folder = await mkdtemp(join(tmpdir(), 'understudy-soak-'));
  const dataFolder = join(folder, 'data');
  const inputsFolder = join(folder, 'inputs');
  for (const made of [dataFolder, inputsFolder]) await mkdir(made);
  const sandboxes = await startSandboxes({ faults: calm });
  const bucket = await startBucket({ now: createSoakClock({ epochMs: beganMs, speed }).now });
  const disk = isSmallDisk ? await mountSmallDisk(dataFolder) : null;
  try {
    if (isSmallDisk && disk === null) return null;
    // As many again stand by for what fails unpaid.
    const orders = await makeOrders({ folder: inputsFolder, jobs: 2 * jobs + unkilledOrders, seed });
    const soak: Soak = {
      dataFolder,
      cyclesFolder: join(folder, 'lives'),
      epochMs: beganMs,
      signal,
      sandboxes,
      bucket,
      orders,
      batches: planBatches(jobs, seed + 2),
      random: randomFrom(seed + 9),
      words: new Map(),
      deleted: new Map(),
      allowed: Math.min(firstJobs, jobs),
      timesFull: () => 0,
      isHeldStill: false,
      tally: newTally(),
    };
    const audit = await runAll(soak, request, disk);
    return { ...audit, tookSec: (Date.now() - beganMs) / 1000 };
  } finally {
    await Promise.all([sandboxes.close(), bucket.close()]);
    await disk?.remove();
    await rm(folder, { recursive: true, force: true });
  }
};
