/** Runs one command line and returns its exit status; process-wide handling stays with the caller. */
import { CommanderError } from 'commander';
import { assertNever } from '#contract/assert-never.ts';
import { fail, ok } from '#contract/errors.ts';
import { createFilePorts, createNodePorts } from '../node-ports.ts';
import type { Ports } from '../ports.ts';
import { askOwner } from './ask-owner.ts';
import type { Context } from './commands/context.ts';
import { type ExitStatus, exitStatus } from './exit-status.ts';
import { withPresentArguments } from './former-names.ts';
import { printNotices } from './notices.ts';
import { createOutput, type Output, type Streams } from './output.ts';
import type { Chosen } from './program/chosen.ts';
import { createProgram } from './program.ts';
import { openSession } from './session.ts';

type Terminal = Pick<Context, 'signal' | 'confirm' | 'readStdin'> & {
  readonly environment: Ports['environment'];
  readonly streams: Streams;
};

/** Commander prints its own errors; requested help exits with 0. */
const choose = (args: readonly string[], streams: Streams): Chosen | ExitStatus => {
  let chosen: Chosen | null = null;
  const program = createProgram({
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
    // With --json, the error is printed as JSON too.
    if (args.includes('--json')) {
      const error = fail('bad-request', { reason: 'command-line', detail: cause.message }).error;
      createOutput({ isJson: true, streams }).failure(error);
    }
    return exitStatus.wrongUse;
  }
  return chosen ?? exitStatus.wrongUse;
};

type Request = Terminal & { readonly filePorts: Ports; readonly output: Output };

const runData = async (
  { command }: Extract<Chosen, { kind: 'data' }>,
  { filePorts, output, signal, confirm, readStdin }: Request,
): Promise<ExitStatus> => {
  const session = await openSession({
    ...{ filePorts, signal, note: output.note },
    ownPorts: () => createNodePorts('terminal', filePorts.environment),
    onOwned: (app) => printNotices({ app, output }),
  });
  if (!session.ok) return output.failure(session.error);
  try {
    return await command({ app: session.value.app, output, signal, confirm, readStdin });
  } finally {
    await session.value.close();
  }
};

const runFiles = async (
  { command, asksOwner }: Extract<Chosen, { kind: 'files' }>,
  { filePorts, output, signal, confirm, readStdin }: Request,
): Promise<ExitStatus> => {
  const { createFileProgram } = await import('../file-program.ts');
  const elsewhere = asksOwner ? await askOwner(filePorts) : ok(null);
  if (!elsewhere.ok) return output.failure(elsewhere.error);
  const program = createFileProgram(filePorts, elsewhere.value?.known ?? null);
  if (!program.ok) return output.failure(program.error);
  try {
    return await command({ app: program.value, output, signal, confirm, readStdin });
  } finally {
    elsewhere.value?.close();
    await program.value.close();
  }
};

/** `typed`: the arguments after the name of the program. */
export const runCommandLine = async (typed: readonly string[], terminal: Terminal): Promise<ExitStatus> => {
  const { environment, streams, signal } = terminal;
  const { args, renamed } = withPresentArguments(typed);
  for (const { former, present } of renamed)
    streams.stderr(`"${former}" is now "${present}". The former name is accepted in this version only.\n`);
  const chosen = choose(args, streams);
  if (typeof chosen === 'number') return chosen;
  const output = createOutput({ isJson: chosen.isJson, streams });
  const filePorts = createFilePorts(chosen.kind === 'serve' ? 'browser' : 'terminal', environment);
  const request = { ...terminal, filePorts, output };
  switch (chosen.kind) {
    case 'data':
      return runData(chosen, request);
    case 'files':
      return runFiles(chosen, request);
    case 'serve': {
      const { serveBrowser } = await import('./commands/serve.ts');
      return serveBrowser({ filePorts, port: chosen.port, output, signal });
    }
    default:
      return assertNever(chosen);
  }
};
