/** The forms of travel: trains, flights, taxis, coaches, roads. */
import { AIR_PAPER, DIGITAL_AIR } from './air.js';
import { BUS_PAPER } from './bus-paper.js';
import type { SampleForm } from './form.js';
import { DIGITAL_RAIL } from './rail.js';
import { TOLL_PAPER } from './road-toll.js';
import { TAXI_PAPER } from './taxi-paper.js';
import { TRAIN_PAPER } from './train-paper.js';

export const TRAVEL_FORMS: readonly SampleForm[] = [
  TRAIN_PAPER,
  DIGITAL_RAIL,
  DIGITAL_AIR,
  AIR_PAPER,
  TAXI_PAPER,
  BUS_PAPER,
  TOLL_PAPER,
];
