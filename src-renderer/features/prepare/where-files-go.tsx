/**
 * One line before the run: where image and video are sent and who can read them; expands to the full transfer record.
 */
import { type ReactNode, useRef, useState } from 'react';
import { providerNames } from '#contract/messages/names.ts';
import type { ModelSpec } from '#contract/model/model-spec.ts';
import { hasBadLink, type JobDelivery } from '../../state/delivery.ts';
import { selectBlocker, selectLacksKey, selectModel } from '../../state/selectors.ts';
import { useApp, useAppState, useDelivery, useMessages } from '../../state/use-app.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { VerdictMark } from '../../ui/verdict-mark.tsx';
import { deliverySentences } from './delivery-sentences.ts';
import { DeliveryTable } from './delivery-table.tsx';
import { OwnLinks } from './own-links.tsx';
import styles from './where-files-go.module.css';

type Opened = 'closed' | 'table' | 'links';

type TransferRecordDialogProps = {
  readonly model: ModelSpec;
  readonly delivery: JobDelivery;
  readonly opened: Opened;
  readonly onClose: () => void;
};

const TransferRecordDialog = ({ model, delivery, opened, onClose }: TransferRecordDialogProps) => {
  const { ui, delivery: messages } = useMessages();
  const body = useRef<HTMLDivElement>(null);
  const hasLinks = useAppState(({ draft }) => draft.links.image !== '' || draft.links.video !== '');
  const firstField = () => body.current?.querySelector<HTMLElement>('input:enabled') ?? true;
  return (
    <Dialog
      isOpen={opened !== 'closed'}
      onClose={onClose}
      isWide
      firstFocus={() => (opened === 'links' ? firstField() : true)}
      title={messages.title}
      description={messages.why}
      actions={<Button onClick={onClose}>{ui.common.close}</Button>}
    >
      <div ref={body} className={styles.record}>
        <DeliveryTable model={model} delivery={delivery} />
        <OwnLinks model={model} isOpen={opened === 'links' || hasLinks} />
      </div>
    </Dialog>
  );
};

type ProblemProps = { readonly what: string; readonly wayOut?: string; readonly children: ReactNode };

const Problem = ({ what, wayOut, children }: ProblemProps) => {
  const { ui } = useMessages();
  return (
    <div className={styles.problem}>
      <VerdictMark verdict="impossible" label={ui.errors.mark} isLabelHidden />
      <div>
        <p className={styles.strong}>{what}</p>
        {wayOut === undefined ? null : <p>{wayOut}</p>}
        <p className={styles.ways}>{children}</p>
      </div>
    </div>
  );
};

export const WhereFilesGo = () => {
  const { actions } = useApp();
  const { delivery: messages } = useMessages();
  const model = useAppState(selectModel);
  const blocker = useAppState(selectBlocker);
  const isKeyMissing = useAppState(selectLacksKey);
  const links = useAppState((state) => state.draft.links);
  const delivery = useDelivery();
  const [opened, setOpened] = useState<Opened>('closed');
  if (model === null || delivery === null) return null;
  const provider = providerNames[model.provider];
  const { missing, going } = deliverySentences(delivery, { messages, provider });
  const isBadLink = hasBadLink(model, links);
  // The missing key is reported below Generate; without it nothing is sent.
  if (isKeyMissing && missing === null && !isBadLink) return null;
  const pasteLink = (
    <Button size="small" aria-haspopup="dialog" onClick={() => setOpened('links')}>
      {isBadLink ? messages.mendLink : messages.pasteLink}
    </Button>
  );
  return (
    <section className={styles.bar} aria-label={messages.title}>
      {isBadLink ? <Problem what={messages.badLink}>{pasteLink}</Problem> : null}
      {missing === null || isBadLink ? null : (
        <Problem what={missing} wayOut={messages.missingWayOut}>
          {/* Without a key the same button is shown below Generate. */}
          {blocker === 'key' ? null : (
            <Button size="small" onClick={() => actions.showSettings('delivery')}>
              {messages.toSettings}
            </Button>
          )}
          {pasteLink}
        </Problem>
      )}
      <p className="hint">
        {going.join(' ')}{' '}
        <Button
          variant="plain"
          size="small"
          className={styles.open}
          aria-label={messages.open}
          aria-haspopup="dialog"
          onClick={() => setOpened('table')}
        >
          {messages.openShort}
        </Button>
      </p>
      <TransferRecordDialog
        model={model}
        delivery={delivery}
        opened={opened}
        onClose={() => setOpened('closed')}
      />
    </section>
  );
};
