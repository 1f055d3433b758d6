/** The interface described by itself: OpenAPI 3.1 at /api/docs/json, readable at /api/docs. */
import swagger from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
import type { FastifyInstance, FastifySchema } from 'fastify';
import { jsonSchemaTransform, jsonSchemaTransformObject } from 'fastify-type-provider-zod';

/** The body of an upload: fastify checks no schema of it, it is streamed. */
const uploadBody = (fields: readonly string[]) => ({
  consumes: ['multipart/form-data'],
  body: {
    type: 'object',
    required: ['file'],
    properties: {
      file: { type: 'array', items: { type: 'string', format: 'binary' } },
      ...Object.fromEntries(fields.map((name) => [name, { type: 'string' }])),
    },
  },
});

/** Its reader's pages: their own scripts only; styles and icons stand inline in them. */
const UI_POLICY =
  "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; " +
  "object-src 'none'; base-uri 'none'; frame-ancestors 'none'";

/** Registers the description; routes registered later are in it. */
export async function describeInterface(app: FastifyInstance, version: string): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Yanpiao 验票',
        version,
        description: 'Errors are application/problem+json; the catalogue is at /api/errors.',
      },
      components: {
        securitySchemes: {
          key: { type: 'http', scheme: 'bearer' },
          session: { type: 'apiKey', in: 'cookie', name: 'yanpiao.session_token' },
        },
      },
      security: [{ key: [] }, { session: [] }],
    },
    transform: (document) => {
      const { schema, url } = jsonSchemaTransform(document);
      const { upload = false, uploadFields = [] } = document.route.config ?? {};
      const body = upload ? uploadBody(uploadFields) : {};
      return { schema: { ...schema, ...body } as FastifySchema, url };
    },
    transformObject: (document) => withoutUnused(jsonSchemaTransformObject(document)),
  });
  await app.register(swaggerUi, { routePrefix: '/api/docs', staticCSP: UI_POLICY });
}

interface Described {
  readonly paths?: object;
  readonly components?: { readonly schemas?: Readonly<Record<string, unknown>> };
}

/** Each named shape is offered once as input and once as output; what no path leads to is left out. */
function withoutUnused<T extends Described>(document: T): T {
  const schemas = document.components?.schemas ?? {};
  const used = new Set<string>();
  const visit = (part: unknown) => {
    for (const [, name = ''] of JSON.stringify(part ?? {}).matchAll(/"#\/components\/schemas\/([^"]+)"/g)) {
      if (used.has(name)) continue;
      used.add(name);
      visit(schemas[name]);
    }
  };
  visit(document.paths);
  const kept = Object.fromEntries(Object.entries(schemas).filter(([name]) => used.has(name)));
  return { ...document, components: { ...document.components, schemas: kept } };
}
