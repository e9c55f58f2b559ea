/** The list of keyboard shortcuts, and what was opened from outside the page. */

export const shortcuts = {
  title: 'Keyboard shortcuts',
  program: 'Everywhere',
  enter: 'Enter',
  opened: (names: string): string => `Opened: ${names}.`,
};
export type ShortcutMessages = typeof shortcuts;
