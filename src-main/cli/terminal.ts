/** Runs one command line and returns its exit status; process-wide handling stays with the caller. */
import { assertNever } from '#contract/assert-never.ts';
import { fail, ok, type Result } from '#contract/errors.ts';
import type { KnownElsewhere } from '../file-program.ts';
import { callsOver } from '../instance/client.ts';
import { enterAsClient } from '../instance/instance.ts';
import { createFilePorts, createNodePorts } from '../node-ports.ts';
import type { Ports } from '../ports.ts';
import type { Chosen, Context } from './commands/command.ts';
import type { ExitStatus } from './exit-status.ts';
import { withPresentArguments } from './former-names.ts';
import { printNotices } from './notices.ts';
import { createOutput, type Output, type Streams } from './output.ts';
import { chooseCommand } from './program.ts';
import { openSession } from './session.ts';

type Terminal = Pick<Context, 'signal' | 'confirm' | 'readStdin'> & {
  readonly environment: Ports['environment'];
  readonly streams: Streams;
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

/** Reads models and keys from the owner of the data folder; null: it has none. */
const askOwner = async (
  ports: Ports,
): Promise<Result<{ readonly known: KnownElsewhere; readonly close: () => void } | null>> => {
  const entered = await enterAsClient(ports);
  if (!entered.ok) return entered;
  const client = entered.value;
  if (client === null) return ok(null);
  const { handlers } = callsOver(async (call) => {
    const reply = await client.call(call);
    return reply === 'not-made' ? fail('connection-lost') : reply;
  });
  return ok({ known: handlers, close: client.close });
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
  const chosen = await chooseCommand(args, streams);
  if (typeof chosen === 'number') return chosen;
  const output = createOutput({ isJson: chosen.isJson, streams });
  const filePorts = createFilePorts(chosen.kind === 'host' ? 'browser' : 'terminal', environment);
  const request = { ...terminal, filePorts, output };
  switch (chosen.kind) {
    case 'data':
      return runData(chosen, request);
    case 'files':
      return runFiles(chosen, request);
    case 'host':
      return chosen.command({ filePorts, output, signal });
    default:
      return assertNever(chosen);
  }
};
