import type { Spending, SpendingLimits, Spent } from '#contract/model/spending.ts';
import { parseUsd, usd, usdInFull } from '#contract/rules/cost.ts';
import type { SpendingMessages } from '#renderer/messages/en/spending.ts';
import { useSettingField } from '#renderer/shared/use-setting-field.ts';
import { useMessages, useMirror } from '#renderer/state/use-app.ts';
import { TextField } from '#renderer/ui/field.tsx';
import { Section } from './section.tsx';
import { FieldsForm } from './settings-forms.tsx';
import styles from './spending.module.css';

const limitNames = ['runMicros', 'dayMicros', 'monthMicros'] as const;
type LimitName = (typeof limitNames)[number];
type Typed = Readonly<Partial<Record<LimitName, string>>>;

const asTyped = (micros: number | null): string => (micros === null ? '' : usdInFull(micros).slice(1));

/** undefined: not an amount. null (empty text): no limit. */
const limitOf = (text: string): number | null | undefined =>
  text.trim() === '' ? null : (parseUsd(text) ?? undefined);

const LimitsForm = ({
  spendingLimits,
  messages,
}: {
  readonly spendingLimits: SpendingLimits;
  readonly messages: SpendingMessages['section'];
}) => {
  const field = useSettingField<Typed>({});
  const shown = (name: LimitName): string => field.shown[name] ?? asTyped(spendingLimits[name]);

  const save = () => {
    const [runMicros, dayMicros, monthMicros] = limitNames.map((name) => limitOf(shown(name)));
    if (runMicros === undefined || dayMicros === undefined || monthMicros === undefined)
      return field.refuse();
    void field.save({ spendingLimits: { runMicros, dayMicros, monthMicros } });
  };

  return (
    <FieldsForm field={field} isTyped={field.isTyped} messages={messages} onSave={save}>
      {limitNames.map((name) => (
        <TextField
          key={name}
          label={messages.spendingLimits[name]}
          inputMode="decimal"
          value={shown(name)}
          placeholder={messages.none}
          problem={field.isWrong && limitOf(shown(name)) === undefined ? messages.problem : null}
          onChange={(event) => field.type({ ...field.shown, [name]: event.currentTarget.value })}
        />
      ))}
    </FieldsForm>
  );
};

const SpentTable = ({
  spending,
  messages,
}: {
  readonly spending: Spending;
  readonly messages: SpendingMessages;
}) => {
  const { section, line } = messages;
  const rows: readonly (readonly [string, Spent])[] = [
    [line.day, spending.day],
    [line.month, spending.month],
  ];
  return (
    <div>
      <table className={styles.table}>
        <caption>{section.spent}</caption>
        <thead>
          <tr>
            <th scope="col">
              <span className="visually-hidden">{section.of}</span>
            </th>
            <th scope="col">{section.runs}</th>
            <th scope="col">{section.estimate}</th>
            <th scope="col">{section.bill}</th>
            <th scope="col">{section.counts}</th>
            <th scope="col">{section.unknown}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(([name, spent]) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td>{spent.runs}</td>
              <td>{usd(spent.estimateMicros)}</td>
              <td>{usd(spent.billedMicros)}</td>
              <td>{usd(spent.countedMicros)}</td>
              <td>{spent.unknownRuns}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {spending.waitingMicros > 0 ? (
        <p className={styles.waiting}>{section.waiting(usd(spending.waitingMicros))}</p>
      ) : null}
    </div>
  );
};

export const SpendingSection = () => {
  const messages = useMessages().spending;
  const spendingLimits = useMirror((mirror) => mirror.settings?.spendingLimits ?? null);
  const spending = useMirror((mirror) => mirror.spending);
  return (
    <Section part="spending" title={messages.section.title} why={messages.section.why}>
      {spendingLimits === null ? null : (
        <LimitsForm spendingLimits={spendingLimits} messages={messages.section} />
      )}
      {spending === null ? null : <SpentTable spending={spending} messages={messages} />}
    </Section>
  );
};
