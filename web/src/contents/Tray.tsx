/**
 * A document of many pages, slips or files. Wide: the list, the page and what it means beside each other. Narrow: the
 * list is a page of its own, and so is what was chosen from it.
 */
import { ArrowLeftOutlined, LeftOutlined, RightOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useMemo, useState } from 'react';
import { isFinal } from '../api/states.js';
import type { DocumentAnswer, SlipAnswer } from '../api/types.js';
import { documentPath, navigate, type Place } from '../app/router.js';
import { Detail } from '../documents/Result.js';
import { useI18n } from '../i18n/index.js';
import { useMedia } from '../ui/media.js';
import { Contents, type View } from './Contents.js';
import styles from './contents.module.css';
import {
  type Group,
  groupsOf,
  groupsToLookAt,
  slipNeedsLook,
  slipsOf,
  slipsOn,
  tileNeedsLook,
} from './model.js';
import { PageNote } from './PageNote.js';
import { useArrowKeys } from './useArrowKeys.js';

/** Three columns need this much room. */
const WIDE = '(min-width: 1180px)';

export function Tray({ document, place }: { document: DocumentAnswer; place: Place | null }) {
  const wide = useMedia(WIDE);
  const [view, setView] = useState<View>('slips');
  const [onlyLook, setOnlyLook] = useState(false);
  const { groups, shown, slips, looks } = useContents(document, view, onlyLook);
  const steps = useMemo(() => stepsOf(shown, slips, view), [shown, slips, view]);
  const here = place ?? (wide ? (steps[0] ?? { page: 1, slipId: null }) : null);
  const at = here === null ? -1 : indexOf(steps, here, view);

  // The list is one step back on a phone; between slips the way back does not grow.
  const go = (next: Place) => navigate(documentPath(document.id, next), { replace: wide || place !== null });
  const step = (by: -1 | 1) => {
    const next = steps[at === -1 ? 0 : at + by];
    if (here !== null && next !== undefined) {
      go(next);
      window.scrollTo(0, 0);
    }
  };
  useArrowKeys(step);

  const list = (
    <Contents
      document={document}
      groups={groups}
      shown={shown}
      slips={slips}
      looks={looks}
      view={view}
      onlyLook={onlyLook}
      place={here}
      onView={setView}
      onOnlyLook={setOnlyLook}
      onPlace={go}
    />
  );
  if (here === null) return list;
  const detail = <Chosen document={document} place={here} onPlace={go} />;
  if (!wide) {
    return (
      <>
        <StepBar document={document} at={at} all={steps.length} view={view} onStep={step} />
        {detail}
      </>
    );
  }
  return (
    <div className={styles.tray}>
      {list}
      {detail}
    </div>
  );
}

/** What is shown of the document, and how much of it needs a look. */
function useContents(document: DocumentAnswer, view: View, onlyLook: boolean) {
  return useMemo(() => {
    const final = isFinal(document.state);
    const groups = groupsOf(document);
    const open = document.slips.filter((slip) => slipNeedsLook(slip, final));
    const tiles = groups.flatMap((group) => group.tiles.filter((tile) => tileNeedsLook(tile, final)));
    const slips: ReadonlySet<SlipAnswer> = new Set(onlyLook ? open : document.slips);
    const looks = view === 'slips' ? open.length : tiles.length;
    return { groups, shown: onlyLook ? groupsToLookAt(groups, final) : groups, slips, looks };
  }, [document, view, onlyLook]);
}

/** The places ← and → lead through. */
function stepsOf(groups: readonly Group[], slips: ReadonlySet<SlipAnswer>, view: View): readonly Place[] {
  return groups.flatMap(({ tiles }): Place[] =>
    view === 'pages'
      ? tiles.map(({ page }) => ({ page, slipId: null }))
      : slipsOf(tiles)
          .filter((slip) => slips.has(slip))
          .map((slip) => ({ page: slip.pages[0] ?? 1, slipId: slip.id })),
  );
}

function indexOf(steps: readonly Place[], { page, slipId }: Place, view: View): number {
  const exact = steps.findIndex((one) => (view === 'pages' ? one.page === page : one.slipId === slipId));
  return exact === -1 ? steps.findIndex((one) => one.page === page) : exact;
}

function Chosen({
  document,
  place,
  onPlace,
}: {
  document: DocumentAnswer;
  place: Place;
  onPlace: (place: Place) => void;
}) {
  const here = slipsOn(document.slips, place.page);
  const slip = here.find(({ id }) => id === place.slipId) ?? here[0] ?? null;
  const fact = document.pageFacts.find(({ page }) => page === place.page) ?? null;
  return (
    <Detail
      key={slip?.id ?? 'no slip'}
      document={document}
      page={place.page}
      slip={slip}
      choice={here}
      onPage={(page) => onPlace({ page, slipId: slip?.pages.includes(page) === true ? slip.id : null })}
      onSlip={(one) => onPlace({ page: place.page, slipId: one.id })}
      look={place.look ?? null}
      onLook={(page, look) => onPlace({ page, slipId: slip?.id ?? null, look })}
      note={<PageNote page={place.page} fact={fact} />}
      className={styles.detail}
    />
  );
}

/** On a narrow screen: back to the list, and on to the next. */
function StepBar({
  document,
  at,
  all,
  view,
  onStep,
}: {
  document: DocumentAnswer;
  at: number;
  all: number;
  view: View;
  onStep: (by: -1 | 1) => void;
}) {
  const { text } = useI18n();
  const [previous, next] =
    view === 'slips'
      ? [text.contents.previousSlip, text.contents.nextSlip]
      : [text.contents.previousPage, text.contents.nextPage];
  return (
    <nav className={styles.stepBar} aria-label={text.contents.label}>
      <Button type="text" icon={<ArrowLeftOutlined />} onClick={() => navigate(documentPath(document.id))}>
        {text.contents.back}
      </Button>
      <span className={styles.spring} />
      <Button
        type="text"
        icon={<LeftOutlined />}
        aria-label={previous}
        disabled={at <= 0}
        onClick={() => onStep(-1)}
      />
      <span className="figures">{at === -1 ? text.common.dash : text.contents.position(at + 1, all)}</span>
      <Button
        type="text"
        icon={<RightOutlined />}
        aria-label={next}
        disabled={at >= all - 1}
        onClick={() => onStep(1)}
      />
    </nav>
  );
}
