/** Retention period of the trash, and the button that empties it. */

import { useState } from 'react';
import type { AppError } from '#contract/errors.ts';
import type { LibraryWorkMessages } from '#renderer/messages/en/library-work.ts';
import type { StorageMessages } from '#renderer/messages/en/storage.ts';
import { useOverview } from '#renderer/shared/use-library-query.ts';
import { useSettingField } from '#renderer/shared/use-setting-field.ts';
import { useApp, useMirror } from '#renderer/state/use-app.ts';
import { Button } from '#renderer/ui/button.tsx';
import { ConfirmDialog } from '#renderer/ui/dialog.tsx';
import { Switch } from '#renderer/ui/switch.tsx';
import { TextForm } from './settings-forms.tsx';
import styles from './storage.module.css';

/** Parses the typed retention period of the trash. Pure. */

/** Same as the contract's schema of the setting. */
const maxDays = 3650;
const defaultDays = 30;

/** The typed retention period; null: not a valid number of days. */
export const parseDays = (text: string): number | null => {
  const days = /^\s*\d{1,4}\s*$/.test(text) ? Number(text) : 0;
  return days >= 1 && days <= maxDays ? days : null;
};

type PeriodProps = {
  readonly isBusy: boolean;
  readonly messages: StorageMessages;
  readonly work: LibraryWorkMessages;
  /** null: no error. */
  readonly onError: (error: AppError | null) => void;
  readonly onDone: () => void;
};

const Days = ({
  days,
  messages,
  onError,
}: {
  readonly days: number;
  readonly messages: StorageMessages;
  readonly onError: PeriodProps['onError'];
}) => {
  const field = useSettingField(String(days));
  const { shown } = field;
  const parsed = parseDays(shown);
  const canSave = parsed !== null && parsed !== days;
  return (
    <TextForm
      label={messages.trashKeeps}
      aside={messages.days}
      inputMode="numeric"
      isShort
      value={shown}
      problem={parsed === null ? messages.daysProblem : null}
      onType={field.type}
      variant="primary"
      save={messages.save}
      saveLabel={messages.saveDays}
      canSave={canSave}
      onSave={async () => onError(await field.save({ trashDays: parsed }))}
    />
  );
};

const Empty = ({ isBusy, messages, work, onError, onDone }: PeriodProps) => {
  const { client } = useApp();
  const inTrash = useOverview()?.inTrash ?? 0;
  const [isConfirming, setConfirming] = useState(false);
  const [deleted, setDeleted] = useState<number | null>(null);
  const empty = async () => {
    // The dialog closes with a delay, during which the second press of a double click still reaches it.
    if (!isConfirming) return;
    setConfirming(false);
    onError(null);
    const answer = await client.call('library.deleteForever', { itemIds: null });
    onError(answer.ok ? null : answer.error);
    if (!answer.ok) return;
    setDeleted(answer.value.changed);
    onDone();
  };
  return (
    <>
      <div className={styles.buttons}>
        {inTrash === 0 ? (
          <p className="note">{messages.trashIsEmpty}</p>
        ) : (
          <Button
            variant="danger"
            aria-haspopup="dialog"
            disabled={isBusy}
            onClick={() => setConfirming(true)}
          >
            {messages.emptyTrash}
          </Button>
        )}
      </div>
      <p role="status">{deleted === null ? null : messages.emptied(deleted)}</p>
      <ConfirmDialog
        isOpen={isConfirming}
        onClose={() => setConfirming(false)}
        title={work.deleteTitle(inTrash)}
        description={work.deleteText}
        cancel={work.cancel}
        confirm={work.deleteYes}
        variant="danger"
        onConfirm={() => void empty()}
      />
    </>
  );
};

export const TrashPeriod = (props: PeriodProps) => {
  const { messages, onError } = props;
  const { actions } = useApp();
  const days = useMirror((mirror) => mirror.settings?.trashDays ?? null);
  const save = async (trashDays: number | null) => onError(await actions.saveSettings({ trashDays }));
  return (
    <div className={styles.part}>
      <h3 className={styles.partTitle}>{messages.trashTitle}</h3>
      <Switch
        label={messages.never}
        checked={days === null}
        onChange={(isNever) => void save(isNever ? null : defaultDays)}
      />
      {days === null ? null : <Days days={days} messages={messages} onError={onError} />}
      <Empty {...props} />
    </div>
  );
};
