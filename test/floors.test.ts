/** The house keeps its shape: imports look down only, no cycles, one adapter per outside package. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { dirname, join, relative, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = resolve(import.meta.dirname, '..');

/** Lower floors first. A file may import from its own room and from floors below, never from above or from a room beside. */
const FLOORS: readonly (readonly string[])[] = [
  ['src/invoice'],
  ['src/entry'],
  ['src/document'],
  ['src/ports'],
  ['src/pipeline', 'src/desk'],
  ['src/adapters'],
  ['src/http', 'src/learn'],
  ['src/config'],
  ['src/assemble-reading'],
  ['src/work-handlers'],
  ['src/assemble'],
  ['src/control'],
  ['src/serve', 'src/run-process'],
  ['src/cli', 'src/main'],
  ['workers', 'samples'],
  ['bench'],
];

/** Rooms that no neighbour on the same floor may enter: each adapter, each stage of the line. */
const roomOf = (file: string): string => {
  const parts = file.split('/');
  if (file.startsWith('src/adapters/')) return parts.slice(0, 3).join('/');
  return parts[0] === 'src' ? parts.slice(0, 2).join('/').replace(/\.ts$/, '') : (parts[0] ?? '');
};

const floorOf = (file: string): number => {
  const level = FLOORS.findIndex((rooms) =>
    rooms.some((room) => file === `${room}.ts` || file.startsWith(`${room}/`)),
  );
  if (level === -1) throw new Error(`${file} stands on no floor: give it a place in FLOORS`);
  return level;
};

function sourceFiles(folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    // The bench has packages of its own.
    if (entry.isDirectory()) return entry.name === 'node_modules' ? [] : sourceFiles(path);
    return entry.name.endsWith('.ts') ? [path] : [];
  });
}

interface Import {
  readonly from: string;
  readonly to: string;
}

function importsOf(file: string): Import[] {
  const text = readFileSync(join(root, file), 'utf8');
  const statement =
    /(?:^|\n)\s*(?:import|export)\s+(?:type\s)?(?:[^'";]*?\sfrom\s+)?'([^']+)'|import\(\s*'([^']+)'\s*\)/g;
  return [...text.matchAll(statement)].map((match) => {
    const name = match[1] ?? match[2] ?? '';
    const to = name.startsWith('.')
      ? relative(root, resolve(root, dirname(file), name))
          .replaceAll('\\', '/')
          .replace(/\.js$/, '.ts')
      : name;
    return { from: file, to };
  });
}

const files = ['src', 'workers', 'samples', 'bench']
  .filter((folder) => existsSync(join(root, folder)))
  .flatMap(sourceFiles);
const imports = files.flatMap(importsOf);
const inside = imports.filter(({ to }) => to.endsWith('.ts'));
const packages = imports.filter(({ to }) => !to.endsWith('.ts') && !/\.(json|css|svg)$/.test(to));

const packageName = (name: string) =>
  name
    .split('/')
    .slice(0, name.startsWith('@') ? 2 : 1)
    .join('/');
const isBuiltin = (name: string) => name.startsWith('node:') || builtinModules.includes(name);
const outside = packages.filter(({ to }) => !isBuiltin(to));

describe('the house', () => {
  it('has files to look at', () => {
    expect(files.length).toBeGreaterThan(30);
    expect(inside.length).toBeGreaterThan(50);
  });

  it('imports look down only', () => {
    const wrong = inside.filter(({ from, to }) => {
      if (roomOf(from) === roomOf(to)) return false;
      return floorOf(to) >= floorOf(from);
    });
    expect(wrong.map(({ from, to }) => `${from} must not import ${to}`)).toEqual([]);
  });

  it('has no cycles', () => {
    const edges = new Map<string, string[]>();
    for (const { from, to } of inside) edges.set(from, [...(edges.get(from) ?? []), to]);
    const state = new Map<string, 'open' | 'done'>();
    const cycles: string[] = [];
    const visit = (file: string, path: readonly string[]) => {
      if (state.get(file) === 'done') return;
      if (state.get(file) === 'open') {
        cycles.push([...path.slice(path.indexOf(file)), file].join(' → '));
        return;
      }
      state.set(file, 'open');
      for (const next of edges.get(file) ?? []) visit(next, [...path, file]);
      state.set(file, 'done');
    };
    for (const file of files) visit(file, []);
    expect(cycles).toEqual([]);
  });

  it('keeps the lower floors free of packages; zod alone may check data files in pipeline and desk', () => {
    const bare = ['src/invoice/', 'src/document/', 'src/ports/'];
    const nearlyBare = ['src/pipeline/', 'src/desk/'];
    const within = (rooms: readonly string[], file: string) => rooms.some((room) => file.startsWith(room));
    const wrong = outside.filter(
      ({ from, to }) => within(bare, from) || (within(nearlyBare, from) && packageName(to) !== 'zod'),
    );
    expect(wrong.map(({ from, to }) => `${from} must not import ${to}`)).toEqual([]);
  });

  it('lets only one adapter use a package', () => {
    const users = new Map<string, Set<string>>();
    for (const { from, to } of outside) {
      if (!from.startsWith('src/adapters/')) continue;
      const name = packageName(to);
      users.set(name, (users.get(name) ?? new Set()).add(roomOf(from)));
    }
    const shared = [...users]
      .filter(([, rooms]) => rooms.size > 1)
      .map(([name, rooms]) => `${name}: ${[...rooms].join(', ')}`);
    expect(shared).toEqual([]);
  });

  it('builds only on declared packages', () => {
    const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as Record<
      string,
      Record<string, string>
    >;
    const declared = new Set([
      ...Object.keys(manifest.dependencies ?? {}),
      ...Object.keys(manifest.optionalDependencies ?? {}),
      ...Object.keys(manifest.devDependencies ?? {}),
    ]);
    const missing = outside
      .map(({ from, to }) => [from, packageName(to)] as const)
      .filter(([, name]) => !declared.has(name));
    expect(missing.map(([from, name]) => `${from} uses ${name}, which package.json does not name`)).toEqual(
      [],
    );
  });
});
