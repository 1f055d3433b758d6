import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/**
 * The built file behind a worker thread or child process, given relative to the project's root without ending
 * (`workers/reader`). Threads and children run JavaScript only, so when the caller itself runs from TypeScript
 * sources (tests) the build's copy in dist/ is used. Throws when it was never built.
 */
export function builtEntry(name: string): string {
  const root = projectRoot();
  const built = fileURLToPath(new URL(`dist/${name}.js`, root));
  if (!existsSync(built)) throw new Error(`dist/${name}.js is missing: run "npm run build" first`);
  return built;
}

/** The project's root folder as a file URL with a trailing slash, whether this runs from src/ or from dist/src/. */
export function projectRoot(): URL {
  const up = import.meta.url.includes('/dist/src/') ? '../../' : '../';
  return new URL(up, import.meta.url);
}
