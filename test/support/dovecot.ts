/** A Dovecot of our own: one user, maildir in a folder, on loopback. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { chmod, chown, mkdir, readFile, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { ImapFlow } from 'imapflow';
import { sparePort, stop, untilReady } from '../../bench/services/process.js';
import type { MailboxSettings } from '../../src/adapters/imap/connection.js';
import type { Service } from './services.js';

export const MAIL_USER = { user: 'bills', password: 'post-office' };

export interface Dovecot extends Pick<Service, 'stop'> {
  readonly settings: MailboxSettings;
  /** As a person's mail program: puts mails in, looks at flags. */
  login(): Promise<ImapFlow>;
}

export interface DovecotOptions {
  readonly port?: number;
  /** With a certificate that nobody knows but `settings.ca`. */
  readonly tls?: boolean;
  /** Keywords cannot be made, as on servers that keep only their own flags. */
  readonly withoutKeywords?: boolean;
}

/** Starts it on `folder`, which may hold the mails of an earlier one. */
export async function startDovecot(
  program: string,
  folder: string,
  options: DovecotOptions = {},
): Promise<Dovecot> {
  const port = options.port ?? (await sparePort());
  const mail = join(folder, 'mail');
  await mkdir(mail, { recursive: true });
  const owner = await mailOwner(folder, mail);
  // Everything but `w`: the right to other flags than \\Seen and \\Deleted (RFC 4314, 4).
  if (options.withoutKeywords === true) await writeFile(join(mail, 'dovecot-acl'), 'owner lrstike\n');
  const ca = options.tls === true ? await certificate(folder) : null;
  const place = join(folder, 'dovecot.conf');
  await writeFile(place, configuration(folder, port, owner, options));
  const child = spawn(program, ['-F', '-c', place], { stdio: 'pipe', detached: true });
  await untilReady('Dovecot', child, () => answers(port));
  const settings = {
    ...{ host: '127.0.0.1', port, secure: ca !== null, ...MAIL_USER },
    ...{ folder: 'INBOX', doneFolder: null, ca },
  };
  return {
    settings,
    async login() {
      const { secure, host } = settings;
      const client = new ImapFlow({
        ...{ host, port, secure, logger: false, disableAutoIdle: true },
        auth: { user: MAIL_USER.user, pass: MAIL_USER.password },
        tls: ca === null ? {} : { ca: [ca] },
      });
      await client.connect();
      await client.mailboxOpen('INBOX');
      return client;
    },
    stop: () => stopAll(child),
  };
}

interface Owner {
  readonly uid: number;
  readonly gid: number;
  /** Whose name the server's own processes bear; empty where root starts it, which has users of its own for that. */
  readonly name: string;
}

/** Dovecot never opens mails as root: there they belong to nobody. */
async function mailOwner(folder: string, mail: string): Promise<Owner> {
  const { uid, gid, username } = userInfo();
  if (uid !== 0) return { uid, gid, name: username };
  const id = (flag: string) => Number(execFileSync('id', [flag, 'nobody'], { encoding: 'utf8' }));
  const owner = { uid: id('-u'), gid: id('-g'), name: '' };
  await chmod(folder, 0o755);
  await chown(mail, owner.uid, owner.gid);
  return owner;
}

function configuration(folder: string, port: number, owner: Owner, options: DovecotOptions): string {
  const { uid, gid, name } = owner;
  const group = name === '' ? '' : execFileSync('id', ['-gn'], { encoding: 'utf8' }).trim();
  const ours = `default_login_user = ${name}\ndefault_internal_user = ${name}\ndefault_internal_group = ${group}`;
  const certificates = `ssl = required\nssl_cert = <${folder}/cert.pem\nssl_key = <${folder}/key.pem`;
  return `
    base_dir = ${folder}/run
    log_path = ${folder}/dovecot.log
    protocols = imap
    listen = 127.0.0.1
    ${name === '' ? '' : ours}
    ${options.tls === true ? certificates : 'ssl = no\n    disable_plaintext_auth = no'}
    first_valid_uid = 1
    first_valid_gid = 1
    mail_location = maildir:${folder}/mail
    passdb {
      driver = static
      args = password=${MAIL_USER.password}
    }
    userdb {
      driver = static
      args = uid=${uid} gid=${gid} home=${folder}/mail
    }
    ${options.withoutKeywords === true ? 'mail_plugins = acl\n    plugin {\n      acl = vfile\n    }' : ''}
    service anvil {
      chroot =
    }
    service imap-login {
      chroot =
      inet_listener imap {
        port = ${options.tls === true ? 0 : port}
      }
      inet_listener imaps {
        port = ${options.tls === true ? port : 0}
        ssl = yes
      }
    }
  `;
}

/** Self-signed, for 127.0.0.1; the PEM. */
async function certificate(folder: string): Promise<string> {
  const [cert, key] = [join(folder, 'cert.pem'), join(folder, 'key.pem')];
  const how = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-subj', '/CN=127.0.0.1'];
  const names = ['-addext', 'subjectAltName=IP:127.0.0.1', '-out', cert, '-keyout', key];
  execFileSync('openssl', [...how, ...names], { stdio: 'pipe' });
  return readFile(cert, 'utf8');
}

/** The sessions, too: left alone, a process that serves one goes on after the others have ended. */
async function stopAll(child: ChildProcess): Promise<void> {
  await stop(child, 'SIGTERM');
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, 'SIGKILL');
  } catch (error) {
    // Nobody of its group is left.
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}

/** Somebody listens. */
function answers(port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.destroy();
      resolve();
    });
    socket.once('error', reject);
  });
}
