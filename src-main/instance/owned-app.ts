/** The program in the process that owns the data folder, with the calls for its clients. */
import { ok, type Result } from '#contract/errors.ts';
import { type App, createApp } from '../app.ts';
import { createServe } from '../ipc/serve.ts';
import type { Ports } from '../ports.ts';
import type { Call } from './client.ts';
import { ownerContract } from './owner-calls.ts';
import { createOwnerHandlers } from './owner-handlers.ts';
import type { InstanceServer } from './server.ts';

export type OwnedApp = {
  readonly app: App;
  /** A call of this process itself. */
  readonly call: (call: Call) => Promise<Result<unknown>>;
  /** Waits for calls of clients until `giveUp` is aborted; then another process may become the owner. */
  readonly close: (giveUp: AbortSignal) => Promise<void>;
};

/** Waits until no paid request is being sent, because an interrupted one would be unsure, or until `giveUp` is aborted. */
const untilNothingIsSent = async (
  { handlers, subscribe }: Pick<App, 'handlers' | 'subscribe'>,
  giveUp: AbortSignal,
): Promise<void> => {
  for (;;) {
    const change = Promise.withResolvers<void>();
    const unsubscribe = subscribe(() => change.resolve());
    giveUp.addEventListener('abort', () => change.resolve(), { once: true });
    const jobs = await handlers['jobs.list']({});
    const isSending = jobs.ok && jobs.value.some(({ state }) => state.kind === 'starting');
    if (isSending && !giveUp.aborted) await change.promise;
    unsubscribe();
    if (!isSending || giveUp.aborted) return;
  }
};

export const openOwnedApp = async (deps: {
  readonly ports: Ports;
  readonly server: InstanceServer;
  /** As in owner-handlers.ts. */
  readonly show: (files: readonly string[]) => string | null;
  /** Called before the calls of clients are answered. */
  readonly prepare?: (app: App) => Promise<void>;
}): Promise<Result<OwnedApp>> => {
  const { ports, server, prepare } = deps;
  const opened = await createApp(ports);
  if (!opened.ok) {
    await server.close();
    return opened;
  }
  const app = opened.value;
  const { handlers } = app;
  const owner = createOwnerHandlers({ app, show: deps.show });
  await prepare?.(app);
  server.open({
    page: app.serve,
    owner: createServe({ calls: ownerContract, handlers: owner, log: ports.log }),
    subscribe: app.subscribe,
  });
  return ok({
    app,
    // The compiler cannot infer a handler's input from a generic name.
    call: ({ to, name, input }) =>
      to === 'page' ? handlers[name](input as never) : owner[name](input as never),
    close: async (giveUp) => {
      await server.drain(giveUp);
      await untilNothingIsSent(app, giveUp);
      await app.close();
      await server.close();
    },
  });
};
