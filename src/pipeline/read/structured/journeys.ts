/** Vouchers of journeys: 铁路电子客票 (`rai`) and 航空运输电子客票行程单 (`atr`), DOMAIN 8.3. */
import type { LineItem } from '../../../document/slip.js';
import type { StructuredInvoice } from '../../../document/structured.js';
import { parseDate } from '../../../invoice/dates.js';
import { parseDigitalNumber } from '../../../invoice/number.js';
import { normalise } from '../../../invoice/text.js';
import type { XmlElement } from '../../../ports/xml.js';
import { type Leaves, leavesOf, within } from './tree.js';
import { fieldsFrom } from './values.js';

const BOOKED = 'InformationOfAccountingDocumentsTuple';
const NO_FIELDS = [BOOKED, 'context', 'unit'];

/** The fare includes the tax: it is the gross total as well. */
export function railFrom(root: XmlElement): StructuredInvoice {
  const leaf = leavesOf(root, NO_FIELDS);
  const fare = leaf('Fare');
  const place = `${leaf('Carriage') ?? ''}${leaf('Seat') ?? ''}`;
  return {
    source: 'xbrl',
    kind: 'digital_rail',
    fields: fieldsFrom({
      invoiceNumber: leaf('ElectronicInvoiceRailwayETicketNumber'),
      issueDate: leaf('DateOfIssue'),
      businessKind: leaf('TypeOfBusiness'),
      fromStation: leaf('DepartureStation'),
      toStation: leaf('DestinationStation'),
      trainNumber: leaf('TrainNumber'),
      travelDate: leaf('TravelDate'),
      departureTime: leaf('DepartureTime'),
      carriageSeat: place === '' ? null : place,
      seatClass: leaf('SeatLevel', 'ClassOfSeat'),
      fare,
      grossTotal: fare,
      netTotal: leaf('TotalAmountExcludingTax'),
      taxRate: leaf('TaxRate'),
      taxTotal: leaf('TaxAmount'),
      passengerName: leaf('Name'),
      passengerId: leaf('IdNumber'),
      ticketNumber: leaf('ElectronicTicketNum', 'ElectronicTicketNumber', 'ETicketNumber'),
      buyerName: leaf('NameOfPurchaser'),
      buyerTaxId: leaf('UnifiedSocialCreditCodeOfPurchaser'),
      precedingInvoice: leaf('NumberOfOriginalInvoice'),
    }),
    lines: [],
  };
}

/** A leg of a journey; the tuples around them are named differently from version to version. */
const isLeg = ({ children }: XmlElement): boolean => {
  const names = children.map(({ name }) => name.toLowerCase());
  return names.includes('departurestation') && names.includes('destinationstation');
};

export function airFrom(root: XmlElement): StructuredInvoice {
  const legs = [...within(root)].filter((element) => element !== root && isLeg(element));
  const leaf = leavesOf(root, [...NO_FIELDS, ...legs.map(({ name }) => name)]);
  return {
    source: 'xbrl',
    kind: 'digital_air',
    fields: fieldsFrom({
      invoiceNumber: digitalNumberIn(root),
      eTicketNumber: leaf('ETicketNumber', 'ElectronicTicketNum'),
      issueDate: leaf('IssueDate', 'DateOfIssue'),
      passengerName: leaf('PassengerName'),
      passengerId: leaf('ValidIdNumber'),
      fare: leaf('Fare'),
      fuelSurcharge: leaf('FuelSurcharge'),
      civilAviationFund: leaf('CivilAviationDevelopmentFund'),
      taxRate: leaf('VatRate'),
      taxTotal: leaf('VatTaxAmount'),
      insurance: leaf('Insurance'),
      grossTotal: leaf('TotalAmount'),
      buyerName: leaf('NameOfPurchaser'),
      buyerTaxId: leaf('UnifiedSocialCreditCodeOfPurchaser'),
    }),
    lines: (legs.length > 0 ? legs : [root].filter(isLeg)).map((leg) => legFrom(leavesOf(leg))),
  };
}

/** Its element is called differently from version to version; no other value of a voucher is a 数电 number. */
function digitalNumberIn(root: XmlElement): string | null {
  const found = [...within(root)].find(
    ({ name, text }) =>
      /number/iu.test(name) && !/original/iu.test(name) && parseDigitalNumber(text) !== null,
  );
  return found?.text ?? null;
}

function legFrom(leaf: Leaves): LineItem {
  const text = (name: string) => normalise(leaf(name) ?? '') || null;
  const [from, to] = [text('DepartureStation'), text('DestinationStation')];
  const cells = {
    from,
    to,
    carrier: text('Carrier'),
    flight: text('Flight'),
    class: text('Class'),
    date: parseDate(leaf('CarrierDate') ?? ''),
    time: /\d{1,2}:\d{2}/u.exec(leaf('DepartureTime') ?? '')?.[0] ?? null,
  };
  const said = Object.entries(cells).filter(([, cell]) => cell !== null);
  return { name: `${from ?? ''}-${to ?? ''}`, ...Object.fromEntries(said) };
}
