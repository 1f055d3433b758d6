import { Empty } from 'antd';
import type { ReactNode } from 'react';

/** Says that there is nothing to show, and what that means. */
export function Nothing({ children }: { children: ReactNode }) {
  return <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={children} />;
}
