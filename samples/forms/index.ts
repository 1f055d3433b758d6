/** Every form that can be drawn. */
import type { SampleForm } from './form.js';
import { TRAVEL_FORMS } from './travel.js';
import { PLAIN_FORMS } from './vat.js';

export const SAMPLE_FORMS: readonly SampleForm[] = [...PLAIN_FORMS, ...TRAVEL_FORMS];
