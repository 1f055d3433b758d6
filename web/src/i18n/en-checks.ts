/** Texts of verdicts' details, findings, rules, claims and registers, in English. */
import type { zhChecks } from './zh-checks.js';

export const enChecks: typeof zhChecks = {
  waterfall: {
    title: 'How this probability came about',
    hint: 'It starts from any invoice at random; each field raises it (green) or lowers it (red). Figures are bits: +1 doubles the odds, −1 halves them.',
    step: 'Field',
    bar: 'Change',
    bits: 'Bits',
    prior: 'Start',
    total: 'The same invoice',
  },

  checks: {
    official: (code: string) => `platform code ${code}`,
    ledger: 'the ledger',
    otherAnswer: (who: string, outcome: string, state: string) =>
      `${who} says otherwise: ${outcome} (${state})`,
    person: 'a person',
    blocks: 'By your rules it cannot be claimed until this is settled',
    other: { document: 'file', ledger: 'ledger entry', claim: 'claim' },
    moreOthers: (n: number) => `${n} more`,
    changed: 'changed',
    changes: 'The verdict has changed',
    recheckAt: (at: string) => `It is verified again by itself at ${at}`,
    answeredBy: (who: string) => `answered by ${who}`,
  },

  claims: {
    title: 'Claims',
    hint: 'An invoice can be used for one claim. Once it is locked nobody else can use it; close it when it was paid, cancel it to let it go.',
    panel: 'Claim',
    reference: 'Number of the claim',
    lock: 'Lock',
    blocked: 'Something is not settled, so it cannot be claimed; see the checks below.',
    stateLabel: 'State of the claim',
    all: 'All',
    none: 'Nothing fits',
    state: { init: 'unused', lock: 'locked', closure: 'closed', cancel: 'cancelled' },
    close: 'Close',
    cancel: 'Cancel',
    closeAsk: (reference: string) => `Close all invoices of claim ${reference}?`,
    cancelAsk: (reference: string) => `Let all invoices of claim ${reference} go?`,
  },

  registry: {
    title: 'Outside registers',
    none: 'No answer from outside yet.',
    check: 'Ask outside',
    note: 'Note what a person found',
    dont: 'Do not note',
    evidence: 'screenshot',
    outcome: 'Outcome',
    noteLabel: 'Note',
    choose: 'Choose',
    screenshot: 'Add the screenshot',
    needed: 'of what the official site shows; needed',
    save: 'Save',
  },

  rules: {
    title: 'Rules',
    shipped: 'The rules that the program ships are in force',
    inForce: (name: string) => `In force: ${name}`,
    companies: 'Own companies',
    switches: 'Checks',
    thresholds: 'Thresholds and lists',
    blackList: 'Black list',
    file: 'Import and export',
    check: 'Check',
    on: 'On',
    severity: 'Severity',
    blocks: 'Blocks claims',
    save: 'Save',
    add: 'Add',
    remove: 'Remove',
    threshold: {
      consecutiveGap: 'Consecutive numbers: largest step',
      consecutiveCount: 'Consecutive numbers: at least so many',
      nearDuplicateDays: 'Near duplicate: at most so many days apart',
      underLimitPercent: 'Just under a limit: within so many per cent of it',
      crossYearDeadline: 'Cross-year: last year’s invoices until (month-day)',
      approvalLimits: 'Limits of approval (yuan)',
    },
    sensitive: 'Sensitive classes, by words',
    vague: 'Names that say nothing',
    companiesHint:
      'Who invoices may be made out to; the tax id decides. Purchases and sales are told apart by it too.',
    noCompanies:
      'No company of your own is named: buyers cannot be checked, purchases and sales not told apart',
    companyName: 'Name',
    taxId: 'Tax id',
    aliases: 'Other spellings, former names',
    addCompany: 'Add a company',
    blackListHint: 'Invoices of these sellers are marked (V1): by tax id, or by name where there is none.',
    reason: 'Reason',
    nobody: 'Nobody is on the list',
    fileHint:
      'A rule pack is a JSON of switches, thresholds and lists, to pass on; own companies and black list are not in it.',
    export: 'Export the rule pack',
    import: 'Import a rule pack',
    shippedPacks: 'Packs that come with the program:',
    unreadable: 'This is no rule pack',
    preview: (name: string) => `“${name}” would change:`,
    noChange: 'No check is set otherwise',
    replaces: 'Thresholds, sensitive classes and vague names are replaced by those of the pack.',
    take: 'Take it',
    recheckHint:
      'After an edit new documents are checked by the new rules; those handed in before can be checked again here, within minutes.',
    since: 'Handed in since',
    recheck: 'Check again',
    rechecked: (n: number) =>
      n === 0
        ? 'Nothing was handed in since then'
        : `${n} ${n === 1 ? 'document' : 'documents'} to be checked again`,
    setting: ({ on, severity, blocks }: { on: boolean; severity: 'E' | 'W' | 'I'; blocks: boolean }) =>
      on ? `${{ E: 'error', W: 'warning', I: 'note' }[severity]}${blocks ? ', blocks claims' : ''}` : 'off',
  },

  findings: {
    heading: 'Checks on the invoice itself',
    none: 'There was nothing to check',
    result: { holds: 'Holds', broken: 'Broken', unknown: 'Cannot tell' },
    severity: { E: 'Error', W: 'Warning', I: 'Note' },
    unsure: 'It rests on a reading that is not sure, and may be misread',
    look: (page, nth) =>
      `Show on the page${nth === null ? '' : ` (${nth})`}${page === null ? '' : `, page ${page}`}`,
    lookThere: (page, nth) => `Show on the other original${nth === null ? '' : ` (${nth})`}, page ${page}`,
    passed: (n) => `${n} ${n === 1 ? 'check holds' : 'checks hold'}`,
    summary: (holds, broken, unknown) =>
      [`${holds} hold`, broken > 0 ? `${broken} broken` : '', unknown > 0 ? `${unknown} cannot tell` : '']
        .filter((part) => part !== '')
        .join(' · '),
  },
};
