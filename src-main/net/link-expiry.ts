/** When a signed link expires, as far as its own query states it. */

const textOf = (milliseconds: number): string | null =>
  Number.isFinite(milliseconds) ? new Date(milliseconds).toISOString() : null;

/**
 * Time of signing and lifetime in seconds: S3 and compatible services, and Google Cloud Storage.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html,
 * https://cloud.google.com/storage/docs/authentication/signatures
 */
const signedEnd = (query: URLSearchParams, by: 'X-Amz' | 'X-Goog'): string | null => {
  const signed = /^(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})Z$/.exec(query.get(`${by}-Date`) ?? '');
  const lifeSec = /^\d{1,7}$/.exec(query.get(`${by}-Expires`) ?? '')?.[0];
  if (signed === null || lifeSec === undefined) return null;
  const [, year, month, day, hour, minute, second] = signed;
  return textOf(Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`) + Number(lifeSec) * 1000);
};

/**
 * Seconds since 1970: S3's older signature, CloudFront and others.
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-creating-signed-url-canned-policy.html
 */
const unixEnd = (query: URLSearchParams): string | null => {
  const unixSec = /^\d{9,10}$/.exec(query.get('Expires') ?? query.get('expires') ?? '')?.[0];
  return unixSec === undefined ? null : textOf(Number(unixSec) * 1000);
};

/**
 * Azure's "signed expiry", in UTC with or without a zone.
 * https://learn.microsoft.com/rest/api/storageservices/create-service-sas
 */
const azureEnd = (query: URLSearchParams): string | null => {
  const match = /^(\d{4}-\d{2}-\d{2})(?:T(\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?)Z?)?$/.exec(query.get('se') ?? '');
  return match === null || !query.has('sig')
    ? null
    : textOf(Date.parse(`${match[1]}T${match[2] ?? '00:00'}Z`));
};

/** ISO time; null: not stated. */
export const linkExpiry = (url: string): string | null => {
  if (!URL.canParse(url)) return null;
  const { searchParams } = new URL(url);
  return (
    signedEnd(searchParams, 'X-Amz') ??
    signedEnd(searchParams, 'X-Goog') ??
    unixEnd(searchParams) ??
    azureEnd(searchParams)
  );
};
