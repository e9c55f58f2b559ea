/** The choices of a run, apart from its files and the part of the clip. */
import { type ReactNode, useId } from 'react';
import type { ModelSpec } from '#contract/model/model-spec.ts';
import { usd } from '#contract/rules/cost.ts';
import { judgePrompt } from '#contract/rules/limits.ts';
import { selectVideo } from '../../state/selectors.ts';
import { useApp, useAppState, useMirror, useWords } from '../../state/use-app.ts';
import { TextArea } from '../../ui/field.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { Select } from '../../ui/select.tsx';
import { Switch } from '../../ui/switch.tsx';
import { seconds } from '../../ui/time.ts';
import { providerNames } from '../../words/settings.ts';
import styles from './choices-pane.module.css';

type OfModel = { readonly model: ModelSpec };

type GroupProps = {
  readonly label: string;
  readonly note?: ReactNode;
  readonly noteId?: string;
  readonly children: ReactNode;
};

const Group = ({ label, note, noteId, children }: GroupProps) => (
  <div className={styles.group}>
    <span className={styles.label}>{label}</span>
    {children}
    {note ? (
      <p id={noteId} className={styles.note}>
        {note}
      </p>
    ) : null}
  </div>
);

export const ModelChoice = ({ model }: OfModel) => {
  const { actions } = useApp();
  const { ui } = useWords();
  const models = useMirror((mirror) => mirror.models);
  const keys = useMirror((mirror) => mirror.keys);
  const priceOf = ({ price }: ModelSpec): string => {
    if (price.kind === 'unknown') return ui.choices.costUnknown;
    return price.kind === 'free' ? ui.choices.free : ui.choices.perSecond(usd(price.microsPerSec));
  };
  const detailOf = (option: ModelSpec): string => {
    const key = keys.find(({ provider }) => provider === option.provider);
    const keyWords =
      key === undefined || !option.canRun ? [] : [key.isSet ? ui.choices.keySet : ui.choices.noKey];
    const runWords = option.canRun ? [] : [ui.choices.fitsOnly];
    return [providerNames[option.provider], priceOf(option), ...keyWords, ...runWords].join(' \u00b7 ');
  };
  return (
    <Group label={ui.choices.model}>
      <Select<string>
        label={ui.choices.model}
        value={model.id}
        options={models.map((option) => ({
          value: option.id,
          label: option.name,
          detail: detailOf(option),
        }))}
        onChange={(modelId) => actions.change({ modelId })}
      />
    </Group>
  );
};

export const OrientationChoice = ({ model }: OfModel) => {
  const { actions } = useApp();
  const { ui } = useWords();
  const noteId = useId();
  const orientation = useAppState((state) => state.draft.orientation);
  const limit = seconds(model.video.maxSec[orientation].value);
  return (
    <Group
      label={ui.choices.orientation}
      noteId={noteId}
      note={orientation === 'image' ? ui.choices.imageWhy(limit) : ui.choices.videoWhy(limit)}
    >
      <Segmented
        label={ui.choices.orientation}
        value={orientation}
        describedBy={noteId}
        options={[
          { value: 'image', label: ui.choices.image },
          { value: 'video', label: ui.choices.video },
        ]}
        onChange={(chosen) => actions.change({ orientation: chosen })}
      />
    </Group>
  );
};

export const PromptBox = ({ model }: OfModel) => {
  const { actions } = useApp();
  const { ui, domain } = useWords();
  const prompt = useAppState((state) => state.draft.prompt);
  const takesPrompt = model.options.prompt;
  const [reason] = takesPrompt ? judgePrompt(prompt, model) : [];
  const words = reason && domain.reason(reason);
  return (
    <TextArea
      label={ui.choices.prompt}
      aside={takesPrompt ? ui.choices.promptCount(prompt.length, model.promptMaxChars.value) : undefined}
      hint={takesPrompt ? ui.choices.promptHint : ui.choices.promptNone}
      problem={words ? `${words.because} \u2192 ${words.change}` : null}
      value={prompt}
      disabled={!takesPrompt}
      onChange={(event) => actions.change({ prompt: event.target.value })}
    />
  );
};

export const SoundSwitch = ({ model }: OfModel) => {
  const { actions } = useApp();
  const { ui } = useWords();
  const keepSound = useAppState((state) => state.draft.keepSound);
  const isSilent = useAppState((state) => selectVideo(state)?.facts.audioCodec === null);
  const cannotKeep = isSilent || !model.options.sound;
  return (
    <div className={styles.group}>
      <Switch
        label={ui.choices.sound}
        checked={keepSound && !cannotKeep}
        disabled={cannotKeep}
        onChange={(isOn) => actions.change({ keepSound: isOn })}
      />
      {cannotKeep ? (
        <p className={styles.note}>{isSilent ? ui.choices.noSound : ui.choices.soundNone}</p>
      ) : null}
    </div>
  );
};
