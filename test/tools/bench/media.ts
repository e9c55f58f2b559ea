/**
 * Compares the speed of the fit with HandBrake and plain ffmpeg, for the same cut at the same size.
 * `node test/tools/bench/media.ts [--json] [--runs N] [--seconds 10,30] [--no-varied] [--video FILE]`
 */
import { existsSync } from 'node:fs';
import { mkdtemp, rm, stat, truncate } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { parseArgs } from 'node:util';
import { ffmpeg } from '#test/fixtures/media.ts';
import { createFitter } from './fitter.ts';
import { type Cut, likeness, median, runProgram, type Timed, timed } from './measure.ts';
import { makeLongVideo } from './media-video.ts';
import { fitVaried, type VariedFit } from './varied.ts';

const limitBytes = 10_000_000;
const audioKbps = 128;

type Row = Timed & {
  readonly name: string;
  readonly bytes: number | null;
  readonly ssim: number | null;
  readonly shiftFrames: number | null;
  readonly encodes: number | null;
};
type Comparison = {
  readonly lengthSec: number;
  readonly rows: readonly Row[];
  /** The time of the fit divided by theirs: wall-clock time and CPU time. */
  readonly ratios: Readonly<Record<string, { readonly wall: number; readonly cpu: number }>>;
};

const hasHandBrake = (process.env.PATH ?? '')
  .split(delimiter)
  .some((folder) => existsSync(join(folder, 'HandBrakeCLI')));

const handBrake = (cut: Cut, preset: string, request: { kbps: number; to: string }) =>
  runProgram('HandBrakeCLI', [
    ...['-i', cut.path, '-o', request.to, '--encoder', 'x264', '--encoder-preset', preset],
    ...['-b', String(request.kbps), '--two-pass', '--turbo', '--optimize'],
    ...['--aencoder', 'av_aac', '--ab', String(audioKbps)],
    ...['--start-at', `seconds:${cut.startSec}`, '--stop-at', `seconds:${cut.lengthSec}`],
  ]);

const bareFfmpeg = async (cut: Cut, request: { kbps: number; to: string }): Promise<void> => {
  const { kbps, to } = request;
  const source = ['-ss', String(cut.startSec), '-t', String(cut.lengthSec), '-i', cut.path];
  const log = ['-c:v', 'libx264', '-b:v', `${kbps}k`, '-passlogfile', `${to}.log`];
  await ffmpeg(...source, ...log, '-pass', '1', '-an', '-f', 'null', '-');
  const audio = ['-c:a', 'aac', '-b:a', `${audioKbps}k`];
  await ffmpeg(...source, ...log, '-pass', '2', ...audio, '-movflags', '+faststart', to);
};

const middle = (times: readonly Timed[]): Timed => ({
  wallSec: median(times.map(({ wallSec }) => wallSec)),
  cpuSec: median(times.map(({ cpuSec }) => cpuSec)),
});

const compare = async (folder: string, cut: Cut, runs: number): Promise<Comparison> => {
  const { factsOf, fit } = createFitter(folder);
  const facts = await factsOf(cut.path);
  const trim = { startSec: cut.startSec, endSec: cut.startSec + cut.lengthSec };
  const ours = () => fit(cut.path, facts, { trim, maxBytes: limitBytes });
  const made = await ours();
  const kbps = Math.round((made.sizeBytes * 8) / 1000 / cut.lengthSec - audioKbps);
  const at = (name: string) => join(folder, `${name}-${cut.lengthSec}.mp4`);
  const floor = [
    ...['-nostdin', '-v', 'error', '-ss', String(cut.startSec), '-t', String(cut.lengthSec), '-i', cut.path],
    ...['-map', '0:v', '-f', 'null', '-'],
  ];
  const fast = at('handbrake-veryfast');
  const defaults = at('handbrake-default');
  const bare = at('ffmpeg');
  const contestants = [
    { name: 'our fit', path: made.path, work: ours },
    { name: 'decoding alone', path: null, work: () => runProgram('ffmpeg', floor) },
    ...(hasHandBrake
      ? [
          {
            name: 'HandBrake veryfast',
            path: fast,
            work: () => handBrake(cut, 'veryfast', { kbps, to: fast }),
          },
          {
            name: 'HandBrake default',
            path: defaults,
            work: () => handBrake(cut, 'medium', { kbps, to: defaults }),
          },
        ]
      : []),
    { name: 'ffmpeg two-pass', path: bare, work: () => bareFfmpeg(cut, { kbps, to: bare }) },
  ];
  const times = new Map<string, Timed[]>(contestants.map(({ name }) => [name, []]));
  for (let run = 0; run < runs; run += 1)
    for (const { name, work } of contestants) times.get(name)?.push(await timed(work));
  const rows: Row[] = [];
  for (const { name, path } of contestants) {
    const likened = path === null ? null : await likeness(cut, path);
    rows.push({
      name,
      ...middle(times.get(name) ?? []),
      bytes: path === null ? null : (await stat(path)).size,
      ssim: likened?.ssim ?? null,
      shiftFrames: likened?.shiftFrames ?? null,
      encodes: path === made.path ? made.encodes : null,
    });
  }
  const [first] = rows;
  const ratios = rows
    .slice(1)
    .map(({ name, wallSec, cpuSec }) => [
      name,
      { wall: (first?.wallSec ?? 0) / wallSec, cpu: (first?.cpuSec ?? 0) / cpuSec },
    ]);
  return { lengthSec: cut.lengthSec, rows, ratios: Object.fromEntries(ratios) };
};

