/** Finds processes that outlive the program that started them, by the working folder of each start. */
import { readdir, readFile, readlink } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';

const hasProcFs = process.platform === 'linux';
const pollEveryMs = 25;

const cwdOf = (pid: string): Promise<string | null> => readlink(`/proc/${pid}/cwd`).catch(() => null);
/** The process id with the start and the end of the command line, which names the files. */
const commandOf = async (pid: string): Promise<string> => {
  const line = (await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')).replaceAll('\0', ' ').trim();
  return `${pid} ${line.length > 400 ? `${line.slice(0, 60)} ... ${line.slice(-340)}` : line}`;
};

/** Command lines of all processes in `folder`. */
const workingIn = async (folder: string): Promise<readonly string[]> => {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const found = await Promise.all(pids.map(async (pid) => ((await cwdOf(pid)) === folder ? [pid] : [])));
  return Promise.all(found.flat().map(commandOf));
};

export type Exits = { readonly tookMs: number; readonly left: readonly string[] };

/** Waits until no process uses `folder`, at most `limitMs`. `left`: those still running; null: not supported by this system. */
export const waitForExits = async (folder: string, limitMs: number): Promise<Exits | null> => {
  if (!hasProcFs) return null;
  const startedAtMs = Date.now();
  for (;;) {
    const left = await workingIn(folder);
    const tookMs = Date.now() - startedAtMs;
    if (left.length === 0 || tookMs >= limitMs) return { tookMs, left };
    await delay(pollEveryMs);
  }
};
