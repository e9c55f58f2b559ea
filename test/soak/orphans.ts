/** Processes that outlive the program that started them: each start works in a folder of its own, which its children share. */
import { readdir, readFile, readlink } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';

const canLook = process.platform === 'linux';
const pollEveryMs = 25;

const cwdOf = (pid: string): Promise<string | null> => readlink(`/proc/${pid}/cwd`).catch(() => null);
/** The program, and the end of its line, which names what it works on. */
const commandOf = async (pid: string): Promise<string> => {
  const line = (await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')).replaceAll('\0', ' ').trim();
  return `${pid} ${line.length > 400 ? `${line.slice(0, 60)} ... ${line.slice(-340)}` : line}`;
};

/** Command lines of all that work in `folder`. */
const workingIn = async (folder: string): Promise<readonly string[]> => {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const found = await Promise.all(pids.map(async (pid) => ((await cwdOf(pid)) === folder ? [pid] : [])));
  return Promise.all(found.flat().map(commandOf));
};

export type Gone = { readonly tookMs: number; readonly left: readonly string[] };

/** How long all that worked in `folder` took to end, and what did not within `limitMs`; null: this system cannot be asked. */
export const untilGone = async (folder: string, limitMs: number): Promise<Gone | null> => {
  if (!canLook) return null;
  const beganMs = Date.now();
  for (;;) {
    const left = await workingIn(folder);
    const tookMs = Date.now() - beganMs;
    if (left.length === 0 || tookMs >= limitMs) return { tookMs, left };
    await delay(pollEveryMs);
  }
};
