/** The comparison's title, the back button, and actions on the result's file. */
import { ArrowLeft, Columns2, Download, FolderOpen } from 'lucide-react';
import { itemDownloadAddress } from '#contract/media-address.ts';
import type { Item } from '#contract/model/item.ts';
import { compareMessages } from '#renderer/messages/compare.ts';
import { exportMessages } from '#renderer/messages/export.ts';
import type { Figures } from '#renderer/messages/figures.ts';
import { useKept } from '#renderer/shared/use-library-query.ts';
import { useApp, useMessages, useMirror } from '#renderer/state/use-app.ts';
import { Button } from '#renderer/ui/button.tsx';
import { ButtonLink } from '#renderer/ui/link.tsx';
import styles from './compare-screen.module.css';
import type { ExportState } from './use-export.ts';

export const CompareHead = ({
  item,
  figures,
  exported,
  onReveal,
  onExport,
}: {
  readonly item: Item;
  readonly figures: Figures;
  readonly exported: ExportState;
  readonly onReveal: () => void;
  readonly onExport: () => void;
}) => {
  const { actions } = useApp();
  const { language } = useMessages();
  const canReveal = useMirror((mirror) => mirror.about?.canReveal ?? false);
  const messages = compareMessages[language];
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
      <h1 className={styles.title} title={pair}>
        {name === '' ? pair : name}
      </h1>
      <span className={styles.actions}>
        {canReveal ? (
          <Button icon={<FolderOpen size={16} aria-hidden="true" />} onClick={onReveal}>
            {messages.reveal}
          </Button>
        ) : null}
        <Button icon={<Columns2 size={16} aria-hidden="true" />} aria-haspopup="dialog" onClick={onExport}>
          {exported.kind === 'making'
            ? exportMessages[language].opening(Math.round((exported.fraction ?? 0) * 100))
            : exportMessages[language].open}
        </Button>
        <ButtonLink
          variant="primary"
          href={itemDownloadAddress(item.id)}
          download=""
          icon={<Download size={16} aria-hidden="true" />}
        >
          {messages.download}
        </ButtonLink>
      </span>
    </header>
  );
};
