/** One input's place: empty with advice, reading, refused with the way out, or holding the file itself. */
import { LoaderCircle, X } from 'lucide-react';
import { type DragEvent, type ReactNode, useId, useRef } from 'react';
import { AppErrorLine } from '../../app/app-error-line.tsx';
import type { Slot, SlotName } from '../../state/store.ts';
import { useApp, useWords } from '../../state/use-app.ts';
import { Button } from '../../ui/button.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import styles from './zone.module.css';

export type ZoneEvents = {
  readonly onDragOver: (event: DragEvent) => void;
  readonly onDrop: (event: DragEvent) => void;
};

export const Zone = ({
  slotName,
  slot,
  title,
  invitation,
  advice,
  accept,
  icon,
  isOver,
  events,
  media,
  judgement,
}: {
  readonly slotName: SlotName;
  readonly slot: Slot;
  readonly title: string;
  readonly invitation: string;
  readonly advice: readonly string[];
  readonly accept: string;
  readonly icon: ReactNode;
  readonly isOver: boolean;
  readonly events: ZoneEvents;
  /** The picture or the player, once the file is open. */
  readonly media: ReactNode;
  /** Facts, verdict and reasons, once the file is open. */
  readonly judgement: ReactNode;
}) => {
  const { actions } = useApp();
  const { ui } = useWords();
  const input = useRef<HTMLInputElement>(null);
  const titleId = useId();
  const choose = () => input.current?.click();
  const isOpen = slot.kind === 'open';
  return (
    <section className={styles.zone} aria-labelledby={titleId} data-over={isOver || undefined} {...events}>
      <header className={styles.head}>
        <h2 id={titleId} className={styles.title}>
          {title}
        </h2>
        {isOpen ? <span className={styles.name}>{slot.source.name}</span> : null}
        {isOpen ? (
          <span className={styles.tools}>
            <Button variant="plain" onClick={choose}>
              {ui.inputs.replace}
            </Button>
            <IconButton label={ui.inputs.remove(title)} onClick={() => actions.clear(slotName)}>
              <X size={16} aria-hidden="true" />
            </IconButton>
          </span>
        ) : null}
        <input
          ref={input}
          type="file"
          className="visually-hidden"
          tabIndex={-1}
          aria-label={`${title}: ${ui.inputs.choose}`}
          accept={accept}
          onChange={(event) => {
            const [file] = event.target.files ?? [];
            // The same file chosen twice must be a change again.
            event.target.value = '';
            if (file) void actions.openFile(file, slotName);
          }}
        />
      </header>
      {isOpen ? (
        <>
          <div className={styles.stage}>{media}</div>
          <div className={styles.judgement}>{judgement}</div>
        </>
      ) : (
        <div className={styles.empty}>
          {slot.kind === 'reading' ? (
            <p className={styles.reading} role="status">
              <LoaderCircle size={18} aria-hidden="true" className={styles.spinner} />
              {ui.inputs.reading(slot.name)}
            </p>
          ) : (
            <>
              <span className={styles.icon}>{icon}</span>
              <p className={styles.invitation}>{invitation}</p>
              <p className={styles.ways}>
                <Button onClick={choose}>{ui.inputs.choose}</Button>
                <span>{ui.inputs.orPaste}</span>
              </p>
              <ul className={styles.advice}>
                {advice.map((line) => (
                  <li key={line}>{line}</li>
                ))}
              </ul>
              {slot.kind === 'refused' ? (
                <div className={styles.refused}>
                  <AppErrorLine error={slot.error} />
                </div>
              ) : null}
            </>
          )}
        </div>
      )}
    </section>
  );
};
