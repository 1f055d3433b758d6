/** Names that are no originals: half-written, hidden, or left by systems and by us. */

/** Ending of the report beside an original that was put away. */
export const REPORT_ENDING = '.yanpiao.json';

/** Endings that browsers, copiers and scanners give a file until it is whole. */
const PARTIAL = /\.(?:part|partial|crdownload|download|opdownload|tmp|temp|filepart|!ut|aria2)$/iu;

/** What Windows, macOS, NAS boxes and editors leave in folders; in lower case. */
const SYSTEM = new Set([
  'thumbs.db',
  'ehthumbs.db',
  'desktop.ini',
  '@eadir',
  '#recycle',
  '$recycle.bin',
  'system volume information',
  'lost+found',
  '__macosx',
]);

/** Whether a file of this name (without folders) is passed over, as long as it bears the name. */
export const isPassedOver = (name: string): boolean =>
  name.startsWith('.') ||
  name.startsWith('~$') ||
  name.endsWith('~') ||
  SYSTEM.has(name.toLowerCase()) ||
  PARTIAL.test(name) ||
  name.endsWith(REPORT_ENDING);
