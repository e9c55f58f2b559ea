/** What a person can do on the page. Asks the main process; writes draft and view, never the mirror. */
import { type AppError, fail, type Result } from '#contract/errors.ts';
import { modelIdSchema } from '#contract/model/choices.ts';
import type { ItemId } from '#contract/model/item.ts';
import type { JobAction, JobId } from '#contract/model/job.ts';
import type { ProviderId } from '#contract/model/model-spec.ts';
import type { KeyStatus, Settings } from '#contract/model/settings.ts';
import type { Source } from '#contract/model/source.ts';
import type { Client } from '../bridge/client.ts';
import { selectBlocker, selectImage, selectModel, selectVideo } from './selectors.ts';
import type { AppStore, Draft, Screen, Slot, SlotName } from './store.ts';

export type Actions = {
  readonly show: (screen: Exclude<Screen['kind'], 'compare'>) => void;
  /** Opens a kept result beside its reference. */
  readonly openItem: (itemId: ItemId) => void;
  readonly change: (
    change: Partial<Pick<Draft, 'modelId' | 'orientation' | 'trim' | 'prompt' | 'keepSound'>>,
  ) => void;
  /** `meant`: where it was dropped; null sorts it by what it is. */
  readonly openFile: (file: File, meant: SlotName | null) => Promise<void>;
  readonly openSample: () => Promise<void>;
  readonly clear: (slot: SlotName) => void;
  readonly generate: () => Promise<void>;
  readonly actOnJob: (jobId: JobId, action: Exclude<JobAction, 'resolve'>) => Promise<AppError | null>;
  readonly resolveJob: (
    jobId: JobId,
    as: 'sent' | 'not-sent',
    providerJobId: string,
  ) => Promise<AppError | null>;
  readonly saveSettings: (change: Partial<Settings>) => Promise<AppError | null>;
  readonly setKey: (provider: ProviderId, key: string) => Promise<Result<KeyStatus>>;
  readonly clearKey: (provider: ProviderId) => Promise<Result<KeyStatus>>;
  readonly testKey: (provider: ProviderId) => Promise<Result<{ readonly isGood: true }>>;
  readonly reveal: (itemId: ItemId) => Promise<AppError | null>;
};

const slotOf = (source: Source): SlotName => (source.facts.kind === 'image' ? 'image' : 'video');
const problem = (result: Result<unknown>): AppError | null => (result.ok ? null : result.error);

export const createActions = ({ store, client }: { store: AppStore; client: Client }): Actions => {
  const draft = (change: Partial<Draft>) =>
    store.setState((state) => ({ draft: { ...state.draft, ...change } }));

  const put = (name: SlotName, slot: Slot) => {
    const before = store.getState().draft[name];
    if (before.kind === 'open') void client.call('media.close', { sourceId: before.source.id });
    // Another clip has another length: the chosen part belonged to the old one.
    draft({ [name]: slot, ...(name === 'video' ? { trim: null } : {}), submit: { kind: 'idle' } });
  };

  const guess = (file: File): SlotName => (file.type.startsWith('video/') ? 'video' : 'image');

  const openFile: Actions['openFile'] = async (file, meant) => {
    const shown = meant ?? guess(file);
    const before = store.getState().draft[shown];
    put(shown, { kind: 'reading', name: file.name });
    const opened = await client.openFile(file);
    if (!opened.ok) return put(shown, { kind: 'refused', error: opened.error });
    const actual = slotOf(opened.value);
    if (actual === shown) return put(shown, { kind: 'open', source: opened.value });
    if (meant === null) {
      draft({ [shown]: before.kind === 'open' ? { kind: 'empty' } : before });
      return put(actual, { kind: 'open', source: opened.value });
    }
    void client.call('media.close', { sourceId: opened.value.id });
    const code = meant === 'image' ? 'file-is-video' : 'file-is-picture';
    return put(shown, { kind: 'refused', error: fail(code, { subject: opened.value.name }).error });
  };

  const generate = async (): Promise<void> => {
    const state = store.getState();
    const image = selectImage(state);
    const video = selectVideo(state);
    const model = selectModel(state);
    // A second press while the first is being written down would be a second run.
    if (!image || !video || !model || selectBlocker(state) !== null || state.draft.submit.kind === 'sending')
      return;
    draft({ submit: { kind: 'sending' } });
    const { orientation, trim, prompt, keepSound } = state.draft;
    const job = await client.call('jobs.submit', {
      imageId: image.id,
      videoId: video.id,
      choices: {
        modelId: modelIdSchema.parse(model.id),
        orientation,
        trim,
        prompt: model.options.prompt ? prompt : '',
        keepSound,
      },
    });
    draft({ submit: job.ok ? { kind: 'idle' } : { kind: 'refused', error: job.error } });
  };

  const actOnJob: Actions['actOnJob'] = async (jobId, action) => {
    switch (action) {
      case 'cancel':
        return problem(await client.call('jobs.cancel', { jobId }));
      case 'retry':
      case 'retry-download':
        return problem(await client.call('jobs.retry', { jobId }));
      case 'dismiss':
        return problem(await client.call('jobs.dismiss', { jobId }));
    }
  };

  return {
    show: (kind) => store.setState({ view: { screen: { kind } } }),
    openItem: (itemId) => store.setState({ view: { screen: { kind: 'compare', itemId } } }),
    change: (change) => draft({ ...change, submit: { kind: 'idle' } }),
    openFile,
    openSample: async () => {
      const sample = await client.call('sample.open', {});
      if (!sample.ok) return put('image', { kind: 'refused', error: sample.error });
      put('image', { kind: 'open', source: sample.value.image });
      return put('video', { kind: 'open', source: sample.value.video });
    },
    clear: (slot) => put(slot, { kind: 'empty' }),
    generate,
    actOnJob,
    resolveJob: async (jobId, as, providerJobId) => {
      const id = providerJobId.trim();
      return problem(
        await client.call('jobs.resolve', { jobId, as, ...(id === '' ? {} : { providerJobId: id }) }),
      );
    },
    saveSettings: async (change) => problem(await client.call('settings.set', change)),
    setKey: (provider, key) => client.call('keys.set', { provider, key }),
    clearKey: (provider) => client.call('keys.clear', { provider }),
    testKey: (provider) => client.call('keys.test', { provider }),
    reveal: async (itemId) => problem(await client.call('library.reveal', { itemId })),
  };
};
