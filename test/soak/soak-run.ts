/** The soak itself: the program is started, given work and killed, again and again; then it may finish, and is judged. */
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { startSandboxes } from '#test/sandbox/all.ts';
import { startBucket } from '#test/sandbox/bucket.ts';
import { type Account, keepAccount } from './account.ts';
import { readBooks } from './books.ts';
import { createSoakClock } from './clock.ts';
import { readDisk } from './disk.ts';
import { type House, newTally, speed } from './house.ts';
import { liveAndDie } from './lives.ts';
import { lookAfter } from './looking-after.ts';
import { planMoments } from './moments.ts';
import { makeOrders } from './orders.ts';
import { mountSmallDisk, type SmallDisk, startSqueezes } from './small-disk.ts';
import { calm, startTroubles } from './troubles.ts';

/** Jobs that are allowed from the first start on. */
const firstJobs = 2;
const openAgainMs = 200;

export type SoakRequest = {
  readonly seed: number;
  readonly kills: number;
  readonly jobs: number;
  readonly hasFaults: boolean;
  readonly isSmallDisk: boolean;
  readonly onLine: (line: string) => void;
  readonly signal: AbortSignal;
};

export type SoakOutcome = Account & { readonly tookSec: number };

const killAgainAndAgain = async (house: House, { seed, kills, jobs, onLine }: SoakRequest): Promise<void> => {
  for (const [place, moment] of planMoments(seed, kills).entries()) {
    house.allowed = Math.max(house.allowed, Math.min(jobs, firstJobs + Math.ceil((jobs * place) / kills)));
    while (!(await liveAndDie(house, moment))) await delay(openAgainMs);
    if ((place + 1) % 10 === 0) onLine(`${place + 1} of ${kills} kills`);
  }
  house.allowed = Math.max(house.allowed, jobs);
};

const judge = async (house: House, request: SoakRequest): Promise<Account> => {
  const { sandboxes, bucket, dataFolder, epochMs, tally } = house;
  const { hasFaults, isSmallDisk } = request;
  // Runs of which nobody ever asked what became of them tell it at once now.
  for (const { faults } of Object.values(sandboxes.of)) Object.assign(faults, { queuePolls: 0, runPolls: 0 });
  const account = keepAccount({
    hasFaults,
    isSmallDisk,
    approvals: house.orders
      .slice(0, house.allowed)
      .map(({ prompt, choices }) => ({ prompt, provider: choices.modelId.split('/')[0] ?? '' })),
    disk: await readDisk(dataFolder, createSoakClock({ epochMs, speed })),
    objects: await bucket.objects(),
    books: await readBooks({ sandboxes, bucket }),
  });
  const gone = (await Promise.all(tally.gone)).filter((one) => one !== null);
  const refused = [...new Set([...tally.refusals, ...tally.untaken])];
  return {
    counts: {
      kills: tally.kills,
      'kills at a moment that did not come': tally.late,
      'starts refused': tally.refusals.length,
      'orders not taken': tally.untaken.length,
      ...account.counts,
      'starts looked at for orphans': gone.length,
      'orphans after 2 s': gone.reduce((sum, { left }) => sum + left.length, 0),
      'slowest to be gone, in ms': Math.max(0, ...gone.map(({ tookMs }) => tookMs)),
    },
    breaches: [
      ...tally.breaches,
      ...account.breaches,
      ...gone.flatMap(({ left }) => left.map((line) => `still running: ${line}`)),
      ...refused
        .filter((code) => code !== 'disk-full' || !isSmallDisk)
        .map((code) => `refused for no good reason: ${code}`),
    ],
  };
};

const soak = async (house: House, request: SoakRequest, disk: SmallDisk | null): Promise<Account> => {
  const { sandboxes, bucket } = house;
  const { hasFaults, seed } = request;
  const troubles = hasFaults ? startTroubles({ sandboxes, bucket, seed: seed + 7 }) : null;
  const squeezes = disk === null ? null : startSqueezes(disk, seed + 8);
  const end = async () => ({ troubles: await troubles?.end(), squeezes: await squeezes?.end() });
  await killAgainAndAgain(house, request).finally(end);
  const counted = await end();
  const fetchedAgain = await lookAfter(house);
  request.signal.throwIfAborted();
  const account = await judge(house, request);
  const counts = {
    ...account.counts,
    ...(counted.troubles === undefined ? {} : { 'troubles at the stand-ins': counted.troubles }),
    ...(counted.squeezes === undefined ? {} : { 'times without room': counted.squeezes }),
    'paid results fetched again': fetchedAgain,
  };
  return { ...account, counts };
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
    const orders = await makeOrders({ folder: inputsFolder, jobs: 2 * jobs, seed });
    const house: House = {
      dataFolder,
      livesFolder: join(folder, 'lives'),
      epochMs: beganMs,
      signal,
      sandboxes,
      bucket,
      orders,
      allowed: Math.min(firstJobs, jobs),
      tally: newTally(),
    };
    const account = await soak(house, request, disk);
    return { ...account, tookSec: (Date.now() - beganMs) / 1000 };
  } finally {
    await Promise.all([sandboxes.close(), bucket.close()]);
    await disk?.remove();
    await rm(folder, { recursive: true, force: true });
  }
};
