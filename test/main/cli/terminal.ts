/** Runs command lines inside the test or in a separate process. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { runCommandLine } from '#main/cli/terminal.ts';
import { programFolder } from '#main/program-folder.ts';
import { isFullRun } from '#test/fixtures/runs.ts';

type Printed = { readonly status: number | null; readonly stdout: string; readonly stderr: string };
export type Ended = { readonly status: number | null; readonly json: unknown; readonly stderr: string };
/** `home`: full path of the data folder. Keys in the environment are removed. */
type Surroundings = { readonly home: string; readonly environment?: Readonly<Record<string, string>> };

const environmentOf = ({ home, environment = {} }: Surroundings) => {
  const inherited = Object.entries(process.env).filter(([name]) => !/(_KEY|_SECRET_ACCESS_KEY)$/.test(name));
  return { ...Object.fromEntries(inherited), UNDERSTUDY_HOME: home, ...environment };
};

/** In this process, without an interactive terminal. */
const runHere = async (args: readonly string[], surroundings: Surroundings): Promise<Printed> => {
  const printed = { stdout: '', stderr: '' };
  const status = await runCommandLine(args, {
    environment: environmentOf(surroundings),
    streams: {
      stdout: (text) => {
        printed.stdout += text;
      },
      stderr: (text) => {
        printed.stderr += text;
      },
      isTerminal: false,
    },
    signal: new AbortController().signal,
    confirm: async () => 'no-terminal',
    readStdin: async () => '',
  });
  return { status, ...printed };
};

/** The executable in a separate process. */
export const startTerminal = (args: readonly string[], surroundings: Surroundings) => {
  const child = spawn(process.execPath, [join(programFolder, 'src-main/cli/understudy.ts'), ...args], {
    env: environmentOf(surroundings),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const printed = { stdout: '', stderr: '' };
  child.stdout.on('data', (chunk) => {
    printed.stdout += chunk;
  });
  child.stderr.on('data', (chunk) => {
    printed.stderr += chunk;
  });
  const ended = new Promise<Printed>((resolve) => {
    child.on('close', (status) => resolve({ status, ...printed }));
  });
  return { child, ended };
};

/** In this process; in a full run in a separate one, which takes about twenty times as long to start. */
export const runTerminal = (args: readonly string[], surroundings: Surroundings): Promise<Printed> =>
  isFullRun ? startTerminal(args, surroundings).ended : runHere(args, surroundings);

/** With `--json`; `json`: the parsed output. */
export const understudy = async (args: readonly string[], surroundings: Surroundings): Promise<Ended> => {
  const { status, stdout, stderr } = await runTerminal([...args, '--json'], surroundings);
  return { status, json: stdout === '' ? null : JSON.parse(stdout), stderr };
};
