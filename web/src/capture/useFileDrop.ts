import { useEffect, useRef, useState } from 'react';
import { carriesFiles, filesOf } from './files.js';

export interface FileDrop {
  /** Files hover over the page now. */
  readonly over: boolean;
  /** What is the matter with what was dropped last: a folder that holds no files, or cannot be read. */
  readonly problem: 'empty' | 'unreadable' | null;
}

/** Files dropped anywhere on the page, or pasted outside of an input, go to `onFiles`; folders are taken apart. */
export function useFileDrop(onFiles: (files: readonly File[]) => void): FileDrop {
  const [over, setOver] = useState(false);
  const [problem, setProblem] = useState<FileDrop['problem']>(null);
  const latest = useRef(onFiles);
  useEffect(() => {
    latest.current = onFiles;
  });

  useEffect(() => {
    // dragenter and dragleave fire for every child that is crossed: only the balance says whether the page was left.
    let depth = 0;
    const enter = (event: DragEvent) => {
      if (!carriesFiles(event)) return;
      depth += 1;
      setOver(true);
    };
    const leave = () => {
      depth = Math.max(0, depth - 1);
      if (depth === 0) setOver(false);
    };
    const allow = (event: DragEvent) => {
      if (carriesFiles(event)) event.preventDefault();
    };
    const take = async (transfer: DataTransfer | null, dropped: boolean) => {
      try {
        const files = await filesOf(transfer);
        setProblem(dropped && files.length === 0 ? 'empty' : null);
        if (files.length > 0) latest.current(files);
      } catch (error) {
        // The browser's own words (NotFoundError, NotReadableError) help whoever is asked for help.
        console.warn('what was dropped could not be read', error);
        setProblem('unreadable');
      }
    };
    const drop = (event: DragEvent) => {
      depth = 0;
      setOver(false);
      if (!carriesFiles(event)) return;
      event.preventDefault();
      void take(event.dataTransfer, true);
    };
    const paste = (event: ClipboardEvent) => void take(event.clipboardData, false);
    const stop = new AbortController();
    const { signal } = stop;
    window.addEventListener('dragenter', enter, { signal });
    window.addEventListener('dragleave', leave, { signal });
    window.addEventListener('dragover', allow, { signal });
    window.addEventListener('drop', drop, { signal });
    window.addEventListener('paste', paste, { signal });
    return () => stop.abort();
  }, []);

  return { over, problem };
}
