import { basename } from 'node:path';
import { fail } from '#contract/errors.ts';
import { messages as en } from '#contract/messages/en/messages.ts';
import { bestWindows, scanFindings } from '#contract/rules/best-windows.ts';
import { exitStatus } from '../exit-status.ts';
import { json, seconds } from '../options.ts';
import { printAnalysisProgress } from './analysis-progress.ts';
import type { AddCommand, FileCommand } from './command.ts';
import { openVideo } from './inputs.ts';

/** The shortest video that any listed model accepts, in seconds. */
const minLengthSec = 3;
/** The shorter limit of most models, in seconds. */
const defaultMaxSec = 10;

const scanVideo =
  (file: string, options: { readonly maxSec: number }): FileCommand =>
  async ({ app, output }) => {
    const source = await openVideo(app, file);
    if (!source.ok) return output.failure(source.error);
    const { id, facts } = source.value;
    if (options.maxSec < minLengthSec) {
      const more = { option: '--max-sec', min: minLengthSec };
      return output.failure(fail('bad-request', { reason: 'value-too-small', ...more }).error);
    }
    const stop = printAnalysisProgress({ app, output }, { work: 'scan', text: 'Analysing video' });
    const scan = await app.handlers['media.scan']({ sourceId: id });
    stop();
    if (!scan.ok) return output.failure(scan.error);
    const windows = bestWindows(scan.value, { minSec: minLengthSec, maxSec: options.maxSec });
    const whole = { startSec: 0, endSec: facts.durationSec };
    output.answer({ file, ...scan.value, bestWindows: windows }, [
      `${basename(file)}: ${scan.value.cutsSec.length} cuts in ${facts.durationSec.toFixed(2)} s`,
      ...scanFindings(scan.value, whole).map((finding) => `  ${en.finding(finding)}`),
      ...windows.map(
        ({ startSec, endSec, score }, index) =>
          `best ${index + 1}: ${startSec.toFixed(2)} to ${endSec.toFixed(2)} s (${Math.round(score * 100)} of 100)`,
      ),
      ...(windows.length === 0 ? [`No single shot of ${minLengthSec} s has steady motion.`] : []),
    ]);
    return exitStatus.done;
  };

export const addScan: AddCommand = (cli, pick) =>
  cli
    .command('scan')
    .description('find cuts, still frames and motion in a video, and its best selections')
    .argument('<video>')
    .option('--max-sec <sec>', 'maximum length of a selection, in seconds', seconds, defaultMaxSec)
    .addOption(json())
    .action((file, options) => pick.files(options, scanVideo(file, options)));
