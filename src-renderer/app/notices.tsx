/** Notices of the program, above the current screen, until the user dismisses them. */
import { X } from 'lucide-react';
import { useState } from 'react';
import { assertNever } from '#contract/assert-never.ts';
import type { AppError } from '#contract/errors.ts';
import type { Notice } from '#contract/model/notice.ts';
import { AppErrorLine } from '../shared/app-error-line.tsx';
import { useApp, useAppState, useMessages, useMirror } from '../state/use-app.ts';
import { Button } from '../ui/button.tsx';
import { IconButton } from '../ui/icon-button.tsx';
import { VerdictMark } from '../ui/verdict-mark.tsx';
import styles from './notices.module.css';

/** `lasts`: the notice stays as long as its cause and cannot be dismissed. */
const lasts = ({ kind }: Notice): boolean => kind === 'library-away' || kind === 'library-read-only';

/** The screen that shows more about it. */
const placeOf = ({ kind }: Notice): 'studio' | 'library' | 'settings' => {
  switch (kind) {
    case 'database-restored':
    case 'database-begun-again':
    case 'database-perhaps-older':
    case 'page-reloaded':
      return 'studio';
    case 'catalogue-rebuilt':
      return 'library';
    case 'items-left-alone':
    case 'library-away':
    case 'library-read-only':
    case 'unexpected-error':
      return 'settings';
    default:
      return assertNever(kind);
  }
};

const NoticeLine = ({ notice }: { readonly notice: Notice }) => {
  const { actions } = useApp();
  const { ui, domain } = useMessages();
  const messages = ui.notices;
  const [error, setError] = useState<AppError | null>(null);
  const { what, wayOut } = domain.notice(notice);
  const place = placeOf(notice);
  const isThere = useAppState(({ view }) => view.screen.kind === place);
  const placeWords = { studio: messages.toQueue, library: messages.toLibrary, settings: messages.toSettings };
  const dismissAll = async () => setError(await actions.dismissNotice(notice.kind));
  return (
    <li className={styles.notice} data-notice={notice.kind} tabIndex={-1}>
      <span className={styles.mark}>
        <VerdictMark verdict={notice.kind === 'catalogue-rebuilt' ? 'ready' : 'unsure'} />
      </span>
      <div className={styles.words}>
        <p>
          {what} <span className="soft">{wayOut}</span>
        </p>
        {error === null ? null : <AppErrorLine error={error} />}
      </div>
      {isThere ? null : (
        <Button
          size="small"
          onClick={({ currentTarget }) => {
            // The button does not exist on the screen that it opens.
            currentTarget.closest('li')?.focus();
            if (place === 'settings') actions.showSettings('storage');
            else actions.show(place);
          }}
        >
          {placeWords[place]}
        </Button>
      )}
      {lasts(notice) ? null : (
        <IconButton size="small" label={messages.dismissAll} onClick={() => void dismissAll()}>
          <X size={15} aria-hidden />
        </IconButton>
      )}
    </li>
  );
};

export const Notices = () => {
  const messages = useMessages().ui.notices;
  const notices = useMirror((mirror) => mirror.notices);
  return (
    <section className={styles.bar} aria-label={messages.title} hidden={notices.length === 0}>
      <div role="status">
        <ul>
          {notices.map((notice) => (
            <NoticeLine key={notice.kind} notice={notice} />
          ))}
        </ul>
      </div>
    </section>
  );
};
