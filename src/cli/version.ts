/** The version in package.json. */
import { readFileSync } from 'node:fs';
import { projectRoot } from '../entry.js';

export function ownVersion(): string {
  const manifest = JSON.parse(readFileSync(new URL('package.json', projectRoot()), 'utf8')) as {
    version: string;
  };
  return manifest.version;
}
