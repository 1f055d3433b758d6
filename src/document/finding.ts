/** What one check concluded about one slip (DOMAIN 12). */

export type Severity = 'E' | 'W' | 'I';

export interface Finding {
  /** Id of the check in DOMAIN 12, such as `A2`. */
  readonly id: string;
  readonly result: 'holds' | 'broken' | 'unknown';
  readonly severity: Severity;
  /** One line in Chinese with the numbers it compares. */
  readonly message: string;
}
