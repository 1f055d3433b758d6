/** What each XML format says, written as its producers spell it. Companies and numbers are invented. */
import { describe, expect, test } from 'vitest';
import { xmlReader } from '../../../../src/adapters/xml/xml.js';
import { structuredIn } from '../../../../src/pipeline/read/structured/index.js';

const { parse } = xmlReader();
const all = (xml: string) => structuredIn(parse(new TextEncoder().encode(xml)));

function only(xml: string) {
  const found = all(xml);
  const [first] = found;
  if (first === undefined || found.length > 1) throw new Error(`${found.length} invoices`);
  return first;
}

/** A 数电票 in its usual order; `more` goes in before the end of its data. */
const einvoice = (more = '', root = 'EInvoice', vat = '02') => `<${root}>
  <Header><EIid>25912900000000000017</EIid><InherentLabel>
    <InIssuType><LabelCode>Y</LabelCode></InIssuType>
    <EInvoiceType><LabelCode>01</LabelCode><LabelName>电子发票</LabelName></EInvoiceType>
    <GeneralOrSpecialVAT><LabelCode>${vat}</LabelCode></GeneralOrSpecialVAT>
  </InherentLabel></Header>
  <EInvoiceData>
    <SellerInformation><SellerIdNum>91350203MAYP1290XD</SellerIdNum><SellerName>虚构蜃楼（厦门）贸易有限公司</SellerName>
      <SellerAddr>虚构路33号</SellerAddr><SellerTelNum>000-1</SellerTelNum></SellerInformation>
    <BuyerInformation><BuyerIdNum>***</BuyerIdNum><BuyerName> 样例 </BuyerName><BuyerBankName/></BuyerInformation>
    <BasicInformation><TotalAmWithoutTax>5.45</TotalAmWithoutTax><TotalTaxAm>0.16</TotalTaxAm>
      <TotalTax-includedAmount>5.61</TotalTax-includedAmount>
      <TotalTax-includedAmountInChinese>伍圆陆角壹分</TotalTax-includedAmountInChinese>
      <RequestTime>2025-01-02 12:06:33</RequestTime></BasicInformation>
    <IssuItemInformation><ItemName>*生产生活服务*通行费</ItemName><Quantity>20250101</Quantity><UnPrice>5.45</UnPrice>
      <Amount>5.45</Amount><TaxRate>0.03</TaxRate><ComTaxAm>0.16</ComTaxAm><TotaltaxIncludedAmount>5.61</TotaltaxIncludedAmount></IssuItemInformation>
    ${more}
  </EInvoiceData>
  <TaxSupervisionInfo><InvoiceNumber>25912900000000000017</InvoiceNumber><IssueTime>2025-01-03</IssueTime></TaxSupervisionInfo>
</${root}>`;

