/** The program's logo: an outlined figure with a solid one behind it. */
export const Mark = () => (
  <svg width="28" height="28" viewBox="0 0 28 28" aria-hidden="true" fill="none">
    <circle cx="17" cy="8" r="4" fill="var(--accent)" />
    <path d="M10.5 24c0-5.5 2.6-9 6.5-9s6.5 3.5 6.5 9z" fill="var(--accent)" />
    <circle cx="10.5" cy="8" r="4" fill="var(--surface)" stroke="currentColor" strokeWidth="1.8" />
    <path
      d="M4 24c0-5.5 2.6-9 6.5-9s6.5 3.5 6.5 9z"
      fill="var(--surface)"
      stroke="currentColor"
      strokeWidth="1.8"
      strokeLinejoin="round"
    />
  </svg>
);
