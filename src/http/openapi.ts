/** The interface described by itself: OpenAPI 3.1 at /api/docs/json, readable at /api/docs. */
import swagger from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
import type { FastifyInstance, FastifySchema } from 'fastify';
import { jsonSchemaTransform, jsonSchemaTransformObject } from 'fastify-type-provider-zod';

/** The body of an upload: fastify checks no schema of it, it is streamed. */
const uploadBody = {
  consumes: ['multipart/form-data'],
  body: {
    type: 'object',
    required: ['file'],
    properties: { file: { type: 'array', items: { type: 'string', format: 'binary' } } },
  },
};

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
      const isUpload = document.route.config?.upload === true;
      return { schema: (isUpload ? { ...schema, ...uploadBody } : schema) as FastifySchema, url };
    },
    transformObject: jsonSchemaTransformObject,
  });
  await app.register(swaggerUi, { routePrefix: '/api/docs', staticCSP: true });
}
