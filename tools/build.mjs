/** Builds dist/: the program, the web page and the one CJK font that drawing PDFs needs. */
import { copyFileSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { root, run } from './ready.mjs';

for (const folder of ['src', 'workers', 'samples', 'bench', 'web']) {
  rmSync(join(root, 'dist', folder), { recursive: true, force: true });
}
run(process.execPath, ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.build.json']);
run(process.execPath, ['node_modules/vite/bin/vite.js', 'build', 'web', '--logLevel', 'warn']);

// PDFs may name Chinese fonts without holding them; without this face their pages would be drawn blank.
mkdirSync(join(root, 'dist/fonts'), { recursive: true });
copyFileSync(
  join(root, 'node_modules/@expo-google-fonts/noto-sans-sc/400Regular/NotoSansSC_400Regular.ttf'),
  join(root, 'dist/fonts/NotoSansSC-Regular.ttf'),
);
