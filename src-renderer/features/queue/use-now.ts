import { useEffect, useState } from 'react';

/** The present in milliseconds, moving on every second while anybody needs it to. */
export const useNow = (isTicking: boolean): number => {
  const [nowMs, setNowMs] = useState(() => Date.now());
  useEffect(() => {
    if (!isTicking) return;
    const tick = () => setNowMs(Date.now());
    tick();
    const timer = setInterval(tick, 1000);
    return () => clearInterval(timer);
  }, [isTicking]);
  return nowMs;
};
