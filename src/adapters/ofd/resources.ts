/** What pages refer to by id: pictures, composite units, drawing parameters. Fonts are not asked for: one face draws all. */
import { posix } from 'node:path';
import type { XmlElement } from '../../ports/xml.js';
import { child, childrenOf, type OfdPackage, type Part, textIn } from './package.js';

export interface Resources {
  /** Names of the parts that hold pictures. */
  readonly pictures: ReadonlyMap<string, string>;
  readonly composites: ReadonlyMap<string, XmlElement>;
  readonly drawParams: ReadonlyMap<string, XmlElement>;
}

/** Of the document's public and own resource files. A file that is missing or damaged costs only what it holds. */
export async function readResources(files: OfdPackage, document: Part): Promise<Resources> {
  const common = child(document.tree, 'CommonData');
  const locations = [...childrenOf(common, 'PublicRes'), ...childrenOf(common, 'DocumentRes')];
  const names = new Set(locations.map(({ text }) => text));
  const parts = await Promise.all([...names].map((name) => files.optional(name, document.name)));
  const resources = {
    pictures: new Map<string, string>(),
    composites: new Map<string, XmlElement>(),
    drawParams: new Map<string, XmlElement>(),
  };
  for (const part of parts) if (part !== null) gather(part, files, resources);
  return resources;
}

function gather(
  { name, tree }: Part,
  files: OfdPackage,
  into: {
    pictures: Map<string, string>;
    composites: Map<string, XmlElement>;
    drawParams: Map<string, XmlElement>;
  },
): void {
  const base = tree.attributes.BaseLoc ?? '';
  for (const list of tree.children) {
    for (const item of list.children) {
      const id = item.attributes.ID ?? '';
      if (item.name === 'CompositeGraphicUnit') into.composites.set(id, item);
      if (item.name === 'DrawParam') into.drawParams.set(id, item);
      const file = item.name === 'MultiMedia' ? textIn(item, 'MediaFile') : null;
      if (file === null) continue;
      const found = files.find(posix.join(base, file), name) ?? files.find(file, name);
      if (found !== null) into.pictures.set(id, found);
    }
  }
}
