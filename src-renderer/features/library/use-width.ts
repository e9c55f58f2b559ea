/** How wide an element is inside, kept up to date. */
import { useLayoutEffect, useState } from 'react';

/** In CSS pixels; null until it has been drawn once. */
export const useWidth = (element: HTMLElement | null): number | null => {
  const [widthPx, setWidthPx] = useState<number | null>(null);
  useLayoutEffect(() => {
    if (element === null) return;
    const measure = () => setWidthPx(element.clientWidth);
    measure();
    const watcher = new ResizeObserver(measure);
    watcher.observe(element);
    return () => watcher.disconnect();
  }, [element]);
  return widthPx;
};
