/** Measures the time of programs, and compares their output with their input. */
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);

export const runProgram = async (program: string, args: readonly string[]): Promise<string> => {
  const { stdout, stderr } = await run(program, args, { maxBuffer: 256 * 1024 * 1024 });
  return `${stdout}${stderr}`;
};

/** Clock ticks per second in /proc, the same on every Linux. */
const ticksPerSec = 100;

/** CPU time of all ended children in seconds, if the system reports it. */
const childrenSec = async (): Promise<number> => {
  const stat = await readFile('/proc/self/stat', 'latin1').catch(() => '');
  // Counted after the program's name, which may contain spaces: see proc(5), cutime and cstime.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[13] ?? 0) + Number(fields[14] ?? 0)) / ticksPerSec;
};

/** `cpuSec`: of this process and its children; on a loaded machine more reliable than `wallSec`. */
export type Timed = { readonly wallSec: number; readonly cpuSec: number };

export const timed = async (work: () => Promise<unknown>): Promise<Timed> => {
  const own = process.cpuUsage();
  const children = await childrenSec();
  const start = performance.now();
  await work();
  const wallSec = (performance.now() - start) / 1000;
  const { user, system } = process.cpuUsage(own);
  return { wallSec, cpuSec: (await childrenSec()) - children + (user + system) / 1e6 };
};

export const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

export type Cut = { readonly path: string; readonly startSec: number; readonly lengthSec: number };

const ssimOf = async (source: Cut, made: string, request: { skip: number; lengthSec: number }) => {
  const { skip, lengthSec } = request;
  const trim = (frames: number) => `trim=start_frame=${frames},settb=1/30,setpts=N`;
  const printed = await runProgram('ffmpeg', [
    ...['-nostdin', '-hide_banner', '-ss', String(source.startSec), '-t', String(lengthSec)],
    ...['-i', source.path, '-t', String(lengthSec), '-i', made, '-an', '-filter_complex'],
    `[0:v]${trim(Math.max(0, skip))}[a];[1:v]${trim(Math.max(0, -skip))}[b];[a][b]ssim=shortest=1`,
    ...['-f', 'null', '-'],
  ]);
  return Number(/All:([\d.]+)/.exec(printed)?.[1]);
};

/** By how many frames programs can differ in the start of a cut. */
const shifts = [-2, -1, 0, 1, 2];

/** Similarity to the cut of the source after alignment, at best 1, and the shift of the alignment in frames. */
export const likeness = async (source: Cut, made: string) => {
  const scores = [];
  for (const skip of shifts)
    scores.push({ skip, ssim: await ssimOf(source, made, { skip, lengthSec: 0.6 }) });
  const { skip } = scores.reduce((best, score) => (score.ssim > best.ssim ? score : best));
  return { ssim: await ssimOf(source, made, { skip, lengthSec: source.lengthSec }), shiftFrames: skip };
};
