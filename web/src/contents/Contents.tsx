/** What is in a document of many pages or files: how far it is read, its slips or its pages, and which need a look. */
import { FilterOutlined, QrcodeOutlined } from '@ant-design/icons';
import { Progress, Segmented } from 'antd';
import { useMemo, useRef } from 'react';
import { isFinal } from '../api/states.js';
import type { DocumentAnswer, SlipAnswer } from '../api/types.js';
import { Link, type Place, SEPARATORS } from '../app/router.js';
import { OutcomeTally } from '../documents/OutcomeTally.js';
import { useI18n } from '../i18n/index.js';
import styles from './contents.module.css';
import { GroupHeading } from './GroupHeading.js';
import { countRoles, type Group, memberAt, pagesOf, pagesRead, slipsOf, type Tile } from './model.js';
import { PageTile } from './PageTile.js';
import { Problems } from './Problems.js';
import { type Row, Rows } from './Rows.js';
import { ROLES, RoleIcon } from './roles.js';
import { SlipRow } from './SlipRow.js';
import { useWidth } from './useWidth.js';

export type View = 'slips' | 'pages';

interface Props {
  readonly document: DocumentAnswer;
  /** All of them, for the sums. */
  readonly groups: readonly Group[];
  /** Those that are to be shown. */
  readonly shown: readonly Group[];
  readonly slips: ReadonlySet<SlipAnswer>;
  readonly looks: number;
  readonly view: View;
  readonly onlyLook: boolean;
  readonly place: Place | null;
  readonly onView: (view: View) => void;
  readonly onOnlyLook: (only: boolean) => void;
  readonly onPlace: (place: Place) => void;
}

const SLIP_HEIGHT = 68;
const HEADING_HEIGHT = 38;
const TILE_WIDTH = 92;
const TILE_HEIGHT = 138;

type ContentsRow = Row &
  (
    | { readonly kind: 'heading'; readonly group: Group }
    | { readonly kind: 'slip'; readonly slip: SlipAnswer }
    | { readonly kind: 'tiles'; readonly tiles: readonly Tile[] }
  );

export function Contents(props: Props) {
  const { document, groups, shown, view, place } = props;
  const { text } = useI18n();
  const box = useRef<HTMLDivElement>(null);
  const columns = Math.max(2, Math.floor(useWidth(box) / TILE_WIDTH));
  const rows = useMemo(() => rowsOf(shown, view, columns, props.slips), [shown, view, columns, props.slips]);
  const current = rows.find((row) => isCurrent(row, place))?.key ?? null;
  return (
    <section className={styles.contents} aria-label={text.contents.label}>
      <div className={styles.head}>
        <Standing document={document} groups={groups} />
        <Controls {...props} />
        {view === 'pages' && <Legend groups={groups} />}
        <Problems members={document.members} />
        {deservesSeparators(document) && (
          <Link to={SEPARATORS} className={styles.hint}>
            <QrcodeOutlined aria-hidden /> {text.contents.separatorHint}
          </Link>
        )}
      </div>
      <div ref={box} className={styles.scroller} data-scroller="">
        {rows.length === 0 && <p className={styles.nothing}>{nothing(props, text)}</p>}
        <Rows
          rows={rows}
          current={current}
          label={text.contents[view]}
          render={(row) => <RowOf row={row} {...props} />}
        />
      </div>
    </section>
  );
}

/** Pages of one scan with several slips from which on somebody has surely put several bundles into one. */
const MANY_PAGES = 20;

function deservesSeparators({ members, pageFacts, slips, state }: DocumentAnswer): boolean {
  const scanned = members.length === 1 && pageFacts.length >= MANY_PAGES && slips.length > 1;
  return isFinal(state) && scanned && !pageFacts.some(({ role }) => role === 'separator');
}

function nothing({ document, onlyLook }: Props, text: ReturnType<typeof useI18n>['text']): string {
  if (onlyLook) return text.contents.nothingToLookAt;
  return isFinal(document.state) ? text.contents.noSlips : text.contents.nothingYet;
}

function RowOf({ row, document, place, onPlace }: Props & { row: ContentsRow }) {
  if (row.kind === 'heading') return <GroupHeading member={row.group.member} entry={row.group.entry} />;
  if (row.kind === 'slip') {
    const { slip } = row;
    return (
      <SlipRow
        slip={slip}
        current={isCurrent(row, place)}
        onChoose={() => onPlace({ page: slip.pages[0] ?? 1, slipId: slip.id })}
      />
    );
  }
  return (
    <div className={styles.tiles}>
      {row.tiles.map((tile) => (
        <PageTile
          key={tile.page}
          documentId={document.id}
          tile={tile}
          pictured={memberAt(document.members, tile.page)?.carrier !== 'xml'}
          current={tile.page === place?.page}
          onChoose={() => onPlace({ page: tile.page, slipId: null })}
        />
      ))}
    </div>
  );
}

