// The notice at the bottom: news go by themselves, errors stay until they are dismissed, work until it is done or cancelled.

import { CircleCheck, CircleX, X } from 'lucide-react';
import { useEffect } from 'react';
import { Button, IconButton } from '../panels/controls/Button.tsx';
import { InlineCode } from '../panels/InlineCode.tsx';
import { useUi } from '../panels/useStores.ts';

/** Long enough to read: 60 ms a character, at least four seconds. */
const readingMs = (text: string): number => Math.max(4000, text.length * 60);

export function Notice() {
  const notice = useUi((ui) => ui.notice);
  const dismiss = useUi((ui) => ui.dismissNotice);
  useEffect(() => {
    if (notice?.kind !== 'info') return undefined;
    const timer = setTimeout(dismiss, readingMs(notice.text));
    return () => clearTimeout(timer);
  }, [notice, dismiss]);
  return (
    <div className="notice-place" role={notice?.kind === 'error' ? 'alert' : 'status'}>
      {notice ? (
        <div className={`notice notice-${notice.kind}`}>
          {notice.kind === 'error' ? <CircleX size={16} aria-hidden="true" /> : notice.kind === 'work' ? <span className="spinner" aria-hidden="true" /> : <CircleCheck size={16} aria-hidden="true" />}
          <span>
            <InlineCode text={notice.text} />
          </span>
          {notice.kind === 'work' ? (
            <Button size="sm" onClick={notice.cancel}>
              Cancel
            </Button>
          ) : (
            <IconButton label="Dismiss" size="sm" icon={<X size={14} />} onClick={dismiss} />
          )}
        </div>
      ) : null}
    </div>
  );
}
