/** What one organisation wants to be checked, and how strictly (DOMAIN 12): data that its finance admin edits. */
import type { Severity } from './finding.js';

/** How one check is treated. `severity` where it is not the check's own. */
export interface RuleSwitch {
  readonly on: boolean;
  readonly severity?: Severity;
  /** A broken check stops the slip from being claimed; otherwise it only warns. */
  readonly blocks: boolean;
}

/** Numbers that checks compare with; days and months are calendar ones in Asia/Shanghai. */
export interface RuleThresholds {
  /** S1: largest step between numbers taken for consecutive. */
  readonly consecutiveGap: number;
  /** S1: so many numbers in a row are told. */
  readonly consecutiveCount: number;
  /** D2: days between issue dates of two invoices of a seller with the same total. */
  readonly nearDuplicateDays: number;
  /** Y1: the month and day (`05-31`) until which last year's invoices may still be booked. */
  readonly crossYearDeadline: string;
  /** P1: limits of approval in yuan, as decimal strings; sums just under one are told. */
  readonly approvalLimits: readonly string[];
  /** P1: how near under a limit, in per cent of it. */
  readonly underLimitPercent: number;
}

/** A class of goods or services that needs a second look, known by words in the line's name (C1). */
export interface SensitiveClass {
  readonly name: string;
  readonly words: readonly string[];
  readonly severity: Severity;
}

/** A set of switches, thresholds and lists for an industry; can be exported and imported. */
export interface RulePack {
  readonly format: 'yanpiao-rules';
  readonly version: 1;
  readonly name: string;
  /** By the check's id; a check that is not named is on with its own severity and blocks where that is E. */
  readonly switches: Readonly<Record<string, RuleSwitch>>;
  readonly thresholds: RuleThresholds;
  readonly sensitive: readonly SensitiveClass[];
  /** Names that say nothing (办公用品, 一批), for C1. */
  readonly vagueNames: readonly string[];
}

/** A company of the organisation itself: who invoices may be made out to (T1, T2). */
export interface OwnCompany {
  readonly name: string;
  readonly taxId: string;
  /** Other spellings that are accepted, former names. */
  readonly aliases: readonly string[];
}

/** A seller that is not to be dealt with (V1), by tax id or, failing that, by name. */
export interface BlackListed {
  readonly id: string;
  readonly taxId: string | null;
  readonly name: string | null;
  readonly reason: string;
  readonly addedBy: string;
  readonly addedAt: Date;
}

/** All of it, as the checks see it. */
export interface OrganisationRules {
  readonly pack: RulePack;
  readonly ownCompanies: readonly OwnCompany[];
  /** Rises with every edit. */
  readonly edition: number;
}
