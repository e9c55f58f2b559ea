/**
 * `npm run soak`: runs the real program against the sandboxes, kills it repeatedly, then audits the result.
 * `[--seed N] [--kills N] [--jobs N] [--faults] [--small-disk] [--two-processes] [--quick] [--aim MOMENT]`. Exits with 1 on a breach.
 */
import { parseArgs } from 'node:util';
import { momentKinds } from './moments.ts';
import { runSoak } from './soak-run.ts';

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    kills: { type: 'string' },
    jobs: { type: 'string' },
    /** Injects faults: dropped connections, 5xx, partial downloads, expired links. */
    faults: { type: 'boolean', default: false },
    /** The data folder and the library on small disks that fill up; requires permission to mount. */
    'small-disk': { type: 'boolean', default: false },
    /** A second program on the same data folder, killed as well. */
    'two-processes': { type: 'boolean', default: false },
    /** 8 jobs and 12 kills, about one minute. */
    quick: { type: 'boolean', default: false },
    /** All kills at one kind of moment, for example `fit`; see moments.ts. */
    aim: { type: 'string' },
  },
});

const aim = momentKinds.find((kind) => kind === values.aim) ?? null;
if (values.aim !== undefined && aim === null)
  throw new Error(`--aim takes one of ${momentKinds.join(', ')}.`);

const request = {
  seed: Number(values.seed),
  kills: Number(values.kills ?? (values.quick ? 12 : 60)),
  jobs: Number(values.jobs ?? (values.quick ? 8 : 40)),
  hasFaults: values.faults,
  isSmallDisk: values['small-disk'],
  hasCompanion: values['two-processes'],
  aim,
};
const print = (line: string) => process.stdout.write(`${line}\n`);

const stop = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort());

const outcome = await runSoak({
  ...request,
  onLine: (line) => process.stderr.write(`${line}\n`),
  signal: stop.signal,
}).catch((cause: unknown) => {
  if (stop.signal.aborted) return 'stopped' as const;
  throw cause;
});
if (outcome === 'stopped') {
  print('Stopped before the end.');
  process.exitCode = 2;
} else if (outcome === null) {
  print('No file system can be mounted here: --small-disk needs Linux and root.');
  process.exitCode = 2;
} else {
  const { counts, breaches, tookSec } = outcome;
  print(`seed ${request.seed}, ${request.jobs} jobs, ${tookSec.toFixed(0)} s`);
  for (const [name, count] of Object.entries(counts)) print(`${String(count).padStart(6)}  ${name}`);
  for (const breach of breaches) print(`BREACH ${breach}`);
  print(`${breaches.length} breaches`);
  process.exitCode = breaches.length === 0 ? 0 : 1;
}
