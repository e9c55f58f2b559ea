/** Hooks through which components reach the store, the actions and the messages of the chosen language. */
import { createContext, useContext, useSyncExternalStore } from 'react';
import { useStore } from 'zustand';
import { useShallow } from 'zustand/react/shallow';
import type { Language } from '#contract/messages/languages.ts';
import type { Plan } from '#contract/model/plan.ts';
import type { Client } from '../bridge/client.ts';
import type { PageMessages } from '../messages/en/messages.ts';
import type { Actions } from './actions.ts';
import type { PageCommands } from './commands.ts';
import type { JobDelivery } from './delivery.ts';
import type { MotionPlayer, Playhead } from './motion-player.ts';
import type { MessagesOfPage } from './page-messages.ts';
import { selectDelivery, selectPlan, selectScanStatus } from './selectors.ts';
import type { AppState, AppStore, Mirror, ScanStatus } from './store.ts';

export type AppContext = {
  readonly store: AppStore;
  readonly client: Client;
  readonly actions: Actions;
  readonly player: MotionPlayer;
  readonly commands: PageCommands;
  readonly messages: MessagesOfPage;
};

export const AppReactContext = createContext<AppContext | null>(null);

export const useApp = (): AppContext => {
  const app = useContext(AppReactContext);
  if (app === null) throw new Error('A component stands outside the app.');
  return app;
};

/** The selected part; components render again only when one of its own fields changes. */
export const useAppState = <T>(selector: (state: AppState) => T): T =>
  useStore(useApp().store, useShallow(selector));

export const useMirror = <T>(selector: (mirror: Mirror) => T): T =>
  useAppState((state) => selector(state.mirror));

/** The plan for the current files; null without any. */
export const usePlan = (): Plan | null => useStore(useApp().store, selectPlan);

/** The delivery of the current files; null without any. */
export const useDelivery = (): JobDelivery | null => useStore(useApp().store, selectDelivery);

/** The scan of the open video; null without a video. */
export const useScan = (): ScanStatus | null => useAppState(selectScanStatus);

export const usePlayhead = (): Playhead => {
  const { player } = useApp();
  return useSyncExternalStore(player.subscribe, player.get);
};

/** Everything that the page says, in its present language. `domain`: the sentences for codes, shared with the terminal. */
export const useMessages = (): PageMessages => {
  const { messages } = useApp();
  return useSyncExternalStore(messages.subscribe, messages.get).messages;
};

/** The chosen language, if it could not be loaded. */
export const useFailedLanguage = (): Language | null => {
  const { messages } = useApp();
  return useSyncExternalStore(messages.subscribe, messages.get).failed;
};
