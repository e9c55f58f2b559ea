/**
 * Meaning of a key press. Every keydown handler of the page reads its key here (test/renderer/ui/keys.test.ts checks
 * the sources), so that other alphabets and input methods behave the same everywhere. Pure.
 */

type NativePress = Pick<KeyboardEvent, 'key' | 'code' | 'keyCode' | 'isComposing'>;
/** React's own events lack `isComposing`; the native event inside them has it. */
export type KeyPress = NativePress | { readonly nativeEvent: NativePress };
export type ModifiedPress = KeyPress & Pick<KeyboardEvent, 'shiftKey' | 'ctrlKey' | 'metaKey' | 'altKey'>;

/** `keyCode` of every key that an input method handles, also where `isComposing` is not set yet, or no longer. */
const handledByInputMethod = 229;

/** Characters of the letter and symbol keys on a US keyboard, by `code`. */
const usSigns: Readonly<Record<string, string>> = {
  Comma: ',',
  Period: '.',
  Slash: '/',
  Minus: '-',
  Equal: '=',
  Space: ' ',
};

const byPosition = (code: string): string | null => {
  const [, letter, digit] = /^Key([A-Z])$|^(?:Digit|Numpad)(\d)$/.exec(code) ?? [];
  return letter?.toLowerCase() ?? digit ?? usSigns[code] ?? null;
};

const native = (press: KeyPress): NativePress => ('nativeEvent' in press ? press.nativeEvent : press);

/** The key as typed, for text fields; null while an input method composes with it, and for dead keys. */
export const typedKeyOf = (press: KeyPress): string | null => {
  const { key, keyCode, isComposing } = native(press);
  const isComposed = isComposing || keyCode === handledByInputMethod || key === 'Process' || key === 'Dead';
  return isComposed ? null : key;
};

const isAscii = (key: string): boolean => /^[\x20-\x7e]+$/.test(key);
const isTurkishI = (key: string): boolean => key === '\u0130' || key === '\u0131';
/** Symbols and letters that an East Asian input method widens. */
const isWide = (key: string): boolean => /^[\u3000-\u303f\uff00-\uffef]$/.test(key);
/** One key may type two letters (Arabic lam-alef) or a mark without a letter (Thai). */
const isOfAlphabet = (key: string): boolean => /^[\p{L}\p{M}\p{Nd}]+$/u.test(key);
const isLatin = (key: string): boolean => /^\p{Script=Latin}$/u.test(key);

/**
 * The key of a shortcut: one character in lower case, or a name as in `KeyboardEvent.key`. A Latin letter or an ASCII
 * symbol is what the keyboard prints (Dvorak, AZERTY); a letter of another alphabet is read by its position, and so
 * is a letter in the row of digits. null: the press belongs to an input method or is a dead key.
 */
export const keyOf = (press: KeyPress): string | null => {
  const key = typedKeyOf(press);
  if (key === null) return null;
  if (isAscii(key)) return key.length === 1 ? key.toLowerCase() : key;
  if (isTurkishI(key)) return 'i';
  const { code } = native(press);
  const isInFigures = /^Digit\d$/.test(code) && isOfAlphabet(key);
  const isPrinted = !isInFigures && !isWide(key) && (isLatin(key) || !isOfAlphabet(key));
  return isPrinted ? key.toLowerCase() : (byPosition(code) ?? key);
};

/** A digit, also of a keyboard that prints its digits with Shift only (AZERTY) when Shift is not held. */
export const digitOf = (press: KeyPress & { readonly shiftKey: boolean }): number | null => {
  const key = keyOf(press);
  if (key === null || /^\d$/.test(key)) return key === null ? null : Number(key);
  const [, digit] = /^Digit(\d)$/.exec(native(press).code) ?? [];
  return digit === undefined || press.shiftKey || /^[a-z]$/.test(key) ? null : Number(digit);
};

/** Whether shortcuts use Cmd in place of Ctrl. */
export const isMac = (): boolean => navigator.platform.startsWith('Mac');

/** Ignores the repeats of a held key; a button that sends or pays needs one press for each time. */
export const ignoreRepeat = (event: {
  readonly repeat: boolean;
  readonly preventDefault: () => void;
}): void => {
  if (event.repeat) event.preventDefault();
};
