/** Above the comparison: its title, actions on the result's file, and what is shown beside the result. */

import { ArrowLeft, Columns2, Download, FolderOpen } from 'lucide-react';
import { itemDownloadAddress } from '#contract/media-address.ts';
import type { Item, ItemId } from '#contract/model/item.ts';
import { useKept } from '#renderer/shared/use-library-query.ts';
import { useApp, useMessages, useMirror } from '#renderer/state/use-app.ts';
import { Button } from '#renderer/ui/button.tsx';
import { classNames } from '#renderer/ui/class-names.ts';
import { Row } from '#renderer/ui/layout.tsx';
import { ButtonLink } from '#renderer/ui/link.tsx';
import { Select } from '#renderer/ui/select.tsx';
import styles from './compare-screen.module.css';
import { useCompareText } from './compare-text.ts';
import type { ExportState } from './use-export.ts';

/** The comparison's title, the back button, and actions on the result's file. */
export const CompareHead = ({
  item,
  exported,
  onReveal,
  onExport,
}: {
  readonly item: Item;
  readonly exported: ExportState;
  readonly onReveal: () => void;
  readonly onExport: () => void;
}) => {
  const { actions } = useApp();
  const exportWords = useMessages().exporting;
  const canReveal = useMirror((mirror) => mirror.about?.canReveal ?? false);
  const { messages, figures } = useCompareText();
  const pair = messages.title(figures.title(item.image.name), figures.title(item.video.name));
  const name = useKept(item.id)?.marks.name ?? '';
  return (
    <header className={styles.head}>
      <Button
        variant="plain"
        icon={<ArrowLeft size={16} aria-hidden="true" />}
        onClick={() => actions.show('library')}
      >
        {messages.back}
      </Button>
      <h1 className={classNames(styles.title, 'truncate')} title={pair}>
        {name === '' ? pair : name}
      </h1>
      <Row gap={2}>
        {canReveal ? (
          <Button icon={<FolderOpen size={16} aria-hidden="true" />} onClick={onReveal}>
            {messages.reveal}
          </Button>
        ) : null}
        <Button icon={<Columns2 size={16} aria-hidden="true" />} aria-haspopup="dialog" onClick={onExport}>
          {exported.kind === 'making'
            ? exportWords.opening(Math.round((exported.fraction ?? 0) * 100))
            : exportWords.open}
        </Button>
        <ButtonLink
          variant="primary"
          href={itemDownloadAddress(item.id)}
          download=""
          icon={<Download size={16} aria-hidden="true" />}
        >
          {messages.download}
        </ButtonLink>
      </Row>
    </header>
  );
};

/** The result after `besideId`; after the last one undefined, which is the reference video. */
export const nextBeside = (others: readonly Item[], besideId: ItemId | undefined): ItemId | undefined =>
  others[others.findIndex(({ id }) => id === besideId) + 1]?.id;

/** Selects what is shown beside the result: its reference video, or another result of the same files. */
export const BesideChoice = ({
  others,
  besideId,
  isDisabled,
  onChange,
}: {
  readonly others: readonly Item[];
  readonly besideId: ItemId | undefined;
  readonly isDisabled: boolean;
  readonly onChange: (besideId: ItemId | undefined) => void;
}) => {
  const { messages, figures } = useCompareText();
  return (
    <div className={styles.bar}>
      <span className="note" aria-hidden>
        {messages.beside}
      </span>
      <div className={styles.choice}>
        <Select
          label={messages.beside}
          value={besideId ?? 'reference'}
          disabled={isDisabled}
          options={[
            { value: 'reference', label: messages.sides.reference },
            ...others.map(({ id, modelName, createdAt }) => ({
              value: id,
              label: messages.modelAndDate(modelName, figures.moment(createdAt)),
            })),
          ]}
          onChange={(value) => onChange(others.find(({ id }) => id === value)?.id)}
        />
      </div>
    </div>
  );
};
