/** Opens files in the Studio: the user's own, each in the slot of its kind wherever it was dropped, and those of an item. */
import { type AppError, fail, type Result } from '#contract/errors.ts';
import type { EventPayload } from '#contract/events.ts';
import type { KeptItem } from '#contract/model/item.ts';
import type { Source } from '#contract/model/source.ts';
import type { Client } from '../bridge/client.ts';
import {
  type AppStore,
  type Draft,
  editDraft,
  type GivenLeftOver,
  heldBy,
  noLeftOver,
  type Replaced,
  type Slot,
  type SlotName,
} from './store.ts';

export type FileOpener = {
  /**
   * `slot`: where the file is read; it moves to the other slot if it is of the other kind. `droppedOn`: the slot on
   * which the user dropped it, which shows a message if it was the wrong one; null where several files were dropped
   * together or no slot was targeted.
   */
  readonly openFile: (file: File, slot: SlotName, droppedOn?: SlotName | null) => Promise<void>;
  readonly openSample: () => Promise<void>;
  /** Shows files that the host has opened: the first image and the first video; others are closed and named. */
  readonly takeGiven: (given: EventPayload<'files.given'>) => void;
  readonly forgetGivenLeftOver: () => void;
  readonly clear: (name: SlotName) => void;
  /** Puts the replaced file back, with its trim and its link. */
  readonly putBack: (name: SlotName) => void;
  /** Closes the replaced file. */
  readonly forgetReplaced: (name: SlotName) => void;
};

const placeOf = (source: Source): SlotName => (source.facts.kind === 'image' ? 'image' : 'video');

/** The file that `next` replaces; null: none. */
const replacedBy = (draft: Draft, name: SlotName, next: Source): Replaced | null => {
  const source = heldBy(draft[name]);
  if (source === null || source.id === next.id) return null;
  const { links, trim, isTrimHeld } = draft;
  const isVideo = name === 'video';
  return {
    source,
    link: links[name],
    trim: isVideo ? trim : null,
    isTrimHeld: isVideo && isTrimHeld,
  };
};

