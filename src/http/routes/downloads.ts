/** Everything can be taken out again: originals and what lies in them byte for byte, and what was read of them. */
import { mkdtemp, open, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import type { FastifyReply } from 'fastify';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { Member } from '../../document/contents.js';
import type { Extraction } from '../../document/extraction.js';
import { FINAL_STATES } from '../../document/state.js';
import type { Principal } from '../../ports/accounts.js';
import type { DocumentRecord } from '../../ports/store.js';
import { answers, bytes } from '../contract/answers.js';
import { idParams } from '../contract/common.js';
import { extraction } from '../contract/records.js';
import type { HttpDeps } from '../deps.js';
import { asAttachment, type ByteRange, type Download, sendDownload } from '../download.js';
import { HttpProblem } from '../errors.js';
import { extractionOfDocument, extractionOfRecord } from '../export/extraction.js';
import { extractionTree } from '../export/extraction-xml.js';
import { xmlText } from '../export/xml.js';
import { principalOf } from '../guard.js';
import { plain } from '../present.js';

const memberParams = idParams.extend({ position: z.coerce.number().int().min(1).max(100_000) });
const anyFile = bytes(
  200,
  'application/octet-stream',
  'The bytes; 206 for a range of them, 304 for the same ETag',
);
const anyXml = bytes(200, 'application/xml', 'docs/extraction.xsd');

export const downloadRoutes: FastifyPluginAsyncZod<{ deps: HttpDeps }> = async (app, { deps }) => {
  const config = { action: 'documents.read' } as const;
  const tags = ['downloads'];

  app.get('/documents/:id/original', {
    config,
    schema: { tags, summary: 'The bytes as handed in', params: idParams, response: anyFile },
    handler: async (request, reply) => {
      const document = await documentOf(deps, principalOf(request), request.params.id);
      return sendDownload(request, reply, originalOf(document, deps));
    },
  });

  app.get('/documents/:id/members/:position/original', {
    config,
    schema: {
      tags,
      summary: 'A file in a ZIP or mail as it lies there; positions count the members from 1',
      params: memberParams,
      response: anyFile,
    },
    handler: async (request, reply) => {
      const document = await documentOf(deps, principalOf(request), request.params.id);
      const { position } = request.params;
      const member = document.members[position - 1];
      if (member === undefined) throw new HttpProblem('not_found');
      return member.name === null
        ? sendDownload(request, reply, originalOf(document, deps))
        : withMember(document, member.name, deps, ({ size, open }) =>
            sendDownload(request, reply, {
              name: lastPart(member),
              size,
              // The bytes of a member follow from those of the whole.
              digest: `${document.sha256}-${position}`,
              open,
            }),
          );
    },
  });

  app.get('/documents/:id/extraction.json', {
    config,
    schema: {
      tags,
      summary: 'What was read, normalised (docs/extraction.md)',
      params: idParams,
      response: answers(200, extraction),
    },
    handler: async (request, reply) => {
      const document = await readDocument(deps, principalOf(request), request.params.id);
      asAttachment(reply, `${document.file}.extraction.json`);
      return plain(extractionOfDocument(document));
    },
  });

  app.get('/documents/:id/extraction.xml', {
    config,
    schema: {
      tags,
      summary: 'What was read, normalised, as XML (docs/extraction.xsd)',
      params: idParams,
      response: anyXml,
    },
    handler: async (request, reply) => {
      const document = await readDocument(deps, principalOf(request), request.params.id);
      return sendXml(reply, `${document.file}.extraction.xml`, extractionOfDocument(document));
    },
  });

  app.get('/records/:id/extraction.json', {
    config,
    schema: {
      tags,
      summary: 'What all originals of an invoice say together, normalised (docs/extraction.md)',
      params: idParams,
      response: answers(200, extraction),
    },
    handler: async (request, reply) => {
      const { name, extracted } = await recordOf(deps, principalOf(request), request.params.id);
      asAttachment(reply, `${name}.extraction.json`);
      return plain(extracted);
    },
  });

  app.get('/records/:id/extraction.xml', {
    config,
    schema: {
      tags,
      summary: 'What all originals of an invoice say together, normalised, as XML (docs/extraction.xsd)',
      params: idParams,
      response: anyXml,
    },
    handler: async (request, reply) => {
      const { name, extracted } = await recordOf(deps, principalOf(request), request.params.id);
      return sendXml(reply, `${name}.extraction.xml`, extracted);
    },
  });
};

async function documentOf({ store }: HttpDeps, principal: Principal, id: string): Promise<DocumentRecord> {
  const document = await store.documents.get(principal.organisationId, id);
  if (document === null) throw new HttpProblem('not_found');
  return document;
}

async function readDocument(deps: HttpDeps, principal: Principal, id: string): Promise<DocumentRecord> {
  const document = await documentOf(deps, principal, id);
  if (!FINAL_STATES.includes(document.state)) throw new HttpProblem('not_read_yet');
  return document;
}

async function recordOf({ store }: HttpDeps, { organisationId }: Principal, id: string) {
  const record = await store.records.get(organisationId, id);
  if (record === null) throw new HttpProblem('not_found');
  const { slip } = record;
  if (slip === null) throw new HttpProblem('not_read_yet');
  const sources = await store.records.sources(organisationId, record.id);
  // `C:<code>:<number>`: no file system likes a colon.
  const name = record.key.slice(2).replaceAll(':', '-');
  return { name, extracted: extractionOfRecord({ ...record, slip }, sources) };
}

const originalOf = (
  { organisationId, sha256, size, file }: DocumentRecord,
  { blobs }: HttpDeps,
): Download => ({
  name: file,
  size,
  digest: sha256,
  open: (range) => blobs.open(organisationId, sha256, range),
});

function sendXml(reply: FastifyReply, name: string, extracted: Extraction): FastifyReply {
  return asAttachment(reply, name)
    .type('application/xml; charset=utf-8')
    .send(Readable.from(xmlText(extractionTree(extracted)), { objectMode: false }));
}

/**
 * Takes a member out of its container, in a process that can be killed, into a file. It is gone from its folder before
 * its first byte is sent, so that nothing of it remains, whatever becomes of the client or of us.
 */
async function withMember<T>(
  { organisationId, sha256 }: DocumentRecord,
  name: string,
  { blobs, members }: HttpDeps,
  send: (member: Pick<Download, 'size' | 'open'>) => Promise<T>,
): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'yanpiao-member-'));
  const sweep = () => rm(folder, { recursive: true, force: true });
  try {
    const path = join(folder, 'member');
    const container = await blobs.localFile(organisationId, sha256);
    try {
      if (!(await members.member(container.path, name, path))) throw new HttpProblem('member_unreadable');
    } finally {
      await container.release();
    }
    const { size } = await stat(path);
    const openAndSweep = async (range?: ByteRange) => {
      const file = await open(path, 'r');
      await sweep();
      return file.createReadStream(range);
    };
    return await send({ size, open: openAndSweep });
  } finally {
    // Where it was not opened: refused, known to the client, or only asked about.
    await sweep();
  }
}

/** The file's own name, without the folders around it. */
const lastPart = ({ name }: Member): string => name?.split('/').at(-1) ?? '';
