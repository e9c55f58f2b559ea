/** The data folder for the duration of one command: owned by this process, or reached through its owner. */
import { fail, ok, type Result } from '#contract/errors.ts';
import type { App } from '../app.ts';
import { type Call, callsOver, type InstanceClient } from '../instance/client.ts';
import { enter } from '../instance/instance.ts';
import type { OwnedApp } from '../instance/owned-app.ts';
import type { InstanceServer } from '../instance/server.ts';
import type { Announcement } from '../ipc/events.ts';
import type { Ports } from '../ports.ts';
import type { CommandApp } from './commands/command.ts';
import { createOpenSources } from './open-sources.ts';

type Current =
  | { readonly kind: 'owner'; readonly owned: OwnedApp }
  | { readonly kind: 'client'; readonly client: InstanceClient };

export type Session = {
  readonly app: CommandApp;
  /** Waits until calls of other terminals through this process end, or until Ctrl+C. */
  readonly close: () => Promise<void>;
};

/** Grace period for calls of other terminals after Ctrl+C, and delay before the note about waiting for them, in milliseconds. */
const closingGraceMs = 2000;

type SessionDeps = {
  /** The ports of a process that does not own the data folder yet. */
  readonly filePorts: Ports;
  /** The ports of the owner. */
  readonly ownPorts: () => Promise<Ports>;
  /** Aborted by Ctrl+C. */
  readonly signal: AbortSignal;
  readonly note: (sentence: string) => void;
  /** Called with each program that is opened in this process. */
  readonly onOwned: (app: App) => Promise<void>;
};

/** Loads the modules of the owner only in a process that becomes the owner. */
const openOwned = async (
  { ownPorts, onOwned }: SessionDeps,
  server: InstanceServer,
): Promise<Result<Current>> => {
  const [{ openOwnedApp }, ports] = await Promise.all([import('../instance/owned-app.ts'), ownPorts()]);
  const owned = await openOwnedApp({
    ports,
    server,
    show: () => null,
    prepare: async (app) => {
      await app.begin();
      await onOwned(app);
    },
  });
  return owned.ok ? ok({ kind: 'owner', owned: owned.value }) : owned;
};

const subscribeOf = (one: Current) => (one.kind === 'owner' ? one.owned.app : one.client).subscribe;

export const openSession = async (deps: SessionDeps): Promise<Result<Session>> => {
  const { filePorts, signal, note } = deps;
  const listeners = new Map<Announcement, () => void>();
  const ownerListeners = new Set<() => void>();

  const follow = (one: Current): void => {
    for (const listener of listeners.keys()) listeners.set(listener, subscribeOf(one)(listener));
    if (one.kind === 'client')
      one.client.onClosing(() => {
        for (const listener of ownerListeners) listener();
      });
  };

  const open = async (): Promise<Result<Current>> => {
    const entered = await enter(filePorts, {
      signal,
      onWait: () => note('Waiting for another terminal or window to end.'),
    });
    if (!entered.ok) return signal.aborted ? fail('cancelled') : entered;
    const opened: Result<Current> =
      entered.value.kind === 'owner' ? await openOwned(deps, entered.value.server) : ok(entered.value);
    if (opened.ok) follow(opened.value);
    return opened;
  };

  let current = await open();
  if (!current.ok) return current;
  let opening: Promise<Result<Current>> | null = null;
  /** Returns the owner or client that accepts calls; opens the next one after the owner has ended. */
  const live = async (): Promise<Result<Current>> => {
    if (current.ok && (current.value.kind === 'owner' || !current.value.client.isClosing())) return current;
    opening ??= open().finally(() => {
      opening = null;
    });
    current = await opening;
    return current;
  };

  const sources = createOpenSources();
  const call = async (called: Call): Promise<Result<unknown>> => {
    for (;;) {
      const one = await live();
      if (!one.ok) return one;
      const { value } = one;
      const reply = await sources.make(called, value, (made) =>
        value.kind === 'owner' ? value.owned.call(made) : value.client.call(made),
      );
      // The owner was ending and did not make the call, so it goes to the next owner.
      if (reply !== 'not-made') return reply;
    }
  };
  const { handlers, owner } = callsOver(call);

  return ok({
    app: {
      handlers,
      owner,
      subscribe: (listener) => {
        // Without an open owner or client, `follow` subscribes the listener once one opens.
        listeners.set(listener, current.ok ? subscribeOf(current.value)(listener) : () => undefined);
        return () => {
          listeners.get(listener)?.();
          listeners.delete(listener);
        };
      },
      onOwnerEnding: (listener) => {
        ownerListeners.add(listener);
        return () => ownerListeners.delete(listener);
      },
      takeOver: async (jobIds) => {
        const one = await live();
        if (!one.ok) return one;
        return owner.resume({ jobIds: jobIds === null ? null : [...jobIds] });
      },
    },
    close: async () => {
      if (!current.ok) return;
      if (current.value.kind === 'client') return current.value.client.close();
      const waiting = setTimeout(
        () => note('Waiting for calls of another command; Ctrl+C ends them.'),
        closingGraceMs,
      );
      await current.value.owned
        .close(signal.aborted ? AbortSignal.timeout(closingGraceMs) : signal)
        .finally(() => clearTimeout(waiting));
    },
  });
};
