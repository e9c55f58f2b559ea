import { basename, resolve } from 'node:path';
import { messages as en } from '#contract/messages/en/messages.ts';
import { reportBody } from '#contract/rules/body.ts';
import { exitStatus } from '../exit-status.ts';
import { json } from '../options.ts';
import { printAnalysisProgress } from './analysis-progress.ts';
import type { AddCommand, FileCommand } from './command.ts';

const showBody =
  (file: string, options: { readonly tracks?: boolean }): FileCommand =>
  async ({ app, output }) => {
    const source = await app.handlers['media.open']({ path: resolve(file) });
    if (!source.ok) return output.failure(source.error);
    const stop = printAnalysisProgress({ app, output }, { work: 'body', text: 'Looking for people' });
    const body = await app.handlers['media.body']({ sourceId: source.value.id });
    stop();
    if (!body.ok) return output.failure(body.error);
    const report = reportBody(body.value);
    output.answer(
      {
        file,
        kind: source.value.facts.kind,
        ...report,
        ...(options.tracks ? { tracks: body.value } : {}),
      },
      [
        `${basename(file)}: ${report.people} ${report.people === 1 ? 'person' : 'people'}`,
        ...report.findings.map((finding) => `  ${en.bodyFinding(finding, source.value.facts.kind)}`),
      ],
    );
    return exitStatus.done;
  };

export const addBody: AddCommand = (cli, pick) =>
  cli
    .command('body')
    .description('find the people in an image or a video, and what a provider may refuse about them')
    .argument('<file>')
    .option('--tracks', 'with --json: also the joints of each sample')
    .addOption(json())
    .action((file, options) => pick.files(options, showBody(file, options)));
