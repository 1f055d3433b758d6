/** A long list of rows of known heights, of which only those near the window are in the page. */
import { type ReactNode, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import styles from './contents.module.css';

export interface Row {
  readonly key: string;
  /** Pixels. */
  readonly height: number;
}

interface Props<R extends Row> {
  readonly rows: readonly R[];
  readonly render: (row: R) => ReactNode;
  /** Key of the row that must be in sight when it changes. */
  readonly current: string | null;
  readonly label: string;
}

/** Drawn beyond the window on either side, so that a flick of the finger meets rows and no gap. */
const MARGIN = 600;
/** The window's place is told this coarsely, so that scrolling does not draw the list at every pixel. */
const GRAIN = 200;

export function Rows<R extends Row>({ rows, render, current, label }: Props<R>) {
  const list = useRef<HTMLUListElement>(null);
  const tops = useMemo(() => topsOf(rows), [rows]);
  const [from, to] = useWindow(list);
  const total = tops.at(-1) ?? 0;

  // biome-ignore lint/correctness/useExhaustiveDependencies: rows that come in while a person scrolls must not pull the list back
  useLayoutEffect(() => {
    const index = rows.findIndex(({ key }) => key === current);
    const top = tops[index];
    if (top !== undefined && list.current !== null)
      bringIntoSight(list.current, top, rows[index]?.height ?? 0);
  }, [current]);

  return (
    <ul ref={list} className={styles.rows} style={{ height: total }} aria-label={label}>
      {rows.map((row, index) => {
        const top = tops[index] ?? 0;
        if (top > to || top + row.height < from) return null;
        return (
          <li
            key={row.key}
            style={{ top, height: row.height }}
            aria-setsize={rows.length}
            aria-posinset={index + 1}
          >
            {render(row)}
          </li>
        );
      })}
    </ul>
  );
}

/** Where each row begins, and last where all of them end. */
function topsOf(rows: readonly Row[]): number[] {
  const tops = [0];
  for (const { height } of rows) tops.push((tops.at(-1) ?? 0) + height);
  return tops;
}

/** The part of the list that the browser's window shows, in pixels of the list; whatever of it scrolls. */
function useWindow(list: { readonly current: HTMLElement | null }): readonly [number, number] {
  const [start, setStart] = useState(0);
  const [height, setHeight] = useState(() => window.innerHeight);
  useEffect(() => {
    const look = () => {
      const top = -(list.current?.getBoundingClientRect().top ?? 0);
      setStart(Math.floor(top / GRAIN) * GRAIN);
      setHeight(window.innerHeight);
    };
    look();
    const stop = new AbortController();
    const options = { capture: true, passive: true, signal: stop.signal };
    // Captured: the scrolling of any box around the list is heard, not only the page's own.
    window.addEventListener('scroll', look, options);
    window.addEventListener('resize', look, options);
    return () => stop.abort();
  }, [list]);
  return [start - MARGIN, start + GRAIN + height + MARGIN];
}

/** Scrolls the box around the list, or the page where there is none, just as far as needed. */
function bringIntoSight(list: HTMLElement, top: number, height: number): void {
  const box = list.closest<HTMLElement>('[data-scroller]');
  if (box !== null && getComputedStyle(box).overflowY === 'auto') {
    const at = list.getBoundingClientRect().top - box.getBoundingClientRect().top + top;
    if (at < 0 || at + height > box.clientHeight) box.scrollTop += at - (box.clientHeight - height) / 2;
    return;
  }
  const at = list.getBoundingClientRect().top + top;
  if (at < 0 || at + height > window.innerHeight) window.scrollBy(0, at - (window.innerHeight - height) / 2);
}
