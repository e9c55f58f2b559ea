/** Entry of the page: finds the bridge, creates the store, starts the mirror, loads the language, renders the app. */
import '../ui/tokens.css';
import '../ui/base.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { createClient } from '../bridge/client.ts';
import { startMirror } from '../bridge/mirror.ts';
import { findBridge } from '../bridge/page-bridge.ts';
import { loadMessages } from '../messages/languages.ts';
import { createActions } from '../state/actions.ts';
import { createPageCommands } from '../state/commands.ts';
import { createMotionPlayer } from '../state/motion-player.ts';
import { createPageMessages, followLanguage, loadFirst } from '../state/page-messages.ts';
import { createAppStore } from '../state/store.ts';
import { AppReactContext } from '../state/use-app.ts';
import { carriesFiles, isTextBox } from '../ui/transfer.ts';
import { App } from './app.tsx';
import { rememberedLanguage, rememberLanguage } from './remembered-language.ts';
import { paintRememberedTheme } from './theme.ts';

paintRememberedTheme();

const store = createAppStore();
const bridge = findBridge();
const client = createClient(bridge);
const mirror = startMirror(client, store);
bridge.watchLine((isOpen) => void mirror.setOnline(isOpen));

// A file dropped beside a drop target must not replace the page.
for (const name of ['dragover', 'drop'] as const)
  addEventListener(name, (event) => {
    // Text dropped on a text box is inserted there.
    if (carriesFiles(event.dataTransfer) || !isTextBox(event.target)) event.preventDefault();
  });

const parts = {
  store,
  client,
  actions: createActions({ store, client }),
  player: createMotionPlayer(),
  commands: createPageCommands(),
};

const render = async (root: HTMLElement): Promise<void> => {
  const first = await loadFirst(rememberedLanguage(), loadMessages).catch(() => null);
  if (first === null) {
    root.querySelector('[hidden]')?.removeAttribute('hidden');
    return;
  }
  const messages = createPageMessages(first, loadMessages);
  followLanguage({ store, messages }, rememberLanguage);
  createRoot(root).render(
    <StrictMode>
      <AppReactContext value={{ ...parts, messages }}>
        <App />
      </AppReactContext>
    </StrictMode>,
  );
};
const root = document.getElementById('root');
if (root) void render(root);
