/** Taking the rules away as a file, and bringing a file or a shipped pack in, with a look at what would change. */
import { DownloadOutlined, UploadOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { importPack, PACK_URL, packsQuery } from '../api/desk.js';
import type { RulePackAnswer, RulesAnswer } from '../api/types.js';
import { checkLabel } from '../i18n/checks.js';
import { useI18n } from '../i18n/index.js';
import { ErrorNotice } from '../ui/ErrorNotice.js';
import { FileButton } from '../ui/FileButton.js';
import { Notice } from '../ui/Notice.js';
import { changedChecks } from './changed.js';
import styles from './rules.module.css';
import { isLost, useSaving } from './useSaving.js';

interface Props {
  readonly rules: RulesAnswer;
  readonly mayEdit: boolean;
}

export function PackFile({ rules, mayEdit }: Props) {
  const { text } = useI18n();
  const packs = useQuery(packsQuery);
  const [pack, setPack] = useState<RulePackAnswer | null>(null);
  const [unreadable, setUnreadable] = useState(false);
  const saving = useSaving((given: RulePackAnswer) => importPack(rules.edition, given));
  const look = (given: RulePackAnswer | null) => {
    setPack(given);
    setUnreadable(given === null);
    saving.reset();
  };
  return (
    <>
      <p className="hint">{text.rules.fileHint}</p>
      <p className={styles.buttons}>
        <Button href={PACK_URL} download icon={<DownloadOutlined />}>
          {text.rules.export}
        </Button>
        {mayEdit && (
          <FileButton
            icon={<UploadOutlined />}
            label={text.rules.import}
            accept=".json"
            onFile={(file) =>
              void file.text().then(
                (json) => look(packIn(json)),
                () => look(null),
              )
            }
          />
        )}
      </p>
      {mayEdit && packs.data !== undefined && (
        <p className={styles.buttons}>
          <span className={styles.shipped}>{text.rules.shippedPacks}</span>
          {packs.data.items.map((shipped) => (
            <Button key={shipped.name} onClick={() => look(shipped)}>
              {shipped.name}
            </Button>
          ))}
        </p>
      )}
      {unreadable && <Notice tone="bad" title={text.rules.unreadable} />}
      {saving.isError && !isLost(saving.error) && <ErrorNotice error={saving.error} />}
      {pack !== null && (
        <Preview pack={pack} rules={rules} busy={saving.isPending} onTake={() => saving.mutate(pack)} />
      )}
    </>
  );
}

/** `null`: no rule pack. What is wrong within one is told by the server. */
function packIn(json: string): RulePackAnswer | null {
  try {
    const parsed: unknown = JSON.parse(json);
    const isPack =
      typeof parsed === 'object' &&
      parsed !== null &&
      'format' in parsed &&
      parsed.format === 'yanpiao-rules';
    return isPack ? (parsed as RulePackAnswer) : null;
  } catch {
    return null;
  }
}

interface PreviewProps {
  readonly pack: RulePackAnswer;
  readonly rules: RulesAnswer;
  readonly busy: boolean;
  readonly onTake: () => void;
}

function Preview({ pack, rules, busy, onTake }: PreviewProps) {
  const { text, language } = useI18n();
  const changed = changedChecks(rules.checks, rules.pack, pack);
  return (
    <Notice tone="neutral" title={text.rules.preview(pack.name)}>
      <ul>
        {changed.map(({ id, before, after }) => (
          <li key={id}>
            {`${id} ${checkLabel(id, language)}：${text.rules.setting(before)} → ${text.rules.setting(after)}`}
          </li>
        ))}
        {changed.length === 0 && <li>{text.rules.noChange}</li>}
      </ul>
      <p className="hint">{text.rules.replaces}</p>
      <Button type="primary" loading={busy} onClick={onTake}>
        {text.rules.take}
      </Button>
    </Notice>
  );
}
