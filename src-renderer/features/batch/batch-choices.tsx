/** Choices that apply to all runs of the batch: models, orientation, audio and prompts. */
import { useId } from 'react';
import type { ModelSpec } from '#contract/model/model-spec.ts';
import { sentence } from '../../messages/phrase.ts';
import { unitPrice } from '../../messages/price-text.ts';
import { useBatch, useBatchState } from '../../state/batch-context.ts';
import { useMessages, useMirror } from '../../state/use-app.ts';
import { TextArea } from '../../ui/field.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { Switch } from '../../ui/switch.tsx';
import styles from './batch-choices.module.css';

type OfModels = { readonly models: readonly ModelSpec[] };

const namesOf = (models: readonly ModelSpec[]): string => models.map(({ name }) => name).join(', ');

const ModelTicks = ({ models }: OfModels) => {
  const { actions } = useBatch();
  const { ui, costs, batch } = useMessages();
  const messages = batch.choices;
  const all = useMirror((mirror) => mirror.models);
  const keys = useMirror((mirror) => mirror.keys);
  const ticked = models.map(({ id }) => id);
  const detailOf = (model: ModelSpec): string => {
    const key = keys.find(({ provider }) => provider === model.provider);
    const keyWords = key === undefined ? [] : [key.isSet ? ui.choices.keySet : ui.choices.noKey];
    return [sentence(unitPrice(model.price, costs)), ...keyWords].join(' \u00b7 ');
  };
  return (
    <fieldset className={styles.group}>
      <legend className={styles.label}>{messages.models}</legend>
      {all.map((model) => (
        <label key={model.id} className={styles.tick}>
          <input
            type="checkbox"
            checked={ticked.includes(model.id)}
            onChange={({ target }) =>
              actions.change({
                modelIds: target.checked
                  ? [...ticked, model.id]
                  : ticked.filter((modelId) => modelId !== model.id),
              })
            }
          />
          <span>
            {model.name}
            <span className={styles.detail}>{detailOf(model)}</span>
          </span>
        </label>
      ))}
    </fieldset>
  );
};

const OrientationChoice = () => {
  const { actions } = useBatch();
  const { ui, batch } = useMessages();
  const messages = batch.choices;
  const noteId = useId();
  const orientation = useBatchState(({ draft }) => draft.orientation);
  return (
    <div className={styles.group}>
      <span className={styles.label}>{ui.choices.orientation}</span>
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
      <p id={noteId} className="hint">
        {orientation === 'image' ? messages.imageWhy : messages.videoWhy}
      </p>
    </div>
  );
};

type PromptKind = 'prompt' | 'negativePrompt';

/** Shown while at least one selected model takes this prompt; names the models that do not receive it. */
const PromptBox = ({ models, kind }: OfModels & { readonly kind: PromptKind }) => {
  const { actions } = useBatch();
  const { ui, batch } = useMessages();
  const text = useBatchState(({ draft }) => draft[kind]);
  const takers = models.filter(({ options }) => options[kind]);
  const others = models.filter(({ options }) => !options[kind]);
  const messages = ui.choices[kind];
  if (takers.length === 0 && text === '') return null;
  return (
    <TextArea
      rows={kind === 'prompt' ? 3 : 2}
      label={messages.label}
      hint={others.length > 0 ? batch.choices.promptUnsent(namesOf(others)) : messages.hint}
      value={text}
      onChange={(event) => actions.change({ [kind]: event.target.value })}
    />
  );
};

const AudioSwitch = ({ models }: OfModels) => {
  const { actions } = useBatch();
  const { ui, batch } = useMessages();
  const keepAudio = useBatchState(({ draft }) => draft.keepAudio);
  const silent = models.filter(({ options }) => !options.audio);
  return (
    <div className={styles.group}>
      <Switch
        label={ui.choices.audio}
        checked={keepAudio}
        onChange={(isOn) => actions.change({ keepAudio: isOn })}
      />
      {keepAudio && silent.length > 0 ? (
        <p className="hint">{batch.choices.audioUnsent(namesOf(silent))}</p>
      ) : null}
    </div>
  );
};

export const BatchChoices = ({ models }: OfModels) => (
  <div className={styles.pane}>
    <ModelTicks models={models} />
    <OrientationChoice />
    <PromptBox models={models} kind="prompt" />
    <PromptBox models={models} kind="negativePrompt" />
    <AudioSwitch models={models} />
  </div>
);
