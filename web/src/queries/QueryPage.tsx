/** Asking the ledger: about one invoice, about a file full of them, and what was asked before. */
import { Tabs } from 'antd';
import { navigate, QUERY, type QueryTab } from '../app/router.js';
import { useI18n } from '../i18n/index.js';
import { PageHead } from '../ui/PageHead.js';
import { AskSection } from './AskSection.js';
import { BatchesSection } from './BatchesSection.js';
import { HistorySection } from './HistorySection.js';

const TABS: readonly QueryTab[] = ['one', 'batch', 'history'];

export default function QueryPage({ tab }: { readonly tab: QueryTab }) {
  const { text } = useI18n();
  return (
    <>
      <PageHead title={text.queries.title} tab={tab === 'one' ? text.queries.title : text.queries.tab[tab]} />
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
