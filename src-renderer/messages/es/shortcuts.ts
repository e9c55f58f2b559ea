/** The list of keyboard shortcuts, and what was opened from outside the page. */
import type { ShortcutMessages } from '../en/shortcuts.ts';

export const shortcuts: ShortcutMessages = {
  title: 'Atajos de teclado',
  program: 'En todas partes',
  enter: 'Intro',
  opened: (names) => `Abierto: ${names}.`,
};
