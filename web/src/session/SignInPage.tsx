/** Signing in, and in three lines what the program is. */
import { Button, Form, Input } from 'antd';
import { isApiError } from '../api/errors.js';
import { Frame } from '../app/Frame.js';
import { useTitle } from '../app/title.js';
import { type Texts, useI18n } from '../i18n/index.js';
import { describeError } from '../ui/ErrorNotice.js';
import { LanguageSwitch } from '../ui/LanguageSwitch.js';
import { Logo } from '../ui/Logo.js';
import { Notice } from '../ui/Notice.js';
import { type Credentials, useSignIn } from './session.js';
import styles from './session.module.css';

export default function SignInPage({ expired }: { expired: boolean }) {
  const { text } = useI18n();
  useTitle(text.session.title);
  return (
    <Frame>
      <div className={styles.page}>
        <section className={styles.story}>
          <div className={styles.brand}>
            <Logo size={44} />
            <span>
              <strong>{text.brand}</strong> {text.brandLatin}
            </span>
          </div>
          <p className={styles.tagline}>{text.tagline}</p>
          <ol className={styles.points}>
            {text.session.points.map(([title, body]) => (
              <li key={title}>
                <strong>{title}</strong>
                <span>{body}</span>
              </li>
            ))}
          </ol>
        </section>
        <main className={styles.panel}>
          <div className={styles.language}>
            <LanguageSwitch />
          </div>
          <SignInForm expired={expired} />
        </main>
      </div>
    </Frame>
  );
}

function SignInForm({ expired }: { expired: boolean }) {
  const { text } = useI18n();
  const signIn = useSignIn();
  return (
    <div className={styles.form}>
      <h1>{text.session.title}</h1>
      <p className={styles.lead}>{text.session.lead}</p>
      {expired && !signIn.isError && <Notice tone="wait" title={text.session.expired} />}
      <div aria-live="polite">{signIn.isError && <Failure error={signIn.error} />}</div>
      <Form<Credentials>
        layout="vertical"
        size="large"
        requiredMark={false}
        onFinish={(values) => signIn.mutate({ email: values.email.trim(), password: values.password })}
      >
        <Form.Item
          name="email"
          label={text.session.email}
          rules={[{ required: true, whitespace: true, message: text.session.emailNeeded }]}
        >
          <Input type="email" inputMode="email" autoComplete="username" autoFocus spellCheck={false} />
        </Form.Item>
        <Form.Item
          name="password"
          label={text.session.password}
          rules={[{ required: true, message: text.session.passwordNeeded }]}
        >
          <Input.Password autoComplete="current-password" />
        </Form.Item>
        <Button type="primary" htmlType="submit" block loading={signIn.isPending}>
          {signIn.isPending ? text.session.signingIn : text.session.signIn}
        </Button>
      </Form>
      <div className={styles.first}>
        <strong>{text.session.firstStart}</strong>
        <p>{text.session.firstStartHint}</p>
      </div>
    </div>
  );
}

function Failure({ error }: { error: unknown }) {
  const { text } = useI18n();
  const { title, remedy } = failure(error, text);
  return (
    <Notice tone="bad" title={title}>
      {remedy}
    </Notice>
  );
}

/** better-auth's answers are in English and tell a program's story; these are for a person. */
function failure(error: unknown, text: Texts): { title: string; remedy?: string } {
  const status = isApiError(error) ? error.status : null;
  if (status === 429) return { title: text.session.tooMany };
  if (status === 400 || status === 401 || status === 403 || status === 422)
    return { title: text.session.wrong };
  return describeError(error, text);
}
