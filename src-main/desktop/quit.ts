/** Closing the last window and quitting, as a state machine: what happens to the runs in progress. */
import { assertNever } from '#contract/assert-never.ts';
import type { Settings } from '#contract/model/settings.ts';

export type QuitState = 'open' | 'asking' | 'in-tray' | 'quitting';

export type ClosingAnswer = 'keep' | 'stop' | 'cancel';

export type QuitEvent =
  | {
      readonly kind: 'close-window';
      readonly platform: NodeJS.Platform;
      /** Runs that are not settled. */
      readonly runningCount: number;
      readonly whenClosed: Settings['whenClosed'];
    }
  | { readonly kind: 'answered'; readonly answer: ClosingAnswer; readonly isRemembered: boolean }
  | { readonly kind: 'window-shown' }
  /** By a menu, the tray, the system, or another process. */
  | { readonly kind: 'quit' };

export type QuitEffect =
  /** Without it the window closes. */
  | { readonly kind: 'keep-window' }
  | { readonly kind: 'ask' }
  | { readonly kind: 'hide-to-tray' }
  | { readonly kind: 'remove-tray' }
  | { readonly kind: 'remember'; readonly whenClosed: 'keep' | 'stop' }
  /** Quitting waits until each request that is being sent has its line on disk. */
  | { readonly kind: 'quit' };

export type QuitStep = { readonly state: QuitState; readonly effects: readonly QuitEffect[] };

const keepWindow: QuitEffect = { kind: 'keep-window' };

const onClose = (state: QuitState, event: Extract<QuitEvent, { kind: 'close-window' }>): QuitStep => {
  if (state === 'quitting') return { state, effects: [] };
  if (state === 'asking') return { state, effects: [keepWindow] };
  // On macOS a program stays open without a window.
  if (event.platform === 'darwin' || event.runningCount === 0) return { state: 'open', effects: [] };
  switch (event.whenClosed) {
    case 'ask':
      return { state: 'asking', effects: [keepWindow, { kind: 'ask' }] };
    case 'keep':
      return { state: 'in-tray', effects: [keepWindow, { kind: 'hide-to-tray' }] };
    case 'stop':
      return { state: 'quitting', effects: [{ kind: 'quit' }] };
    default:
      return assertNever(event.whenClosed);
  }
};

const onAnswer = (event: Extract<QuitEvent, { kind: 'answered' }>): QuitStep => {
  const { answer, isRemembered } = event;
  if (answer === 'cancel') return { state: 'open', effects: [] };
  const remembered: readonly QuitEffect[] = isRemembered ? [{ kind: 'remember', whenClosed: answer }] : [];
  return answer === 'keep'
    ? { state: 'in-tray', effects: [...remembered, { kind: 'hide-to-tray' }] }
    : { state: 'quitting', effects: [...remembered, { kind: 'quit' }] };
};

export const quitStep = (state: QuitState, event: QuitEvent): QuitStep => {
  switch (event.kind) {
    case 'close-window':
      return onClose(state, event);
    case 'answered':
      return state === 'asking' ? onAnswer(event) : { state, effects: [] };
    case 'window-shown':
      return state === 'in-tray'
        ? { state: 'open', effects: [{ kind: 'remove-tray' }] }
        : { state, effects: [] };
    case 'quit':
      return { state: 'quitting', effects: [] };
    default:
      return assertNever(event);
  }
};