describe('数电 XML', () => {
  test('header and line in normal form; what is blank or starred is left out', () => {
    expect(only(einvoice())).toEqual({
      source: 'xml',
      kind: 'digital_general',
      fields: {
        invoiceNumber: '25912900000000000017',
        issueDate: '2025-01-03',
        sellerName: '虚构蜃楼(厦门)贸易有限公司',
        sellerTaxId: '91350203MAYP1290XD',
        sellerAddressPhone: '虚构路33号 000-1',
        buyerName: '样例',
        netTotal: '5.45',
        taxTotal: '0.16',
        grossTotal: '5.61',
        grossTotalWords: '伍圆陆角壹分',
      },
      lines: [
        {
          name: '*生产生活服务*通行费',
          quantity: '20250101',
          unitPrice: '5.45',
          amount: '5.45',
          taxRate: '3%',
          taxAmount: '0.16',
        },
      ],
    });
  });

  test.each(['eInvoice', 'invoice', 'Invoice'])('the root may be %s', (root) => {
    expect(only(einvoice('', root, '01')).kind).toBe('digital_special');
  });

  test('one in an envelope, or several', () => {
    expect(all(`<Envelope><Body>${einvoice()}</Body></Envelope>`)).toHaveLength(1);
    expect(all(`<invoices>${einvoice()}${einvoice()}</invoices>`)).toHaveLength(2);
  });

  test('without 税务 part the request says number and date', () => {
    const { fields } = only(einvoice().replace(/<TaxSupervisionInfo>.*<\/TaxSupervisionInfo>/u, ''));
    expect(fields).toMatchObject({ invoiceNumber: '25912900000000000017', issueDate: '2025-01-02' });
  });

  test('a toll: plate, vehicle and days belong to the line, and days are no quantity', () => {
    const toll = `<SpecificInformation><Toll><PlateNumber>闽D A0000</PlateNumber><VehicleType>客车</VehicleType>
      <StartDatesOfPassage>20250101172851000</StartDatesOfPassage><EndDatesOfPassage>2025-01-02</EndDatesOfPassage></Toll></SpecificInformation>`;
    const { fields, lines } = only(einvoice(toll));
    expect(fields.specialBusiness).toBe('通行费');
    expect(lines).toEqual([
      {
        name: '*生产生活服务*通行费',
        unitPrice: '5.45',
        amount: '5.45',
        taxRate: '3%',
        taxAmount: '0.16',
        plateNumber: '闽DA0000',
        vehicleType: '客车',
        passDateFrom: '2025-01-01',
        passDateTo: '2025-01-02',
      },
    ]);
  });

  test('a traveller, and what a red letter reverses', () => {
    const more = `<SpecificInformation>
      <PassengerTransportation><Departure>厦门</Departure><Destination>福州</Destination><Traveler>乌有先生</Traveler>
        <ValidIDNumber>350203199001010000</ValidIDNumber><TravelDate>2025-01-01</TravelDate><Grade>二等座</Grade><Vehicletype>火车</Vehicletype></PassengerTransportation>
      <RedEInvoice><OriginalInvoiceCode>24912900000000000016</OriginalInvoiceCode></RedEInvoice></SpecificInformation>
      <AdditionalInformation><Remark>被红冲</Remark></AdditionalInformation>`;
    expect(only(einvoice(more)).fields).toMatchObject({
      specialBusiness: '旅客运输服务',
      travellerName: '乌有先生',
      travellerId: '350203199001010000',
      travelDate: '2025-01-01',
      departure: '厦门',
      destination: '福州',
      seatClass: '二等座',
      vehicleKind: '火车',
      precedingInvoice: '24912900000000000016',
      note: '被红冲',
    });
  });
});

test('the XML of an 增值税电子发票: its tax may be stars, and its code tells its kind', () => {
  const { kind, fields, lines } = only(`<eInvoice xmlns:fp="http://www.edrm.org.cn/schema/e-invoice/2019">
    <fp:InvoiceCode>035022100911</fp:InvoiceCode><fp:InvoiceNo>90000017</fp:InvoiceNo><fp:IssueDate>2021年11月26日</fp:IssueDate>
    <fp:InvoiceCheckCode>61234 50098 76543 21098</fp:InvoiceCheckCode><fp:TaxControlCode>03*7
      +5</fp:TaxControlCode><fp:Buyer><fp:BuyerName>个人</fp:BuyerName><fp:BuyerTaxID> </fp:BuyerTaxID></fp:Buyer>
    <fp:Seller><fp:SellerName>虚构公司</fp:SellerName></fp:Seller><fp:TaxExclusiveTotalAmount>181.14</fp:TaxExclusiveTotalAmount>
    <fp:TaxTotalAmount>***</fp:TaxTotalAmount><fp:TaxInclusiveTotalAmount>181.14</fp:TaxInclusiveTotalAmount><fp:DeductibleAmount>0.00</fp:DeductibleAmount>
    <fp:GoodsInfos><fp:GoodsInfo><fp:Item>*印刷品*图书</fp:Item><fp:Quantity>2</fp:Quantity><fp:Price>90.57</fp:Price>
      <fp:Amount>181.14</fp:Amount><fp:TaxScheme>免税</fp:TaxScheme><fp:TaxAmount>***</fp:TaxAmount></fp:GoodsInfo></fp:GoodsInfos></eInvoice>`);
  expect(kind).toBeNull();
  expect(fields).toEqual({
    invoiceCode: '035022100911',
    invoiceNumber: '90000017',
    issueDate: '2021-11-26',
    checkCode: '61234500987654321098',
    cipherText: '03*7+5',
    buyerName: '个人',
    sellerName: '虚构公司',
    netTotal: '181.14',
    taxTotal: '***',
    grossTotal: '181.14',
  });
  expect(lines).toEqual([
    {
      name: '*印刷品*图书',
      quantity: '2',
      unitPrice: '90.57',
      amount: '181.14',
      taxRate: '免税',
      taxAmount: '***',
    },
  ]);
});

