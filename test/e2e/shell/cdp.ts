/** A connection to the browser over the Chrome DevTools protocol. https://chromedevtools.github.io/devtools-protocol */

export type Params = Readonly<Record<string, unknown>>;
type Message = {
  readonly id?: number;
  readonly method?: string;
  readonly params?: Params;
  readonly result?: Params;
  readonly error?: { readonly message: string };
  readonly sessionId?: string;
};
type Listener = (params: Params) => void;

/** One page, or the browser itself. `send` rejects with the browser's message. */
export type CdpSession = {
  readonly send: (method: string, params?: Params) => Promise<Params>;
  readonly on: (method: string, listener: Listener) => void;
};

export type Cdp = CdpSession & { readonly session: (sessionId: string) => CdpSession };

export const connectCdp = async (endpoint: string): Promise<Cdp> => {
  const socket = new WebSocket(endpoint);
  await new Promise<void>((resolve, reject) => {
    socket.addEventListener('open', () => resolve());
    socket.addEventListener('error', () => reject(new Error(`No browser at ${endpoint}`)));
  });
  let last = 0;
  const pending = new Map<number, PromiseWithResolvers<Params>>();
  const listeners = new Map<string, Listener[]>();
  socket.addEventListener('message', ({ data }) => {
    const { id, method, params, result, error, sessionId = '' }: Message = JSON.parse(String(data));
    if (id === undefined) {
      for (const listener of listeners.get(`${sessionId} ${method}`) ?? []) listener(params ?? {});
      return;
    }
    const waiting = pending.get(id);
    pending.delete(id);
    if (error) waiting?.reject(new Error(error.message));
    else waiting?.resolve(result ?? {});
  });
  const session = (sessionId: string): CdpSession => ({
    send: (method, params = {}) => {
      last += 1;
      const waiting = Promise.withResolvers<Params>();
      pending.set(last, waiting);
      socket.send(JSON.stringify({ id: last, method, params, ...(sessionId === '' ? {} : { sessionId }) }));
      return waiting.promise;
    },
    on: (method, listener) => {
      const key = `${sessionId} ${method}`;
      listeners.set(key, [...(listeners.get(key) ?? []), listener]);
    },
  });
  return { ...session(''), session };
};
