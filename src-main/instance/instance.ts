/** Becomes the owner of the data folder, or a client of its owner. */
import { existsSync } from 'node:fs';
import { fail, ok, type Result } from '#contract/errors.ts';
import { untilAborted } from '../background.ts';
import type { Ports } from '../ports.ts';
import { addressOf } from './address.ts';
import { claim, findOwner } from './claim.ts';
import { connectInstance, type InstanceClient } from './client.ts';
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
