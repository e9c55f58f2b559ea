/** Starts browser mode as a user does, on its own data folder, and ends it. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { programFolder } from '#main/program-folder.ts';
import { toolEnvironment } from '#test/fixtures/runs.ts';

export type Program = {
  readonly address: string;
  readonly home: string;
  readonly close: () => Promise<void>;
};

/** The first JSON value that the program prints. */
const firstJson = async (child: ChildProcess): Promise<{ address: string }> => {
  let text = '';
  for await (const chunk of child.stdout ?? []) {
    text += String(chunk);
    try {
      return JSON.parse(text);
    } catch {
      // The JSON is still incomplete.
    }
  }
  throw new Error(`The program ended before it was open. It printed: ${text}`);
};

/** A given data folder (`UNDERSTUDY_HOME`) is kept when the program ends; a created one is deleted. */
export const startProgram = async (environment: Readonly<Record<string, string>> = {}): Promise<Program> => {
  const given = environment.UNDERSTUDY_HOME;
  const home = given ?? (await mkdtemp(join(tmpdir(), 'understudy-e2e-')));
  const child = spawn(process.execPath, [join(programFolder, 'out/main/understudy.js'), 'serve', '--json'], {
    cwd: programFolder,
    env: { ...process.env, ...toolEnvironment, ...environment, UNDERSTUDY_HOME: home },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(child, 'exit');
  const { address } = await firstJson(child);
  return {
    address,
    home,
    close: async () => {
      child.kill('SIGTERM');
      const [status, signal] = await ended;
      if (status !== 0) throw new Error(`The program did not end by itself: ${status ?? signal}`);
      if (given === undefined) await rm(home, { recursive: true, force: true });
    },
  };
};
