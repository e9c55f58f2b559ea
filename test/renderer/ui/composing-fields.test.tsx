// @vitest-environment happy-dom
import { act, useState } from 'react';
import { expect, test } from 'vitest';
import { TileName } from '#renderer/features/library/tile-name.tsx';
import { SearchField } from '#renderer/ui/field.tsx';
import { TagField, tagsIn } from '#renderer/ui/tag-field.tsx';
import { draw } from '#test/renderer/draw.tsx';
import { typeText } from '#test/renderer/settings-typing.ts';

const events: string[] = [];

const Search = () => {
  const [text, setText] = useState('');
  return (
    <SearchField
      label="Search"
      placeholder=""
      clearLabel="Clear"
      maxChars={100}
      value={text}
      onChange={setText}
      onLeave={() => events.push('left')}
      ref={null}
    />
  );
};
const fields = [
  [
    'the name of a result',
    <TileName
      key="name"
      name=""
      placeholder=""
      label="Name"
      onNamed={(name) => events.push(`named ${name}`)}
    />,
    'named 跳舞',
  ],
  ['the search', <Search key="search" />, 'left'],
  [
    'the tags',
    <TagField
      key="tags"
      label="Tags"
      tags={[]}
      known={[]}
      placeholder=""
      maxChars={50}
      removeLabel={(tag) => tag}
      onAdd={(tags) => events.push(`tagged ${tags.join()}`)}
      onRemove={() => undefined}
    />,
    'tagged 跳舞',
  ],
] as const;

test.each(fields)(
  'an Enter that an input method handles completes nothing in %s',
  async (_, element, ended) => {
    events.length = 0;
    const { box } = await draw(element);
    const field = box.querySelector('input');
    if (field === null) throw new Error('There is no field.');
    const enter = (more: KeyboardEventInit) =>
      act(async () => {
        field.dispatchEvent(
          new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true, ...more }),
        );
      });
    await typeText(field, '跳舞');
    await enter({ isComposing: true });
    expect(events).toEqual([]);
    await enter({});
    expect(events).toEqual([ended]);
  },
);

test('the commas of Chinese, Japanese and Arabic complete a tag as well', () => {
  expect(tagsIn('舞，跳、手، يد,one', { present: [], maxChars: 20 })).toEqual([
    '舞',
    '跳',
    '手',
    'يد',
    'one',
  ]);
});

test('splits tags at commas and line breaks, without duplicates that differ in case', () => {
  const read = (text: string) => tagsIn(text, { present: ['Dance'], maxChars: 12 });
  expect(read(' client A, dance ,, Night\nnight ')).toEqual(['client A', 'Night']);
  expect(read('a tag far longer than that')).toEqual(['a tag far lo']);
  expect(read(' , ')).toEqual([]);
});
