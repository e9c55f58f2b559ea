import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';
import { isFullRun, toolEnvironment } from './fixtures/runs.ts';

const root = new URL('..', import.meta.url).pathname;

/** Files that take ten seconds or more, the longest first: one that starts last would extend the run. */
const slowFiles = [
  'sandbox/fault-table',
  'main/library/export/exports',
  'main/media/video/fit-video',
  'main/media/scan/scan',
  'main/media/image/fit-image',
  'main/media/video/audio-tracks',
  'main/cli/run',
  'main/media/video/fit-durations',
  'main/media/ffmpeg/input-restrictions',
  'main/media/video/fit-video-copy',
  'main/media/probe/probe',
  'main/cli/executable',
  'main/media/video/frame-sizes',
  'main/media/ffmpeg/contradicting',
  'main/media/video/fit-video-frame',
  'main/media/video/audio-range',
  'main/library/bad-library',
  'main/cli/paying',
  'main/media/probe/probe-video',
  'main/media/ffmpeg/fuzz',
  'main/media/video/fit-video-size',
  'main/cli/compare',
  'main/cli/library-program',
  'sandbox/every-model',
  'main/media/ffmpeg/hostile-exit',
];

const rankOf = ({ moduleId }: TestSpecification): number => {
  const rank = slowFiles.findIndex((file) => moduleId.includes(`/test/${file}.test.`));
  return rank < 0 ? slowFiles.length : rank;
};

class SlowFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    return (await super.sort(files)).sort((a, b) => rankOf(a) - rankOf(b));
  }
}

export default defineConfig({
  root,
  plugins: [react()],
  test: {
    include: ['test/**/*.test.{ts,tsx}'],
    // Smaller tests elsewhere cover the same functions.
    exclude: isFullRun ? [] : ['test/**/*.full.test.ts'],
    // Files share a worker's modules, which halves the time: a test restores global changes (environment
    // variables, globals, timers).
    isolate: false,
    // Long, because real ffmpeg may run on two loaded cores.
    testTimeout: isFullRun ? 180_000 : 30_000,
    hookTimeout: 120_000,
    // Tests wait as much as they work: on two cores, three files in parallel take an eighth less time than two.
    maxWorkers: 3,
    sequence: { sequencer: SlowFirst },
    env: toolEnvironment,
    css: { modules: { classNameStrategy: 'non-scoped' } },
  },
});
