/** The calls about the program itself and its window. What a host cannot do is an error value. */
import { join } from 'node:path';
import { fail, ok } from '#contract/errors.ts';
import type { Updates } from './desktop/updates.ts';
import type { HandlersOf } from './ipc/handlers.ts';
import type { Ports } from './ports.ts';

export const createHostHandlers = (deps: {
  readonly ports: Pick<Ports, 'diagnostics' | 'licences' | 'reveal' | 'setEnabledCommands' | 'dataFolder'>;
  readonly about: HandlersOf<'app'>['about'];
  readonly updates: Updates;
}): { readonly app: HandlersOf<'app'>; readonly desktop: HandlersOf<'desktop'> } => {
  const { ports, updates } = deps;
  return {
    app: {
      about: deps.about,
      diagnostics: async () =>
        ports.diagnostics === undefined
          ? fail('not-supported-by-host')
          : ok({ text: await ports.diagnostics() }),
      openLogs: async () => {
        if (ports.reveal === undefined) return fail('not-supported-by-host');
        await ports.reveal(join(ports.dataFolder, 'logs'));
        return ok({});
      },
      licences: async () => {
        const text = (await ports.licences?.()) ?? null;
        return text === null ? fail('not-supported-by-host') : ok({ text });
      },
      updateStatus: async () => ok(updates.status()),
      checkForUpdates: async () => ok(await updates.check()),
      installUpdate: async () => ok(await updates.install()),
    },
    desktop: {
      commandsEnabled: async ({ ids }) => {
        ports.setEnabledCommands?.(ids);
        return ok({});
      },
    },
  };
};
