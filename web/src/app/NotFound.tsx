import { useI18n } from '../i18n/index.js';
import { Notice } from '../ui/Notice.js';
import { HOME, Link } from './router.js';
import { useTitle } from './title.js';

export function NotFound() {
  const { text } = useI18n();
  useTitle(text.error.pageNotFound);
  return (
    <Notice tone="neutral" title={text.error.pageNotFound}>
      <Link to={HOME}>{text.documents.backHome}</Link>
    </Notice>
  );
}
