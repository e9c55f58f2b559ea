/**
 * What the stand-in refuses: a property, an event or an option that it does not implement throws, so that no call of
 * the desktop host passes a test without effect.
 */
import { EventEmitter } from 'node:events';

/** Read by Node itself of any object: promise resolution, JSON, inspection, event emitters. */
const readByNode: ReadonlySet<string> = new Set([
  'then',
  'toJSON',
  'domain',
  'constructor',
  'inspect',
  'default',
]);

export const strict = <T extends object>(name: string, target: T): T =>
  new Proxy(target, {
    get: (object, key, receiver) => {
      if (typeof key === 'symbol' || key in object || readByNode.has(key))
        return Reflect.get(object, key, receiver);
      throw new Error(`The Electron stand-in has no ${name}.${key}`);
    },
    set: (object, key, value, receiver) => {
      if (typeof key === 'string' && !(key in object) && !key.startsWith('_'))
        throw new Error(`The Electron stand-in has no ${name}.${key} to set`);
      return Reflect.set(object, key, value, receiver);
    },
  });

export const checkOptions = (name: string, options: object | undefined, known: readonly string[]): void => {
  for (const key of Object.keys(options ?? {}))
    if (!known.includes(key))
      throw new Error(`The Electron stand-in does not know the option ${name} ${key}`);
};

/** An emitter of the named events alone; a listener of any other throws. */
export class StrictEmitter extends EventEmitter {
  // Not a private field: the proxy around the object could not read it.
  readonly ownName: string;
  readonly ownEvents: readonly string[];
  constructor(name: string, events: readonly string[]) {
    super();
    this.ownName = name;
    this.ownEvents = events;
    this.setMaxListeners(0);
  }
  checkEvent(event: string | symbol): void {
    if (typeof event === 'string' && !this.ownEvents.includes(event))
      throw new Error(`The Electron stand-in has no event ${event} of ${this.ownName}`);
  }
  override on(event: string | symbol, listener: (...args: never[]) => void): this {
    this.checkEvent(event);
    return super.on(event, listener as (...args: unknown[]) => void);
  }
  override once(event: string | symbol, listener: (...args: never[]) => void): this {
    this.checkEvent(event);
    return super.once(event, listener as (...args: unknown[]) => void);
  }
  override addListener(event: string | symbol, listener: (...args: never[]) => void): this {
    return this.on(event, listener);
  }
}

export type HeldEvent = { defaultPrevented: boolean; preventDefault: () => void };

/** https://www.electronjs.org/docs/latest/api/structures/event */
export const createEvent = <More extends object>(more: More): More & HeldEvent => {
  const event = {
    ...more,
    defaultPrevented: false,
    preventDefault: () => {
      event.defaultPrevented = true;
    },
  };
  return event;
};
