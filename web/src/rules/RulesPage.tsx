/** What the organisation wants to be checked, and how strictly. */
import { useQuery } from '@tanstack/react-query';
import { Tabs } from 'antd';
import { type ReactNode, useEffect, useState } from 'react';
import { rulesQuery } from '../api/desk.js';
import type { MeAnswer, RulesAnswer } from '../api/types.js';
import { useI18n } from '../i18n/index.js';
import { ErrorNotice } from '../ui/ErrorNotice.js';
import { Loaded } from '../ui/Loaded.js';
import { scrollBehavior } from '../ui/media.js';
import { PageHead } from '../ui/PageHead.js';
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
  useEffect(() => {
    // The button that was pressed stands far below, in a long list.
    if (lost !== null) window.scrollTo({ top: 0, behavior: scrollBehavior() });
  }, [lost]);
  return (
    <>
      <PageHead title={text.rules.title} />
      {lost !== null && <ErrorNotice error={lost} />}
      <Loaded query={rules}>
        {(inForce) => (
          <LostEdit value={setLost}>
            <p className="hint">
              {inForce.edition === 0 ? text.rules.shipped : text.rules.inForce(inForce.pack.name)}
            </p>
            <Parts rules={inForce} mayEdit={mayEdit} />
            {mayEdit && <Recheck />}
          </LostEdit>
        )}
      </Loaded>
    </>
  );
}

/** Every part begins anew with an edit that is in force. */
function Parts(props: { readonly rules: RulesAnswer; readonly mayEdit: boolean }) {
  const { text } = useI18n();
  const { edition } = props.rules;
  const part = (key: string, label: string, children: ReactNode) => ({
    key,
    label,
    children: <div className={styles.part}>{children}</div>,
  });
  return (
    <Tabs
      destroyOnHidden
      items={[
        part('companies', text.rules.companies, <Companies key={edition} {...props} />),
        part('switches', text.rules.switches, <Switches key={edition} {...props} />),
        part('thresholds', text.rules.thresholds, <Thresholds key={edition} {...props} />),
        part('black', text.rules.blackList, <BlackList mayEdit={props.mayEdit} />),
        part('file', text.rules.file, <PackFile {...props} />),
      ]}
    />
  );
}
