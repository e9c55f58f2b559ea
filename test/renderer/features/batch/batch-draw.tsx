/** Renders the batch with a fake client that knows these files, and adds them. */
import { act } from 'react';
import { fail, ok } from '#contract/errors.ts';
import { seenFactsSchema } from '#contract/model/facts.ts';
import { type Source, sourceIdSchema } from '#contract/model/source.ts';
import { BatchProvider } from '#renderer/features/batch/batch-provider.tsx';
import { BatchScreen } from '#renderer/features/batch/batch-screen.tsx';
import { draw } from '#test/renderer/draw.tsx';
import { createFakeBridge, type World } from '#test/renderer/fake-bridge.ts';
import { imageFacts, videoFacts } from '#test/renderer/samples.ts';

export const image = (name: string): Source => ({
  id: sourceIdSchema.parse(`id of ${name}`),
  name,
  facts: seenFactsSchema.parse(imageFacts),
});
export const video = (name: string, durationSec = 8): Source => ({
  id: sourceIdSchema.parse(`id of ${name}`),
  name,
  facts: seenFactsSchema.parse({ ...videoFacts, durationSec }),
});

export const withFalKey: Partial<World> = { keys: [{ provider: 'fal', isSet: true, keptIn: 'memory' }] };

const dropped = async (names: readonly string[]) => {
  const files = names.map((name) => new File(['bytes'], name));
  const transfer = { files, items: files.map(() => ({ kind: 'file', type: '' })), dropEffect: 'none' };
  for (const type of ['dragover', 'drop'])
    await act(async () => {
      const event = new Event(type, { bubbles: true, cancelable: true });
      document.body.dispatchEvent(Object.assign(event, { dataTransfer: transfer }));
    });
};

export const drawBatch = async (sources: readonly Source[], given: Partial<World> = withFalKey) => {
  const files = new Map([
    ...sources.map((source) => [source.name, ok(source)] as const),
    ['notes.txt', fail('file-not-media', { subject: 'notes.txt' })] as const,
  ]);
  const bridge = createFakeBridge({ files, ...given });
  const drawn = await draw(
    <BatchProvider>
      <BatchScreen />
    </BatchProvider>,
    bridge,
  );
  if (sources.length > 0) await dropped(sources.map(({ name }) => name));
  const dialog = () => document.querySelector<HTMLElement>('[role="dialog"]');
  const cellNodes = () => [...document.querySelectorAll<HTMLElement>('[data-cell]')];
  const sentence = (node: Element | null) => node?.querySelector('[data-sentence]')?.textContent ?? '';
  const cell = (name: RegExp): HTMLElement => {
    const found = cellNodes().find((node) => name.test(sentence(node)));
    if (found === undefined) throw new Error(`There is no cell ${name}.`);
    return found;
  };
  const tick = (model: string) =>
    act(async () => {
      const label = [...document.querySelectorAll('label')].find((node) =>
        node.textContent?.startsWith(model),
      );
      label?.querySelector('input')?.click();
    });
  return {
    ...drawn,
    bridge,
    drop: dropped,
    tick,
    cell,
    /** The screen reader text of each cell, in order. */
    cells: () => cellNodes().map(sentence),
    /** The screen reader text of this cell. */
    sentence,
    keydown: (target: EventTarget, key: string) =>
      act(async () => {
        target.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
      }),
    total: () => document.querySelector('[data-testid=batch-total]')?.textContent,
    send: () => drawn.byRole('button', /^(Generate|Checking)/),
    inputs: (name: string) => bridge.requests.filter((call) => call.name === name).map(({ input }) => input),
    dialog,
    /**
     * The send button of the confirmation; the page below has a button of the same name, which is inert. `detail`: 2 is
     * the second press of a double click.
     */
    agree: (name: string, detail = 1) =>
      act(async () => {
        const found = [...(dialog()?.querySelectorAll('button') ?? [])].find(
          ({ textContent }) => textContent === name,
        );
        if (!found) throw new Error(`The confirmation has no button ${name}: ${dialog()?.textContent}`);
        found.dispatchEvent(new MouseEvent('click', { bubbles: true, detail }));
      }),
  };
};
