/** Which files the page offers to choose. What is really accepted, the server decides by the bytes. */
export const ACCEPT = 'image/*,.heic,.heif,.tif,.tiff,.pdf,application/pdf,.xml,.ofd';

/** The files of a drop or a paste. */
export function filesOf(transfer: DataTransfer | null): File[] {
  return transfer === null ? [] : Array.from(transfer.files);
}

/** Whether a drag carries files (and not text or a link). */
export function carriesFiles(event: DragEvent): boolean {
  return event.dataTransfer?.types.includes('Files') === true;
}
