/** Sheets that part a scan into entries: named, looked at, printed. */
import { PrinterOutlined } from '@ant-design/icons';
import { Button, Form, Input, InputNumber } from 'antd';
import { useState } from 'react';
import { LONGEST_LABEL } from '../../../src/http/contract/separator.js';
import { HOME, Link } from '../app/router.js';
import { useTitle } from '../app/title.js';
import { useI18n } from '../i18n/index.js';
import { SeparatorSheet } from './SeparatorSheet.js';
import styles from './separators.module.css';

/** More than anyone feeds into a scanner at once. */
const MOST_COPIES = 50;

export default function SeparatorsPage() {
  const { text } = useI18n();
  const { separators } = text;
  useTitle(separators.title);
  const [label, setLabel] = useState('');
  const [copies, setCopies] = useState(5);
  return (
    <div className={styles.page}>
      <section className={styles.form}>
        <Link to={HOME} className={styles.back}>
          {text.documents.backHome}
        </Link>
        <h1>{separators.title}</h1>
        <p className={styles.lead}>{separators.lead}</p>
        <Form layout="vertical" requiredMark={false} onFinish={() => window.print()}>
          <Form.Item
            label={separators.labelField}
            htmlFor="separator-label"
            extra={separators.labelHint([...label].length, LONGEST_LABEL)}
          >
            <Input
              id="separator-label"
              value={label}
              allowClear
              onChange={({ target }) => setLabel([...target.value].slice(0, LONGEST_LABEL).join(''))}
            />
          </Form.Item>
          <Form.Item label={separators.copies} htmlFor="separator-copies" extra={separators.paper}>
            <InputNumber
              id="separator-copies"
              min={1}
              max={MOST_COPIES}
              precision={0}
              value={copies}
              onChange={(value) => setCopies(value ?? 1)}
            />
          </Form.Item>
          <Button type="primary" size="large" htmlType="submit" icon={<PrinterOutlined />}>
            {separators.print}
          </Button>
        </Form>
        <h2>{separators.howTitle}</h2>
        <ol className={styles.how}>
          {separators.how.map((step) => (
            <li key={step}>{step}</li>
          ))}
        </ol>
      </section>
      <section className={styles.preview} aria-label={separators.preview}>
        {Array.from({ length: copies }, (_, index) => (
          // Copies are alike and stay where they are.
          // biome-ignore lint/suspicious/noArrayIndexKey: see above
          <SeparatorSheet key={index} label={label.trim()} />
        ))}
      </section>
    </div>
  );
}
