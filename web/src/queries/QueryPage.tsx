/** Asking the ledger: about one invoice, about a file full of them, and what was asked before. */
import { Tabs } from 'antd';
import type { MeAnswer } from '../api/types.js';
import { navigate, QUERY, type QueryTab } from '../app/router.js';
import { useTitle } from '../app/title.js';
import { useI18n } from '../i18n/index.js';
import { AskSection } from './AskSection.js';
import { BatchesSection } from './BatchesSection.js';
import { HistorySection } from './HistorySection.js';
import styles from './queries.module.css';

const TABS: readonly QueryTab[] = ['one', 'batch', 'history'];

export default function QueryPage({ tab }: { readonly me: MeAnswer; readonly tab: QueryTab }) {
  const { text } = useI18n();
  useTitle(text.queries.title);
  return (
    <>
      <h1 className={styles.title}>{text.queries.title}</h1>
      <Tabs
        activeKey={tab}
        onChange={(key) => navigate(key === 'one' ? QUERY : `${QUERY}/${key}`)}
        destroyOnHidden
        items={TABS.map((key) => ({ key, label: text.queries.tab[key], children: sectionOf(key) }))}
      />
    </>
  );
}

function sectionOf(tab: QueryTab) {
  if (tab === 'one') return <AskSection />;
  return tab === 'batch' ? <BatchesSection /> : <HistorySection />;
}
