/** Everything that is to be chosen about an export. */
import type { ExportAudio, ExportLayout } from '#contract/model/export.ts';
import type { Item } from '#contract/model/item.ts';
import { exportAudioSources, exportSec } from '#contract/rules/export.ts';
import { exportFrame } from '#contract/rules/export-frame.ts';
import { pairOf } from '#contract/rules/pair.ts';
import type { ExportWords } from '#renderer/messages/export.ts';
import type { Figures } from '#renderer/messages/figures.ts';
import { TextField } from '#renderer/ui/field.tsx';
import { Segmented } from '#renderer/ui/segmented.tsx';
import { Select } from '#renderer/ui/select.tsx';
import { Switch } from '#renderer/ui/switch.tsx';
import styles from './export-dialog.module.css';
import { type LimitKind, limitBytes, limitKinds } from './export-limit.ts';
import type { SideMessages } from './side-text.ts';

export type ExportDraft = {
  readonly layout: ExportLayout;
  readonly sound: ExportAudio;
  readonly hasLabels: boolean;
  readonly limit: LimitKind;
  /** As it was typed. */
  readonly ownMb: string;
};

const layouts: readonly ExportLayout[] = ['side-by-side', 'stacked', 'wipe', 'result'];

export const ExportForm = ({
  item,
  other,
  sideMessages,
  words,
  figures,
  draft,
  isBusy,
  onChange,
}: {
  readonly item: Item;
  /** The result in the reference's place; null: none is. */
  readonly other: Item | null;
  readonly sideMessages: SideMessages;
  readonly words: ExportWords;
  readonly figures: Figures;
  readonly draft: ExportDraft;
  readonly isBusy: boolean;
  readonly onChange: (change: Partial<ExportDraft>) => void;
}) => {
  const { layout, sound, limit } = draft;
  const pair = pairOf(item, other);
  const audioTracks = exportAudioSources(pair);
  const frame = exportFrame({ layout, ...pair });
  const shape = layout === 'result' ? item.result.facts : frame;
  const isSize = limitBytes(limit, draft.ownMb) !== 'no-size';
  const limitWord = (kind: LimitKind): string => {
    if (kind === 'none') return words.noLimit;
    return kind === 'other' ? words.otherLimit : `${kind} MB`;
  };
  return (
    <div className={styles.form}>
      <div className={styles.choice}>
        <div className={styles.head}>
          <span className={styles.name} aria-hidden>
            {words.layout}
          </span>
          <span className={styles.size}>
            {words.willBe(`${shape.width} × ${shape.height}`, figures.seconds(exportSec(pair, layout)))}
          </span>
        </div>
        <Segmented
          label={words.layout}
          value={layout}
          disabled={isBusy}
          options={layouts.map((value) => ({ value, label: words.layouts[value] }))}
          onChange={(value) => onChange({ layout: value })}
        />
        <p className={styles.note} aria-live="polite">
          {words.layoutsMean[layout](sideMessages.beside.inside, sideMessages.result.inside)}
        </p>
      </div>
      <div className={styles.choice}>
        <span className={styles.name} aria-hidden>
          {words.sound}
        </span>
        {audioTracks.length === 1 ? null : (
          <Segmented
            label={words.sound}
            value={sound}
            disabled={isBusy}
            options={audioTracks.map((value) => ({
              value,
              label: value === 'none' ? words.noAudio : sideMessages[value].short,
            }))}
            onChange={(value) => onChange({ sound: value })}
          />
        )}
        {other === null && item.video.facts.audioCodec === null ? (
          <p className={styles.note}>{words.silentReference}</p>
        ) : null}
      </div>
      <div className={styles.choice}>
        <span className={styles.name} aria-hidden>
          {words.limit}
        </span>
        <div className={styles.limit}>
          <Select
            label={words.limit}
            value={limit}
            disabled={isBusy}
            options={limitKinds.map((value) => ({ value, label: limitWord(value) }))}
            onChange={(value) => onChange({ limit: value })}
          />
          {limit === 'other' ? (
            <TextField
              label={words.ownLimit}
              isLabelHidden
              inputMode="decimal"
              disabled={isBusy}
              value={draft.ownMb}
              hint={words.ownLimitHint}
              problem={isSize || draft.ownMb === '' ? null : words.ownLimitProblem}
              onChange={(event) => onChange({ ownMb: event.target.value })}
            />
          ) : null}
        </div>
      </div>
      {layout === 'result' ? null : (
        <Switch
          label={words.labels}
          checked={draft.hasLabels}
          disabled={isBusy}
          onChange={(hasLabels) => onChange({ hasLabels })}
        />
      )}
    </div>
  );
};
