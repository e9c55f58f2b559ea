/** Files that a command has opened. Ids of sources end with their owner, so the files are opened again at the next one. */
import { z } from 'zod';
import { ok, type Result } from '#contract/errors.ts';
import type { Call } from '../instance/client.ts';

/** `'not-made'`: the owner was ending and did not make the call. */
type Make = (call: Call) => Promise<Result<unknown> | 'not-made'>;

type Opened = {
  /** The call that opened it, with the ids that the command knows. */
  readonly by: Call;
  /** The owner at which it is open. */
  readonly owner: object;
  /** Its id at that owner. */
  readonly id: string;
};

const sourceSchema = z.object({ id: z.string() });
const isOpening = ({ name }: Call): boolean => name === 'media.open' || name === 'media.openAnimation';

/** Every string of the input, at any depth, replaced by `replace`. */
const withStrings = (value: unknown, replace: (text: string) => string): unknown => {
  if (typeof value === 'string') return replace(value);
  if (Array.isArray(value)) return value.map((one) => withStrings(one, replace));
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, withStrings(one, replace)]));
};

export type OpenSources = {
  /** Makes the call at `owner` with the ids that are valid there. */
  readonly make: (call: Call, owner: object, make: Make) => Promise<Result<unknown> | 'not-made'>;
};

export const createOpenSources = (): OpenSources => {
  /** By the id that the command knows. */
  const sources = new Map<string, Opened>();

  const make = async (call: Call, owner: object, makeAt: Make): Promise<Result<unknown> | 'not-made'> => {
    const used = new Set<string>();
    withStrings(call.input, (text) => {
      if (sources.has(text)) used.add(text);
      return text;
    });
    for (const id of used) {
      const source = sources.get(id);
      if (source === undefined || source.owner === owner) continue;
      const opened = await make(source.by, owner, makeAt);
      if (opened === 'not-made' || !opened.ok) return opened;
      sources.set(id, { ...source, owner, id: sourceSchema.parse(opened.value).id });
    }
    const input = withStrings(call.input, (text) => sources.get(text)?.id ?? text);
    // The name keeps its contract: only ids in the input change.
    const reply = await makeAt({ ...call, input } as Call);
    if (reply === 'not-made' || !reply.ok || !isOpening(call)) return reply;
    const { id } = sourceSchema.parse(reply.value);
    if (!sources.has(id)) sources.set(id, { by: call, owner, id });
    return ok(reply.value);
  };
  return { make };
};
