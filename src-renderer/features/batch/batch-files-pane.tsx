/** The files of the batch: adds several at a time and removes single ones. */
import { Film, ImagePlus, LoaderCircle } from 'lucide-react';
import { type ReactNode, useId, useRef } from 'react';
import { AppErrorLine } from '../../shared/app-error-line.tsx';
import { useBatch, useBatchState } from '../../state/batch-context.ts';
import type { BatchFile } from '../../state/batch-store.ts';
import { useMessages } from '../../state/use-app.ts';
import { Button } from '../../ui/button.tsx';
import { classNames } from '../../ui/class-names.ts';
import { CloseButton } from '../../ui/icon-button.tsx';
import styles from './batch-files-pane.module.css';
import { BatchThumb } from './batch-thumb.tsx';

const accepted = 'image/*,video/*,.heic,.heif,.avif,.mkv,.avi,.mov';

type OpenFile = Extract<BatchFile, { kind: 'open' }>;

const Chosen = ({
  file,
  onRemove,
}: {
  readonly file: OpenFile;
  readonly onRemove: (key: string) => void;
}) => {
  const { name } = file.source;
  return (
    <li className={styles.file}>
      <BatchThumb source={file.source} />
      <span className={classNames(styles.name, 'truncate')} title={name}>
        {name}
      </span>
      <CloseButton label={useMessages().batch.files.remove(name)} onClick={() => onRemove(file.key)} />
    </li>
  );
};

type GroupProps = {
  readonly label: string;
  readonly icon: ReactNode;
  readonly files: readonly OpenFile[];
  readonly onRemove: (key: string) => void;
};

const Group = ({ label, icon, files, onRemove }: GroupProps) => {
  const labelId = useId();
  if (files.length === 0) return null;
  return (
    <div className={styles.group}>
      <h2 id={labelId} className={styles.label}>
        {icon}
        {label}
        <span className={styles.count}>{files.length}</span>
      </h2>
      <ul className={styles.list} aria-labelledby={labelId}>
        {files.map((file) => (
          <Chosen key={file.key} file={file} onRemove={onRemove} />
        ))}
      </ul>
    </div>
  );
};

/** Files that are still loading or failed to load. */
const Pending = ({ files, onRemove }: Pick<GroupProps, 'onRemove'> & { files: readonly BatchFile[] }) => {
  const messages = useMessages().batch.files;
  return files.map((file) => {
    if (file.kind === 'reading')
      return (
        <p key={file.key} className={styles.reading} role="status">
          <LoaderCircle size={14} aria-hidden="true" className="turning" />
          {messages.reading(file.name)}
        </p>
      );
    if (file.kind === 'open') return null;
    return (
      <div key={file.key} className={styles.refused}>
        <AppErrorLine error={file.error} />
        <CloseButton label={messages.remove(file.name)} onClick={() => onRemove(file.key)} />
      </div>
    );
  });
};

export const BatchFilesPane = () => {
  const { actions } = useBatch();
  const messages = useMessages().batch.files;
  const files = useBatchState(({ draft }) => draft.files);
  const input = useRef<HTMLInputElement>(null);
  const open = files.filter((file) => file.kind === 'open');
  const icon = { size: 14, 'aria-hidden': true } as const;
  const isEmpty = files.length === 0;
  const { remove } = actions.files;
  return (
    <section className={styles.pane} aria-label={messages.title} data-empty={isEmpty || undefined}>
      {isEmpty ? (
        <div className={styles.invitation}>
          <p className={styles.drop}>{messages.drop}</p>
          <p className="soft">{messages.why}</p>
        </div>
      ) : (
        <div className={styles.groups}>
          <Group
            label={messages.images}
            icon={<ImagePlus {...icon} />}
            files={open.filter(({ source }) => source.facts.kind === 'image')}
            onRemove={remove}
          />
          <Group
            label={messages.videos}
            icon={<Film {...icon} />}
            files={open.filter(({ source }) => source.facts.kind === 'video')}
            onRemove={remove}
          />
          <Pending files={files} onRemove={remove} />
        </div>
      )}
      <div className={styles.ways}>
        <Button variant={isEmpty ? 'primary' : 'quiet'} onClick={() => input.current?.click()}>
          {isEmpty ? messages.choose : messages.more}
        </Button>
        {isEmpty ? (
          <span className="soft">{messages.orPaste}</span>
        ) : (
          <Button variant="plain" onClick={actions.files.removeAll}>
            {messages.removeAll}
          </Button>
        )}
        <input
          ref={input}
          type="file"
          hidden
          multiple
          accept={accepted}
          onChange={(event) => {
            actions.files.add([...(event.target.files ?? [])]);
            // Reset so that choosing the same files again fires a change event.
            event.target.value = '';
          }}
        />
      </div>
    </section>
  );
};
