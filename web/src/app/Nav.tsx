/** The way between the main pages: within reach of a thumb on a phone, in the header on a desk. */
import {
  AccountBookOutlined,
  AuditOutlined,
  CameraOutlined,
  SafetyCertificateOutlined,
  SettingOutlined,
} from '@ant-design/icons';
import type { ComponentType } from 'react';
import type { ActionName, MeAnswer } from '../api/types.js';
import { type Texts, useI18n } from '../i18n/index.js';
import styles from './nav.module.css';
import { CLAIMS, HOME, LEDGER, Link, QUERY, type Route, RULES } from './router.js';

interface Entry {
  readonly to: string;
  readonly label: keyof Texts['nav'] & string;
  readonly icon: ComponentType;
  /** Shown to who may do this. */
  readonly action: ActionName;
  /** Routes that belong to it. */
  readonly routes: readonly Route['name'][];
}

const ENTRIES: readonly Entry[] = [
  {
    to: HOME,
    label: 'documents',
    icon: CameraOutlined,
    action: 'documents.read',
    routes: ['home', 'document', 'separators'],
  },
  {
    to: QUERY,
    label: 'query',
    icon: SafetyCertificateOutlined,
    action: 'queries.ask',
    routes: ['query'],
  },
  {
    to: LEDGER,
    label: 'ledger',
    icon: AccountBookOutlined,
    action: 'ledger.read',
    routes: ['ledger', 'entry'],
  },
  { to: CLAIMS, label: 'claims', icon: AuditOutlined, action: 'documents.read', routes: ['claims'] },
  { to: RULES, label: 'rules', icon: SettingOutlined, action: 'rules.read', routes: ['rules'] },
];

export function Nav({ route, me }: { readonly route: Route; readonly me: MeAnswer }) {
  const { text } = useI18n();
  const entries = ENTRIES.filter(({ action }) => me.may.includes(action));
  return (
    <nav className={styles.nav} aria-label={text.nav.label}>
      {entries.map(({ to, label, icon: Icon, routes }) => (
        <Link
          key={to}
          to={to}
          className={styles.entry}
          aria-current={routes.includes(route.name) ? 'page' : undefined}
        >
          <Icon />
          <span>{text.nav[label]}</span>
        </Link>
      ))}
    </nav>
  );
}
