// @vitest-environment happy-dom
import { act } from 'react';
import { expect, test } from 'vitest';
import { fail, ok } from '#contract/errors.ts';
import { useSettingField } from '#renderer/shared/use-setting-field.ts';
import { draw } from '#test/renderer/draw.tsx';
import { createFakeBridge } from '#test/renderer/fake-bridge.ts';
import { settings } from '#test/renderer/samples.ts';
import { typeText } from '#test/renderer/settings-typing.ts';

const Field = ({ path }: { readonly path: string }) => {
  const field = useSettingField(path);
  return (
    <>
      <input value={field.shown} onChange={(event) => field.type(event.currentTarget.value)} />
      <button type="button" onClick={() => void field.save({ ffmpegPath: field.shown })}>
        Save
      </button>
      <button type="button" onClick={field.refuse}>
        Refuse
      </button>
      <output>
        {[
          ...(field.isTyped ? ['typed'] : []),
          ...(field.isWrong ? ['wrong'] : []),
          ...(field.isSaved ? ['saved'] : []),
          ...(field.error === null ? [] : [field.error.code]),
        ].join(' ')}
      </output>
    </>
  );
};

const setUp = async () => {
  const bridge = createFakeBridge();
  const app = await draw(<Field path="/before" />, bridge);
  const box = app.box.querySelector('input');
  if (box === null) throw new Error('There is no field.');
  const shown = () => [box.value, app.box.querySelector('output')?.textContent];
  return { ...app, bridge, shown, type: (text: string) => typeText(box, text) };
};

test('shows the setting until something is typed, and keeps the typed value when the setting changes elsewhere', async () => {
  const { redraw, shown, type } = await setUp();
  await redraw(<Field path="/elsewhere" />);
  expect(shown()).toEqual(['/elsewhere', '']);
  await type('/mine');
  await redraw(<Field path="/again" />);
  expect(shown()).toEqual(['/mine', 'typed']);
});

test('shows the setting once it is saved, and the typed value where saving failed', async () => {
  const { bridge, press, redraw, shown, type } = await setUp();
  await type('/mine');
  bridge.answer('settings.set', () => fail('disk-full'));
  await press('Save');
  expect(shown()).toEqual(['/mine', 'typed disk-full']);
  bridge.answer('settings.set', () => ok(settings));
  await press('Save');
  await redraw(<Field path="/mine" />);
  expect(shown()).toEqual(['/mine', 'saved']);
});

test('keeps a value typed during a save', async () => {
  const { bridge, press, shown, type } = await setUp();
  const answer = Promise.withResolvers<ReturnType<typeof ok<typeof settings>>>();
  bridge.answer('settings.set', () => answer.promise);
  await type('/mine');
  await press('Save');
  await type('/mine/too');
  await act(async () => answer.resolve(ok(settings)));
  expect(shown()).toEqual(['/mine/too', 'typed']);
});

test('shows the error of an invalid value until it is changed', async () => {
  const { press, shown, type } = await setUp();
  await type('?');
  await press('Refuse');
  expect(shown()).toEqual(['?', 'typed wrong']);
  await type('/mine');
  expect(shown()).toEqual(['/mine', 'typed']);
});
