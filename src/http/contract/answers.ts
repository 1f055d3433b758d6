/** The `response` part of a route's schema: its own answer, and problems for everything else. */
import { z } from 'zod';
import { problem } from './common.js';

const problems = (description: string) => ({
  description,
  content: { 'application/problem+json': { schema: problem } },
});

export function answers<S extends number, T extends z.ZodType>(status: S, schema: T) {
  return {
    [status]: schema,
    '4xx': problems('Refused: the request, or who sent it; `code` says why'),
    '5xx': problems('A fault of ours'),
  } as { [K in S]: T };
}

/** For answers that are bytes or events. */
export function bytes<S extends number>(
  status: S,
  mediaType: string | readonly string[],
  description: string,
) {
  return {
    [status]: {
      description,
      content: Object.fromEntries([mediaType].flat().map((type) => [type, { schema: z.any() }])),
    },
    '4xx': problems('Refused: the request, or who sent it; `code` says why'),
    '5xx': problems('A fault of ours'),
  };
}
