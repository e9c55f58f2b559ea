/** The choices of a run, except the files and the selected part of the video, and the resulting plan. */
import { type ReactNode, useId } from 'react';
import type { ModelSpec } from '#contract/model/model-spec.ts';
import { judgePrompts } from '#contract/rules/limits.ts';
import { sentence } from '../../messages/phrase.ts';
import { unitPrice } from '../../messages/price-text.ts';
import { selectModel, selectVideo } from '../../state/selectors.ts';
import { useApp, useAppState, useMessages, useMirror, usePlan } from '../../state/use-app.ts';
import { TextArea } from '../../ui/field.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { Select } from '../../ui/select.tsx';
import { Switch } from '../../ui/switch.tsx';
import { seconds } from '../../ui/time.ts';
import styles from './choices.module.css';
import { FitMatrix } from './fit-matrix.tsx';
import { PlanSummary } from './plan-summary.tsx';
import { WhereFilesGo } from './where-files-go.tsx';

type OfModel = { readonly model: ModelSpec };

type GroupProps = {
  readonly label: string;
  readonly note?: ReactNode;
  readonly noteId?: string;
  readonly children: ReactNode;
};

const Group = ({ label, note, noteId, children }: GroupProps) => (
  <div className={styles.group}>
    <span className="label">{label}</span>
    {children}
    {note ? (
      <p id={noteId} className="hint">
        {note}
      </p>
    ) : null}
  </div>
);

const ModelChoice = ({ model }: OfModel) => {
  const { actions } = useApp();
  const { ui, costs } = useMessages();
  const models = useMirror((mirror) => mirror.models);
  const keys = useMirror((mirror) => mirror.keys);
  const detailOf = (option: ModelSpec): string => {
    const key = keys.find(({ provider }) => provider === option.provider);
    const keyWords = key === undefined ? [] : [key.isSet ? ui.choices.keySet : ui.choices.noKey];
    const priceWords = sentence(unitPrice(option.price, costs));
    return [priceWords, ...keyWords].join(' \u00b7 ');
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

const OrientationChoice = ({ model }: OfModel) => {
  const { actions } = useApp();
  const { ui } = useMessages();
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

type PromptKind = 'prompt' | 'negativePrompt';

/** null: the model does not take this prompt. */
const maxChars = (model: ModelSpec, kind: PromptKind): number | null => {
  if (!model.options[kind]) return null;
  return (kind === 'prompt' ? model.promptMaxChars : model.negativePromptMaxChars)?.value ?? null;
};

/** A prompt that the model does not take stays in its field, with a note that it is not sent. */
const PromptBox = ({ model, kind }: OfModel & { readonly kind: PromptKind }) => {
  const { actions } = useApp();
  const { ui, domain } = useMessages();
  const text = useAppState((state) => state.draft[kind]);
  const limit = maxChars(model, kind);
  const [reason] =
    limit === null ? [] : judgePrompts({ prompt: '', negativePrompt: '', [kind]: text }, model);
  const reasonText = reason && domain.reason(reason);
  const messages = ui.choices[kind];
  const noneWords = text === '' ? messages.none(model.name) : messages.unsent(model.name);
  return (
    <TextArea
      rows={kind === 'prompt' ? 3 : 2}
      label={messages.label}
      aside={limit === null ? undefined : ui.choices.promptCount(text.length, limit)}
      hint={limit === null ? noneWords : messages.hint}
      problem={reasonText ? `${reasonText.because} \u2192 ${reasonText.change}` : null}
      value={text}
      disabled={limit === null}
      onChange={(event) => actions.change({ [kind]: event.target.value })}
    />
  );
};

const AudioSwitch = ({ model }: OfModel) => {
  const { actions } = useApp();
  const { ui } = useMessages();
  const keepAudio = useAppState((state) => state.draft.keepAudio);
  const isSilent = useAppState((state) => selectVideo(state)?.facts.audioCodec === null);
  const undecodable = useAppState((state) => selectVideo(state)?.facts.undecodableAudio.join(', ') ?? '');
  const isAbsent =
    usePlan()?.reasons.some(({ code }) => code === 'audio-absent-in-selection') === true && !isSilent;
  const cannotKeep = isSilent || !model.options.audio;
  return (
    <div className={styles.group}>
      <Switch
        label={ui.choices.audio}
        checked={keepAudio && !cannotKeep}
        disabled={cannotKeep}
        onChange={(isOn) => actions.change({ keepAudio: isOn })}
      />
      {cannotKeep ? (
        <p className="hint">
          {undecodable !== ''
            ? ui.choices.audioUndecodable(undecodable)
            : isSilent
              ? ui.choices.noAudio
              : ui.choices.audioNone(model.name)}
        </p>
      ) : isAbsent ? (
        <p className="hint">{ui.choices.audioAbsent}</p>
      ) : null}
    </div>
  );
};

export const ChoicesPane = () => {
  const model = useAppState(selectModel);
  return (
    <>
      <div className={styles.pane}>
        {model === null ? null : (
          <>
            <div className={styles.group}>
              <ModelChoice model={model} />
              <FitMatrix model={model} />
            </div>
            <OrientationChoice model={model} />
            <AudioSwitch model={model} />
            <PromptBox model={model} kind="prompt" />
            <PromptBox model={model} kind="negativePrompt" />
            <PlanSummary />
          </>
        )}
      </div>
      <WhereFilesGo />
    </>
  );
};
