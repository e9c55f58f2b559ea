/** One input zone: empty with advice, reading, rejected with a remedy, or showing the file. */
import { LoaderCircle, X } from 'lucide-react';
import { type ReactNode, useId, useRef } from 'react';
import type { AppError } from '#contract/errors.ts';
import type { SeenFacts } from '#contract/model/facts.ts';
import { AppErrorLine } from '../../shared/app-error-line.tsx';
import { heldBy, type Slot, type SlotName } from '../../state/store.ts';
import { useApp, useAppState, useMessages } from '../../state/use-app.ts';
import { Button } from '../../ui/button.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { ReplacedNote } from './arrival-notes.tsx';
import { Judgement } from './judgement.tsx';
import styles from './zone.module.css';
import { FramingChoice, ZoneFraming } from './zone-framing.tsx';

type ZoneProps = {
  readonly place: SlotName;
  readonly title: string;
  readonly invitation: string;
  /** Shown over the zone while a file that it would receive is dragged. */
  readonly dropMessages: string | null;
  readonly advice: readonly string[];
  readonly accept: string;
  readonly icon: ReactNode;
  /**
   * Once a file is open: its facts, the image or the player, and the address of one still frame, from which blurred
   * edges are made.
   */
  readonly shown: {
    readonly facts: SeenFacts;
    readonly media: ReactNode;
    readonly still: string;
    /** Advice about the people in the file. */
    readonly body: ReactNode;
  } | null;
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

type EmptyProps = Pick<ZoneProps, 'title' | 'invitation' | 'advice' | 'icon'> & {
  readonly slot: Slot;
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
  const { place, title, dropMessages, accept, shown } = props;
  const { actions } = useApp();
  const { ui } = useMessages();
  const slot = useAppState((state) => state.draft[place]);
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
            {shown ? (
              <ZoneFraming subject={place} facts={shown.facts} still={shown.still}>
                {shown.media}
              </ZoneFraming>
            ) : null}
            {slot.kind === 'reading' ? (
              <div className={styles.veil}>
                <Reading name={slot.name} />
              </div>
            ) : null}
          </div>
          <div className={styles.judgement}>
            <ReplacedNote place={place} />
            {slot.kind === 'open' && slot.problem ? <Problem error={slot.problem} /> : null}
            {shown ? (
              <>
                <FramingChoice subject={place} facts={shown.facts} />
                <Judgement facts={shown.facts} subject={place} />
                {shown.body}
              </>
            ) : null}
          </div>
        </>
      ) : (
        <Empty {...props} slot={slot} onChoose={choose} />
      )}
      {dropMessages === null ? null : (
        <div className={styles.dropTarget}>
          <span>{dropMessages}</span>
        </div>
      )}
    </section>
  );
};
