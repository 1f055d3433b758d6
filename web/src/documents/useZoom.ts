/** Fitting, zooming and dragging a picture in a frame that scrolls. */
import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';

const MAX_ZOOM = 8;
/** One press of a button. */
const STEP = 1.4;

interface Size {
  readonly width: number;
  readonly height: number;
}

export interface Zoom {
  /** Pixels at which the picture is drawn; null before its own size or the frame's is known. */
  readonly size: Size | null;
  /** 1: the whole page fits the frame. */
  readonly zoom: number;
  zoomIn(): void;
  zoomOut(): void;
  fit(): void;
}

/** `natural`: the picture's own pixels, null while it loads. */
export function useZoom(frame: RefObject<HTMLElement | null>, natural: Size | null): Zoom {
  const [zoom, setZoom] = useState(1);
  const room = useRoom(frame);
  /** The point of the page (in fractions) that must stay under a point of the frame (in pixels). */
  const anchor = useRef<{ fx: number; fy: number; x: number; y: number } | null>(null);

  const size = natural === null || room === null ? null : scaled(natural, room, zoom);

  const zoomAround = useCallback(
    (factor: number, x?: number, y?: number) => {
      const element = frame.current;
      if (element === null) return;
      const at = { x: x ?? element.clientWidth / 2, y: y ?? element.clientHeight / 2 };
      anchor.current = {
        fx: (element.scrollLeft + at.x) / Math.max(1, element.scrollWidth),
        fy: (element.scrollTop + at.y) / Math.max(1, element.scrollHeight),
        ...at,
      };
      setZoom((now) => Math.min(MAX_ZOOM, Math.max(1, now * factor)));
    },
    [frame],
  );

  // biome-ignore lint/correctness/useExhaustiveDependencies: only a new zoom moves the picture under its anchor
  useLayoutEffect(() => {
    const element = frame.current;
    const held = anchor.current;
    if (element === null || held === null) return;
    element.scrollLeft = held.fx * element.scrollWidth - held.x;
    element.scrollTop = held.fy * element.scrollHeight - held.y;
    anchor.current = null;
  }, [zoom, frame]);

  useWheelZoom(frame, zoomAround);
  useDrag(frame);

  return {
    size,
    zoom,
    zoomIn: () => zoomAround(STEP),
    zoomOut: () => zoomAround(1 / STEP),
    fit: () => setZoom(1),
  };
}

function scaled(natural: Size, room: Size, zoom: number): Size {
  const fit = Math.min(room.width / natural.width, room.height / natural.height);
  // Whole pixels: a fraction too many would show scrollbars around a page that fits.
  return { width: Math.floor(natural.width * fit * zoom), height: Math.floor(natural.height * fit * zoom) };
}

/** The frame's inner size, kept up to date. */
function useRoom(frame: RefObject<HTMLElement | null>): Size | null {
  const [room, setRoom] = useState<Size | null>(null);
  useLayoutEffect(() => {
    const element = frame.current;
    if (element === null) return;
    // offset sizes, not client sizes: a scrollbar that appears must not change what "fits" means.
    const measure = () => setRoom({ width: element.offsetWidth, height: element.offsetHeight });
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, [frame]);
  return room;
}

/** Ctrl + wheel, which is also what a trackpad's pinch sends. The plain wheel scrolls as everywhere. */
function useWheelZoom(
  frame: RefObject<HTMLElement | null>,
  zoomAround: (factor: number, x: number, y: number) => void,
): void {
  useEffect(() => {
    const element = frame.current;
    if (element === null) return;
    const wheel = (event: WheelEvent) => {
      if (!event.ctrlKey && !event.metaKey) return;
      event.preventDefault();
      const bounds = element.getBoundingClientRect();
      zoomAround(Math.exp(-event.deltaY / 300), event.clientX - bounds.left, event.clientY - bounds.top);
    };
    // React's own wheel listeners are passive and cannot keep the browser from zooming the whole page.
    element.addEventListener('wheel', wheel, { passive: false });
    return () => element.removeEventListener('wheel', wheel);
  }, [frame, zoomAround]);
}

/** Dragging with the mouse moves the picture; fingers and pens scroll by themselves. */
function useDrag(frame: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const element = frame.current;
    if (element === null) return;
    let from: { x: number; y: number; left: number; top: number } | null = null;
    const down = (event: PointerEvent) => {
      const overflows =
        element.scrollWidth > element.clientWidth || element.scrollHeight > element.clientHeight;
      if (event.pointerType !== 'mouse' || event.button !== 0 || !overflows) return;
      from = { x: event.clientX, y: event.clientY, left: element.scrollLeft, top: element.scrollTop };
    };
    const move = (event: PointerEvent) => {
      if (from === null) return;
      element.scrollLeft = from.left - (event.clientX - from.x);
      element.scrollTop = from.top - (event.clientY - from.y);
    };
    const up = () => {
      from = null;
    };
    const stop = new AbortController();
    const { signal } = stop;
    element.addEventListener('pointerdown', down, { signal });
    window.addEventListener('pointermove', move, { signal });
    window.addEventListener('pointerup', up, { signal });
    return () => stop.abort();
  }, [frame]);
}
