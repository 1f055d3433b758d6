import {
  FileImageOutlined,
  FilePdfOutlined,
  FileProtectOutlined,
  FileTextOutlined,
  FileUnknownOutlined,
  FileZipOutlined,
  MailOutlined,
} from '@ant-design/icons';
import type { ReactNode } from 'react';
import type { CarrierName } from '../api/types.js';

const ICONS: Record<CarrierName, ReactNode> = {
  image: <FileImageOutlined />,
  pdf: <FilePdfOutlined />,
  ofd: <FileProtectOutlined />,
  xml: <FileTextOutlined />,
  zip: <FileZipOutlined />,
  mail: <MailOutlined />,
};

/** Endings by which a file is shown as long as nobody has looked into it. */
const ENDINGS: readonly (readonly [RegExp, CarrierName])[] = [
  [/\.(jpe?g|png|webp|hei[cf]|avif|tiff?|bmp|gif)$/i, 'image'],
  [/\.pdf$/i, 'pdf'],
  [/\.ofd$/i, 'ofd'],
  [/\.(xml|xbrl)$/i, 'xml'],
  [/\.zip$/i, 'zip'],
  [/\.(eml|msg)$/i, 'mail'],
];

/** What a file is: as it was read, or by its name until then. */
export function CarrierIcon({ carrier, file }: { carrier: CarrierName | null; file: string }) {
  const known = carrier ?? ENDINGS.find(([ending]) => ending.test(file))?.[1];
  return known === undefined ? <FileUnknownOutlined /> : ICONS[known];
}
