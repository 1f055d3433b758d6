/** The text of a separator sheet, for the page that prints it: the one word of this folder that is no shape. */
export { LONGEST_LABEL, separatorText } from '../../document/separator.js';
