/** What an invoice was handed in as; `zip` and `mail` hold others. */
export type Carrier = 'image' | 'pdf' | 'ofd' | 'xml' | 'zip' | 'mail';
