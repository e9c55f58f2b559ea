import type { BatchId, BatchOrder, Job } from '#contract/model/job.ts';

/** The order of a batch from before orders were stored; each name is one file. `jobs`: newest first. */
export const orderOfJobs = (jobs: readonly Job[], batchId: BatchId): BatchOrder | null => {
  const ofBatch = jobs.filter((job) => job.batchId === batchId).toReversed();
  const [first] = ofBatch;
  if (first === undefined) return null;
  const images = [...new Set(ofBatch.map(({ imageName }) => imageName))];
  const videos = [...new Set(ofBatch.map(({ videoName }) => videoName))];
  const fileOf = (name: string) => ({ name, sha256: '0'.repeat(64) });
  return {
    createdAt: first.createdAt,
    rows: images.map(fileOf),
    columns: videos.map(fileOf),
    runs: ofBatch.map(({ id, imageName, videoName, choices: { modelId } }) => {
      return { modelId, row: images.indexOf(imageName), column: videos.indexOf(videoName), jobIds: [id] };
    }),
    isComplete: false,
  };
};
