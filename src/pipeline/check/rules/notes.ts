/** C2 a list that is referred to and is not there; M1 what the note must say (国家税务总局公告 2016 年第 23 号、第 53 号、2015 年第 99 号). */
import { goodsName } from '../../../document/goods-name.js';
import { squash } from '../../../invoice/text.js';
import { type Outcome, type Rule, type Subject, textOf } from '../subject.js';

const REFERS = /详见.{0,4}清单/u;

export const LIST_PRESENT: Rule = {
  id: 'C2',
  severity: 'E',
  apply({ slip }) {
    // Where the list is read its lines stand in the place of the one that refers to it.
    if (!slip.lines.some(({ name }) => REFERS.test(squash(name)))) return [];
    return [{ result: 'broken', message: '票面写明“详见销货清单”，但没有清单：请补交清单' }];
  },
};

interface Requirement {
  readonly about: string;
  readonly applies: (subject: Subject) => boolean;
  /** What must be told, and whether a box of its own or the note tells it. */
  readonly parts: readonly {
    readonly what: string;
    readonly told: (subject: Subject, note: string) => boolean;
  }[];
}

const PLATE = /[\p{Script=Han}][A-Z][·.]?[A-Z0-9]{5,6}/u;
const PLACE = /省|市|区|县|镇|乡|村|路|街|道|发生地/u;

const CONSTRUCTION: Requirement = {
  about: '建筑服务',
  applies: (subject) =>
    names(subject).some(({ category }) => category === '建筑服务') ||
    (textOf(subject, 'specialBusiness') ?? '').includes('建筑服务'),
  parts: [
    {
      what: '项目名称',
      told: (subject, note) => textOf(subject, 'projectName') !== null || /项目|工程/u.test(note),
    },
    {
      what: '服务发生地',
      told: (subject, note) => textOf(subject, 'projectPlace') !== null || PLACE.test(note),
    },
  ],
};

const PROPERTY: Requirement = {
  about: '不动产销售或租赁',
  applies: (subject) =>
    names(subject).some(
      ({ category, name }) =>
        (category ?? '').includes('不动产') ||
        (category === '经营租赁' && /房屋|房租|不动产|厂房|办公楼|商铺|仓库/u.test(name)),
    ),
  parts: [
    {
      what: '不动产地址',
      told: (subject, note) => textOf(subject, 'propertyAddress') !== null || PLACE.test(note),
    },
  ],
};

const FREIGHT: Requirement = {
  about: '货物运输',
  // The freight invoice of old has boxes for all of it.
  applies: (subject) =>
    subject.kind !== 'freight_special_paper' &&
    names(subject).some(
      ({ category, name }) => category === '运输服务' && /货物运输|货运|运费|运输费/u.test(name),
    ),
  parts: [
    {
      what: '起运地和到达地',
      told: (subject, note) =>
        textOf(subject, 'route') !== null || /起运|到达|[^\d][-—~至到][^\d]/u.test(note),
    },
    {
      what: '车牌号',
      told: (subject, note) =>
        textOf(subject, 'plateNumber') !== null ||
        subject.slip.lines.some(({ plateNumber }) => plateNumber !== undefined) ||
        PLATE.test(note),
    },
  ],
};

const PREPAID: Requirement = {
  about: '预付卡结算',
  // A card that is sold or charged is 不征税 and asks for no note; goods that were paid with one do.
  applies: (subject) => names(subject).some(({ name, rate }) => name.includes('预付卡') && rate !== '不征税'),
  parts: [{ what: '“收到预付卡结算款”', told: (_subject, note) => note.includes('预付卡结算') }],
};

const REQUIREMENTS: readonly Requirement[] = [CONSTRUCTION, PROPERTY, FREIGHT, PREPAID];

export const NOTE_COMPLETE: Rule = {
  id: 'M1',
  severity: 'W',
  apply(subject) {
    return REQUIREMENTS.filter(({ applies }) => applies(subject)).map((each) => judged(subject, each));
  },
};

function judged(subject: Subject, { about, parts }: Requirement): Outcome {
  const field = subject.slip.fields.note;
  const note = squash(field?.value ?? '');
  const lacking = parts.filter(({ told }) => !told(subject, note)).map(({ what }) => what);
  if (lacking.length === 0) return { result: 'holds', message: `${about}：备注所需内容齐全` };
  // Not read is our fault, not the invoice's.
  if (field === undefined)
    return { result: 'unknown', message: `${about}发票应注明${lacking.join('、')}，备注未读到` };
  return {
    result: 'broken',
    message: `${about}发票应在备注栏注明${lacking.join('、')}，票面没有`,
    fields: ['note'],
  };
}

function names({ slip }: Subject) {
  return slip.lines.map(({ name, taxRate }) => ({ ...goodsName(name), rate: taxRate ?? '' }));
}
