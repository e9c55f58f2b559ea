/** Applies the chosen theme to the page, and follows the system where that is the choice. */
import { useLayoutEffect } from 'react';
import type { Settings } from '#contract/model/settings.ts';
import { useMirror } from '../state/use-app.ts';
import { createRemembered } from './remembered.ts';

type Theme = Settings['theme'];

/** The settings arrive after the page has loaded; until then the theme last stored in this browser applies. */
const memory = createRemembered('understudy-theme');
const systemIsDark = () => matchMedia('(prefers-color-scheme: dark)');

const paint = (theme: Theme): void => {
  const isDark = theme === 'system' ? systemIsDark().matches : theme === 'dark';
  document.documentElement.dataset.theme = isDark ? 'dark' : 'light';
};

export const paintRememberedTheme = (): void => {
  const remembered = memory.read();
  paint(remembered === 'light' || remembered === 'dark' ? remembered : 'system');
};

export const useTheme = (): void => {
  const theme = useMirror((mirror) => mirror.settings?.theme ?? null);
  useLayoutEffect(() => {
    if (theme === null) return;
    memory.write(theme);
    const repaint = () => paint(theme);
    const system = systemIsDark();
    repaint();
    system.addEventListener('change', repaint);
    return () => system.removeEventListener('change', repaint);
  }, [theme]);
};
