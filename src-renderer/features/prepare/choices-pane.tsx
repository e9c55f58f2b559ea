/** What is decided about a run, what it costs, and the one next action. */
import type { ReactNode } from 'react';
import type { ModelSpec } from '#contract/model/model-spec.ts';
import { usd } from '#contract/rules/cost.ts';
import { AppErrorLine } from '../../app/app-error-line.tsx';
import { selectModel, selectVideo } from '../../state/selectors.ts';
import { useApp, useAppState, useMirror, useWords } from '../../state/use-app.ts';
import { TextArea } from '../../ui/field.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { Select } from '../../ui/select.tsx';
import { Switch } from '../../ui/switch.tsx';
import { seconds } from '../../ui/time.ts';
import styles from './choices-pane.module.css';
import { CostAndGenerate } from './cost-and-generate.tsx';

const Group = ({
  label,
  note,
  children,
}: {
  readonly label: string;
  readonly note?: string;
  readonly children: ReactNode;
}) => (
  <div className={styles.group}>
    <span className={styles.label}>{label}</span>
    {children}
    {note === undefined ? null : <p className={styles.note}>{note}</p>}
  </div>
);

const ModelChoice = ({ model }: { readonly model: ModelSpec }) => {
  const { actions } = useApp();
  const { ui } = useWords();
  const models = useMirror((mirror) => mirror.models);
  const keys = useMirror((mirror) => mirror.keys);
  const note = ({ price, provider }: ModelSpec): string => {
    const key = keys.find((status) => status.provider === provider);
    const cost =
      price.kind === 'per-second'
        ? ui.choices.perSecond(usd(price.microsPerSec))
        : price.kind === 'free'
          ? ui.choices.free
          : ui.choices.costUnknown;
    return key === undefined ? cost : `${cost} \u00b7 ${key.isSet ? ui.choices.keySet : ui.choices.noKey}`;
  };
  return (
    <Group label={ui.choices.model}>
      <Select
        label={ui.choices.model}
        value={model.id as string}
        options={models.map((option) => ({
          value: option.id as string,
          label: option.name,
          detail: note(option),
        }))}
        onChange={(modelId) => actions.change({ modelId })}
      />
    </Group>
  );
};

const OrientationChoice = ({ model }: { readonly model: ModelSpec }) => {
  const { actions } = useApp();
  const { ui } = useWords();
  const orientation = useAppState((state) => state.draft.orientation);
  const limit = seconds(model.video.maxSec[orientation].value);
  return (
    <Group
      label={ui.choices.orientation}
      note={orientation === 'image' ? ui.choices.imageWhy(limit) : ui.choices.videoWhy(limit)}
    >
      <Segmented
        label={ui.choices.orientation}
        value={orientation}
        options={[
          { value: 'image', label: ui.choices.image },
          { value: 'video', label: ui.choices.video },
        ]}
        onChange={(chosen) => actions.change({ orientation: chosen })}
      />
    </Group>
  );
};

const PromptBox = ({ model }: { readonly model: ModelSpec }) => {
  const { actions } = useApp();
  const { ui } = useWords();
  const prompt = useAppState((state) => state.draft.prompt);
  const takesPrompt = model.options.prompt;
  return (
    <TextArea
      label={ui.choices.prompt}
      aside={
        takesPrompt && prompt !== ''
          ? ui.choices.promptCount(prompt.length, model.promptMaxChars.value)
          : undefined
      }
      hint={takesPrompt ? ui.choices.promptHint : ui.choices.promptNone}
      value={prompt}
      disabled={!takesPrompt}
      onChange={(event) => actions.change({ prompt: event.target.value })}
    />
  );
};

const SoundSwitch = () => {
  const { actions } = useApp();
  const { ui } = useWords();
  const keepSound = useAppState((state) => state.draft.keepSound);
  const isSilent = useAppState((state) => selectVideo(state)?.facts.audioCodec === null);
  return (
    <div>
      <Switch
        label={ui.choices.sound}
        checked={keepSound && !isSilent}
        disabled={isSilent}
        onChange={(isOn) => actions.change({ keepSound: isOn })}
      />
      {isSilent ? <p className={styles.note}>{ui.choices.noSound}</p> : null}
    </div>
  );
};

export const ChoicesPane = () => {
  const model = useAppState(selectModel);
  const submit = useAppState((state) => state.draft.submit);
  if (model === null) return null;
  return (
    <div className={styles.pane}>
      <div className={styles.choices}>
        <ModelChoice model={model} />
        <OrientationChoice model={model} />
        <SoundSwitch />
        <PromptBox model={model} />
      </div>
      <div className={styles.foot}>
        {submit.kind === 'refused' ? <AppErrorLine error={submit.error} /> : null}
        <CostAndGenerate />
      </div>
    </div>
  );
};
