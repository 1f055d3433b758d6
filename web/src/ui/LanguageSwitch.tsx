import { useQueryClient } from '@tanstack/react-query';
import { Segmented } from 'antd';
import { type Language, useI18n } from '../i18n/index.js';

/** 中文 / English. The server's own texts follow, so what it said is asked again. */
export function LanguageSwitch() {
  const { language, text, setLanguage } = useI18n();
  const client = useQueryClient();
  const choose = (next: Language) => {
    setLanguage(next);
    void client.invalidateQueries();
  };
  return (
    <Segmented<Language>
      aria-label={text.common.language}
      value={language}
      onChange={choose}
      options={[
        { value: 'zh', label: <span lang="zh-CN">中文</span> },
        { value: 'en', label: <span lang="en">English</span> },
      ]}
    />
  );
}
