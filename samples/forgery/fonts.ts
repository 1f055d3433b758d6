/** Faces that a forger types figures in where he has not the invoice's own. */
import { createRequire } from 'node:module';
import type { Random } from '../truth/random.js';

const FACES = [
  '@expo-google-fonts/noto-sans-sc/400Regular/NotoSansSC_400Regular.ttf',
  '@expo-google-fonts/noto-serif-sc/400Regular/NotoSerifSC_400Regular.ttf',
] as const;

const files = createRequire(import.meta.url);

/** The path of one. */
export const fontFile = (random: Random): string => files.resolve(random.pick(FACES));
