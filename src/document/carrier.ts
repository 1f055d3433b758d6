/** What an invoice was handed in as; `zip` and `mail` hold others. */
export const CARRIERS = ['image', 'pdf', 'ofd', 'xml', 'zip', 'mail'] as const;
export type Carrier = (typeof CARRIERS)[number];
