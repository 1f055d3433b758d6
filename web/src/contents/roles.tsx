/** The look of each kind of page: an icon, a word and a colour, never the colour alone. */
import {
  ClockCircleOutlined,
  CloseCircleOutlined,
  FileDoneOutlined,
  FileOutlined,
  QrcodeOutlined,
  QuestionCircleOutlined,
  SwapOutlined,
  UnorderedListOutlined,
} from '@ant-design/icons';
import type { ReactNode } from 'react';
import styles from './contents.module.css';
import type { TileRole } from './model.js';

/** In the order of the legend. */
export const ROLES: readonly TileRole[] = [
  'slip',
  'list',
  'back',
  'blank',
  'separator',
  'other',
  'refused',
  'waiting',
];

const ICONS: Record<TileRole, ReactNode> = {
  slip: <FileDoneOutlined />,
  list: <UnorderedListOutlined />,
  back: <SwapOutlined />,
  blank: <FileOutlined />,
  separator: <QrcodeOutlined />,
  other: <QuestionCircleOutlined />,
  refused: <CloseCircleOutlined />,
  waiting: <ClockCircleOutlined />,
};

export function RoleIcon({ role }: { role: TileRole }) {
  return (
    <span className={`${styles.roleIcon} ${roleClass(role)}`} aria-hidden>
      {ICONS[role]}
    </span>
  );
}

export function roleClass(role: TileRole): string {
  return styles[`role_${role}`] ?? '';
}
