/** Puts the chosen theme on the page, and follows the system where that is the choice. */
import { useEffect } from 'react';
import { useMirror } from '../state/use-app.ts';

const systemDark = matchMedia('(prefers-color-scheme: dark)');

const paint = (theme: 'system' | 'light' | 'dark') => {
  document.documentElement.dataset.theme =
    theme === 'system' ? (systemDark.matches ? 'dark' : 'light') : theme;
};

export const useTheme = (): void => {
  const theme = useMirror((mirror) => mirror.settings?.theme ?? 'system');
  useEffect(() => {
    const repaint = () => paint(theme);
    repaint();
    systemDark.addEventListener('change', repaint);
    return () => systemDark.removeEventListener('change', repaint);
  }, [theme]);
};
