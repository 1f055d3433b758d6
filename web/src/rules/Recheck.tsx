/** Holding what was handed in before against the rules of now: an edit counts for new documents by itself. */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, Input } from 'antd';
import { type FormEvent, useState } from 'react';
import { recheckSince } from '../api/desk.js';
import { useI18n } from '../i18n/index.js';
import { ErrorNotice } from '../ui/ErrorNotice.js';
import styles from './rules.module.css';

export function Recheck() {
  const { text } = useI18n();
  const client = useQueryClient();
  const [since, setSince] = useState('');
  const again = useMutation({
    mutationFn: () => recheckSince(since),
    onSuccess: () => void client.invalidateQueries({ queryKey: ['documents'] }),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (since !== '') again.mutate();
  };
  return (
    <form className={styles.recheck} onSubmit={submit}>
      <p className="hint">{text.rules.recheckHint}</p>
      <label htmlFor="recheck-since">{text.rules.since}</label>
      <Input
        id="recheck-since"
        type="date"
        value={since}
        onChange={({ target }) => {
          setSince(target.value);
          again.reset();
        }}
      />
      <Button htmlType="submit" loading={again.isPending} disabled={since === ''}>
        {text.rules.recheck}
      </Button>
      <span aria-live="polite" className="hint">
        {again.data !== undefined && text.rules.rechecked(again.data.documents)}
      </span>
      {again.isError && <ErrorNotice error={again.error} />}
    </form>
  );
}
