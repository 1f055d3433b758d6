/** An organisation's switches: the one place where they change what the checks said. */
import { CHECKS, isCheckId } from '../../../document/checks.js';
import type { Finding, Severity } from '../../../document/finding.js';
import type { RulePack } from '../../../document/rule-pack.js';

/**
 * What is switched off is not shown. A severity of the organisation's own takes the place of an error or warning, not of
 * a mere hint; and where the reading may be wrong nothing is more than a warning, nor blocks. Without a switch a check
 * is on, weighs what it weighs by itself, and blocks where that is an error.
 */
export function switched(findings: readonly Finding[], { switches }: Pick<RulePack, 'switches'>): Finding[] {
  return findings.flatMap((finding) => {
    const own = switches[finding.id];
    if (own?.on === false) return [];
    const { blocks: _, ...rest } = finding;
    const severity = severityUnder(finding, own?.severity);
    const stops = own?.blocks ?? severity === 'E';
    const blocks = finding.result === 'broken' && finding.unsure !== true && severity !== 'I' && stops;
    return [{ ...rest, severity, ...(blocks ? { blocks } : {}) }];
  });
}

function severityUnder({ result, severity, unsure }: Finding, wanted: Severity | undefined): Severity {
  if (wanted === undefined || result !== 'broken' || severity === 'I') return severity;
  return unsure === true && wanted === 'E' ? 'W' : wanted;
}

/** Whether a finding is made with the organisation and therefore made again. */
export const isStanding = ({ id }: Pick<Finding, 'id'>): boolean =>
  isCheckId(id) && CHECKS[id].needs === 'organisation';
