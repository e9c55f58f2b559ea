import { useEffect, useRef } from 'react';
import { isKeyTaken, type StudioCommand, studioCommand } from './studio-keys.ts';

/** The Studio's keys, wherever the focus is, unless what has the focus uses the key itself. */
export const useStudioKeys = (obey: (command: StudioCommand) => void): void => {
  const latest = useRef(obey);
  useEffect(() => {
    latest.current = obey;
  });
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const command = studioCommand(event);
      const target = event.target instanceof Element ? event.target : null;
      if (command === null || event.defaultPrevented || isKeyTaken(target, command)) return;
      event.preventDefault();
      latest.current(command);
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, []);
};
