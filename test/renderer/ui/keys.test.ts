// @vitest-environment happy-dom
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { keyCommand } from '#renderer/features/compare/compare-keys.ts';
import { screenCommand, tileCommand } from '#renderer/features/library/grid-keys.ts';
import { studioCommand } from '#renderer/features/prepare/studio-keys.ts';
import { digitOf, keyOf, typedKeyOf } from '#renderer/ui/keys.ts';

const press = (key: string, code: string, more: KeyboardEventInit & { keyCode?: number } = {}) =>
  new KeyboardEvent('keydown', { key, code, ...more });

/** Characters of these key positions, by `code`. */
const layouts = {
  Russian: { KeyI: 'ш', KeyO: 'щ', KeyL: 'д', KeyM: 'ь', KeyR: 'к', KeyF: 'а', Comma: 'б', Period: 'ю' },
  Ukrainian: { KeyI: 'ш', KeyS: 'і', KeyB: 'и', Comma: 'б' },
  Greek: { KeyI: 'ι', KeyO: 'ο', KeyL: 'λ', KeyM: 'μ', KeyR: 'ρ', KeyF: 'φ' },
  Hebrew: { KeyI: 'ן', KeyO: 'ם', KeyL: 'ך', KeyM: 'צ', KeyR: 'ר', KeyF: 'כ', Comma: 'ת', Period: 'ץ' },
  Arabic: { KeyI: 'ه', KeyO: 'خ', KeyB: 'لا', KeyM: 'ة', Comma: 'و', Slash: 'ظ' },
  Persian: { KeyI: 'ه', Digit1: '۱', Digit4: '۴' },
  Thai: { KeyI: 'ร', KeyU: 'ี', KeyO: 'น', Digit1: 'ๅ' },
  Hindi: { KeyI: 'ि', KeyO: 'ो', KeyF: 'थ' },
  Korean: { KeyI: 'ㅑ', KeyO: 'ㅐ', KeyF: 'ㄹ' },
  Kana: { KeyI: 'に', KeyO: 'ら', Comma: 'ね' },
  Bopomofo: { KeyI: 'ㄛ', KeyF: 'ㄑ', Digit1: 'ㄅ' },
  'full width': { KeyI: 'ｉ', Comma: '，', Period: '。', Space: '　', Digit3: '３' },
} as const;
const printedOnUs: Readonly<Record<string, string>> = { Comma: ',', Period: '.', Slash: '/', Space: ' ' };
const onUs = (code: string): string => printedOnUs[code] ?? code.replace(/^(Key|Digit)/, '').toLowerCase();

test.each(Object.entries(layouts))('a letter of a %s keyboard is read by its position', (_, keys) => {
  for (const [code, key] of Object.entries(keys)) {
    expect([code, keyOf(press(key, code))]).toEqual([code, onUs(code)]);
    // Caps Lock and Shift.
    expect([code, keyOf(press(key.toUpperCase(), code))]).toEqual([code, onUs(code)]);
  }
});

test.each([
  ['Dvorak', 'i', 'KeyG', 'i'],
  ['Dvorak', 'c', 'KeyI', 'c'],
  ['Dvorak', ',', 'KeyW', ','],
  ['AZERTY', 'a', 'KeyQ', 'a'],
  ['AZERTY', 'm', 'Semicolon', 'm'],
  ['AZERTY', ',', 'KeyM', ','],
  ['AZERTY', '-', 'Digit6', '-'],
  ['AZERTY', 'à', 'Digit0', '0'],
  ['B\u00c9PO', 'é', 'KeyW', 'é'],
  ['QWERTZ', 'z', 'KeyY', 'z'],
  ['German', 'ß', 'Minus', 'ß'],
  ['Spanish', '¡', 'Equal', '¡'],
  ['Spanish', 'º', 'Backquote', 'º'],
  ['Turkish', 'ı', 'KeyI', 'i'],
  ['Turkish', 'İ', 'Quote', 'i'],
  ['Caps Lock', 'I', 'KeyI', 'i'],
  ['numpad', '0', 'Numpad0', '0'],
  ['numpad', '+', 'NumpadAdd', '+'],
  ['numpad without Num Lock', 'End', 'Numpad1', 'End'],
  ['numpad', 'Enter', 'NumpadEnter', 'Enter'],
  ['touch keyboard without codes', 'ш', '', 'ш'],
])('%s: %s at %s is %s', (_, key, code, read) => {
  expect(keyOf(press(key, code))).toBe(read);
});