/** Time until a video that fits unchanged is ready. */
const fitFitting = async (folder: string, source: string, runs: number): Promise<number> => {
  const { factsOf, fit } = createFitter(folder);
  const path = join(folder, 'fitting.mp4');
  await ffmpeg(
    '-i',
    source,
    '-t',
    '8',
    '-vf',
    'scale=960:540,setsar=1',
    '-c:v',
    'libx264',
    '-c:a',
    'aac',
    path,
  );
  const times: Timed[] = [];
  for (let run = 0; run < runs; run += 1)
    times.push(
      await timed(async () => {
        const facts = await factsOf(path);
        const made = await fit(path, facts, { trim: null, maxBytes: limitBytes });
        if (made.encodes > 0) throw new Error('a video that fits was encoded');
      }),
    );
  return middle(times).wallSec;
};

/** How much more peak memory this process uses with a source of 4 GB than with one of 1 GB, in bytes. */
const growth = async (folder: string, source: string): Promise<number> => {
  const { factsOf, fit } = createFitter(folder);
  const path = join(folder, 'huge.mp4');
  await ffmpeg('-i', source, '-t', '20', '-c', 'copy', '-movflags', '+faststart', path);
  const maximum = async (): Promise<number> => {
    const facts = await factsOf(path);
    await fit(path, facts, { trim: { startSec: 3.1, endSec: 6.1 }, maxBytes: limitBytes });
    return process.resourceUsage().maxRSS * 1024;
  };
  await truncate(path, 1_000_000_000);
  const before = await maximum();
  await truncate(path, 4_000_000_000);
  const after = await maximum();
  await rm(path);
  return after - before;
};

const table = (rows: readonly (readonly string[])[]): string => {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((row) => (row[column] ?? '').length)),
  );
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
};

const figure = (value: number | null, digits: number): string =>
  value === null ? '' : value.toFixed(digits);

const comparisonInWords = ({ lengthSec, rows, ratios }: Comparison): string =>
  table([
    [
      `${lengthSec} s`,
      'wall s',
      'cpu s',
      'bytes',
      'SSIM',
      'moved',
      'encodes',
      'ours/its wall',
      'ours/its cpu',
    ],
    ...rows.map((row) => [
      row.name,
      figure(row.wallSec, 2),
      figure(row.cpuSec, 2),
      figure(row.bytes, 0),
      figure(row.ssim, 5),
      figure(row.shiftFrames, 0),
      figure(row.encodes, 0),
      figure(ratios[row.name]?.wall ?? null, 2),
      figure(ratios[row.name]?.cpu ?? null, 2),
    ]),
  ]);

const summaryOf = (fits: readonly VariedFit[]) => {
  const limited = fits.filter(({ isLimited }) => isLimited);
  const shares = limited.map(({ bytes, maxBytes }) => bytes / maxBytes);
  return {
    fits: fits.length,
    aboveLimit: fits.filter(({ bytes, maxBytes }) => bytes > maxBytes).length,
    limited: limited.length,
    minShare: Math.min(...shares),
    medianShare: median(shares),
    encodedOnce: fits.filter(({ encodes }) => encodes === 1).length,
  };
};

const main = async (): Promise<void> => {
  const { values } = parseArgs({
    options: {
      json: { type: 'boolean', default: false },
      runs: { type: 'string', default: '3' },
      video: { type: 'string' },
      seconds: { type: 'string', default: '10,30' },
      'no-varied': { type: 'boolean', default: false },
    },
  });
  const runs = Number(values.runs);
  const say = (line: string) => process.stderr.write(`${line}\n`);
  const folder = await mkdtemp(join(tmpdir(), 'understudy-bench-'));
  try {
    say('creating the long video');
    const path = values.video ?? (await makeLongVideo(folder, 60));
    const grownBytes = await growth(folder, path);
    const readySec = await fitFitting(folder, path, runs);
    const comparisons: Comparison[] = [];
    // Between two keyframes, as most cuts are.
    for (const lengthSec of values.seconds.split(',').map(Number)) {
      say(`timing ${lengthSec} s`);
      const compared = await compare(folder, { path, startSec: 5.3, lengthSec }, runs);
      say(comparisonInWords(compared));
      comparisons.push(compared);
    }
    say('fitting varied videos');
    const onFit = (fit: VariedFit) =>
      say(`  ${fit.name}: ${((100 * fit.bytes) / fit.maxBytes).toFixed(1)} %, ${fit.encodes}x`);
    const varied = values['no-varied'] ? [] : await fitVaried({ folder, onFit });
    if (values.json) {
      const report = { limitBytes, comparisons, varied: { ...summaryOf(varied), each: varied } };
      process.stdout.write(`${JSON.stringify({ ...report, readySec, grownBytes }, null, 2)}\n`);
      return;
    }
    const lines = [
      ...comparisons.map(comparisonInWords),
      `A video that fits is ready after ${readySec.toFixed(2)} s.`,
      `With a source of 4 GB our process is larger than with 1 GB by ${(grownBytes / 1e6).toFixed(0)} MB.`,
      ...(varied.length > 0 ? [`Varied videos: ${JSON.stringify(summaryOf(varied))}`] : []),
    ];
    process.stdout.write(`${lines.join('\n\n')}\n`);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};

await main();
