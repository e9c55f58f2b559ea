/** Texts of the settings about the delivery of files to a provider. */
import type { Host } from '#contract/model/delivery.ts';
import type { BucketNameProblem } from '#contract/rules/delivery.ts';

type Explained = { readonly what: string; readonly wayOut: string };

export const deliverySetup = {
  title: 'File hosts',
  why: 'Novita and RunPod read a video only from a link. Understudy can upload it to fal storage or to an S3 bucket of your own.',
  prefers: 'Preferred host',
  hosts: { fal: 'fal storage', bucket: 'My bucket' } satisfies Record<Host, string>,
  prefersHint: 'If the preferred host is not set up, the other one is used.',
  ready: {
    fal: 'fal storage is ready: your fal key is set.',
    bucket: (host: string): string => `Your bucket at ${host} is ready.`,
  },
  notReady: {
    fal: 'fal storage needs a fal key.',
    bucket: 'Your bucket is not set up.',
  },
  used: {
    fal: 'Files are uploaded to fal storage. Anyone with the link can read them until it expires.',
    bucket:
      'Files are uploaded to your bucket. Anyone with the signed link can read them until they are deleted.',
    none: 'No host is set up. Add a fal key above or a bucket below.',
  },
  inlineImages: 'Send images inline',
  inlineHint:
    'No link to the image is created. Used where the model supports it; the image is compressed if necessary.',
  bucketTitle: 'Your own bucket',
  bucketWhy:
    'S3-compatible storage. It may stay private: each file gets a random name and a signed link, and is deleted after its generation.',
  needs: 'Its key needs PutObject, GetObject and DeleteObject:',
  fields: {
    endpoint: 'Endpoint',
    region: 'Region',
    name: 'Bucket name',
    accessKeyId: 'Access key ID',
    prefix: 'Prefix',
  },
  endpointHint: 'Address of the service, without the bucket name.',
  regionHint: 'auto: taken from the endpoint.',
  prefixHint: 'Added before the name of each object. Optional.',
  endpointProblems: {
    'no-address': 'This is not a valid address. Example: https://s3.eu-central-1.amazonaws.com.',
    'not-https': 'It must begin with https://; http:// is allowed for this computer only.',
    'with-more': 'Enter only the address of the service, without a password or path.',
  },
  nameProblems: {
    length: 'A bucket name has 3 to 63 characters.',
    letters: 'A bucket name has lowercase letters, digits, dots and hyphens only.',
    ends: 'A bucket name begins and ends with a letter or digit.',
    dots: 'A bucket name has no two dots in a row.',
    address: 'This is an IP address, not a bucket name.',
    reserved: 'This prefix or suffix is reserved for bucket names.',
  } satisfies Record<BucketNameProblem, string>,
  examples: 'Examples',
  service: 'Service',
  examplesHint:
    'Insert your own account, region and host. A provider cannot read a MinIO server that only your own network reaches.',
  save: 'Save',
  saveBucket: 'Save bucket',
  saved: 'Bucket saved.',
  environment:
    'The environment variables UNDERSTUDY_S3_ENDPOINT, UNDERSTUDY_S3_REGION, UNDERSTUDY_S3_BUCKET, UNDERSTUDY_S3_ACCESS_KEY_ID and UNDERSTUDY_S3_SECRET_ACCESS_KEY override these fields.',
  secret: {
    title: 'Secret access key',
    field: 'Secret access key of your bucket',
    placeholder: 'Paste the secret access key',
    replacePlaceholder: 'Paste another to replace it',
    saveOf: 'Save the secret access key',
    saved: 'Secret access key saved.',
    clearOf: 'Clear the secret access key',
    cleared: 'Secret access key cleared.',
    testOf: 'Test the bucket',
    testing: 'Uploading, reading and deleting a small object',
    good: 'The bucket works: a small object was uploaded, read by its link and deleted.',
  },
  missing: (fields: string): string => `Missing: ${fields}.`,
  unsaved: 'Save the bucket before testing it.',
  outcomes: {
    'bucket-refused': {
      what: 'The bucket refused the request.',
      wayOut:
        'See its response in the details. Check the endpoint, name, region, key and permissions (PutObject, GetObject, DeleteObject), and the clock of this computer.',
    },
    'upload-failed': {
      what: 'The bucket cannot be reached or has an internal error.',
      wayOut: 'Check the endpoint and the connection, then test again. See the details.',
    },
    'key-missing': {
      what: 'The bucket\u2019s secret access key is not set.',
      wayOut: 'Paste it above and save it.',
    },
    // The program cancels the test after a time limit.
    cancelled: {
      what: 'The bucket did not answer in time.',
      wayOut: 'Check the endpoint and the connection, then test again.',
    },
  } satisfies Record<string, Explained>,
};
export type DeliverySetupMessages = typeof deliverySetup;
