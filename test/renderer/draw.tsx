/** Renders a part of the page with a fake program and all the providers of main.tsx. */
import { act, type ReactNode } from 'react';
import { createRoot } from 'react-dom/client';
import { onTestFinished } from 'vitest';
import { createClient } from '#renderer/bridge/client.ts';
import { startMirror } from '#renderer/bridge/mirror.ts';
import { BatchProvider } from '#renderer/features/batch/batch-provider.tsx';
import { messages as en } from '#renderer/messages/en/messages.ts';
import { messages as es } from '#renderer/messages/es/messages.ts';
import { createActions } from '#renderer/state/actions.ts';
import { createPageCommands } from '#renderer/state/commands.ts';
import { createMotionPlayer } from '#renderer/state/motion-player.ts';
import { createPageMessages, followLanguage } from '#renderer/state/page-messages.ts';
import { createAppStore } from '#renderer/state/store.ts';
import { AppReactContext } from '#renderer/state/use-app.ts';
import { createFakeBridge, type FakeBridge } from './fake-bridge.ts';

Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true });

export const createFakeApp = async (bridge: FakeBridge = createFakeBridge()) => {
  const store = createAppStore();
  const client = createClient(bridge);
  const mirror = startMirror(client, store);
  await mirror.setOnline(true);
  const messages = createPageMessages(en, async (language) => ({ en, es })[language]);
  followLanguage({ store, messages }, () => undefined);
  const actions = createActions({ store, client });
  return {
    bridge,
    store,
    client,
    mirror,
    actions,
    player: createMotionPlayer(),
    commands: createPageCommands(),
    messages,
  };
};

export const draw = async (element: ReactNode, bridge?: FakeBridge) => {
  const app = await createFakeApp(bridge);
  const box = document.body.appendChild(document.createElement('div'));
  const root = createRoot(box);
  const redraw = (next: ReactNode) =>
    act(async () =>
      root.render(
        <AppReactContext value={app}>
          <BatchProvider>{next}</BatchProvider>
        </AppReactContext>,
      ),
    );
  await redraw(element);
  const erase = async () => {
    await act(async () => root.unmount());
    box.remove();
  };
  // Listeners on the window would receive the keys of the next test.
  onTestFinished(erase);
  const byRole = (role: string, name: string | RegExp): HTMLElement => {
    const nameOf = (found: Element) => found.getAttribute('aria-label') ?? found.textContent ?? '';
    const fits = (text: string) => (typeof name === 'string' ? text.trim() === name : name.test(text));
    const selector = role === 'button' ? 'button, [role="button"]' : `[role="${role}"]`;
    const found = [...document.querySelectorAll<HTMLElement>(selector)].find((node) => fits(nameOf(node)));
    if (!found) throw new Error(`There is no ${role} called ${name} in: ${document.body.textContent}`);
    return found;
  };
  const { store, actions, mirror, player, commands } = app;
  return {
    redraw,
    store,
    actions,
    mirror,
    player,
    commands,
    box,
    text: () => document.body.textContent ?? '',
    byRole,
    press: (name: string | RegExp) => act(async () => byRole('button', name).click()),
    /** Waits until pending effects and promises of the page are rendered. */
    settle: () => act(async () => undefined),
    erase,
  };
};
