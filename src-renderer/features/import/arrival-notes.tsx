/** Reports every dropped file that was not used and every file that was replaced by a new one. */
import { X } from 'lucide-react';
import type { ArrivalMessages } from '../../messages/en/arrivals.ts';
import { AppErrorLine } from '../../shared/app-error-line.tsx';
import { useBatch } from '../../state/batch-context.ts';
import type { SlotName } from '../../state/store.ts';
import { useApp, useAppState, useMessages } from '../../state/use-app.ts';
import { Button } from '../../ui/button.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import styles from './inputs-pane.module.css';
import type { Arrivals, LeftOver } from './use-arrivals.ts';

const OpenInBatch = ({
  files,
  onOpened,
}: {
  readonly files: readonly File[];
  readonly onOpened: () => void;
}) => {
  const { actions } = useApp();
  const batch = useBatch();
  const messages = useMessages().arrivals;
  const open = () => {
    // A sent batch stays in the queue; its files are not part of the new draft.
    if (batch.store.getState().submit.kind === 'sent') batch.actions.startNew();
    batch.actions.show(null);
    batch.actions.files.add(files);
    actions.show('batch');
    onOpened();
  };
  return (
    <Button size="small" onClick={open}>
      {messages.openInBatch(files.length)}
    </Button>
  );
};

const sentenceOf = (leftOver: LeftOver, messages: ArrivalMessages): string =>
  [
    ...leftOver.folders.map(messages.folder),
    ...(leftOver.left.length === 0
      ? []
      : [messages.leftOver(leftOver.left.map(({ name }) => name).join(', '))]),
  ].join(' ');

export const LeftOverNote = ({ leftOver, forgetLeftOver }: Pick<Arrivals, 'leftOver' | 'forgetLeftOver'>) => {
  const messages = useMessages().arrivals;
  if (leftOver === null) return null;
  return (
    <div className={styles.leftOver}>
      <p role="alert">{sentenceOf(leftOver, messages)}</p>
      {leftOver.left.length > 0 ? <OpenInBatch files={leftOver.all} onOpened={forgetLeftOver} /> : null}
      <IconButton size="small" label={messages.close} onClick={forgetLeftOver}>
        <X size={14} aria-hidden="true" />
      </IconButton>
    </div>
  );
};

/** The same for files that were opened with the program. */
export const GivenLeftOverNote = () => {
  const { actions } = useApp();
  const messages = useMessages().arrivals;
  const { names, errors } = useAppState((state) => state.draft.givenLeftOver);
  if (names.length + errors.length === 0) return null;
  return (
    <div className={styles.leftOver}>
      {names.length === 0 ? null : <p role="alert">{messages.leftOver(names.join(', '))}</p>}
      {errors.map((error) => (
        <AppErrorLine key={JSON.stringify(error)} error={error} />
      ))}
      <IconButton size="small" label={messages.close} onClick={actions.forgetGivenLeftOver}>
        <X size={14} aria-hidden="true" />
      </IconButton>
    </div>
  );
};

export const ReplacedNote = ({ place }: { readonly place: SlotName }) => {
  const { actions } = useApp();
  const messages = useMessages().arrivals;
  const replaced = useAppState((state) => state.draft.replaced[place]);
  if (replaced === null) return null;
  const { name } = replaced.source;
  return (
    <div className={styles.replaced}>
      <p role="status">{messages.replaced(name)}</p>
      <Button size="small" onClick={() => actions.putBack(place)}>
        {messages.putBack}
      </Button>
      <IconButton
        size="small"
        label={messages.forgetReplaced(name)}
        onClick={() => actions.forgetReplaced(place)}
      >
        <X size={14} aria-hidden="true" />
      </IconButton>
    </div>
  );
};
