/** Builds dist/: the program, the web page and the one CJK font that drawing PDFs needs. */
import { copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { root, run } from './ready.mjs';

/** The highest takes seven times as long for 7 % fewer bytes. */
const QUALITY = { [constants.BROTLI_PARAM_QUALITY]: 9 };

for (const folder of ['src', 'workers', 'samples', 'bench', 'web']) {
  rmSync(join(root, 'dist', folder), { recursive: true, force: true });
}
run(process.execPath, ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.build.json']);
run(process.execPath, ['node_modules/vite/bin/vite.js', 'build', 'web', '--logLevel', 'warn']);
compress(join(root, 'dist/web/assets'));

// PDFs may name Chinese fonts without holding them; without this face their pages would be drawn blank.
mkdirSync(join(root, 'dist/fonts'), { recursive: true });
copyFileSync(
  join(root, 'node_modules/@expo-google-fonts/noto-sans-sc/400Regular/NotoSansSC_400Regular.ttf'),
  join(root, 'dist/fonts/NotoSansSC-Regular.ttf'),
);

/** Scripts and styles once more as browsers like to get them, a third as long: src/http/build-http.ts sends those. */
function compress(folder) {
  for (const name of readdirSync(folder).filter((one) => /\.(js|css)$/.test(one))) {
    const bytes = readFileSync(join(folder, name));
    writeFileSync(join(folder, `${name}.br`), brotliCompressSync(bytes, { params: QUALITY }));
    writeFileSync(join(folder, `${name}.gz`), gzipSync(bytes, { level: 9 }));
  }
}
