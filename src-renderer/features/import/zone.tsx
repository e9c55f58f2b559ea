/** One input zone: empty with advice, reading, rejected with a remedy, or showing the file. */
import { LoaderCircle, X } from 'lucide-react';
import { type ReactNode, useId, useRef } from 'react';
import type { AppError } from '#contract/errors.ts';
import { AppErrorLine } from '../../shared/app-error-line.tsx';
import { heldBy, type Slot, type SlotName } from '../../state/store.ts';
import { useApp, useMessages } from '../../state/use-app.ts';
import { Button } from '../../ui/button.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { ReplacedNote } from './arrival-notes.tsx';
import styles from './zone.module.css';

type ZoneProps = {
  readonly place: SlotName;
  readonly slot: Slot;
  readonly title: string;
  readonly invitation: string;
  /** Shown over the zone while a file that it would receive is dragged. */
  readonly dropMessages: string | null;
  readonly advice: readonly string[];
  readonly accept: string;
  readonly icon: ReactNode;
  /** The image or the player, once a file is open. */
  readonly media: ReactNode;
  /** Facts, verdict and reasons, once a file is open. */
  readonly judgement: ReactNode;
};

const Reading = ({ name }: { readonly name: string }) => {
  const { ui } = useMessages();
  return (
    <p className={styles.reading} role="status">
      <LoaderCircle size={18} aria-hidden="true" className={styles.spinner} />
      {ui.inputs.reading(name)}
    </p>
  );
};

/** A file of the other kind is not an error: it was moved to the other zone. */
const Problem = ({ error }: { readonly error: AppError }) => {
  const { ui } = useMessages();
  const moved =
    error.code === 'file-is-image'
      ? ui.inputs.movedToCharacter
      : error.code === 'file-is-video'
        ? ui.inputs.movedToMotion
        : undefined;
  return <AppErrorLine error={error} wayOut={moved} />;
};

type EmptyProps = Pick<ZoneProps, 'slot' | 'title' | 'invitation' | 'advice' | 'icon'> & {
  readonly onChoose: () => void;
};

const Empty = ({ slot, title, invitation, advice, icon, onChoose }: EmptyProps) => {
  const { ui } = useMessages();
  return (
    <div className={styles.empty} data-state={slot.kind}>
      {slot.kind === 'reading' ? (
        <Reading name={slot.name} />
      ) : (
        <>
          {slot.kind === 'refused' ? (
            <div className={styles.refused}>
              <Problem error={slot.error} />
            </div>
          ) : (
            <span className={styles.icon}>{icon}</span>
          )}
          <p className={styles.invitation}>{invitation}</p>
          <p className={styles.ways}>
            {/* The button covers the whole zone, so that a click anywhere opens the file dialog. */}
            <Button className={styles.choose} aria-label={`${title}: ${ui.inputs.choose}`} onClick={onChoose}>
              {ui.inputs.choose}
            </Button>
            <span>{ui.inputs.orPaste}</span>
          </p>
          <ul className={styles.advice}>
            {advice.map((line) => (
              <li key={line}>{line}</li>
            ))}
          </ul>
        </>
      )}
    </div>
  );
};

export const Zone = (props: ZoneProps) => {
  const { place, slot, title, dropMessages, accept, media, judgement } = props;
  const { actions } = useApp();
  const { ui } = useMessages();
  const input = useRef<HTMLInputElement>(null);
  const titleId = useId();
  const choose = () => input.current?.click();
  const held = heldBy(slot);
  return (
    <section className={styles.zone} aria-labelledby={titleId} data-place={place}>
      <header className={styles.head}>
        <h2 id={titleId} className={styles.title}>
          {title}
        </h2>
        {held ? (
          <>
            <span className={styles.name} title={held.name}>
              {held.name}
            </span>
            <span className={styles.tools}>
              <Button
                variant="plain"
                size="small"
                aria-label={`${title}: ${ui.inputs.replace}`}
                onClick={choose}
              >
                {ui.inputs.replace}
              </Button>
              <IconButton size="small" label={ui.inputs.remove(title)} onClick={() => actions.clear(place)}>
                <X size={16} aria-hidden="true" />
              </IconButton>
            </span>
          </>
        ) : null}
        <input
          ref={input}
          type="file"
          hidden
          accept={accept}
          onChange={(event) => {
            const [file] = event.target.files ?? [];
            if (file) void actions.openFile(file, place);
            // Reset so that choosing the same file again fires a change event.
            event.target.value = '';
          }}
        />
      </header>
      {held ? (
        <>
          <div className={styles.stage}>
            {media}
            {slot.kind === 'reading' ? (
              <div className={styles.veil}>
                <Reading name={slot.name} />
              </div>
            ) : null}
          </div>
          <div className={styles.judgement}>
            <ReplacedNote place={place} />
            {slot.kind === 'open' && slot.problem ? <Problem error={slot.problem} /> : null}
            {judgement}
          </div>
        </>
      ) : (
        <Empty {...props} onChoose={choose} />
      )}
      {dropMessages === null ? null : (
        <div className={styles.dropTarget}>
          <span>{dropMessages}</span>
        </div>
      )}
    </section>
  );
};
