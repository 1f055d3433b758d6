/** Each check: whether it is made, how heavy it weighs, and whether it keeps an invoice from being claimed. */
import { Button, Select, Switch } from 'antd';
import { useState } from 'react';
import { savePack } from '../api/desk.js';
import type { CheckRow, RulePackAnswer, RulesAnswer } from '../api/types.js';
import { checkLabel } from '../i18n/checks.js';
import { useI18n } from '../i18n/index.js';
import { ErrorNotice } from '../ui/ErrorNotice.js';
import styles from './rules.module.css';
import { isLost, useSaving } from './useSaving.js';

interface Props {
  readonly rules: RulesAnswer;
  readonly mayEdit: boolean;
}

type Set = NonNullable<RulePackAnswer['switches'][string]>;

/** A check without a switch is on with its own severity, and blocks where that is E. */
const switchOf = (pack: RulePackAnswer, check: CheckRow): Set =>
  pack.switches[check.id] ?? { on: true, blocks: check.severity === 'E' };

export function Switches({ rules, mayEdit }: Props) {
  const { text } = useI18n();
  const [pack, setPack] = useState(rules.pack);
  const saving = useSaving((edited: RulePackAnswer) => savePack(rules.edition, edited));
  const change = (id: string, set: Set) => setPack({ ...pack, switches: { ...pack.switches, [id]: set } });
  return (
    <>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">{text.rules.check}</th>
            <th scope="col">{text.rules.on}</th>
            <th scope="col">{text.rules.severity}</th>
            <th scope="col">{text.rules.blocks}</th>
          </tr>
        </thead>
        <tbody>
          {rules.checks.map((check) => (
            <CheckSwitch
              key={check.id}
              check={check}
              set={switchOf(pack, check)}
              mayEdit={mayEdit}
              onChange={(set) => change(check.id, set)}
            />
          ))}
        </tbody>
      </table>
      {saving.isError && !isLost(saving.error) && <ErrorNotice error={saving.error} />}
      {mayEdit && (
        <Button
          type="primary"
          className={pack === rules.pack ? styles.save : `${styles.save} ${styles.changed}`}
          loading={saving.isPending}
          disabled={pack === rules.pack}
          onClick={() => saving.mutate(pack)}
        >
          {text.rules.save}
        </Button>
      )}
    </>
  );
}

interface RowProps {
  readonly check: CheckRow;
  readonly set: Set;
  readonly mayEdit: boolean;
  readonly onChange: (set: Set) => void;
}

const SEVERITIES = ['E', 'W', 'I'] as const;

function CheckSwitch({ check, set, mayEdit, onChange }: RowProps) {
  const { text, language } = useI18n();
  const label = checkLabel(check.id, language);
  return (
    <tr>
      <th scope="row">
        <span className={styles.id}>{check.id}</span> {label}
        <span className={styles.meaning}>{language === 'zh' ? check.chinese : check.english}</span>
      </th>
      <td>
        <Switch
          checked={set.on}
          disabled={!mayEdit}
          aria-label={`${label} ${text.rules.on}`}
          onChange={(on) => onChange({ ...set, on })}
        />
      </td>
      <td>
        <Select
          value={set.severity ?? check.severity}
          disabled={!mayEdit || !set.on}
          aria-label={`${label} ${text.rules.severity}`}
          options={SEVERITIES.map((value) => ({ value, label: text.findings.severity[value] }))}
          onChange={(severity) => onChange({ ...set, severity })}
        />
      </td>
      <td>
        <Switch
          checked={set.blocks}
          disabled={!mayEdit || !set.on}
          aria-label={`${label} ${text.rules.blocks}`}
          onChange={(blocks) => onChange({ ...set, blocks })}
        />
      </td>
    </tr>
  );
}
