/** From anywhere to what a few words may mean; on a phone it opens the page that asks for them. */
import { SearchOutlined } from '@ant-design/icons';
import { Button, Input } from 'antd';
import { type FormEvent, useState } from 'react';
import { useI18n } from '../i18n/index.js';
import { PHONE, useMedia } from '../ui/media.js';
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
  return <SearchForm words="" />;
}

/** `words`: what was searched for last. */
export function SearchForm({ words }: { readonly words: string }) {
  const { text } = useI18n();
  const [typed, setTyped] = useState(words);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (typed.trim() !== '') navigate(searchPath(typed.trim()));
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: <search> is not known to every browser that we serve
    <form role="search" className={styles.form} onSubmit={submit}>
      <Input
        value={typed}
        onChange={({ target }) => setTyped(target.value)}
        placeholder={text.search.placeholder}
        aria-label={text.search.label}
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
