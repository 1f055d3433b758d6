/** The rule packs that the program ships in models/rules/: data that a person can read, checked like any that comes in. */
import { readdir, readFile } from 'node:fs/promises';
import type { RulePack } from '../../document/rule-pack.js';
import { projectRoot } from '../../entry.js';
import { rulePack } from './rule-pack.js';

/** The pack of an organisation that has none of its own. */
const DEFAULT = 'default.json';

const folder = () => new URL('models/rules/', projectRoot());

const load = async (name: string): Promise<RulePack> =>
  rulePack.parse(JSON.parse(await readFile(new URL(name, folder()), 'utf8'))) as RulePack;

let standard: Promise<RulePack> | null = null;

/** What counts where an organisation has not chosen otherwise; read once. Throws when models/ is damaged. */
export function defaultPack(): Promise<RulePack> {
  standard ??= load(DEFAULT);
  return standard;
}

/** Every pack that the program ships, the default first. */
export async function shippedPacks(): Promise<readonly RulePack[]> {
  const names = (await readdir(folder())).filter((name) => name.endsWith('.json') && name !== DEFAULT).sort();
  return Promise.all([defaultPack(), ...names.map(load)]);
}
