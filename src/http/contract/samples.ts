/** Sample files for a newcomer's first upload: `GET /samples`, the file itself at `GET /samples/:name`. */
import { z } from 'zod';
import { outcome } from './slip.js';

export const sample = z
  .object({
    /** File name, also the last part of its address. */
    name: z.string(),
    titleZh: z.string(),
    titleEn: z.string(),
    /** What the demo ledger will answer. */
    outcome: outcome.nullable(),
    /** `image/png`, `application/pdf`… */
    mediaType: z.string(),
    size: z.number().int(),
  })
  .meta({ id: 'Sample' });
export const sampleList = z.object({ items: z.array(sample) });

export type SampleAnswer = z.infer<typeof sample>;
