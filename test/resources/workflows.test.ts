/** The workflows of the repository: valid YAML whose commands and files exist. */
import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parseDocument } from 'yaml';
import { z } from 'zod';
import { programFolder } from '#main/program-folder.ts';
import { arches, systems } from '../../resources/package/target.ts';

const workflowSchema = z.object({
  name: z.string(),
  on: z.record(z.string(), z.unknown()),
  permissions: z.object({ contents: z.literal('read') }),
  jobs: z.record(
    z.string(),
    z.object({
      'runs-on': z.string(),
      'timeout-minutes': z.number(),
      strategy: z
        .object({ matrix: z.object({ include: z.array(z.record(z.string(), z.string())).optional() }) })
        .optional(),
      steps: z.array(z.object({ run: z.string().optional(), uses: z.string().optional() })),
    }),
  ),
});

const files = globSync('.github/workflows/*.yml', { cwd: programFolder });

const readWorkflow = (file: string) => {
  const document = parseDocument(readFileSync(join(programFolder, file), 'utf8'));
  expect(document.errors).toEqual([]);
  return workflowSchema.parse(document.toJS());
};

const commandsOf = (workflow: z.infer<typeof workflowSchema>): string =>
  Object.values(workflow.jobs)
    .flatMap(({ steps }) => steps.map(({ run }) => run ?? ''))
    .join('\n');

const { scripts } = z
  .object({ scripts: z.record(z.string(), z.string()) })
  .parse(JSON.parse(readFileSync(join(programFolder, 'package.json'), 'utf8')));

describe.each(files)('%s', (file) => {
  test('is a workflow with read-only permissions and a time limit for each job', () => {
    expect(Object.keys(readWorkflow(file).jobs).length).toBeGreaterThan(0);
  });

  test('runs scripts and files that exist', () => {
    const commands = commandsOf(readWorkflow(file));
    const names = [...commands.matchAll(/\bnpm run ([\w:]+)/g)].map(([, name = '']) => name);
    expect(names.filter((name) => scripts[name] === undefined)).toEqual([]);
    const programs = [...commands.matchAll(/\bnode ([\w/.-]+\.ts)/g)].map(([, path = '']) => path);
    expect(programs.filter((path) => !existsSync(join(programFolder, path)))).toEqual([]);
  });
});

test('packages are built and verified for each target, and audited', () => {
  const workflow = readWorkflow('.github/workflows/package.yml');
  const built = workflow.jobs.package?.strategy?.matrix.include?.map(
    ({ system, arch }) => `${system} ${arch}`,
  );
  expect(built?.toSorted()).toEqual(
    systems.flatMap((system) => arches.map((arch) => `${system} ${arch}`)).toSorted(),
  );
  const commands = commandsOf(workflow);
  for (const command of ['npm audit --omit=dev', 'npm run package:verify', 'npm run package:ffmpeg'])
    expect(commands).toContain(command);
});

test('the gate of the README runs for each change', () => {
  expect(commandsOf(readWorkflow('.github/workflows/test.yml'))).toMatch(/npm ci\n[\s\S]*npm test/);
});
