/** Publishes events; each payload is parsed before it is sent, so that it contains only what the contract defines. */
import { type EventName, type EventPayload, events } from '#contract/events.ts';

export type Announce = <N extends EventName>(name: N, payload: EventPayload<N>) => void;
export type Announcement = (name: EventName, payload: unknown) => void;

export const createEvents = () => {
  const listeners = new Set<Announcement>();
  const announce: Announce = (name, payload) => {
    const parsed = events[name].parse(payload);
    for (const listener of listeners) listener(name, parsed);
  };
  /** Returns the function that ends the subscription. */
  const subscribe = (listener: Announcement): (() => void) => {
    listeners.add(listener);
    return () => {
      listeners.delete(listener);
    };
  };
  return { announce, subscribe };
};
