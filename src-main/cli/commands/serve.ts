/** Browser mode: prints the address and runs until Ctrl+C. Shows the owner of the data folder instead, if there is one. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Option } from 'commander';
import type { App } from '../../app.ts';
import { untilAborted } from '../../background.ts';
import type { HostEntered } from '../../instance/instance.ts';
import type { Ports } from '../../ports.ts';
import { programFolder } from '../../program-folder.ts';
import type { WithoutWindow } from '../../web/start-message.ts';
import { type ExitStatus, exitStatus } from '../exit-status.ts';
import { printNotices } from '../notices.ts';
import { json, wholeNumber } from '../options.ts';
import type { Output } from '../output.ts';
import type { AddCommand, HostCommand } from './command.ts';

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

const reasons = ['no-display', 'no-electron'] as const satisfies readonly WithoutWindow[];

type ServeOptions = {
  readonly port: number;
  readonly open: boolean;
  readonly json?: boolean;
  readonly withoutWindow?: WithoutWindow;
};

const serveBrowser =
  ({ port, open, json: isJson = false, withoutWindow }: ServeOptions): HostCommand =>
  async ({ filePorts, output, signal }) => {
    const rendererFolder = join(programFolder, 'out', 'renderer');
    if (!existsSync(join(rendererFolder, 'index.html'))) {
      output.note('The page has not been built yet: run "npm run build" first, or use "npm run start:web".');
      return exitStatus.other;
    }
    // Loaded here because the help loads the files of all commands.
    const [
      { enterHost },
      { openOwnedApp },
      { createNodePorts },
      { createGivenFiles },
      { startWebServer },
      { openBrowser },
      { startMessage },
    ] = await Promise.all([
      import('../../instance/instance.ts'),
      import('../../instance/owned-app.ts'),
      import('../../node-ports.ts'),
      import('../../desktop/given-files.ts'),
      import('../../web/server.ts'),
      import('../../web/open-browser.ts'),
      import('../../web/start-message.ts'),
    ]);
    const entered = await enterHost(filePorts);
    if (!entered.ok) return output.failure(entered.error);
    if (entered.value.kind === 'shown') return answerShown(output, entered.value);
    const program = Promise.withResolvers<App>();
    const givenFiles = createGivenFiles({
      open: async (path) => (await program.promise).handlers['media.open']({ path }),
      send: async (files) => (await program.promise).announce('files.given', files),
      onOpened: () => undefined,
    });
    const ports: Ports = {
      ...(await createNodePorts('browser', filePorts.environment)),
      // A page reports its commands once it receives events.
      setEnabledCommands: () => void givenFiles.pageReady(),
    };
    let address: string | null = null;
    const opened = await openOwnedApp({
      ports,
      server: entered.value.server,
      show: (files) => {
        // The second start opens the address: its page takes the files, not one that is open already.
        givenFiles.pageGone();
        void givenFiles.give(files);
        return address;
      },
    });
    if (!opened.ok) return output.failure(opened.error);
    const { app, close } = opened.value;
    program.resolve(app);
    try {
      await app.begin();
      await printNotices({ app, output });
      await app.resume();
      const server = await startWebServer({ app, rendererFolder, port, log: ports.log });
      address = server.address;
      const isBrowserOpened =
        open && !isJson && process.stdin.isTTY === true
          ? await openBrowser({
              ...{ address, platform: process.platform, environment: ports.environment },
              tempFolder: join(ports.dataFolder, 'work', 'temp'),
            })
          : false;
      output.answer(
        { address, port: server.port, host: 'browser' },
        startMessage({ address, withoutWindow: withoutWindow ?? null, isBrowserOpened }),
      );
      await untilAborted(signal);
      await server.close();
      return exitStatus.done;
    } finally {
      await close(AbortSignal.timeout(closingGraceMs));
    }
  };

export const addServe: AddCommand = (cli, pick) =>
  cli
    .command('serve')
    .description('serve Understudy to a browser on this computer')
    .option('--port <number>', 'port; default: any free port', wholeNumber({ min: 0, max: 65_535 }), 0)
    .option('--no-open', 'do not open the browser; it is opened only from a terminal')
    .addOption(new Option('--without-window <reason>').choices(reasons).hideHelp())
    .addOption(json())
    .action((options: ServeOptions) => pick.host(options, serveBrowser(options)));
