/** The user's own bucket, with examples of each service's format. Its secret is stored separately as a key. */

import { type FormEvent, useId } from 'react';
import type { Bucket } from '#contract/model/delivery.ts';
import { bucketNameProblem } from '#contract/rules/delivery.ts';
import type { DeliverySetupMessages } from '#renderer/messages/en/delivery-setup.ts';
import { AppErrorLine } from '#renderer/shared/app-error-line.tsx';
import type { SettingField } from '#renderer/shared/use-setting-field.ts';
import { Button } from '#renderer/ui/button.tsx';
import { TextField } from '#renderer/ui/field.tsx';
import { Row } from '#renderer/ui/layout.tsx';
import { OutsideLink } from '#renderer/ui/link.tsx';
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
            <td className="code">{endpoint}</td>
            <td className="code">{region}</td>
          </tr>
        ))}
      </tbody>
    </table>
    <p className="note">{messages.examplesHint}</p>
  </details>
);

export const BucketForm = ({
  bucket,
  isChanged,
  onSave,
  messages,
}: {
  readonly bucket: SettingField<Bucket>;
  readonly isChanged: boolean;
  readonly onSave: (tidy: Bucket) => void;
  readonly messages: DeliverySetupMessages;
}) => {
  const titleId = useId();
  const { shown: typed, error } = bucket;
  const problem = endpointProblem(tidyBucket(typed));
  const { name } = tidyBucket(typed);
  const nameProblem = name === '' ? null : bucketNameProblem(name);
  const canSave = isChanged && problem === null && nameProblem === null;

  const save = (event: FormEvent) => {
    event.preventDefault();
    if (canSave) onSave(tidyBucket(typed));
  };
  const field = (name: keyof Bucket, maxLength: number) => ({
    label: messages.fields[name],
    value: typed[name],
    maxLength,
    onChange: (event: { readonly currentTarget: { readonly value: string } }) =>
      bucket.type({ ...typed, [name]: event.currentTarget.value }),
  });

  return (
    <form className={styles.bucket} aria-labelledby={titleId} onSubmit={save}>
      <div>
        <h3 id={titleId}>{messages.bucketTitle}</h3>
        <p className="note">{messages.bucketWhy}</p>
        <p className="note">
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
      <Row gap={3}>
        <Button
          type="submit"
          variant={canSave ? 'primary' : 'quiet'}
          disabled={!canSave}
          aria-label={messages.saveBucket}
        >
          {messages.save}
        </Button>
        <span role="status" className="note">
          {bucket.isSaved ? messages.saved : ''}
        </span>
      </Row>
      {error === null ? null : <AppErrorLine error={error} />}
    </form>
  );
};
