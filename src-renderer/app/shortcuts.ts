/** The shortcuts of the table of commands: as keys that are pressed, and as text. Pure. */
import { type CommandId, commandIds, commands } from '#contract/commands.ts';
import { commandIn } from '../shared/use-keys.ts';
import { keyOf, type ModifiedPress } from '../ui/keys.ts';

export type PageHost = { readonly isMac: boolean; readonly isDesktop: boolean };

/**
 * Commands whose keys the page reads. Generate has its keys in the Studio. In a browser the other combinations belong to
 * the browser.
 */
const isReadHere = (id: CommandId, { isDesktop }: PageHost): boolean =>
  id !== 'generate' && commands[id].runsIn === 'page' && (isDesktop || id === 'shortcuts');

/** `Ctrl+Shift+E` -> the modifiers and the key in lower case. */
const partsOf = (keys: string): { readonly key: string; readonly hasShift: boolean } => {
  const parts = keys.split('+');
  return { key: parts.at(-1)?.toLowerCase() ?? '', hasShift: parts.includes('Shift') };
};

const isLetter = (key: string): boolean => /^[a-z]$/.test(key);

/** null: no command has these keys. `isInText`: the focus is in a text field, which takes keys without Ctrl. */
export const shortcutCommand = (
  pressed: ModifiedPress & Pick<KeyboardEvent, 'repeat'>,
  { isInText, ...host }: PageHost & { readonly isInText: boolean },
): CommandId | null => {
  if (pressed.repeat) return null;
  if (!isInText && commandIn({ plain: {}, shifted: {}, anyShift: { '?': true } }, pressed))
    return 'shortcuts';
  const [isHeld, isOtherHeld] = host.isMac
    ? [pressed.metaKey, pressed.ctrlKey]
    : [pressed.ctrlKey, pressed.metaKey];
  if (!isHeld || isOtherHeld || pressed.altKey) return null;
  const typed = keyOf(pressed)?.toLowerCase();
  const found = commandIds.find((id) => {
    const { shortcut } = commands[id];
    if (shortcut === null || !isReadHere(id, host)) return false;
    const { key, hasShift } = partsOf(shortcut[host.isMac ? 'mac' : 'other']);
    // Some keyboards produce symbols with Shift.
    return key === typed && (!isLetter(key) || hasShift === pressed.shiftKey);
  });
  return found ?? null;
};

const macSigns: Readonly<Record<string, string>> = { Cmd: '\u2318', Shift: '\u21e7' };

export type ListedShortcut = { readonly id: CommandId; readonly keys: string };

/** The shortcuts that work in this host. `enter`: name of the key. */
export const listedShortcuts = (host: PageHost, enter: string): readonly ListedShortcut[] =>
  commandIds.flatMap((id) => {
    const { shortcut } = commands[id];
    if (shortcut === null || !(host.isDesktop || id === 'generate' || id === 'shortcuts')) return [];
    const keys = shortcut[host.isMac ? 'mac' : 'other']
      .split('+')
      .map((key) => (host.isMac ? macSigns[key] : undefined) ?? (key === 'Enter' ? enter : key))
      .join(host.isMac ? ' ' : '+');
    return [{ id, keys: id === 'shortcuts' ? `${keys}, ?` : keys }];
  });
