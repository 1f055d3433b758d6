import { Skeleton } from 'antd';
import { useI18n } from '../i18n/index.js';

/** Room held for something that is on its way. */
export function Waiting({ rows = 4 }: { rows?: number }) {
  const { text } = useI18n();
  return (
    <div aria-busy="true">
      <span className="visually-hidden">{text.common.loading}</span>
      <Skeleton active title={false} paragraph={{ rows }} />
    </div>
  );
}