describe('tax-control exchange XML', () => {
  const issued = (number: string, more = '') => `<REQUEST_COMMON_FPKJ class="REQUEST_COMMON_FPKJ">
    <COMMON_FPKJ_FPT><FPLXDM>026</FPLXDM><FP_DM>035022100911</FP_DM><FP_HM>${number}</FP_HM><KPRQ>20211126100911</KPRQ>
      <XSF_NSRSBH>91350203MAYP1290XD</XSF_NSRSBH><XSF_MC>虚构公司</XSF_MC><GMF_MC><![CDATA[样例公司]]></GMF_MC>
      <GMF_DZ>样例路1号</GMF_DZ><GMF_DH>000-2</GMF_DH><JSHJ>58.500000</JSHJ><HJJE>50</HJJE><HJSE>8.5</HJSE>${more}</COMMON_FPKJ_FPT>
    <COMMON_FPKJ_XMXXS size="2"><COMMON_FPKJ_XMXX><XMMC>书</XMMC><XMSL>1</XMSL><XMJE>60</XMJE><SL>0.17</SL><SE>10.2</SE></COMMON_FPKJ_XMXX>
      <COMMON_FPKJ_XMXX><FPHXZ>1</FPHXZ><XMMC>书</XMMC><XMJE>-10</XMJE><LSLBS>1</LSLBS><SL>0</SL><SE>-1.7</SE></COMMON_FPKJ_XMXX></COMMON_FPKJ_XMXXS></REQUEST_COMMON_FPKJ>`;

  test('an issued one, discount line and money of floating point included', () => {
    const { kind, fields, lines } = only(
      `<business id="FPKJ">${issued('90000017', '<YFP_DM>035022100911</YFP_DM><YFP_HM>90000016</YFP_HM>')}</business>`,
    );
    expect(kind).toBe('vat_general_e');
    expect(fields).toEqual({
      invoiceCode: '035022100911',
      invoiceNumber: '90000017',
      issueDate: '2021-11-26',
      sellerName: '虚构公司',
      sellerTaxId: '91350203MAYP1290XD',
      buyerName: '样例公司',
      buyerAddressPhone: '样例路1号 000-2',
      netTotal: '50.00',
      taxTotal: '8.50',
      grossTotal: '58.50',
      precedingInvoice: '03502210091190000016',
    });
    expect(lines).toEqual([
      { name: '书', quantity: '1', amount: '60.00', taxRate: '17%', taxAmount: '10.20' },
      { name: '书', amount: '-10.00', taxRate: '免税', taxAmount: '-1.70' },
    ]);
  });

  test('a batch: each with its own lines', () => {
    const found = all(`<business id="FPKJ">${issued('90000017')}${issued('90000018')}</business>`);
    expect(found.map(({ fields, lines }) => [fields.invoiceNumber, lines.length])).toEqual([
      ['90000017', 2],
      ['90000018', 2],
    ]);
  });
});

