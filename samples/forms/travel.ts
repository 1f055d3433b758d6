/** The forms of travel: trains, flights, taxis, coaches, roads. */
import type { SampleForm } from './form.js';
import { TAXI_PAPER } from './taxi-paper.js';
import { TRAIN_PAPER } from './train-paper.js';

export const TRAVEL_FORMS: readonly SampleForm[] = [TRAIN_PAPER, TAXI_PAPER];
