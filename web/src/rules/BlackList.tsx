/** Sellers that are not to be dealt with. */
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, Input } from 'antd';
import { type FormEvent, useState } from 'react';
import { blackList, blackListQuery, pardon } from '../api/desk.js';
import { moment } from '../format/dates.js';
import { useI18n } from '../i18n/index.js';
import { ErrorNotice } from '../ui/ErrorNotice.js';
import { Pages } from '../ui/Pages.js';
import styles from './rules.module.css';

export function BlackList({ mayEdit }: { readonly mayEdit: boolean }) {
  const { text, language } = useI18n();
  const client = useQueryClient();
  const told = () => void client.invalidateQueries({ queryKey: blackListQuery.queryKey });
  const found = useInfiniteQuery(blackListQuery);
  const remove = useMutation({ mutationFn: (id: string) => pardon(id), onSuccess: told });
  return (
    <>
      <p className="hint">{text.rules.blackListHint}</p>
      {mayEdit && <Adding onAdded={told} />}
      {remove.isError && <ErrorNotice error={remove.error} />}
      <Pages found={found} empty={text.rules.nobody}>
        {(rows) => (
          <ul className={styles.list}>
            {rows.map((row) => (
              <li key={row.id}>
                <span className={styles.who}>
                  <strong>{row.name ?? row.taxId}</strong>
                  {row.name !== null && row.taxId !== null && <span className="figures">{row.taxId}</span>}
                  <span>{row.reason}</span>
                  <span className="hint">{`${row.addedBy} · ${moment(row.addedAt, language)}`}</span>
                </span>
                {mayEdit && (
                  <Button type="text" loading={remove.isPending} onClick={() => remove.mutate(row.id)}>
                    {text.rules.remove}
                  </Button>
                )}
              </li>
            ))}
          </ul>
        )}
      </Pages>
    </>
  );
}

const NOBODY = { taxId: '', name: '', reason: '' };

function Adding({ onAdded }: { readonly onAdded: () => void }) {
  const { text } = useI18n();
  const [typed, setTyped] = useState(NOBODY);
  const add = useMutation({
    mutationFn: () =>
      blackList({
        taxId: typed.taxId.trim() || null,
        name: typed.name.trim() || null,
        reason: typed.reason.trim(),
      }),
    onSuccess: () => {
      setTyped(NOBODY);
      onAdded();
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    add.mutate();
  };
  const complete = (typed.taxId.trim() !== '' || typed.name.trim() !== '') && typed.reason.trim() !== '';
  const field = (name: keyof typeof NOBODY, label: string, longest: number) => (
    <Input
      value={typed[name]}
      maxLength={longest}
      placeholder={label}
      aria-label={label}
      onChange={({ target }) => setTyped({ ...typed, [name]: target.value })}
    />
  );
  return (
    <form className={styles.company} onSubmit={submit}>
      {field('name', text.rules.companyName, 200)}
      {field('taxId', text.rules.taxId, 20)}
      {field('reason', text.rules.reason, 500)}
      <Button htmlType="submit" loading={add.isPending} disabled={!complete}>
        {text.rules.add}
      </Button>
      {add.isError && <ErrorNotice error={add.error} />}
    </form>
  );
}
