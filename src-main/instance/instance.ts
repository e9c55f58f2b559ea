/** Becomes the owner of the data folder, or a client of its owner. */
import { existsSync } from 'node:fs';
import { fail, ok, type Result } from '#contract/errors.ts';
import { untilAborted } from '../background.ts';
import type { Ports } from '../ports.ts';
import { addressOf } from './address.ts';
import { claim, findOwner } from './claim.ts';
import { callsOver, connectInstance, type InstanceClient } from './client.ts';
import { maxGivenFiles } from './owner-calls.ts';
import { createInstanceServer, type InstanceServer } from './server.ts';

export type Entered =
  | { readonly kind: 'owner'; readonly server: InstanceServer }
  | { readonly kind: 'client'; readonly client: InstanceClient };

export type InstancePorts = Pick<Ports, 'host' | 'version' | 'dataFolder' | 'environment' | 'clock' | 'log'>;

/**
 * Waits for a closing owner until `signal` is aborted. `onWait`: called each time a wait begins.
 * `isAwaited`: whether this process waits for this owner to end instead of becoming its client.
 */
export const enter = async (
  ports: InstancePorts,
  request: {
    readonly signal: AbortSignal;
    readonly onWait: () => void;
    readonly isAwaited?: (client: InstanceClient) => boolean;
  },
): Promise<Result<Entered>> => {
  const { clock, version, host, log } = ports;
  const { signal, isAwaited = () => false } = request;
  const address = addressOf(ports.dataFolder, ports.environment);
  if (!address.ok) return address;
  for (;;) {
    const claimed = await claim(address.value, { clock });
    if (!claimed.ok) return claimed;
    if (claimed.value.kind === 'owner')
      return ok({
        kind: 'owner',
        server: createInstanceServer({ claimed: claimed.value, version, host, log }),
      });
    const connected = await connectInstance(claimed.value.socket, { version, clock });
    if (connected === 'ended') continue;
    if (!connected.ok) return connected;
    const client = connected.value;
    if (!client.isClosing() && !isAwaited(client)) return ok({ kind: 'client', client });
    request.onWait();
    await Promise.race([client.ended, untilAborted(signal)]);
    client.close();
    if (signal.aborted) return fail('data-in-use', { subject: client.host });
  }
};

/** Never becomes the owner; null: the data folder has no owner, or its owner is closing. */
export const enterAsClient = async (ports: InstancePorts): Promise<Result<InstanceClient | null>> => {
  if (!existsSync(ports.dataFolder)) return ok(null);
  const address = addressOf(ports.dataFolder, ports.environment);
  if (!address.ok) return address;
  const socket = await findOwner(address.value);
  if (socket === null) return ok(null);
  const connected = await connectInstance(socket, ports);
  if (connected === 'ended') return ok(null);
  if (!connected.ok || !connected.value.isClosing()) return connected;
  connected.value.close();
  return ok(null);
};

export type HostEntered =
  | { readonly kind: 'owner'; readonly server: InstanceServer }
  /** It was brought to the front and has the files. `address`: of browser mode, for this user only. */
  | { readonly kind: 'shown'; readonly host: 'desktop' | 'browser'; readonly address: string | null };

/** Time limit for the wait for a terminal command or a closing window, in milliseconds. */
const waitLimitMs = 10_000;

export const enterHost = async (
  ports: InstancePorts,
  request: {
    /** Full paths of the files that this start was given; read when the owner takes them. */
    readonly files?: () => readonly string[];
    readonly limitMs?: number;
  } = {},
): Promise<Result<HostEntered>> => {
  const { files = () => [], limitMs = waitLimitMs } = request;
  const entered = await enter(ports, {
    signal: AbortSignal.timeout(limitMs),
    onWait: () => undefined,
    // Terminal commands are short and have no window.
    isAwaited: ({ host }) => host === 'terminal',
  });
  if (!entered.ok) return entered;
  if (entered.value.kind === 'owner') return ok(entered.value);
  const { client } = entered.value;
  const { host } = client;
  if (host === 'terminal') return fail('data-in-use', { subject: host });
  const { owner } = callsOver(async (call) => {
    const reply = await client.call(call);
    return reply === 'not-made' ? fail('connection-lost') : reply;
  });
  const shown = await owner.show({ files: files().slice(0, maxGivenFiles) });
  client.close();
  return shown.ok ? ok({ kind: 'shown', host, address: shown.value.address }) : shown;
};
