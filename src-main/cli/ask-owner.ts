/** Reads models and keys from the owner of the data folder, for commands that need no data folder themselves. */
import { fail, ok, type Result } from '#contract/errors.ts';
import type { KnownElsewhere } from '../file-program.ts';
import { callsOver } from '../instance/client.ts';
import { enterAsClient } from '../instance/instance.ts';
import type { Ports } from '../ports.ts';

/** null: the data folder has no owner. */
export const askOwner = async (
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
