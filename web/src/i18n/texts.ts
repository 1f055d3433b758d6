/** The shape of a dictionary: that of the Chinese one, with its literals widened. A missing or misspelt key is a type error. */
import type { zh } from './zh.js';

export type Texts = typeof zh;
