/** What the organisation wants to be checked, and how strictly. */
import { useQuery } from '@tanstack/react-query';
import { Tabs } from 'antd';
import { useEffect, useState } from 'react';
import { rulesQuery } from '../api/desk.js';
import type { MeAnswer } from '../api/types.js';
import { useTitle } from '../app/title.js';
import { useI18n } from '../i18n/index.js';
import { ErrorNotice } from '../ui/ErrorNotice.js';
import { scrollBehavior } from '../ui/media.js';
import { Waiting } from '../ui/Waiting.js';
import { BlackList } from './BlackList.js';
import { Companies } from './Companies.js';
import { PackFile } from './PackFile.js';
import { Recheck } from './Recheck.js';
import styles from './rules.module.css';
import { Switches } from './Switches.js';
import { Thresholds } from './Thresholds.js';
import { LostEdit } from './useSaving.js';

export default function RulesPage({ me }: { readonly me: MeAnswer }) {
  const { text } = useI18n();
  const rules = useQuery(rulesQuery);
  const [lost, setLost] = useState<Error | null>(null);
  const mayEdit = me.may.includes('rules.manage');
  useTitle(text.rules.title);
  useEffect(() => {
    // The button that was pressed stands far below, in a long list.
    if (lost !== null) window.scrollTo({ top: 0, behavior: scrollBehavior() });
  }, [lost]);
  return (
    <>
      <h1 className={styles.title}>{text.rules.title}</h1>
      {rules.isError && <ErrorNotice error={rules.error} onRetry={rules.refetch} />}
      {rules.data === undefined && !rules.isError && <Waiting />}
      {lost !== null && <ErrorNotice error={lost} />}
      {rules.data !== undefined && (
        <LostEdit value={setLost}>
          <p className={styles.hint}>
            {rules.data.edition === 0 ? text.rules.shipped : text.rules.inForce(rules.data.pack.name)}
          </p>
          <Tabs
            destroyOnHidden
            items={[
              {
                key: 'companies',
                label: text.rules.companies,
                children: <Companies key={rules.data.edition} rules={rules.data} mayEdit={mayEdit} />,
              },
              {
                key: 'switches',
                label: text.rules.switches,
                children: <Switches key={rules.data.edition} rules={rules.data} mayEdit={mayEdit} />,
              },
              {
                key: 'thresholds',
                label: text.rules.thresholds,
                children: <Thresholds key={rules.data.edition} rules={rules.data} mayEdit={mayEdit} />,
              },
              { key: 'black', label: text.rules.blackList, children: <BlackList mayEdit={mayEdit} /> },
              {
                key: 'file',
                label: text.rules.file,
                children: <PackFile rules={rules.data} mayEdit={mayEdit} />,
              },
            ]}
          />
          {mayEdit && <Recheck />}
        </LostEdit>
      )}
    </>
  );
}
