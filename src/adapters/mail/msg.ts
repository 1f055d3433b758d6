/** MSG: what Outlook saves a mail as (MS-OXMSG). */
import { createRequire } from 'node:module';
import { fileKind } from '../../document/file-kind.js';
import { RefusalError } from '../../document/refusal.js';
import type { MailFile } from '../../ports/mail.js';
import { checkCompound } from './compound.js';

/** Throws RefusalError `damaged_file`, or `unsupported_type` where it is another program's compound file. */
export function filesOfMsg(bytes: Uint8Array): MailFile[] {
  checkCompound(bytes);
  if (fileKind(bytes) !== 'mail') throw new RefusalError('unsupported_type');
  try {
    return filesIn(bytes);
  } catch (cause) {
    throw new RefusalError('damaged_file', 'MSG', { cause });
  }
}

function filesIn(bytes: Uint8Array): MailFile[] {
  // CommonJS: what an import of it has as its default depends on who imports.
  const { default: MsgReader } = createRequire(import.meta.url)(
    '@kenjiuno/msgreader',
  ) as typeof import('@kenjiuno/msgreader');
  const reader = new MsgReader(ownBuffer(bytes));
  // Texts of before Outlook 2003 are in the code page of its Windows.
  reader.parserConfig = { ansiEncoding: 'gb18030' };
  const { attachments = [], error } = reader.getFileData();
  if (error !== undefined) throw new Error(error);
  return attachments.flatMap((attachment) => {
    const { fileName, fileNameShort, name, innerMsgContent, dataId } = attachment;
    // A link to a file elsewhere brings no bytes.
    if (innerMsgContent !== true && dataId === undefined) return [];
    const { content } = reader.getAttachment(attachment);
    const told = fileName || fileNameShort || name || 'attachment.bin';
    return {
      name: innerMsgContent === true && !/\.msg$/iu.test(told) ? `${told}.msg` : told,
      bytes: content,
      inline: attachment.attachmentHidden === true || attachment.pidContentId !== undefined,
    };
  });
}

/** msgreader wants a buffer that holds nothing else. */
const ownBuffer = ({ buffer, byteOffset, byteLength }: Uint8Array): ArrayBuffer =>
  buffer.slice(byteOffset, byteOffset + byteLength) as ArrayBuffer;
