/** Ant Design in our colours and in the language of the page. */
import { App as AntApp, ConfigProvider } from 'antd';
import enUS from 'antd/locale/en_US';
import zhCN from 'antd/locale/zh_CN';
import type { ReactNode } from 'react';
import { useI18n } from '../i18n/index.js';
import { PHONE, useMedia } from '../ui/media.js';
import { theme, touchTheme } from './theme.js';

export function Frame({ children }: { children: ReactNode }) {
  const { language } = useI18n();
  const touch = useMedia(PHONE);
  return (
    <ConfigProvider
      theme={touch ? touchTheme : theme}
      locale={language === 'zh' ? zhCN : enUS}
      button={{ autoInsertSpace: false }}
    >
      <AntApp component={false}>{children}</AntApp>
    </ConfigProvider>
  );
}
