/** A page as a picture in a frame: fitted, zoomed, with the boxes of its fields over it. */
import {
  BorderOuterOutlined,
  ExpandOutlined,
  LeftOutlined,
  RightOutlined,
  ZoomInOutlined,
  ZoomOutOutlined,
} from '@ant-design/icons';
import { Button, Spin, Tooltip } from 'antd';
import { type CSSProperties, type ReactNode, type Ref, useRef, useState } from 'react';
import { pictureUrl } from '../api/queries.js';
import type { Box, FieldKey } from '../api/types.js';
import { useI18n } from '../i18n/index.js';
import { BoxLayer } from './BoxLayer.js';
import type { Mark } from './marks.js';
import styles from './picture.module.css';
import { SignLayer } from './SignLayer.js';
import { useZoom, type Zoom } from './useZoom.js';

interface Props {
  readonly ref?: Ref<HTMLElement>;
  readonly documentId: string;
  readonly pages: number;
  readonly page: number;
  readonly marks: readonly Mark[];
  /** Where findings tell to look. */
  readonly places?: readonly Box[];
  /** The one that is looked at. */
  readonly look?: Box | null;
  readonly onPage?: (page: number) => void;
  readonly active?: FieldKey | null;
  readonly onActive?: (key: FieldKey | null) => void;
}

interface Loaded {
  readonly source: string;
  /** Null: it could not be loaded. */
  readonly size: { readonly width: number; readonly height: number } | null;
}

export function PagePicture(props: Props) {
  const { ref, documentId, pages, page, marks, places = [], look = null } = props;
  const { onPage, active = null, onActive } = props;
  const { text } = useI18n();
  const frame = useRef<HTMLElement>(null);
  const [tries, setTries] = useState(0);
  const [loaded, setLoaded] = useState<Loaded | null>(null);
  const [boxes, setBoxes] = useState(true);
  const source = `${pictureUrl(documentId, page)}${tries === 0 ? '' : `?try=${tries}`}`;
  const here = loaded?.source === source ? loaded : null;
  const zoom = useZoom(frame, here?.size ?? null);

  return (
    <figure ref={ref} className={styles.figure} aria-label={text.picture.label}>
      <Toolbar
        zoom={zoom}
        boxes={boxes}
        onBoxes={setBoxes}
        pager={<Pager page={page} pages={pages} onPage={onPage} />}
      />
      <section
        ref={frame}
        style={
          here?.size == null
            ? undefined
            : ({ '--ratio': here.size.width / here.size.height } as CSSProperties)
        }
        className={`${styles.frame} ${zoom.zoom > 1 ? styles.zoomed : ''}`}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by the keyboard
        tabIndex={0}
        aria-label={text.picture.alt(page)}
      >
        {here === null && <Drawing />}
        {here?.size === null && <NotDrawn onRetry={() => setTries(tries + 1)} />}
        <div
          className={styles.page}
          style={zoom.size === null ? { visibility: 'hidden', position: 'absolute' } : zoom.size}
        >
          <img
            key={source}
            src={source}
            alt={text.picture.alt(page)}
            draggable={false}
            onLoad={({ currentTarget: { naturalWidth, naturalHeight } }) =>
              setLoaded({ source, size: { width: naturalWidth, height: naturalHeight } })
            }
            onError={() => setLoaded({ source, size: null })}
          />
          {boxes && zoom.size !== null && <SignLayer places={places} look={look} />}
          {boxes && marks.length > 0 && zoom.size !== null && (
            <BoxLayer marks={marks} active={active} onActive={onActive ?? ignore} />
          )}
        </div>
      </section>
    </figure>
  );
}

function ignore(): void {
  return;
}

function Drawing() {
  const { text } = useI18n();
  return (
    <div className={styles.note} role="status">
      <Spin />
      <span>{text.picture.rendering}</span>
    </div>
  );
}

function NotDrawn({ onRetry }: { onRetry: () => void }) {
  const { text } = useI18n();
  return (
    <div className={styles.note} role="alert">
      <span>{text.picture.failed}</span>
      <Button onClick={onRetry}>{text.common.retry}</Button>
    </div>
  );
}

function Toolbar({
  zoom,
  boxes,
  onBoxes,
  pager,
}: {
  zoom: Zoom;
  boxes: boolean;
  onBoxes: (on: boolean) => void;
  pager: ReactNode;
}) {
  const { text } = useI18n();
  return (
    <div className={styles.toolbar} role="toolbar" aria-label={text.picture.label}>
      {pager}
      <span className={styles.spring} />
      <Tool
        label={text.picture.boxes}
        pressed={boxes}
        icon={<BorderOuterOutlined />}
        onClick={() => onBoxes(!boxes)}
      />
      <Tool
        label={text.picture.zoomOut}
        icon={<ZoomOutOutlined />}
        disabled={zoom.zoom <= 1}
        onClick={zoom.zoomOut}
      />
      <span className={`${styles.percent} figures`} title={text.picture.hint}>
        {Math.round(zoom.zoom * 100)}%
      </span>
      <Tool label={text.picture.zoomIn} icon={<ZoomInOutlined />} onClick={zoom.zoomIn} />
      <Tool
        label={text.picture.fit}
        icon={<ExpandOutlined />}
        disabled={zoom.zoom === 1}
        onClick={zoom.fit}
      />
    </div>
  );
}

interface ToolProps {
  readonly label: string;
  readonly icon: ReactNode;
  readonly onClick: () => void;
  readonly disabled?: boolean;
  readonly pressed?: boolean;
}

function Tool({ label, icon, onClick, disabled = false, pressed }: ToolProps) {
  return (
    <Tooltip title={label} mouseEnterDelay={0.4}>
      <Button
        type="text"
        className={`${styles.tool} ${pressed === true ? styles.pressed : ''}`}
        icon={icon}
        aria-label={label}
        aria-pressed={pressed}
        disabled={disabled}
        onClick={onClick}
      />
    </Tooltip>
  );
}

function Pager({
  page,
  pages,
  onPage,
}: {
  page: number;
  pages: number;
  onPage: ((page: number) => void) | undefined;
}) {
  const { text } = useI18n();
  if (pages < 2 || onPage === undefined) return null;
  return (
    <nav className={styles.pager} aria-label={text.picture.pages}>
      <Tool
        label={text.common.page(page - 1)}
        icon={<LeftOutlined />}
        disabled={page <= 1}
        onClick={() => onPage(page - 1)}
      />
      <span className="figures">
        {page} / {pages}
      </span>
      <Tool
        label={text.common.page(page + 1)}
        icon={<RightOutlined />}
        disabled={page >= pages}
        onClick={() => onPage(page + 1)}
      />
    </nav>
  );
}
