/** From anywhere to what a few words may mean; on a phone it opens the page that asks for them. */
import { SearchOutlined } from '@ant-design/icons';
import { Button, Input, type InputRef } from 'antd';
import { type FormEvent, useRef, useState } from 'react';
import { useI18n } from '../i18n/index.js';
import { PHONE, useMedia } from '../ui/media.js';
import { useKey } from '../ui/useKey.js';
import { Link, navigate, SEARCH, searchPath } from './router.js';
import styles from './search-box.module.css';

export function SearchBox() {
  const { text } = useI18n();
  const phone = useMedia(PHONE);
  if (phone)
    return (
      <Link to={SEARCH} className={styles.icon} aria-label={text.search.label}>
        <SearchOutlined />
      </Link>
    );
  return <SearchForm words="" shortcut />;
}

interface Props {
  /** What was searched for last. */
  readonly words: string;
  /** Whether `/` leads here. */
  readonly shortcut?: boolean;
}

export function SearchForm({ words, shortcut = false }: Props) {
  const { text } = useI18n();
  const [typed, setTyped] = useState(words);
  const input = useRef<InputRef>(null);
  useKey('/', () => {
    if (shortcut) input.current?.focus();
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (typed.trim() !== '') navigate(searchPath(typed.trim()));
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: <search> is not known to every browser that we serve
    <form role="search" className={styles.form} onSubmit={submit}>
      <Input
        ref={input}
        value={typed}
        onChange={({ target }) => setTyped(target.value)}
        placeholder={text.search.placeholder}
        aria-label={text.search.label}
        aria-keyshortcuts={shortcut ? '/' : undefined}
        title={shortcut ? text.search.shortcut : undefined}
        maxLength={200}
        suffix={
          <Button
            type="text"
            size="small"
            htmlType="submit"
            aria-label={text.search.label}
            icon={<SearchOutlined />}
          />
        }
      />
    </form>
  );
}
