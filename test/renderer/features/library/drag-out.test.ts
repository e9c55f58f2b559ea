import { expect, test } from 'vitest';
import { downloadData } from '#renderer/features/library/drag-out.ts';
import { item } from '#test/renderer/samples.ts';

test('describes a dragged result by type, a name without colons and an absolute address', () => {
  const one = item('item-0001');
  const odd = { ...one, image: { ...one.image, name: 'a: b/c.png' } };
  expect(downloadData(odd, 'http://127.0.0.1:5678/?x=1#y')).toBe(
    'video/mp4:a-b-c-squats-kling-v2.6-pro.mp4:http://127.0.0.1:5678/media/item/item-0001/result?download=1',
  );
});
