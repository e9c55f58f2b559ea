/** The main process's side of ipc. https://www.electronjs.org/docs/latest/api/ipc-main */
import { codec } from './clone.ts';
import { StrictEmitter, strict } from './strict.ts';

export type Frame = {
  readonly url: string;
  readonly parent: Frame | null;
  readonly origin: string;
  readonly isDestroyed: () => boolean;
};
type InvokeEvent = { readonly sender: unknown; readonly senderFrame: Frame | null; readonly type: string };
type Handler = (event: Electron.IpcMainInvokeEvent, ...args: unknown[]) => unknown;

const handlers = new Map<string, Handler>();
/** A part of Electron's event: what the host reads of it. */
const asEvent = (event: InvokeEvent) => event as unknown as Electron.IpcMainInvokeEvent;

export const createFrame = (url: string, parent: Frame | null): Frame => {
  const origin = URL.canParse(url) ? `${new URL(url).protocol}//${new URL(url).host}` : 'null';
  return strict('webFrameMain', { url, parent, origin, isDestroyed: () => false });
};

class IpcMain extends StrictEmitter {
  constructor() {
    super('ipcMain', []);
  }
  handle(channel: string, handler: Handler) {
    if (handlers.has(channel)) throw new Error(`Attempted to register a second handler for '${channel}'`);
    handlers.set(channel, handler);
  }
  removeHandler(channel: string) {
    handlers.delete(channel);
  }
  // A channel has any name, unlike the events of the other objects.
  override checkEvent() {}
}

const emitter = new IpcMain();
export const ipcMain = strict('ipcMain', emitter);

/** `args`: as the page encoded them. The reply is encoded again: it must be cloneable as well. */
export const invoke = async (channel: string, event: InvokeEvent, args: string): Promise<string> => {
  const handler = handlers.get(channel);
  // https://www.electronjs.org/docs/latest/api/ipc-renderer: the message that the page receives.
  if (handler === undefined) throw new Error(`No handler registered for '${channel}'`);
  return codec.encode(await handler(asEvent(event), ...(codec.decode(args) as unknown[])));
};

export const receive = (channel: string, event: InvokeEvent, args: string): void => {
  emitter.emit(channel, event, ...(codec.decode(args) as unknown[]));
};

export const callAs = (call: {
  readonly name: string;
  readonly input: unknown;
  readonly from: string;
  readonly isChild: boolean;
  readonly sender: unknown;
}): unknown => {
  const top = createFrame('app://understudy/', null);
  const senderFrame = createFrame(call.from, call.isChild ? top : null);
  return handlers.get(call.name)?.(asEvent({ sender: call.sender, senderFrame, type: 'frame' }), call.input);
};
