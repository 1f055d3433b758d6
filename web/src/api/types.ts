/** Every type that crosses HTTP, from the server's own contract. Nothing else of the server is imported anywhere in web/ (but the text of a separator sheet). */
import type { PageFactAnswer, SlipVerdict } from '../../../src/http/contract/index.js';

export type {
  AcceptedAnswer,
  ActionName,
  BatchAnswer,
  CarrierName,
  DifferenceAnswer,
  DocumentAnswer,
  DocumentList,
  DocumentRow,
  DocumentStateName,
  FieldKey,
  KindName,
  MeAnswer,
  MemberAnswer,
  PageFactAnswer,
  Problem,
  ProgressAnswer,
  ProvisionalFacts,
  RecordAnswer,
  RecordOriginalAnswer,
  RefusalAnswer,
  RoleName,
  SampleAnswer,
  SlipAnswer,
  SlipField,
  SlipFinding,
  SlipLine,
  SlipSummaryAnswer,
  SlipVerdict,
  VerdictCandidate,
  VerdictOutcome,
  VerdictReason,
} from '../../../src/http/contract/index.js';

export type VerdictState = SlipVerdict['state'];
export type PageRoleName = PageFactAnswer['role'];
export type Box = readonly [number, number, number, number];
