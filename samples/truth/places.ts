/** Where the companies that don't exist would be. Region codes are real (DOMAIN 3.3, 3.2; districts by GB/T 2260). */

export interface Place {
  /** As in the title of an invoice: `上海`. */
  readonly title: string;
  /** In front of a company's name. */
  readonly city: string;
  /** On the seal, under 国家税务总局. */
  readonly authority: string;
  /** Four digits of an invoice code. */
  readonly codeRegion: string;
  /** Digits 3 and 4 of a 数电 number. */
  readonly numberRegion: string;
  /** Six digits of a tax number. */
  readonly district: string;
  readonly districtName: string;
}

const place = (
  title: string,
  city: string,
  authority: string,
  codeRegion: string,
  numberRegion: string,
  district: string,
  districtName: string,
): Place => ({ title, city, authority, codeRegion, numberRegion, district, districtName });

export const PLACES: readonly Place[] = [
  place('北京', '北京', '北京市税务局', '1100', '11', '110108', '北京市海淀区'),
  place('上海', '上海', '上海市税务局', '3100', '31', '310115', '上海市浦东新区'),
  place('江苏', '南京', '江苏省税务局', '3200', '32', '320106', '南京市鼓楼区'),
  place('浙江', '杭州', '浙江省税务局', '3300', '33', '330106', '杭州市西湖区'),
  place('宁波', '宁波', '宁波市税务局', '3302', '93', '330203', '宁波市海曙区'),
  place('厦门', '厦门', '厦门市税务局', '3502', '94', '350203', '厦门市思明区'),
  place('青岛', '青岛', '青岛市税务局', '3702', '92', '370212', '青岛市崂山区'),
  place('湖北', '武汉', '湖北省税务局', '4200', '42', '420106', '武汉市武昌区'),
  place('广东', '广州', '广东省税务局', '4400', '44', '440106', '广州市天河区'),
  place('深圳', '深圳', '深圳市税务局', '4403', '95', '440305', '深圳市南山区'),
  place('重庆', '重庆', '重庆市税务局', '5000', '50', '500103', '重庆市渝中区'),
  place('四川', '成都', '四川省税务局', '5100', '51', '510107', '成都市武侯区'),
  place('陕西', '西安', '陕西省税务局', '6100', '61', '610113', '西安市雁塔区'),
];