describe('vouchers of the Ministry of Finance', () => {
  const xbrl = (taxonomy: string, body: string) =>
    `<xbrl xmlns="http://www.xbrl.org/2003/instance" xmlns:link="http://www.xbrl.org/2003/linkbase" xmlns:xlink="http://www.w3.org/1999/xlink"
      xmlns:v="http://xbrl.mof.gov.cn/taxonomy/${taxonomy}"><context id="c1"><entity><identifier>91350203MAYP1290XD</identifier></entity></context>${body}</xbrl>`;

  test('inv: 增值税电子发票, whose number may stand only behind its code', () => {
    const { source, kind, fields, lines } = only(
      xbrl(
        '2021-09-30/inv',
        `<v:TypeOfInvoice>增值税电子普通发票</v:TypeOfInvoice><v:UniqueCodeOfInvoice>03502210091190000017</v:UniqueCodeOfInvoice>
         <v:DateOfIssue>2021-11-26</v:DateOfIssue><v:NameOfSeller>虚构公司</v:NameOfSeller>
         <v:TotalAmountExcludingTax decimals="2">9.91</v:TotalAmountExcludingTax><v:TotalTaxAmount>1.29</v:TotalTaxAmount>
         <v:TaxIncludedAmountInFigures>11.20</v:TaxIncludedAmountInFigures><v:Issuer>乌有</v:Issuer>
         <v:InformationOfTaxableGoodsOrServicesDetailItemsTuple><v:NameOfTaxableGoodsOrServices>*金属制品*螺丝批</v:NameOfTaxableGoodsOrServices>
           <v:AmountExcludingTax>9.91</v:AmountExcludingTax><v:TaxRate>13.00%</v:TaxRate><v:TaxAmount>1.29</v:TaxAmount>
         </v:InformationOfTaxableGoodsOrServicesDetailItemsTuple>
         <v:InformationOfAccountingDocumentsTuple><v:Remarks>入账</v:Remarks></v:InformationOfAccountingDocumentsTuple>`,
      ),
    );
    expect([source, kind]).toEqual(['xbrl', 'vat_general_e']);
    expect(fields).toEqual({
      invoiceCode: '035022100911',
      invoiceNumber: '90000017',
      issueDate: '2021-11-26',
      sellerName: '虚构公司',
      netTotal: '9.91',
      taxTotal: '1.29',
      grossTotal: '11.20',
      drawer: '乌有',
    });
    expect(lines).toEqual([{ name: '*金属制品*螺丝批', amount: '9.91', taxRate: '13%', taxAmount: '1.29' }]);
  });

  test('a taxonomy that is shared may be declared first; efi and what is unknown is left alone', () => {
    const rai = xbrl('2023-12-31/gen', '<v:x/>').replace(
      '<v:x/>',
      '<r:Fare xmlns:r="http://xbrl.mof.gov.cn/taxonomy/2023-12-31/rai">9.00</r:Fare><r:ElectronicInvoiceRailwayETicketNumber>25319166100000000017</r:ElectronicInvoiceRailwayETicketNumber>',
    );
    expect(only(rai)).toMatchObject({ kind: 'digital_rail', fields: { fare: '9.00' } });
    expect(all(xbrl('2023-12-31/efi', '<v:NumberOfInvoice>00000017</v:NumberOfInvoice>'))).toEqual([]);
  });

  test('einv: 数电票, special or general by the name of its schema; whatever the taxonomy is dated', () => {
    const body = (schema: string) =>
      `<link:schemaRef xlink:href="${schema}_entry_point.xsd"/><v:InvoiceNumber>25912900000000000017</v:InvoiceNumber>
       <v:TotalTax-includedAmount>5.61</v:TotalTax-includedAmount><v:SellerName>虚构公司</v:SellerName>
       <v:Tuple><v:ItemName>书</v:ItemName><v:Amount>5.45</v:Amount></v:Tuple>`;
    const kinds = ['einv_spcl_receiver', 'einv_ord_receiver', 'einv'].map(
      (schema) => only(xbrl('2031-01-01/einv', body(schema))).kind,
    );
    expect(kinds).toEqual(['digital_special', 'digital_general', null]);
    expect(only(xbrl('2023-12-31/einv', body('einv'))).lines).toEqual([{ name: '书', amount: '5.45' }]);
  });

  test('rai: a railway ticket', () => {
    const { kind, fields } = only(
      xbrl(
        '2021-11-30/rai',
        `<v:TypeOfVoucher>电子发票（铁路电子客票）</v:TypeOfVoucher><v:ElectronicInvoiceRailwayETicketNumber>25919100000000000017</v:ElectronicInvoiceRailwayETicketNumber>
         <v:DateOfIssue>2025-07-11</v:DateOfIssue><v:TypeOfBusiness>售</v:TypeOfBusiness><v:DepartureStation>无此岛</v:DepartureStation>
         <v:DestinationStation>无此桥</v:DestinationStation><v:TrainNumber>G1281</v:TrainNumber><v:TravelDate>2025-07-02</v:TravelDate>
         <v:DepartureTime>06:20</v:DepartureTime><v:Carriage>03车</v:Carriage><v:Seat>01F号</v:Seat><v:SeatLevel>一等座</v:SeatLevel>
         <v:Fare>272.50</v:Fare><v:TotalAmountExcludingTax>250.00</v:TotalAmountExcludingTax><v:TaxRate>0.09</v:TaxRate><v:TaxAmount>22.50</v:TaxAmount>
         <v:Name>乌有先生</v:Name><v:NameOfPurchaser>样例公司</v:NameOfPurchaser>`,
      ),
    );
    expect(kind).toBe('digital_rail');
    expect(fields).toMatchObject({
      invoiceNumber: '25919100000000000017',
      carriageSeat: '03车01F号',
      fare: '272.50',
      grossTotal: '272.50',
      taxRate: '9%',
      passengerName: '乌有先生',
      fromStation: '无此岛',
    });
  });

  test('atr: an air itinerary and its legs', () => {
    const leg = (from: string, to: string) =>
      `<v:Leg><v:DepartureStation>${from}</v:DepartureStation><v:DestinationStation>${to}</v:DestinationStation>
       <v:Carrier>虚航</v:Carrier><v:Flight>XX1234</v:Flight><v:Class>Y</v:Class><v:CarrierDate>2025-02-07</v:CarrierDate><v:DepartureTime>08:05</v:DepartureTime></v:Leg>`;
    const { kind, fields, lines } = only(
      xbrl(
        '2023-12-31/atr',
        `<v:NumberOfElectronicInvoice>25919100000000000024</v:NumberOfElectronicInvoice><v:PassengerName>乌有先生</v:PassengerName>
         ${leg('厦门', '福州')}${leg('福州', '厦门')}<v:Fare>458</v:Fare><v:FuelSurcharge>70.00</v:FuelSurcharge>
         <v:CivilAviationDevelopmentFund>50.00</v:CivilAviationDevelopmentFund><v:VatRate>0.09</v:VatRate><v:TotalAmount>620.00</v:TotalAmount>`,
      ),
    );
    expect(kind).toBe('digital_air');
    expect(fields).toMatchObject({
      invoiceNumber: '25919100000000000024',
      fare: '458.00',
      civilAviationFund: '50.00',
      taxRate: '9%',
      grossTotal: '620.00',
    });
    expect(lines.map(({ name, flight, time }) => [name, flight, time])).toEqual([
      ['厦门-福州', 'XX1234', '08:05'],
      ['福州-厦门', 'XX1234', '08:05'],
    ]);
  });

  test('a bank receipt is a voucher, but no invoice', () => {
    expect(all(xbrl('2023-05-15/bker', '<v:Amount>1.00</v:Amount><v:SellerName>a</v:SellerName>'))).toEqual(
      [],
    );
  });
});

