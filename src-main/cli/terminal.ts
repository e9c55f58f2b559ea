/** One command line from its arguments to its exit status; the process around it belongs to the caller. */
import { CommanderError } from 'commander';
import { fail } from '#contract/errors.ts';
import { createApp } from '../app.ts';
import { createNodePorts } from '../node-ports.ts';
import type { Ports } from '../ports.ts';
import type { Context } from './commands/context.ts';
import { type ExitStatus, exitStatus } from './exit-status.ts';
import { withPresentNames } from './former-names.ts';
import { sayNotices } from './notices.ts';
import { createOutput, type Streams } from './output.ts';
import type { Chosen } from './program/chosen.ts';
import { createProgram } from './program.ts';

type Terminal = Pick<Context, 'signal' | 'confirm' | 'readStdin'> & {
  readonly environment: Ports['environment'];
  readonly streams: Streams;
};

/** Commander prints its own sentence; help that was asked for is no mistake. */
const choose = (args: readonly string[], streams: Streams, ports: Ports): Chosen | ExitStatus => {
  let chosen: Chosen | null = null;
  const program = createProgram({
    log: ports.log,
    streams,
    choose: (value) => {
      chosen = value;
    },
  });
  try {
    program.parse(args, { from: 'user' });
  } catch (cause) {
    if (!(cause instanceof CommanderError)) throw cause;
    if (cause.exitCode === 0) return exitStatus.done;
    // Whoever reads JSON reads what went wrong, too.
    if (args.includes('--json')) {
      const error = fail('bad-request', { reason: 'command-line', detail: cause.message }).error;
      createOutput({ isJson: true, streams }).failure(error);
    }
    return exitStatus.wrongUse;
  }
  return chosen ?? exitStatus.wrongUse;
};

/** `args`: behind the program's own name. */
export const runCommandLine = async (typed: readonly string[], terminal: Terminal): Promise<ExitStatus> => {
  const { environment, streams, signal, confirm, readStdin } = terminal;
  const { args, renamed } = withPresentNames(typed);
  for (const { former, present } of renamed)
    streams.stderr(`"${former}" is now "${present}". The former name is accepted in this version only.\n`);
  const ports = createNodePorts('terminal', environment);
  const chosen = choose(args, streams, ports);
  if (typeof chosen === 'number') return chosen;
  const output = createOutput({ isJson: chosen.isJson, streams });
  const app = await createApp({ ...ports, host: chosen.host });
  if (!app.ok) return output.failure(app.error);
  try {
    await app.value.begin();
    await sayNotices({ app: app.value, output });
    return await chosen.command({ app: app.value, output, signal, confirm, readStdin });
  } finally {
    await app.value.close();
  }
};