function isCurrent(row: ContentsRow, place: Place | null): boolean {
  if (place === null || row.kind === 'heading') return false;
  if (row.kind === 'tiles') return row.tiles.some(({ page }) => page === place.page);
  return place.slipId === null ? row.slip.pages.includes(place.page) : row.slip.id === place.slipId;
}

function rowsOf(
  groups: readonly Group[],
  view: View,
  columns: number,
  slips: ReadonlySet<SlipAnswer>,
): ContentsRow[] {
  const rows: ContentsRow[] = [];
  for (const group of groups) {
    const { key, member, entry, tiles } = group;
    const lines = (member === null ? 0 : 1) + (entry === null ? 0 : 1);
    if (lines > 0)
      rows.push({ key: `heading ${key}`, height: lines * HEADING_HEIGHT, kind: 'heading', group });
    if (view === 'slips') {
      for (const slip of slipsOf(tiles).filter((one) => slips.has(one)))
        rows.push({ key: `slip ${slip.id}`, height: SLIP_HEIGHT, kind: 'slip', slip });
      continue;
    }
    for (let at = 0; at < tiles.length; at += columns) {
      const some = tiles.slice(at, at + columns);
      rows.push({ key: `tiles ${some[0]?.page}`, height: TILE_HEIGHT, kind: 'tiles', tiles: some });
    }
  }
  return rows;
}

/** How far it is read while it is read; afterwards what came of it. */
function Standing({ document, groups }: Pick<Props, 'document' | 'groups'>) {
  const { text } = useI18n();
  const { slips } = document;
  const pages = pagesOf(document);
  if (document.state === 'reading' || document.state === 'queued') {
    const read = pagesRead(document);
    const label = text.contents.pagesRead(read, pages);
    return (
      <div className={styles.standing} role="status">
        <p className={`${styles.counts} figures`}>{label}</p>
        <Progress
          percent={(100 * read) / Math.max(1, pages)}
          showInfo={false}
          status="active"
          aria-label={label}
        />
        <p className={`${styles.quiet} figures`}>{text.contents.soFar(slips.length)}</p>
      </div>
    );
  }
  const entries = groups.filter(({ entry }) => entry !== null).length;
  const files = document.members.length;
  return (
    <div className={styles.standing}>
      <p className={`${styles.counts} figures`}>
        {text.contents.counts(slips.length, pages)}
        {files > 1 && ` · ${text.contents.files(files)}`}
        {entries > 1 && ` · ${text.contents.entries(entries)}`}
      </p>
      <OutcomeTally
        slips={slips.map(({ verdict }) => ({
          outcome: verdict?.outcome ?? null,
          invoiceState: verdict?.state ?? null,
        }))}
      />
    </div>
  );
}

function Controls({ view, onView, looks, onlyLook, onOnlyLook }: Props) {
  const { text } = useI18n();
  return (
    <div className={styles.controls}>
      <Segmented<View>
        aria-label={text.contents.view}
        value={view}
        onChange={onView}
        options={[
          { value: 'slips', label: text.contents.slips },
          { value: 'pages', label: text.contents.pages },
        ]}
      />
      <button
        type="button"
        className={styles.filter}
        aria-pressed={onlyLook}
        title={text.contents.lookHint}
        disabled={looks === 0 && !onlyLook}
        onClick={() => onOnlyLook(!onlyLook)}
      >
        <FilterOutlined aria-hidden />
        {text.contents.look(looks)}
      </button>
      <kbd className={styles.keys} title={text.contents.keysHint}>
        {text.contents.keys}
      </kbd>
    </div>
  );
}

function Legend({ groups }: Pick<Props, 'groups'>) {
  const { text } = useI18n();
  const counts = countRoles(groups);
  return (
    <ul className={`${styles.legend} figures`} aria-label={text.contents.legend}>
      {ROLES.filter((role) => (counts.get(role) ?? 0) > 0).map((role) => (
        <li key={role}>
          <RoleIcon role={role} />
          {text.contents.role[role]} {counts.get(role)}
        </li>
      ))}
    </ul>
  );
}
