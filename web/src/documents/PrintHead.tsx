/** On paper only: whose document this is, and who printed it when. What was found stands below. */
import { useQuery } from '@tanstack/react-query';
import { meQuery } from '../api/queries.js';
import type { DocumentAnswer } from '../api/types.js';
import { moment } from '../format/dates.js';
import { useI18n } from '../i18n/index.js';
import { usePrinting } from '../ui/usePrinting.js';
import styles from './document.module.css';

export function PrintHead({ document }: { readonly document: DocumentAnswer }) {
  const { text, language } = useI18n();
  const me = useQuery(meQuery);
  const printing = usePrinting();
  if (!printing || me.data === undefined) return null;
  const { name, organisation } = me.data;
  return (
    <header className={styles.printHead}>
      <strong>
        {text.brand} · {text.print.title}
      </strong>
      <span>{organisation.name}</span>
      <span>{text.print.by(name, moment(new Date().toISOString(), language))}</span>
      <span className="figures">{document.id}</span>
    </header>
  );
}
