/** The desktop window and browser mode become the owner of a data folder, or bring its present owner to the front. */
import { fail, ok, type Result } from '#contract/errors.ts';
import { callsOver } from './client.ts';
import { enter, type InstancePorts } from './instance.ts';
import type { InstanceServer } from './server.ts';

export type HostEntered =
  | { readonly kind: 'owner'; readonly server: InstanceServer }
  /** It was brought to the front. `address`: of browser mode, for this user only. */
  | { readonly kind: 'shown'; readonly host: 'desktop' | 'browser'; readonly address: string | null };

/** Time limit for the wait for a terminal command or a closing window, in milliseconds. */
const waitLimitMs = 10_000;

export const enterHost = async (
  ports: InstancePorts,
  limitMs = waitLimitMs,
): Promise<Result<HostEntered>> => {
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
  const shown = await owner.show({});
  client.close();
  return shown.ok ? ok({ kind: 'shown', host, address: shown.value.address }) : shown;
};
