/** The frame: the rail of screens on the left, one screen beside it. */
import { CSPProvider } from '@base-ui/react/csp-provider';
import { Clapperboard, Columns2, Grid3x3, Images, Settings } from 'lucide-react';
import { Component, type ReactNode, Suspense, useDeferredValue, useEffect, useRef } from 'react';
import { assertNever } from '#contract/assert-never.ts';
import { languageNames } from '#contract/messages/languages.ts';
import { BatchProvider } from '../features/batch/batch-provider.tsx';
import { isMoving } from '../state/queue-parts.ts';
import type { Screen } from '../state/store.ts';
import { useApp, useAppState, useFailedLanguage, useMessages, useMirror } from '../state/use-app.ts';
import { Button } from '../ui/button.tsx';
import { Announcer } from './announcer.tsx';
import { ignoreLaterClicks } from './clicks.ts';
import styles from './frame.module.css';
import { keepFocus } from './keep-focus.ts';
import { BatchScreen, CompareScreen, LibraryScreen, loadScreens, SettingsScreen } from './later-screens.ts';
import notices from './notices.module.css';
import { Notices } from './notices.tsx';
import { PageCommands } from './page-commands.tsx';
import { StudioScreen } from './studio-screen.tsx';
import { useTheme } from './theme.ts';
import { WebContentNote } from './web-content-note.tsx';

/** Largest count that fits on the badge of an icon. */
const maxShown = 99;

const Count = ({ count }: { readonly count: number }) => {
  const { ui } = useMessages();
  return (
    <span className={styles.count}>
      <span aria-hidden="true">{count > maxShown ? `${maxShown}+` : count}</span>
      <span className="visually-hidden">{ui.queue.moving(count)}</span>
    </span>
  );
};

const RailItem = ({
  icon,
  label,
  isHere,
  count = 0,
  onOpen,
}: {
  readonly icon: ReactNode;
  readonly label: string;
  readonly isHere: boolean;
  readonly count?: number;
  readonly onOpen: () => void;
}) => (
  <button type="button" className={styles.item} aria-current={isHere ? 'page' : undefined} onClick={onOpen}>
    {icon}
    {label}
    {count > 0 ? <Count count={count} /> : null}
  </button>
);

/** The program's logo: an outlined figure with a solid one behind it. */
const Mark = () => (
  <svg width="28" height="28" viewBox="0 0 28 28" aria-hidden="true" fill="none">
    <circle cx="17" cy="8" r="4" fill="var(--accent)" />
    <path d="M10.5 24c0-5.5 2.6-9 6.5-9s6.5 3.5 6.5 9z" fill="var(--accent)" />
    <circle cx="10.5" cy="8" r="4" fill="var(--surface)" stroke="currentColor" strokeWidth="1.8" />
    <path
      d="M4 24c0-5.5 2.6-9 6.5-9s6.5 3.5 6.5 9z"
      fill="var(--surface)"
      stroke="currentColor"
      strokeWidth="1.8"
      strokeLinejoin="round"
    />
  </svg>
);

const Rail = ({ screen }: { readonly screen: Screen }) => {
  const { actions } = useApp();
  const { ui } = useMessages();
  const moving = useMirror((mirror) => mirror.jobs.filter(isMoving).length);
  const size = { size: 18, 'aria-hidden': true } as const;
  return (
    <nav className={styles.rail} aria-label={ui.app.navigation}>
      <span className={styles.mark} title={ui.app.name}>
        <Mark />
      </span>
      <RailItem
        icon={<Clapperboard {...size} />}
        label={ui.app.studio}
        isHere={screen.kind === 'studio'}
        count={moving}
        onOpen={() => actions.show('studio')}
      />
      <RailItem
        icon={<Grid3x3 {...size} />}
        label={ui.app.batch}
        isHere={screen.kind === 'batch'}
        onOpen={() => actions.show('batch')}
      />
      <RailItem
        icon={<Images {...size} />}
        label={ui.app.library}
        isHere={screen.kind === 'library'}
        onOpen={() => actions.show('library')}
      />
      {screen.kind === 'compare' ? (
        <RailItem
          icon={<Columns2 {...size} />}
          label={ui.app.compare}
          isHere
          onOpen={() => actions.openItem(screen.itemId, screen.besideId)}
        />
      ) : null}
      <span className={styles.spacer} />
      <RailItem
        icon={<Settings {...size} />}
        label={ui.app.settings}
        isHere={screen.kind === 'settings'}
        onOpen={() => actions.show('settings')}
      />
    </nav>
  );
};

