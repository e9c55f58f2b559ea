/** The options of an export. */

import type { ExportAudio, ExportLayout } from '#contract/model/export.ts';
import type { Item } from '#contract/model/item.ts';
import { exportAudioSources, exportSec, pairOf } from '#contract/rules/export.ts';
import { exportFrame } from '#contract/rules/export-frame.ts';
import type { ExportMessages } from '#renderer/messages/export.ts';
import type { Figures } from '#renderer/messages/figures.ts';
import { TextField } from '#renderer/ui/field.tsx';
import { Segmented } from '#renderer/ui/segmented.tsx';
import { Select } from '#renderer/ui/select.tsx';
import { Stack } from '#renderer/ui/stack.tsx';
import { Switch } from '#renderer/ui/switch.tsx';
import styles from './export-dialog.module.css';
import { type LimitKind, limitBytes, limitKinds } from './export-limit.ts';
import type { SideMessages } from './side-text.ts';

export type ExportDraft = {
  readonly layout: ExportLayout;
  readonly audio: ExportAudio;
  readonly hasLabels: boolean;
  readonly limit: LimitKind;
  /** As typed. */
  readonly ownMb: string;
};

const layouts: readonly ExportLayout[] = ['side-by-side', 'stacked', 'wipe', 'result'];

export const ExportForm = ({
  item,
  other,
  sideMessages,
  messages,
  figures,
  draft,
  isBusy,
  onChange,
}: {
  readonly item: Item;
  /** The result shown in place of the reference; null: the reference is shown. */
  readonly other: Item | null;
  readonly sideMessages: SideMessages;
  readonly messages: ExportMessages;
  readonly figures: Figures;
  readonly draft: ExportDraft;
  readonly isBusy: boolean;
  readonly onChange: (change: Partial<ExportDraft>) => void;
}) => {
  const { layout, audio, limit } = draft;
  const pair = pairOf(item, other);
  const audioTracks = exportAudioSources(pair);
  const frame = exportFrame({ layout, ...pair });
  const shape = layout === 'result' ? item.result.facts : frame;
  const isSize = limitBytes(limit, draft.ownMb) !== 'no-size';
  const limitWord = (kind: LimitKind): string => {
    if (kind === 'none') return messages.noLimit;
    return kind === 'other' ? messages.otherLimit : `${kind} MB`;
  };
  return (
    <Stack gap={4}>
      <div className={styles.choice}>
        <div className={styles.head}>
          <span className="label" aria-hidden>
            {messages.layout}
          </span>
          <span className={styles.size}>
            {messages.willBe(`${shape.width} × ${shape.height}`, figures.seconds(exportSec(pair, layout)))}
          </span>
        </div>
        <Segmented
          label={messages.layout}
          value={layout}
          disabled={isBusy}
          options={layouts.map((value) => ({ value, label: messages.layouts[value] }))}
          onChange={(value) => onChange({ layout: value })}
        />
        <p className="hint" aria-live="polite">
          {messages.layoutsMean[layout](sideMessages.beside.inside, sideMessages.result.inside)}
        </p>
      </div>
      <div className={styles.choice}>
        <span className="label" aria-hidden>
          {messages.audio}
        </span>
        {audioTracks.length === 1 ? null : (
          <Segmented
            label={messages.audio}
            value={audio}
            disabled={isBusy}
            options={audioTracks.map((value) => ({
              value,
              label: value === 'none' ? messages.noAudio : sideMessages[value].short,
            }))}
            onChange={(value) => onChange({ audio: value })}
          />
        )}
        {other === null && item.video.facts.audioCodec === null ? (
          <p className="hint">{messages.silentReference}</p>
        ) : null}
      </div>
      <div className={styles.choice}>
        <span className="label" aria-hidden>
          {messages.limit}
        </span>
        <div className={styles.limit}>
          <Select
            label={messages.limit}
            value={limit}
            disabled={isBusy}
            options={limitKinds.map((value) => ({ value, label: limitWord(value) }))}
            onChange={(value) => onChange({ limit: value })}
          />
          {limit === 'other' ? (
            <TextField
              label={messages.ownLimit}
              isLabelHidden
              inputMode="decimal"
              disabled={isBusy}
              value={draft.ownMb}
              hint={messages.ownLimitHint}
              problem={isSize || draft.ownMb === '' ? null : messages.ownLimitProblem}
              onChange={(event) => onChange({ ownMb: event.target.value })}
            />
          ) : null}
        </div>
      </div>
      {layout === 'result' ? null : (
        <Switch
          label={messages.labels}
          checked={draft.hasLabels}
          disabled={isBusy}
          onChange={(hasLabels) => onChange({ hasLabels })}
        />
      )}
    </Stack>
  );
};
