/** Browser mode: prints the address and runs until Ctrl+C. Shows the owner of the data folder instead, if there is one. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { enterHost, type HostEntered } from '../../instance/instance.ts';
import { openOwnedApp } from '../../instance/owned-app.ts';
import { createNodePorts } from '../../node-ports.ts';
import type { Ports } from '../../ports.ts';
import { programFolder } from '../../program-folder.ts';
import { untilAborted } from '../../until-aborted.ts';
import { startWebServer } from '../../web/server.ts';
import { type ExitStatus, exitStatus } from '../exit-status.ts';
import { printNotices } from '../notices.ts';
import type { Output } from '../output.ts';

/** Grace period for calls of terminals after Ctrl+C, in milliseconds. */
const closingGraceMs = 5000;

const answerShown = (output: Output, shown: Extract<HostEntered, { kind: 'shown' }>): ExitStatus => {
  const { host, address } = shown;
  if (address === null)
    output.answer({ address, port: null, host }, [
      host === 'desktop'
        ? 'Understudy is already open in its window.'
        : 'Another command is opening browser mode and prints its address.',
    ]);
  else
    output.answer({ address, port: Number(new URL(address).port), host }, [
      `Understudy is already open at ${address}`,
    ]);
  return exitStatus.done;
};

export const serveBrowser = async (deps: {
  readonly filePorts: Ports;
  readonly port: number;
  readonly output: Output;
  /** Aborted by Ctrl+C. */
  readonly signal: AbortSignal;
}): Promise<ExitStatus> => {
  const { filePorts, output, signal } = deps;
  const rendererFolder = join(programFolder, 'out', 'renderer');
  if (!existsSync(join(rendererFolder, 'index.html'))) {
    output.note('The page has not been built yet: run "npm run build" first, or use "npm run start:web".');
    return exitStatus.other;
  }
  const entered = await enterHost(filePorts);
  if (!entered.ok) return output.failure(entered.error);
  if (entered.value.kind === 'shown') return answerShown(output, entered.value);
  const ports = createNodePorts('browser', filePorts.environment);
  let address: string | null = null;
  const opened = await openOwnedApp({ ports, server: entered.value.server, show: () => address });
  if (!opened.ok) return output.failure(opened.error);
  const { app, close } = opened.value;
  try {
    await app.begin();
    await printNotices({ app, output });
    await app.resume();
    const server = await startWebServer({ app, rendererFolder, port: deps.port, log: ports.log });
    address = server.address;
    output.answer({ address, port: server.port, host: 'browser' }, [
      `Understudy is open at ${address}`,
      'It is reachable from this computer only. Press Ctrl+C to stop.',
    ]);
    await untilAborted(signal);
    await server.close();
    return exitStatus.done;
  } finally {
    await close(AbortSignal.timeout(closingGraceMs));
  }
};
