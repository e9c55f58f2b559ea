/** Parsed source files: what each imports and which identifiers it uses. Type imports count like all others. */
import { globSync, readFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import { parseSync } from 'vite';
import { z } from 'zod';

/** `to`: a path from the top of the project, or the name of a package. */
export type Import = { readonly to: string; readonly isType: boolean };

export type SourceFile = {
  readonly path: string;
  readonly imports: readonly Import[];
  readonly identifiers: ReadonlySet<string>;
  /** Comments, string literals, template texts and text in JSX. */
  readonly texts: readonly { readonly line: number; readonly text: string }[];
};

/**
 * The aliases of package.json's `imports`. Every specifier of the project has its extension (`allowImportingTsExtensions`),
 * and tsc rejects one that leads nowhere, so that a path is all there is to resolve.
 */
const aliases = new Map([
  ['#contract/', 'src-preload/contract/'],
  ['#main/', 'src-main/'],
  ['#renderer/', 'src-renderer/'],
  ['#test/', 'test/'],
]);

const resolved = (from: string, specifier: string): string => {
  const [bare = ''] = specifier.split('?');
  for (const [alias, folder] of aliases) if (bare.startsWith(alias)) return folder + bare.slice(alias.length);
  return bare.startsWith('.') ? posix.join(dirname(from), bare) : bare;
};

const nodeSchema = z.looseObject({ type: z.string() });
const sourceSchema = z.object({ source: z.object({ value: z.string() }) });
const kindSchema = z.object({
  importKind: z.string().optional(),
  exportKind: z.string().optional(),
  specifiers: z.array(z.object({ importKind: z.string().optional() })).optional(),
});
const nameSchema = z.object({ name: z.string() });
const textNodeSchema = z.union([
  z.object({ type: z.enum(['Literal', 'JSXText']), value: z.string(), start: z.number() }),
  z.object({ type: z.literal('TemplateElement'), value: z.object({ raw: z.string() }), start: z.number() }),
]);

const isTypeOnly = (node: unknown): boolean => {
  const { importKind, exportKind, specifiers = [] } = kindSchema.parse(node);
  return (
    importKind === 'type' ||
    exportKind === 'type' ||
    (specifiers.length > 0 && specifiers.every((one) => one.importKind === 'type'))
  );
};

const imported = new Set([
  'ImportDeclaration',
  'ExportNamedDeclaration',
  'ExportAllDeclaration',
  'ImportExpression',
]);

const textTypes = new Set(['Literal', 'JSXText', 'TemplateElement']);

export const parseSource = (path: string, text: string): SourceFile => {
  const imports: Import[] = [];
  const identifiers = new Set<string>();
  const texts: { line: number; text: string }[] = [];
  const lineOf = (at: number): number => text.slice(0, at).split('\n').length;
  const addText = (node: unknown): void => {
    const found = textNodeSchema.safeParse(node);
    if (!found.success) return;
    const { value, start } = found.data;
    texts.push({ line: lineOf(start), text: typeof value === 'string' ? value : value.raw });
  };
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) {
      for (const one of value) visit(one);
      return;
    }
    if (typeof value !== 'object' || value === null) return;
    const type = 'type' in value ? value.type : undefined;
    if (type === 'Identifier' || type === 'PrivateIdentifier') identifiers.add(nameSchema.parse(value).name);
    if (typeof type === 'string' && textTypes.has(type)) addText(value);
    if (typeof type === 'string' && imported.has(type)) {
      const source = sourceSchema.safeParse(value);
      if (source.success) {
        imports.push({ to: resolved(path, source.data.source.value), isType: isTypeOnly(value) });
        // A specifier is no text.
        for (const [name, child] of Object.entries(value)) if (name !== 'source') visit(child);
        return;
      }
    }
    for (const child of Object.values(value)) visit(child);
  };
  const { program, errors, comments } = parseSync(path, text);
  if (errors.length > 0) throw new Error(`${path} cannot be parsed`);
  visit(nodeSchema.parse(program));
  for (const { value, start } of comments) texts.push({ line: lineOf(start), text: value });
  return { path, imports, identifiers, texts };
};

/** `folders`: from the top of the project. */
export const readSourceTree = (root: string, folders: readonly string[]): readonly SourceFile[] =>
  folders
    .flatMap((folder) => globSync(`${folder}/**/*.{ts,tsx}`, { cwd: root }))
    .map((path) => path.replaceAll('\\', '/'))
    .map((path) => parseSource(path, readFileSync(join(root, path), 'utf8')));
