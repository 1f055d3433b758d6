import { DownOutlined, LogoutOutlined } from '@ant-design/icons';
import { Button, Dropdown } from 'antd';
import type { MeAnswer } from '../api/types.js';
import { useI18n } from '../i18n/index.js';
import { useSignOut } from '../session/session.js';
import { LanguageSwitch } from '../ui/LanguageSwitch.js';
import { Logo } from '../ui/Logo.js';
import styles from './app.module.css';
import { Nav } from './Nav.js';
import { HOME, Link, type Route } from './router.js';
import { SearchBox } from './SearchBox.js';

export function Header({ me, route }: { me: MeAnswer; route: Route }) {
  const { text } = useI18n();
  const signOut = useSignOut();
  return (
    <header className={styles.header}>
      <Link to={HOME} className={styles.brand}>
        <Logo size={30} />
        <span className={styles.brandName}>{text.brand}</span>
        <span className={styles.brandLatin}>{text.brandLatin}</span>
      </Link>
      <Nav route={route} me={me} />
      <div className={styles.headerEnd}>
        <SearchBox />
        <LanguageSwitch />
        <Dropdown
          trigger={['click']}
          menu={{
            items: [
              { key: 'who', disabled: true, label: <Who me={me} /> },
              { type: 'divider' },
              {
                key: 'out',
                icon: <LogoutOutlined />,
                label: text.session.signOut,
                onClick: () => signOut.mutate(),
              },
            ],
          }}
        >
          <Button type="text" className={styles.who} aria-label={`${me.name}，${text.session.role[me.role]}`}>
            <span className={styles.avatar} aria-hidden>
              {initial(me.name)}
            </span>
            <span className={styles.whoName}>{me.name}</span>
            <DownOutlined aria-hidden className={styles.caret} />
          </Button>
        </Dropdown>
      </div>
    </header>
  );
}

function Who({ me }: { me: MeAnswer }) {
  const { text } = useI18n();
  return (
    <span className={styles.whoCard}>
      <strong>{me.name}</strong>
      <span>{text.session.role[me.role]}</span>
      <span>{me.organisation.name}</span>
    </span>
  );
}

function initial(name: string): string {
  return (Array.from(name.trim())[0] ?? '?').toUpperCase();
}