test.each([
  ['an order', '<order><SellerName>a</SellerName></order>'],
  ['an invoice of another country', '<Invoice><ID>7</ID><LegalMonetaryTotal/></Invoice>'],
  ['a 数电票 that says nothing', '<EInvoice><EInvoiceData/></EInvoice>'],
  ['the parts of an OFD', '<OFD><DocBody><DocRoot>Doc_0/Document.xml</DocRoot></DocBody></OFD>'],
])('%s is none', (_name, xml) => {
  expect(all(xml)).toEqual([]);
});

describe('what is hostile', () => {
  test('a voucher and codes named as what every object has tell nothing', () => {
    const voucher =
      '<xbrl xmlns:a="http://xbrl.mof.gov.cn/taxonomy/2023-01-01/constructor"><a:x>1</a:x></xbrl>';
    expect(all(voucher)).toEqual([]);
    expect(only(einvoice('', 'EInvoice', 'constructor')).kind).toBeNull();
  });

  test('a value too long for any field is left out, and the others stay', () => {
    const long = '长'.repeat(5000);
    const invoice = only(einvoice(`<Remark>${long}</Remark>`).replace('*生产生活服务*通行费', long));
    expect(invoice.fields.note).toBeUndefined();
    expect(invoice.fields.sellerName).toBe('虚构蜃楼(厦门)贸易有限公司');
    expect(invoice.lines).toMatchObject([{ name: '', amount: '5.45' }]);
  });
});
