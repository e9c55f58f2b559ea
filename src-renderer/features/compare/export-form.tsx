/** The options of an export. */

import type { ExportAudio, ExportLayout } from '#contract/model/export.ts';
import type { Item } from '#contract/model/item.ts';
import { exportAudioSources, exportSec, pairOf } from '#contract/rules/export.ts';
import { exportFrame } from '#contract/rules/export-frame.ts';
import { useMessages } from '#renderer/state/use-app.ts';
import { TextField } from '#renderer/ui/field.tsx';
import { Stack } from '#renderer/ui/layout.tsx';
import { Segmented } from '#renderer/ui/segmented.tsx';
import { Select } from '#renderer/ui/select.tsx';
import { Switch } from '#renderer/ui/switch.tsx';
import { type SideMessages, useCompareText } from './compare-text.ts';
import styles from './export-dialog.module.css';

/** Preset size limits and a custom one. Pure. */

/** In MB, or none, or a typed one. */
const limitKinds = ['none', '8', '10', '25', '50', 'other'] as const;
type LimitKind = (typeof limitKinds)[number];

/** The minimum that the main process accepts, in MB (1,000,000 bytes). */
const minMb = 0.1;

/** `text`: MB with a decimal point or comma. Returns null for an invalid size. */
const readMb = (text: string): number | null => {
  const megabytes = Number(text.trim().replace(',', '.'));
  return text.trim() !== '' && Number.isFinite(megabytes) && megabytes >= minMb ? megabytes : null;
};

/** In bytes. `no-size`: the typed size is invalid. */
export const limitBytes = (kind: LimitKind, ownMb: string): number | null | 'no-size' => {
  if (kind === 'none') return null;
  const megabytes = kind === 'other' ? readMb(ownMb) : Number(kind);
  return megabytes === null ? 'no-size' : Math.floor(megabytes * 1_000_000);
};

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
  draft,
  isBusy,
  onChange,
}: {
  readonly item: Item;
  /** The result shown in place of the reference; null: the reference is shown. */
  readonly other: Item | null;
  readonly sideMessages: SideMessages;
  readonly draft: ExportDraft;
  readonly isBusy: boolean;
  readonly onChange: (change: Partial<ExportDraft>) => void;
}) => {
  const messages = useMessages().exporting;
  const { figures } = useCompareText();
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
          <span className="hint figures">
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
