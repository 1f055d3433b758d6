/** Sample files for a newcomer's first upload, as samples/demo/demo.json lists them. */
import { createReadStream } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { extname, join } from 'node:path';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { answers } from '../contract/answers.js';
import { type SampleAnswer, sampleList } from '../contract/samples.js';
import { outcome } from '../contract/slip.js';
import type { HttpDeps } from '../deps.js';
import { HttpProblem } from '../errors.js';

/** The part of demo.json that is for the page. */
const demoFile = z.object({
  samples: z.array(
    z.object({ file: z.string(), titleZh: z.string(), titleEn: z.string(), outcome: outcome.nullable() }),
  ),
});

const MEDIA_TYPES: Readonly<Record<string, string>> = {
  '.jpg': 'image/jpeg',
  '.jpeg': 'image/jpeg',
  '.png': 'image/png',
  '.webp': 'image/webp',
  '.pdf': 'application/pdf',
};

export const sampleRoutes: FastifyPluginAsyncZod<{ deps: HttpDeps }> = async (app, { deps }) => {
  const { samplesDir } = deps;
  const samples = samplesDir === null ? [] : await listSamples(samplesDir);

  app.get('/samples', {
    config: { action: 'any' },
    schema: { tags: ['samples'], summary: 'Sample files to try', response: answers(200, sampleList) },
    handler: async () => ({ items: samples }),
  });

  app.get('/samples/:name', {
    config: { action: 'any' },
    schema: { tags: ['samples'], summary: 'A sample file', params: z.object({ name: z.string().max(255) }) },
    handler: async (request, reply) => {
      // Only what the list names: the address never becomes a path by itself.
      const sample = samples.find(({ name }) => name === request.params.name);
      if (sample === undefined || samplesDir === null) throw new HttpProblem('not_found');
      return reply
        .type(sample.mediaType)
        .header('content-length', sample.size)
        .send(createReadStream(join(samplesDir, sample.name)));
    },
  });
};

async function listSamples(folder: string): Promise<SampleAnswer[]> {
  const { samples } = demoFile.parse(JSON.parse(await readFile(join(folder, 'demo.json'), 'utf8')));
  return Promise.all(
    samples.map(async ({ file, titleZh, titleEn, outcome }) => ({
      name: file,
      titleZh,
      titleEn,
      outcome,
      mediaType: MEDIA_TYPES[extname(file).toLowerCase()] ?? 'application/octet-stream',
      size: (await stat(join(folder, file))).size,
    })),
  );
}
