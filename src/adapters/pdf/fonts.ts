import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { projectRoot } from '../../entry.js';

/** Name under which the one CJK face is registered. */
export const FACE = 'Noto Sans SC';

/**
 * Families that Chinese invoices name without embedding them. Each becomes an alias of our one face, so that the
 * canvas finds it by name and not only by falling back glyph by glyph.
 */
const ALIASES = [
  'SimSun',
  'NSimSun',
  'STSong',
  'STSong-Light',
  'STSongStd-Light',
  'AdobeSongStd-Light',
  'SimHei',
  'STHeiti',
  'KaiTi',
  'KaiTi_GB2312',
  'STKaiti',
  'FangSong',
  'FangSong_GB2312',
  'STFangsong',
  'Microsoft YaHei',
  'MSYaHei',
  'MSung',
  'MHei',
]; // prettier-ignore

/** Registration is global to the canvas library, hence once a process. */
let ready: Promise<void> | null = null;

/**
 * Registers the CJK face that non-embedded Chinese is drawn with, and keeps the system's own fonts out, so that a page
 * looks the same on every machine (without a face the text would come out blank). Must run before anything else
 * loads `@napi-rs/canvas`. Throws when the face is neither in the build nor installed.
 */
export function registerFonts(): Promise<void> {
  ready ??= load();
  return ready;
}

async function load(): Promise<void> {
  process.env.DISABLE_SYSTEM_FONTS_LOAD ??= '1';
  const { GlobalFonts } = await import('@napi-rs/canvas');
  const path = facePath();
  if (GlobalFonts.registerFromPath(path, FACE) === null)
    throw new Error('the CJK font could not be registered');
  for (const alias of ALIASES) GlobalFonts.setAlias(FACE, alias);
}

/** The face as the build copied it; from sources, the package it is copied from. */
function facePath(): string {
  const built = fileURLToPath(new URL('dist/fonts/NotoSansSC-Regular.ttf', projectRoot()));
  if (existsSync(built)) return built;
  const require = createRequire(import.meta.url);
  const folder = dirname(require.resolve('@expo-google-fonts/noto-sans-sc/package.json'));
  return join(folder, '400Regular', 'NotoSansSC_400Regular.ttf');
}
