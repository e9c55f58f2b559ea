/** Messages between the owner of a data folder and its clients: one JSON value per line. */
import type { Socket } from 'node:net';
import { z } from 'zod';
import { appErrorSchema } from '#contract/errors.ts';
import { aboutSchema } from '#contract/model/settings.ts';

/** Incremented with every change of the frames or the calls. */
export const protocolVersion = 1;

const protocolSchema = z.object({ protocol: z.literal(protocolVersion), version: z.string().max(100) });

/** The first frame of either side. Loosely typed, so another version can be recognised. */
export const anyHelloSchema = z.object({
  kind: z.literal('hello'),
  protocol: z.int(),
  version: z.string().max(100),
});

export const fromOwnerSchema = z.discriminatedUnion('kind', [
  protocolSchema.extend({
    kind: z.literal('hello'),
    host: aboutSchema.shape.host,
    /** The owner is closing and accepts no calls. */
    isClosing: z.boolean(),
  }),
  z.object({
    kind: z.literal('answer'),
    id: z.int(),
    reply: z.discriminatedUnion('ok', [
      z.object({ ok: z.literal(true), value: z.unknown() }),
      z.object({ ok: z.literal(false), error: appErrorSchema }),
    ]),
  }),
  /** The call arrived while the owner was closing and was not made. */
  z.object({ kind: z.literal('not-made'), id: z.int() }),
  z.object({ kind: z.literal('event'), name: z.string(), payload: z.unknown() }),
  z.object({ kind: z.literal('closing') }),
  /** The last frame: every call that was made has been answered, so a call without an answer was not made. */
  z.object({ kind: z.literal('drained') }),
]);
export type FromOwner = z.infer<typeof fromOwnerSchema>;

export const fromClientSchema = z.discriminatedUnion('kind', [
  protocolSchema.extend({ kind: z.literal('hello') }),
  z.object({
    kind: z.literal('call'),
    id: z.int(),
    /** `page`: the contract of the page; `owner`: owner-calls.ts. */
    to: z.enum(['page', 'owner']),
    name: z.string().max(100),
    input: z.unknown(),
  }),
  z.object({ kind: z.literal('subscribe') }),
]);
export type FromClient = z.infer<typeof fromClientSchema>;

/** The largest calls contain the ids of a whole library. */
export const maxClientFrameBytes = 16_000_000;
/** The largest answers contain a queue of about ten thousand jobs. */
export const maxOwnerFrameBytes = 256_000_000;
/** Limit of unread data per connection. */
const maxUnreadBytes = 256_000_000;

/** Ends the connection of a client that does not read. */
export const sendFrame = (socket: Socket, frame: FromOwner | FromClient): void => {
  if (socket.destroyed || socket.writableEnded) return;
  socket.write(`${JSON.stringify(frame)}\n`);
  if (socket.writableLength > maxUnreadBytes) socket.destroy();
};

/** Calls `onFrame` with each line's value. A line that is too long or not JSON ends the connection. */
export const readFrames = (
  socket: Socket,
  { maxBytes, onFrame }: { readonly maxBytes: number; readonly onFrame: (frame: unknown) => void },
): void => {
  let parts: Buffer[] = [];
  let bytes = 0;
  const take = (part: Buffer): void => {
    parts.push(part);
    bytes += part.length;
  };
  const frameOf = (): unknown => {
    const text = Buffer.concat(parts).toString('utf8');
    parts = [];
    bytes = 0;
    return JSON.parse(text);
  };
  socket.on('data', (chunk: Buffer) => {
    let rest = chunk;
    for (let end = rest.indexOf(10); end >= 0 && !socket.destroyed; end = rest.indexOf(10)) {
      take(rest.subarray(0, end));
      rest = rest.subarray(end + 1);
      if (bytes > maxBytes) return void socket.destroy();
      try {
        onFrame(frameOf());
      } catch {
        return void socket.destroy();
      }
    }
    take(rest);
    return bytes > maxBytes ? void socket.destroy() : undefined;
  });
};