test.each([
  ['while it composes', { isComposing: true }, 'Enter'],
  ['before it reports that it composes', { keyCode: 229 }, 'Process'],
  ['as Safari reports the Enter that ends it', { keyCode: 229 }, 'Enter'],
  ['a dead key', {}, 'Dead'],
])('a key of an input method is no command and types nothing: %s', (_, more, key) => {
  const pressed = press(key, 'Enter', { ...more, ctrlKey: true });
  // The test's browser has no keyCode.
  Object.defineProperty(pressed, 'keyCode', { value: 'keyCode' in more ? more.keyCode : 0 });
  expect([keyOf(pressed), typedKeyOf(pressed), keyOf({ nativeEvent: pressed })]).toEqual([null, null, null]);
  expect([
    studioCommand(pressed),
    keyCommand(pressed),
    tileCommand(pressed),
    screenCommand(pressed, false),
  ]).toEqual([null, null, null, null]);
});

test('every screen handles the keys of another alphabet', () => {
  expect([
    studioCommand(press('ш', 'KeyI')),
    studioCommand(press('Щ', 'KeyO', { shiftKey: true })),
    keyCommand(press('б', 'Comma')),
    keyCommand(press('ף', 'KeyS')),
    tileCommand(press('φ', 'KeyF')),
    screenCommand(press('ф', 'KeyA', { ctrlKey: true }), false),
    screenCommand(press('а', 'KeyF', { metaKey: true }), true),
  ]).toEqual([
    { kind: 'start-here' },
    { kind: 'go-to', end: 'end' },
    { kind: 'frames', by: -1 },
    { kind: 'swap' },
    { kind: 'favourite' },
    'all',
    'search',
  ]);
});

test.each([
  ['1', 'Digit1', false, 1],
  ['&', 'Digit1', false, 1],
  ['1', 'Digit1', true, 1],
  ['é', 'Digit2', false, 2],
  ['!', 'Digit1', true, null],
  ['4', 'Numpad4', false, 4],
  ['ArrowLeft', 'Numpad4', false, null],
  ['f', 'KeyF', false, null],
])('the digit of %s at %s, with Shift %s, is %s', (key, code, shiftKey, digit) => {
  expect(digitOf(press(key, code, { shiftKey }))).toBe(digit);
});

test('no handler of the page reads a key except through keys.ts', () => {
  const root = join(import.meta.dirname, '../../../src-renderer');
  const reads = [
    /\b(?:event|e|ev|pressed|press|nativeEvent|keyboardEvent)\??\.(?:key|code|keyCode|which|charCode|isComposing)\b/,
    /\{[^{}]*\b(?:key|code|isComposing)\b[^{}]*\}\s*:\s*(?:React\.)?KeyboardEvent\b/,
    /\bconst \{[^{}]*\b(?:key|code|isComposing)\b[^{}]*\} = (?:event|e|pressed|press|event\.nativeEvent)\b/,
    /Pick<\s*KeyboardEvent,[^>]*'(?:key|code|isComposing)'/,
  ];
  const handles = /\bonKey(?:Down|Up|Press)(?:Capture)?\b|['"]key(?:down|up|press)['"]/;
  const files = globSync('**/*.{ts,tsx}', { cwd: root }).filter((name) => name !== join('ui', 'keys.ts'));
  const sources = files.map((name) => ({ name, text: readFileSync(join(root, name), 'utf8') }));
  expect(sources.filter(({ text }) => reads.some((read) => read.test(text))).map(({ name }) => name)).toEqual(
    [],
  );
  const importsNothing = ({ text }: { text: string }) => !/from '[^']*\/(?:keys|[\w-]+-keys)\.ts'/.test(text);
  const handlers = sources.filter(({ text }) => handles.test(text));
  expect(handlers.length).toBeGreaterThan(10);
  expect(handlers.filter(importsNothing).map(({ name }) => name)).toEqual([]);
});
