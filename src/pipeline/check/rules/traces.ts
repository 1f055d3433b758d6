/** F1, of a PDF as a file: saved over, written by an editor, of another size than an invoice. Told and no more: each is common. */
import type { Kind } from '../../../invoice/kinds.js';
import type { FileEvidence, Outcome, Subject } from '../subject.js';

/** Programs made for changing a PDF, by the names that they write into it; what only prints or converts is none. */
const EDITORS =
  /acrobat (?:pro|dc|standard)|adobe acrobat \d|phantom ?pdf|foxit.*editor|pdf ?element|nitro|pdf-?xchange editor|wps pdf|master pdf|sejda|smallpdf|ilovepdf|pdfescape|pdfill|photoshop|illustrator|inkscape|libreoffice draw|coreldraw|福昕.*编辑|迅捷/iu;

/** Millimetres a PDF point. */
const MILLIMETRES = 25.4 / 72;
/** Width of a 210 × 140 form, in millimetres: that of the tax-control system's own is 215. */
const WIDTHS = [205, 220] as const;
/** Its height; that of 数电 grows with its lines, so it has no upper end. */
const HEIGHTS = [134, 146] as const;

const OF_FIXED_HEIGHT: ReadonlySet<Kind> = new Set<Kind>(['vat_special_e', 'vat_general_e']);
const GROWING: ReadonlySet<Kind> = new Set<Kind>(['digital_special', 'digital_general']);

const only = (message: string): Outcome => ({ result: 'unknown', severity: 'I', message });

export function fileTraces(subject: Subject, { traces, papers, signatures }: FileEvidence): Outcome[] {
  const { updates = 0, software = [] } = traces ?? {};
  const editor = software.find((name) => EDITORS.test(name));
  const paper = papers.find(({ width, height }) => !isInvoiceSize(subject.kind, width, height));
  return [
    // Signing saves over the file; what follows a signature is told with that.
    ...(updates === 0 || signatures.length > 0
      ? []
      : [only(`文件保存后又追加修改过 ${updates} 次，签章或开票软件也会这样保存`)]),
    ...(editor === undefined ? [] : [only(`文件由可编辑 PDF 的软件生成或保存：${editor.slice(0, 80)}`)]),
    ...(paper === undefined
      ? []
      : [
          only(
            `第 ${paper.page} 页为 ${inMillimetres(paper.width)} × ${inMillimetres(paper.height)} 毫米，不是电子发票的 210 × 140`,
          ),
        ]),
  ];
}

const inMillimetres = (points: number): number => Math.round(points * MILLIMETRES);

/** Of other kinds no size is known. In points. */
function isInvoiceSize(kind: Kind, width: number, height: number): boolean {
  if (!OF_FIXED_HEIGHT.has(kind) && !GROWING.has(kind)) return true;
  const [wide, high] = [width * MILLIMETRES, height * MILLIMETRES];
  const fits = wide >= WIDTHS[0] && wide <= WIDTHS[1] && high >= HEIGHTS[0];
  return fits && (GROWING.has(kind) || high <= HEIGHTS[1]);
}
