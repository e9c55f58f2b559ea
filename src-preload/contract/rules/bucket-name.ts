/**
 * Rules for bucket names: https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html, read
 * 2026-11-30.
 */

export type BucketNameProblem = 'length' | 'letters' | 'ends' | 'dots' | 'address' | 'reserved';

const reserved = /^(xn--|sthree-|amzn-s3-demo-)|(-s3alias|--ol-s3|\.mrap|--x-s3|--table-s3)$/;

/** null: valid. */
export const bucketNameProblem = (name: string): BucketNameProblem | null => {
  if (name.length < 3 || name.length > 63) return 'length';
  if (!/^[a-z\d.-]+$/.test(name)) return 'letters';
  if (!/^[a-z\d].*[a-z\d]$/.test(name)) return 'ends';
  if (name.includes('..')) return 'dots';
  if (/^\d+\.\d+\.\d+\.\d+$/.test(name)) return 'address';
  return reserved.test(name) ? 'reserved' : null;
};
