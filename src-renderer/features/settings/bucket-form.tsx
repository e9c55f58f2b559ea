/** Where a bucket of the person's own is, and how the services write that. Its secret is a key and lies elsewhere. */
import { type FormEvent, useId, useState } from 'react';
import type { AppError } from '#contract/errors.ts';
import type { Bucket } from '#contract/model/delivery-setup.ts';
import { bucketNameProblem } from '#contract/rules/bucket-name.ts';
import { AppErrorLine } from '#renderer/app/app-error-line.tsx';
import type { DeliverySetupMessages } from '#renderer/messages/delivery-setup.ts';
import { Button } from '#renderer/ui/button.tsx';
import { TextField } from '#renderer/ui/field.tsx';
import { OutsideLink } from '#renderer/ui/outside-link.tsx';
import { bucketExamples, endpointProblem, tidyBucket } from './bucket-fields.ts';
import styles from './delivery-setup.module.css';

const BucketExamples = ({ messages }: { readonly messages: DeliverySetupMessages }) => (
  <details className={styles.examples}>
    <summary>{messages.examples}</summary>
    <table className={styles.table}>
      <thead>
        <tr>
          <th scope="col">{messages.service}</th>
          <th scope="col">{messages.fields.endpoint}</th>
          <th scope="col">{messages.fields.region}</th>
        </tr>
      </thead>
      <tbody>
        {bucketExamples.map(({ service, endpoint, region, source }) => (
          <tr key={service}>
            <th scope="row">
              <OutsideLink href={source}>{service}</OutsideLink>
            </th>
            <td className={styles.code}>{endpoint}</td>
            <td className={styles.code}>{region}</td>
          </tr>
        ))}
      </tbody>
    </table>
    <p className={styles.soft}>{messages.examplesHint}</p>
  </details>
);

export const BucketForm = ({
  typed,
  isChanged,
  onType,
  onSave,
  messages,
}: {
  readonly typed: Bucket;
  readonly isChanged: boolean;
  readonly onType: (bucket: Bucket) => void;
  /** Of a tidy bucket. null: it is saved. */
  readonly onSave: (bucket: Bucket) => Promise<AppError | null>;
  readonly messages: DeliverySetupMessages;
}) => {
  const titleId = useId();
  const [error, setError] = useState<AppError | null>(null);
  const [isSaved, setIsSaved] = useState(false);
  const problem = endpointProblem(tidyBucket(typed));
  const { name } = tidyBucket(typed);
  const nameProblem = name === '' ? null : bucketNameProblem(name);
  const canSave = isChanged && problem === null && nameProblem === null;

  const save = async (event: FormEvent) => {
    event.preventDefault();
    if (!canSave) return;
    const failed = await onSave(tidyBucket(typed));
    setError(failed);
    setIsSaved(failed === null);
  };
  const field = (name: keyof Bucket, maxLength: number) => ({
    label: messages.fields[name],
    value: typed[name],
    maxLength,
    onChange: (event: { readonly currentTarget: { readonly value: string } }) => {
      setIsSaved(false);
      onType({ ...typed, [name]: event.currentTarget.value });
    },
  });

  return (
    <form className={styles.bucket} aria-labelledby={titleId} onSubmit={(event) => void save(event)}>
      <div>
        <h3 id={titleId}>{messages.bucketTitle}</h3>
        <p className={styles.soft}>{messages.bucketWhy}</p>
        <p className={styles.soft}>
          {messages.needs} <code>s3:PutObject</code>, <code>s3:GetObject</code>, <code>s3:DeleteObject</code>.
        </p>
      </div>
      <div className={styles.fields}>
        <div className={styles.whole}>
          <TextField
            {...field('endpoint', 500)}
            hint={messages.endpointHint}
            problem={problem === null ? null : messages.endpointProblems[problem]}
            placeholder={bucketExamples[0].endpoint}
            inputMode="url"
          />
        </div>
        <TextField
          {...field('name', 100)}
          problem={nameProblem === null ? null : messages.nameProblems[nameProblem]}
        />
        <TextField {...field('region', 100)} hint={messages.regionHint} />
        <TextField {...field('accessKeyId', 200)} />
        <TextField {...field('prefix', 200)} hint={messages.prefixHint} />
      </div>
      <BucketExamples messages={messages} />
      <div className={styles.save}>
        <Button
          type="submit"
          variant={canSave ? 'primary' : 'quiet'}
          disabled={!canSave}
          aria-label={messages.saveBucket}
        >
          {messages.save}
        </Button>
        <span role="status" className={styles.soft}>
          {isSaved && !isChanged ? messages.saved : ''}
        </span>
      </div>
      {error === null ? null : <AppErrorLine error={error} />}
    </form>
  );
};
