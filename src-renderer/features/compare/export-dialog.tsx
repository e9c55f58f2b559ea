/** Exports the comparison as one video. */

import { Download } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { assertNever } from '#contract/assert-never.ts';
import { exportAddress } from '#contract/media-address.ts';
import type { ExportChoices } from '#contract/model/export.ts';
import type { Item } from '#contract/model/item.ts';
import {
  defaultAudio,
  type ExportObstacle,
  exportObstacle,
  type Pair,
  pairOf,
} from '#contract/rules/export.ts';
import type { ExportMessages } from '#renderer/messages/en/export.ts';
import { AppErrorLine } from '#renderer/shared/app-error-line.tsx';
import { useMessages } from '#renderer/state/use-app.ts';
import { Button } from '#renderer/ui/button.tsx';
import { Dialog } from '#renderer/ui/dialog.tsx';
import { Row } from '#renderer/ui/layout.tsx';
import { ButtonLink } from '#renderer/ui/link.tsx';
import { ProgressBar } from '#renderer/ui/progress-bar.tsx';
import { VerdictMark } from '#renderer/ui/verdict-mark.tsx';
import { type SideMessages, useCompareText } from './compare-text.ts';
import styles from './export-dialog.module.css';
import { type ExportDraft, ExportForm, limitBytes } from './export-form.tsx';
import type { Exporting } from './use-export.ts';

const useDraft = (pair: Pair) =>
  useState<ExportDraft>(() => ({
    layout: 'side-by-side',
    audio: defaultAudio(pair),
    hasLabels: true,
    limit: 'none',
    ownMb: '',
  }));

/** null: the typed size is invalid. */
const choicesOf = (draft: ExportDraft, labels: ExportChoices['labels']): ExportChoices | null => {
  const { layout, audio, hasLabels, limit, ownMb } = draft;
  const maxBytes = limitBytes(limit, ownMb);
  return maxBytes === 'no-size' ? null : { layout, audio, hasLabels, labels, maxBytes };
};

const obstacleInWords = (
  obstacle: ExportObstacle,
  messages: ExportMessages,
  sideMessages: SideMessages,
): string => {
  switch (obstacle) {
    case 'beside-silent':
      return messages.silent(sideMessages.beside.subject);
    case 'result-silent':
      return messages.silent(sideMessages.result.subject);
    case 'limit-too-small':
      return messages.limitTooSmall;
    default:
      return assertNever(obstacle);
  }
};

const Outcome = ({ exporting: { state } }: { readonly exporting: Exporting }) => {
  const messages = useMessages().exporting;
  const { figures } = useCompareText();
  switch (state.kind) {
    case 'making':
      return <ProgressBar label={messages.making} fraction={state.fraction} />;
    case 'made':
      return (
        <Row gap={2}>
          <VerdictMark verdict="ready" />
          {messages.made(figures.bytes(state.made.sizeBytes), figures.seconds(state.made.durationSec))}
        </Row>
      );
    case 'failed':
      return <AppErrorLine error={state.error} />;
    default:
      return null;
  }
};

export const ExportDialog = ({
  item,
  other,
  sideMessages,
  exporting,
  isOpen,
  onClose,
}: {
  readonly item: Item;
  /** The result shown in place of the reference; null: the reference is shown. */
  readonly other: Item | null;
  readonly sideMessages: SideMessages;
  readonly exporting: Exporting;
  readonly isOpen: boolean;
  readonly onClose: () => void;
}) => {
  const messages = useMessages().exporting;
  const { sides } = useCompareText().messages;
  const pair = pairOf(item, other);
  const [draft, setDraft] = useDraft(pair);
  const link = useRef<HTMLAnchorElement>(null);
  const { state } = exporting;
  const isBusy = state.kind === 'making';
  const isMade = state.kind === 'made';
  const choices = choicesOf(draft, sides);
  const obstacle = choices === null ? null : exportObstacle(pair, choices);

  // Moves the focus to the link, which replaces the pressed button.
  useEffect(() => {
    if (isMade) link.current?.focus();
  }, [isMade]);

  return (
    <Dialog
      isOpen={isOpen}
      onClose={onClose}
      title={messages.title}
      description={messages.descriptions[other === null ? 'reference' : 'other']}
      actions={
        <>
          <Button variant="plain" onClick={onClose}>
            {messages.close}
          </Button>
          {isBusy ? (
            <Button
              // This button replaces the export button; the second press of a double click must not cancel the export.
              isSinglePress
              onClick={exporting.cancel}
            >
              {messages.cancel}
            </Button>
          ) : (
            <Button
              variant={isMade ? 'quiet' : 'primary'}
              disabled={choices === null || obstacle !== null}
              onClick={() => (choices === null ? undefined : void exporting.make(choices, other?.id ?? null))}
            >
              {isMade ? messages.makeAgain : messages.make}
            </Button>
          )}
          {isMade ? (
            <ButtonLink
              ref={link}
              variant="primary"
              href={exportAddress(state.made.exportId)}
              download=""
              icon={<Download size={16} aria-hidden="true" />}
            >
              {messages.download}
            </ButtonLink>
          ) : null}
        </>
      }
    >
      <ExportForm
        item={item}
        other={other}
        sideMessages={sideMessages}
        draft={draft}
        isBusy={isBusy}
        onChange={(change) => {
          setDraft((before) => ({ ...before, ...change }));
          exporting.forget();
        }}
      />
      <div className={styles.outcome} role="status">
        {obstacle === null ? null : (
          <p className={styles.problem}>{obstacleInWords(obstacle, messages, sideMessages)}</p>
        )}
        <Outcome exporting={exporting} />
      </div>
    </Dialog>
  );
};