export const createFileOpener = ({ store, client }: { store: AppStore; client: Client }): FileOpener => {
  const slotOf = (name: SlotName): Slot => store.getState().draft[name];
  const put = (name: SlotName, slot: Slot) => editDraft(store, { [name]: slot });
  // The trim and the link belong to the removed file.
  const forget = (name: SlotName) => {
    const { links } = store.getState().draft;
    editDraft(store, {
      links: { ...links, [name]: '' },
      ...(name === 'video' ? { trim: null, isTrimHeld: false } : {}),
    });
  };
  const close = (source: Source | null) => {
    if (source) void client.call('media.close', { sourceId: source.id });
  };

  /** Only the last replaced file can be put back. */
  const setReplaced = (name: SlotName, replaced: Replaced | null) => {
    const before = store.getState().draft.replaced;
    close(before[name]?.source ?? null);
    store.setState(({ draft }) => ({ draft: { ...draft, replaced: { ...before, [name]: replaced } } }));
  };

  const setLeftOver = (givenLeftOver: GivenLeftOver) =>
    store.setState(({ draft }) => ({ draft: { ...draft, givenLeftOver } }));

  const read = (name: SlotName, fileName: string): Slot => {
    const slot: Slot = { kind: 'reading', name: fileName, before: heldBy(slotOf(name)) };
    put(name, slot);
    return slot;
  };
  const settle = (name: SlotName, before: Source | null, problem: AppError | null) => {
    if (before) put(name, { kind: 'open', source: before, problem });
    else put(name, problem ? { kind: 'refused', error: problem } : { kind: 'empty' });
  };
  const hold = (source: Source) => {
    const name = placeOf(source);
    const replaced = replacedBy(store.getState().draft, name, source);
    put(name, { kind: 'open', source, problem: null });
    if (replaced !== null) setReplaced(name, replaced);
    forget(name);
  };

  /**
   * An animated image dropped on Motion is a reference video; where it cannot be read as one, the error is shown
   * there.
   */
  const openAsMotion = async (image: Source): Promise<Result<Source>> => {
    const opened = await client.call('media.openAnimation', { sourceId: image.id });
    close(image);
    return opened;
  };

  const openFile: FileOpener['openFile'] = async (file, slot, droppedOn = slot) => {
    const reading = read(slot, file.name);
    const found: Result<Source> = await client.openFile(file);
    const isAnimation = found.ok && found.value.facts.kind === 'image' && found.value.facts.isAnimated;
    const opened = found.ok && isAnimation && droppedOn === 'video' ? await openAsMotion(found.value) : found;
    // In the meantime the slot was cleared or got another file: this one is closed.
    if (slotOf(slot) !== reading) return opened.ok ? close(opened.value) : undefined;
    const before = heldBy(reading);
    if (!opened.ok) {
      const place = isAnimation && droppedOn === 'video' ? 'video' : slot;
      if (place !== slot) settle(slot, before, null);
      return settle(place, heldBy(slotOf(place)), opened.error);
    }
    const place = placeOf(opened.value);
    if (place !== slot) settle(slot, before, null);
    hold(opened.value);
    if (droppedOn === null || droppedOn === place || slotOf(droppedOn).kind === 'reading') return;
    const code = place === 'image' ? 'file-is-image' : 'file-is-video';
    settle(droppedOn, heldBy(slotOf(droppedOn)), fail(code, { subject: opened.value.name }).error);
  };

  return {
    openFile,
    openSample: async () => {
      const reading = { image: read('image', ''), video: read('video', '') };
      const sample = await client.call('sample.open', {});
      for (const name of ['image', 'video'] as const) {
        const isCurrent = slotOf(name) === reading[name];
        if (isCurrent && sample.ok) hold(sample.value[name]);
        else if (isCurrent) settle(name, heldBy(reading[name]), sample.ok ? null : sample.error);
        else if (sample.ok) close(sample.value[name]);
      }
    },
    takeGiven: ({ sources, failed }) => {
      store.setState({ view: { screen: { kind: 'studio' } } });
      const taken = new Set<SlotName>();
      const leftOver: Source[] = [];
      for (const source of sources) {
        const name = placeOf(source);
        if (taken.has(name)) leftOver.push(source);
        else hold(source);
        taken.add(name);
      }
      for (const source of leftOver) close(source);
      const [error, ...errors] = failed;
      setLeftOver({ names: leftOver.map(({ name }) => name), errors });
      if (error === undefined) return;
      const free = (['image', 'video'] as const).filter((name) => !taken.has(name));
      // The kind of a file that could not be opened is unknown; an empty slot shows its error.
      const name = free.find((one) => heldBy(slotOf(one)) === null) ?? free[0] ?? 'image';
      settle(name, heldBy(slotOf(name)), error);
    },
    forgetGivenLeftOver: () => setLeftOver(noLeftOver),
    clear: (name) => {
      const before = heldBy(slotOf(name));
      put(name, { kind: 'empty' });
      close(before);
      setReplaced(name, null);
      forget(name);
    },
    putBack: (name) => {
      const { links, replaced } = store.getState().draft;
      const back = replaced[name];
      if (back === null) return;
      const { source, link, trim, isTrimHeld } = back;
      close(heldBy(slotOf(name)));
      editDraft(store, {
        [name]: { kind: 'open', source, problem: null },
        replaced: { ...replaced, [name]: null },
        links: { ...links, [name]: link },
        ...(name === 'video' ? { trim, isTrimHeld } : {}),
      });
    },
    forgetReplaced: (name) => setReplaced(name, null),
  };
};

/** Opens the files of a library item as they were sent, with its choices, in the Studio. */
export const reopenItem = async (
  { store, client }: { readonly store: AppStore; readonly client: Client },
  { id, choices }: KeptItem,
): Promise<AppError | null> => {
  const opened = await client.call('library.reopen', { itemId: id });
  if (!opened.ok) return opened.error;
  const { image, video } = opened.value;
  const { draft } = store.getState();
  const replaced = { image: replacedBy(draft, 'image', image), video: replacedBy(draft, 'video', video) };
  for (const name of ['image', 'video'] as const) {
    const older = replaced[name] === null ? null : draft.replaced[name];
    if (older !== null) void client.call('media.close', { sourceId: older.source.id });
  }
  const { modelId, orientation, prompt, negativePrompt, keepAudio, framing } = choices;
  editDraft(store, {
    image: { kind: 'open', source: image, problem: null },
    video: { kind: 'open', source: video, problem: null },
    ...{ modelId, orientation, prompt, negativePrompt, keepAudio, framing },
    // The stored video is the part that was sent.
    trim: null,
    isTrimHeld: false,
    links: { image: '', video: '' },
    replaced: {
      image: replaced.image ?? draft.replaced.image,
      video: replaced.video ?? draft.replaced.video,
    },
  });
  store.setState({ view: { screen: { kind: 'studio' } } });
  return null;
};
