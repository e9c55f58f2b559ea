/** What the page keeps in the browser, for the time until the settings arrive. */

/** Storage may be disabled in the browser; then nothing is remembered. */
export const createRemembered = (name: string) => ({
  read: (): string | null => {
    try {
      return localStorage.getItem(name);
    } catch {
      return null;
    }
  },
  write: (value: string): void => {
    try {
      localStorage.setItem(name, value);
    } catch {
      // See above.
    }
  },
});
