declare module '*.module.css' {
  const classes: Readonly<Record<string, string>>;
  // What Vite makes of a CSS module.
  export default classes;
}
declare module '*.css';
