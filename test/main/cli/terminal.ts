/** Runs the real program in a process of its own, as a person at a terminal does. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { programFolder } from '#main/program-folder.ts';

type Printed = { readonly status: number | null; readonly stdout: string; readonly stderr: string };
export type Ended = { readonly status: number | null; readonly json: unknown; readonly stderr: string };
/** `home`: full path of its data folder. Keys of the machine are not handed on. */
type Surroundings = { readonly home: string; readonly environment?: Readonly<Record<string, string>> };

export const runTerminal = (
  args: readonly string[],
  { home, environment = {} }: Surroundings,
): Promise<Printed> =>
  new Promise((resolve) => {
    const inherited = Object.fromEntries(
      Object.entries(process.env).filter(([name]) => !/(_KEY|_SECRET_ACCESS_KEY)$/.test(name)),
    );
    const child = spawn(process.execPath, [join(programFolder, 'src-main/cli/understudy.ts'), ...args], {
      env: { ...inherited, UNDERSTUDY_HOME: home, ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let stdout = '';
    let stderr = '';
    child.stdout.on('data', (chunk) => {
      stdout += chunk;
    });
    child.stderr.on('data', (chunk) => {
      stderr += chunk;
    });
    child.on('close', (status) => resolve({ status, stdout, stderr }));
  });

/** The same with `--json`, and what it printed parsed. */
export const understudy = async (args: readonly string[], surroundings: Surroundings): Promise<Ended> => {
  const { status, stdout, stderr } = await runTerminal([...args, '--json'], surroundings);
  return { status, json: stdout === '' ? null : JSON.parse(stdout), stderr };
};
