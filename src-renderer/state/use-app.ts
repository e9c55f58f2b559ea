/** Hooks through which components reach the store, the actions and the messages of the chosen language. */
import { createContext, useContext, useSyncExternalStore } from 'react';
import { useStore } from 'zustand';
import { useShallow } from 'zustand/react/shallow';
import { en as domainEn, type Messages } from '#contract/messages/en.ts';
import { es as domainEs } from '#contract/messages/es.ts';
import type { Plan } from '#contract/model/plan.ts';
import type { Client } from '../bridge/client.ts';
import { en, type UiMessages } from '../messages/en.ts';
import { es } from '../messages/es.ts';
import type { Actions } from './actions.ts';
import type { PageCommands } from './commands.ts';
import type { JobDelivery } from './delivery.ts';
import type { MotionPlayer, Playhead } from './motion-player.ts';
import { selectDelivery, selectPlan, selectScanStatus } from './selectors.ts';
import type { AppState, AppStore, Mirror, ScanStatus } from './store.ts';

export type AppContext = {
  readonly store: AppStore;
  readonly client: Client;
  readonly actions: Actions;
  readonly player: MotionPlayer;
  readonly commands: PageCommands;
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

export type Language = 'en' | 'es';

export const useLanguage = (): Language => {
  const chosen = useAppState((state) => state.mirror.settings?.language ?? 'system');
  if (chosen !== 'system') return chosen;
  return navigator.language.startsWith('es') ? 'es' : 'en';
};

/** `ui`: the page's own sentences; `domain`: those for codes, shared with the terminal. */
export const useMessages = (): {
  readonly ui: UiMessages;
  readonly domain: Messages;
  readonly language: Language;
} => {
  const language = useLanguage();
  return language === 'es' ? { ui: es, domain: domainEs, language } : { ui: en, domain: domainEn, language };
};
