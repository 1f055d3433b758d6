/** Where everything starts: hand in, watch, look up. */
import { useMemo } from 'react';
import type { MeAnswer } from '../api/types.js';
import { BatchSection } from '../capture/BatchSection.js';
import { DropZone } from '../capture/DropZone.js';
import { Samples } from '../capture/Samples.js';
import { useUploads } from '../capture/uploads.js';
import { RecentSection } from '../documents/RecentSection.js';
import { useI18n } from '../i18n/index.js';
import { Notice } from '../ui/Notice.js';
import { useTitle } from './title.js';

export function Home({ me }: { me: MeAnswer }) {
  const { text } = useI18n();
  const { uploads } = useUploads();
  const mayHandIn = me.may.includes('documents.handIn');
  const here = useMemo(
    () => new Set(uploads.flatMap((upload) => upload.accepted?.documents.map((one) => one.id) ?? [])),
    [uploads],
  );

  return (
    <>
      <h1 className="visually-hidden">{text.capture.heading}</h1>
      {mayHandIn ? (
        <>
          <DropZone />
          {uploads.length > 0 ? <BatchSection /> : <PlainTitle />}
          <Samples />
        </>
      ) : (
        <Notice tone="neutral" title={text.capture.notAllowed} />
      )}
      <RecentSection hidden={here} />
    </>
  );
}

function PlainTitle() {
  useTitle(null);
  return null;
}
