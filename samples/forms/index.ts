/** Every form that can be drawn. */
import { DIGITAL_FORMS } from './digital.js';
import { DIGITAL_PAPER_FORMS } from './digital-paper.js';
import { FISCAL_FORMS } from './fiscal-ebill.js';
import type { SampleForm } from './form.js';
import { MOTOR_VEHICLE_FORMS } from './motor-vehicle.js';
import { OTHER_FORMS } from './other.js';
import { QUOTA_FORMS } from './quota.js';
import { ROLL_FORM } from './roll.js';
import { TOLL_FORM } from './toll.js';
import { TRAVEL_FORMS } from './travel.js';
import { USED_VEHICLE_FORMS } from './used-vehicle.js';
import { VAT_FORMS } from './vat.js';

export const SAMPLE_FORMS: readonly SampleForm[] = [
  ...VAT_FORMS,
  TOLL_FORM,
  ROLL_FORM,
  ...DIGITAL_FORMS,
  ...DIGITAL_PAPER_FORMS,
  ...TRAVEL_FORMS,
  ...MOTOR_VEHICLE_FORMS,
  ...USED_VEHICLE_FORMS,
  ...QUOTA_FORMS,
  ...FISCAL_FORMS,
  ...OTHER_FORMS,
];
