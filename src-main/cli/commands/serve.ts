/** Browser mode: prints the address and stays until Ctrl+C. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Log } from '../../ports.ts';
import { programFolder } from '../../program-folder.ts';
import { startWebServer } from '../../web/server.ts';
import { exitStatus } from '../exit-status.ts';
import type { Command } from './context.ts';

export const serveBrowser =
  (options: { readonly port: number; readonly log: Log }): Command =>
  async ({ app, output, signal }) => {
    const rendererFolder = join(programFolder, 'out', 'renderer');
    if (!existsSync(join(rendererFolder, 'index.html'))) {
      output.note('The page has not been built yet: run "npm run build" first, or use "npm run start:web".');
      return exitStatus.other;
    }
    await app.resume();
    const server = await startWebServer({ app, rendererFolder, port: options.port, log: options.log });
    output.answer({ address: server.address, port: server.port }, [
      `Understudy is open at ${server.address}`,
      'It is reachable from this computer only. Press Ctrl+C to stop.',
    ]);
    await new Promise<void>((resolve) => {
      if (signal.aborted) resolve();
      signal.addEventListener('abort', () => resolve(), { once: true });
    });
    await server.close();
    return exitStatus.done;
  };
