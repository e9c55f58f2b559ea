/** Runs the real program in a process of its own, as a person at a terminal does. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { programFolder } from '#main/program-folder.ts';

export type Ended = { readonly status: number | null; readonly json: unknown; readonly stderr: string };

/** `home`: full path of its data folder. Keys of the machine are not handed on. */
export const understudy = (
  args: readonly string[],
  {
    home,
    environment = {},
  }: { readonly home: string; readonly environment?: Readonly<Record<string, string>> },
): Promise<Ended> =>
  new Promise((resolve) => {
    const { FAL_KEY: _own, ...inherited } = process.env;
    const child = spawn(
      process.execPath,
      [join(programFolder, 'src-main/cli/understudy.ts'), ...args, '--json'],
      {
        env: { ...inherited, UNDERSTUDY_HOME: home, ...environment },
        stdio: ['ignore', 'pipe', 'pipe'],
      },
    );
    let stdout = '';
    let stderr = '';
    child.stdout.on('data', (chunk) => {
      stdout += chunk;
    });
    child.stderr.on('data', (chunk) => {
      stderr += chunk;
    });
    child.on('close', (status) =>
      resolve({ status, json: stdout === '' ? null : JSON.parse(stdout), stderr }),
    );
  });
