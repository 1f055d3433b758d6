/** Pictures of pages, drawn once for everyone who looks at the same page within a while. */
import { placeOf } from '../document/contents.js';
import type { DocumentRecord } from '../ports/store.js';
import type { HttpDeps } from './deps.js';

/** A page of 1600 pixels is about 300 KB: some two hundred pages, the working set of a review. */
const CACHE_BYTES = 64 * 1024 * 1024;

type Picture = Uint8Array | null;

/** Draws page `page` (from 1) at most `maxSide` pixels large; `null` when there is none. Least recently used pages leave first. */
export function pageCache({ blobs, reader }: Pick<HttpDeps, 'blobs' | 'reader'>, capacity = CACHE_BYTES) {
  const kept = new Map<string, Uint8Array>();
  const underWay = new Map<string, Promise<Picture>>();
  let bytes = 0;

  const keep = (key: string, picture: Uint8Array) => {
    if (picture.length > capacity) return;
    kept.set(key, picture);
    bytes += picture.length;
    for (const [oldest, old] of kept) {
      if (bytes <= capacity) return;
      kept.delete(oldest);
      bytes -= old.length;
    }
  };

  const draw = async (document: DocumentRecord, page: number, maxSide: number): Promise<Picture> => {
    const { members } = document;
    // Nothing is known of its files before it is opened, nor of documents from before files were told apart.
    const place = members.length === 0 ? { member: null, page } : placeOf(members, page);
    if (place === null) return null;
    const file = await blobs.localFile(document.organisationId, document.sha256);
    try {
      return await reader.picture(file.path, place, maxSide);
    } finally {
      await file.release();
    }
  };

  return async (document: DocumentRecord, page: number, maxSide: number): Promise<Picture> => {
    // By organisation too: the same bytes of another organisation are another original.
    const key = `${document.organisationId}/${document.sha256}/${page}/${maxSide}`;
    const known = kept.get(key);
    if (known !== undefined) {
      kept.delete(key);
      kept.set(key, known);
      return known;
    }
    const waiting = underWay.get(key);
    if (waiting !== undefined) return waiting;
    const drawing = draw(document, page, maxSide);
    underWay.set(key, drawing);
    try {
      const picture = await drawing;
      if (picture !== null) keep(key, picture);
      return picture;
    } finally {
      underWay.delete(key);
    }
  };
}