const Shown = ({ screen }: { readonly screen: Screen }) => {
  switch (screen.kind) {
    case 'studio':
      return <StudioScreen />;
    case 'batch':
      return <BatchScreen />;
    case 'library':
      return <LibraryScreen />;
    case 'compare':
      return <CompareScreen key={screen.itemId} itemId={screen.itemId} />;
    case 'settings':
      return <SettingsScreen />;
    default:
      return assertNever(screen);
  }
};

/** Limits a rendering error to its screen; the other screens stay usable. */
type Props = { readonly children: ReactNode; readonly sentence: string; readonly again: string };

export class ErrorBoundary extends Component<Props, { readonly isBroken: boolean }> {
  override state = { isBroken: false };
  static getDerivedStateFromError() {
    return { isBroken: true };
  }
  override render() {
    if (!this.state.isBroken) return this.props.children;
    return (
      <div className={styles.broken} role="alert">
        <p>{this.props.sentence}</p>
        <Button onClick={() => this.setState({ isBroken: false })}>{this.props.again}</Button>
      </div>
    );
  }
}

const LanguageNote = () => {
  const { messages } = useApp();
  const { ui, language } = useMessages();
  const failed = useFailedLanguage();
  if (failed === null) return null;
  return (
    <p className={styles.languageNote} role="alert">
      {ui.app.languageFailed(languageNames[failed], languageNames[language])}{' '}
      <Button size="small" onClick={() => void messages.show(failed)}>
        {ui.common.retry}
      </Button>
    </p>
  );
};

export const App = () => {
  const screen = useAppState((state) => state.view.screen);
  // The screen that is shown stays until the script of the next one has been loaded.
  const shown = useDeferredValue(screen);
  const isOnline = useMirror((mirror) => mirror.isOnline);
  const hasLoaded = useMirror((mirror) => mirror.settings !== null);
  const { ui, language } = useMessages();
  useTheme();
  const main = useRef<HTMLElement>(null);
  useEffect(() => (main.current ? keepFocus(main.current) : undefined), []);
  useEffect(ignoreLaterClicks, []);
  useEffect(() => {
    if (hasLoaded) void loadScreens();
  }, [hasLoaded]);
  useEffect(() => {
    document.documentElement.lang = language;
  }, [language]);
  return (
    <CSPProvider disableStyleElements>
      <BatchProvider>
        <div className={styles.frame}>
          <Rail screen={screen} />
          <main ref={main} className={styles.main} data-screen={shown.kind}>
            <div className={notices.stack}>
              <Notices />
              <LanguageNote />
              <div className={notices.screen}>
                <Suspense fallback={<p className={styles.connecting}>{ui.app.connecting}</p>}>
                  <ErrorBoundary key={shown.kind} sentence={ui.app.broken} again={ui.app.reload}>
                    {hasLoaded ? (
                      <Shown screen={shown} />
                    ) : (
                      <p className={styles.connecting}>{ui.app.connecting}</p>
                    )}
                  </ErrorBoundary>
                </Suspense>
              </div>
            </div>
            {hasLoaded && !isOnline ? (
              <p className={styles.lost} role="alert">
                {ui.app.lost}
              </p>
            ) : null}
          </main>
          <WebContentNote />
          <Announcer />
          <PageCommands />
        </div>
      </BatchProvider>
    </CSPProvider>
  );
};
