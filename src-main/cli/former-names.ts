/** Former names of commands and options. They are accepted for one version, with a note on stderr. */

const presentOptions: ReadonlyMap<string, string> = new Map([
  ['--no-sound', '--no-audio'],
  ['--sound', '--audio'],
  ['--over-cap', '--over-limit'],
  ['--least-rating', '--min-rating'],
]);

const presentCommands: readonly {
  readonly former: readonly string[];
  readonly present: readonly string[];
}[] = [
  { former: ['hosting'], present: ['delivery'] },
  { former: ['spending', 'cap'], present: ['spending', 'limit'] },
  { former: ['jobs', 'go-on'], present: ['jobs', 'resume'] },
  { former: ['library', 'sound'], present: ['library', 'audio'] },
];

export type Renamed = { readonly former: string; readonly present: string };

/** `renamed`: what was replaced, in the order of the arguments. Arguments after `--` are not replaced. */
export const withPresentArguments = (
  args: readonly string[],
): { readonly args: readonly string[]; readonly renamed: readonly Renamed[] } => {
  const command = presentCommands.find(({ former }) => former.every((word, at) => args[at] === word));
  const start = command === undefined ? [] : command.present;
  const end = args.indexOf('--') === -1 ? args.length : args.indexOf('--');
  const renamed: Renamed[] = [];
  if (command !== undefined)
    renamed.push({ former: command.former.join(' '), present: command.present.join(' ') });
  const rest = args.slice(start.length).map((arg, at) => {
    if (start.length + at >= end) return arg;
    const [name = '', ...value] = arg.split('=');
    const present = presentOptions.get(name);
    if (present === undefined) return arg;
    renamed.push({ former: name, present });
    return [present, ...value].join('=');
  });
  return { args: [...start, ...rest], renamed };
};
