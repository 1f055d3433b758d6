/** Everything a document can be taken away as. */
import { DownloadOutlined, DownOutlined } from '@ant-design/icons';
import { Button, Dropdown, type MenuProps } from 'antd';
import { reportUrl } from '../api/desk.js';
import { extractionUrl, memberUrl, originalUrl, pictureUrl } from '../api/queries.js';
import { isFinal } from '../api/states.js';
import type { DocumentAnswer } from '../api/types.js';
import { memberAt } from '../contents/model.js';
import { fileSize } from '../format/numbers.js';
import { useI18n } from '../i18n/index.js';
import styles from './document.module.css';
import { isPictured } from './pictured.js';

/** `page`: the one that is looked at, for its picture and the file it is of. */
export function Downloads({ document, page }: { document: DocumentAnswer; page: number }) {
  const { text } = useI18n();
  const { menu } = text.downloads;
  return (
    <Dropdown trigger={['click']} menu={{ items: itemsOf(document, page, text) }}>
      <Button type="text" className={styles.download} aria-label={menu} data-testid="downloads">
        <DownloadOutlined aria-hidden />
        <span className={styles.downloadWord}>{menu}</span>
        <DownOutlined aria-hidden className={styles.caret} />
      </Button>
    </Dropdown>
  );
}

/** Ant Design's menu fades for 0.2 s (app/theme.ts). */
const MENU_GONE_MS = 300;

type Items = NonNullable<MenuProps['items']>;

function itemsOf(document: DocumentAnswer, page: number, text: ReturnType<typeof useI18n>['text']): Items {
  const { downloads } = text;
  const { id, file, members, refusal, state } = document;
  const item = (key: string, href: string, name: string, hint: string, download = ''): Items[number] => ({
    key,
    label: (
      <a href={href} download={download} className={styles.downloadItem}>
        {name} <span>{hint}</span>
      </a>
    ),
  });
  const items = [
    item(
      'original',
      originalUrl(id),
      downloads.original,
      `${fileSize(document.size)} · ${downloads.originalHint}`,
      file,
    ),
  ];
  if (document.slips.length > 0)
    items.push({
      key: 'print',
      label: (
        <span className={styles.downloadItem}>
          {downloads.print} <span>{downloads.printHint}</span>
        </span>
      ),
      // The menu closes first, so that it is not on the paper.
      onClick: () => void setTimeout(() => window.print(), MENU_GONE_MS),
    });
  if (document.slips.length > 0)
    items.push(item('report', reportUrl(id), downloads.report, downloads.reportHint, `${file}.xlsx`));
  const member = memberAt(members, page);
  if (member !== null && member.name !== null) {
    const name = member.name.split('/').at(-1) ?? member.name;
    items.push(item('member', memberUrl(id, members.indexOf(member) + 1), downloads.member, name, name));
  }
  if (refusal === null && isPictured(document, page) && document.pages > 0) {
    const stem = file.replace(/\.[^.]*$/, '');
    const picture = `${stem}-${page}.jpg`;
    items.push(
      item('picture', pictureUrl(id, page, 2400), downloads.picture(page), downloads.pictureHint, picture),
    );
  }
  if (refusal === null && isFinal(state) && state !== 'failed') {
    items.push(
      { type: 'divider' },
      item('json', extractionUrl(id, 'json'), downloads.json, ''),
      item('xml', extractionUrl(id, 'xml'), downloads.xml, ''),
    );
  }
  return items;
}
