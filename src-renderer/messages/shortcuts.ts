/** The list of keyboard shortcuts, and what was opened from outside the page. */

const en = {
  title: 'Keyboard shortcuts',
  program: 'Everywhere',
  enter: 'Enter',
  opened: (names: string): string => `Opened: ${names}.`,
};
export type ShortcutMessages = typeof en;

const es: ShortcutMessages = {
  title: 'Atajos de teclado',
  program: 'En todas partes',
  enter: 'Intro',
  opened: (names) => `Abierto: ${names}.`,
};

export const shortcutMessages = { en, es };
