/** Whether a document has pages to look at: an XML original has none. Before it was read, its name is all there is to go by. */
import type { DocumentAnswer } from '../api/types.js';

export const isPictured = ({ carrier, file }: Pick<DocumentAnswer, 'carrier' | 'file'>): boolean =>
  carrier === null ? !/\.xml$/i.test(file) : carrier !== 'xml';
