/** Field by field what each original says, and which of them the record goes by. */
import type { DifferenceAnswer, RecordAnswer } from '../api/types.js';
import { money } from '../format/numbers.js';
import { useI18n } from '../i18n/index.js';
import { fieldLook, fullFieldLabel } from '../i18n/labels.js';
import { CarrierIcon } from '../ui/CarrierIcon.js';
import { Pill } from '../ui/Pill.js';
import styles from './records.module.css';

export function Differences({ record }: { record: RecordAnswer }) {
  const { text } = useI18n();
  return (
    <table className={styles.differences}>
      <caption>{text.record.differences}</caption>
      {record.differences.map((difference) => (
        <Difference
          key={difference.field}
          difference={difference}
          winner={record.standsIn[difference.field] ?? null}
        />
      ))}
    </table>
  );
}

function Difference({ difference, winner }: { difference: DifferenceAnswer; winner: string | null }) {
  const { text, language } = useI18n();
  const { field, certain, values } = difference;
  const used = values.find(({ documentId }) => documentId === winner) ?? values[0];
  return (
    <tbody>
      <tr>
        <th scope="rowgroup" colSpan={2}>
          {fullFieldLabel(field, language)}
          {!certain && <span className={styles.uncertain}>{text.record.uncertain}</span>}
        </th>
      </tr>
      {values.map((one) => {
        const { value, carrier, documentId, slipId, file } = one;
        const shown = value === '' ? text.common.empty : fieldLook(field) === 'money' ? money(value) : value;
        return (
          <tr key={`${documentId} ${slipId} ${value}`}>
            <th scope="row" title={file}>
              <span aria-hidden>
                <CarrierIcon carrier={carrier} file={file} />
              </span>{' '}
              {carrier === null ? file : text.documents.carrier[carrier]}
            </th>
            <td className="figures">
              {value === used?.value ? shown : <mark>{shown}</mark>}
              {one === used && (
                <span className={styles.used} title={text.record.usedHint}>
                  <Pill tone="good">{text.record.used}</Pill>
                </span>
              )}
            </td>
          </tr>
        );
      })}
    </tbody>
  );
}
