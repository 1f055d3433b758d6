/** Numbers and lists that checks compare with. */
import { Button, Input, InputNumber, Select } from 'antd';
import { useState } from 'react';
import { savePack } from '../api/desk.js';
import type { RulePackAnswer, RulesAnswer } from '../api/types.js';
import { useI18n } from '../i18n/index.js';
import { ErrorNotice } from '../ui/ErrorNotice.js';
import styles from './rules.module.css';
import { isLost, useSaving } from './useSaving.js';

interface Props {
  readonly rules: RulesAnswer;
  readonly mayEdit: boolean;
}

type Limits = RulePackAnswer['thresholds'];
type Classes = RulePackAnswer['sensitive'];

/** Numbers, with the least that makes sense. */
const NUMBERS = {
  consecutiveGap: 1,
  consecutiveCount: 2,
  nearDuplicateDays: 0,
  underLimitPercent: 0,
} as const satisfies Partial<Record<keyof Limits, number>>;
type NumberName = keyof typeof NUMBERS;

export function Thresholds({ rules, mayEdit }: Props) {
  const { text } = useI18n();
  const [pack, setPack] = useState(rules.pack);
  const saving = useSaving((edited: RulePackAnswer) => savePack(rules.edition, edited));
  const limit = (change: Partial<Limits>) =>
    setPack({ ...pack, thresholds: { ...pack.thresholds, ...change } });
  return (
    <div className={styles.form}>
      {(Object.keys(NUMBERS) as NumberName[]).map((name) => (
        <label key={name} htmlFor={`rule-${name}`}>
          <span>{text.rules.threshold[name]}</span>
          <InputNumber
            id={`rule-${name}`}
            min={NUMBERS[name]}
            max={1000}
            value={pack.thresholds[name]}
            disabled={!mayEdit}
            onChange={(value) => value !== null && limit({ [name]: value })}
          />
        </label>
      ))}
      <label htmlFor="rule-deadline">
        <span>{text.rules.threshold.crossYearDeadline}</span>
        <Input
          id="rule-deadline"
          value={pack.thresholds.crossYearDeadline}
          maxLength={5}
          disabled={!mayEdit}
          onChange={({ target }) => limit({ crossYearDeadline: target.value })}
        />
      </label>
      <Words
        label={text.rules.threshold.approvalLimits}
        words={pack.thresholds.approvalLimits}
        mayEdit={mayEdit}
        onChange={(approvalLimits) => limit({ approvalLimits })}
      />
      <h3>{text.rules.sensitive}</h3>
      <Sensitive
        classes={pack.sensitive}
        mayEdit={mayEdit}
        onChange={(sensitive) => setPack({ ...pack, sensitive })}
      />
      <Words
        label={text.rules.vague}
        words={pack.vagueNames}
        mayEdit={mayEdit}
        onChange={(vagueNames) => setPack({ ...pack, vagueNames })}
      />
      {saving.isError && !isLost(saving.error) && <ErrorNotice error={saving.error} />}
      {mayEdit && (
        <Button
          type="primary"
          loading={saving.isPending}
          disabled={pack === rules.pack}
          onClick={() => saving.mutate(pack)}
        >
          {text.rules.save}
        </Button>
      )}
    </div>
  );
}

interface WordsProps {
  readonly label: string;
  readonly words: readonly string[];
  readonly mayEdit: boolean;
  readonly onChange: (words: string[]) => void;
}

function Words({ label, words, mayEdit, onChange }: WordsProps) {
  return (
    <div className={styles.words}>
      <span>{label}</span>
      <Select
        mode="tags"
        open={false}
        suffixIcon={null}
        value={[...words]}
        disabled={!mayEdit}
        aria-label={label}
        tokenSeparators={[',', '，', '、']}
        onChange={onChange}
      />
    </div>
  );
}

function Sensitive({
  classes,
  mayEdit,
  onChange,
}: {
  readonly classes: Classes;
  readonly mayEdit: boolean;
  readonly onChange: (classes: Classes) => void;
}) {
  return classes.map((each, index) => (
    <Words
      key={each.name}
      label={each.name}
      words={each.words}
      mayEdit={mayEdit}
      onChange={(words) => onChange(classes.map((one, at) => (at === index ? { ...one, words } : one)))}
    />
  ));
}
