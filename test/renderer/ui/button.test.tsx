// @vitest-environment happy-dom
import { act } from 'react';
import { expect, test, vi } from 'vitest';
import { Button } from '#renderer/ui/button.tsx';
import { draw } from '#test/renderer/draw.tsx';

/** Effects of a double click and a held key: the number of presses, and whether the repeat was prevented. */
const pressTwice = async (isSinglePress: boolean) => {
  const onClick = vi.fn();
  const { byRole } = await draw(
    <Button isSinglePress={isSinglePress} onClick={onClick}>
      Send
    </Button>,
  );
  const button = byRole('button', 'Send');
  await act(async () => {
    for (const detail of [1, 2]) button.dispatchEvent(new MouseEvent('click', { bubbles: true, detail }));
  });
  const repeat = new KeyboardEvent('keydown', {
    key: 'Enter',
    repeat: true,
    bubbles: true,
    cancelable: true,
  });
  await act(async () => button.dispatchEvent(repeat));
  return { clicks: onClick.mock.calls.length, isRepeatStopped: repeat.defaultPrevented };
};

test('a button for single presses ignores the second half of a double click and the repeats of a held key', async () => {
  expect(await pressTwice(true)).toEqual({ clicks: 1, isRepeatStopped: true });
});

test('any other button receives each of them', async () => {
  expect(await pressTwice(false)).toEqual({ clicks: 2, isRepeatStopped: false });
});
