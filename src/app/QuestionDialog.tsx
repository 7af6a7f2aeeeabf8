// Shows the question that the window is asking.

import { Button } from '../panels/controls/Button.tsx';
import { Dialog } from '../panels/controls/Dialog.tsx';
import { useUi } from '../panels/useStores.ts';

export function QuestionDialog() {
  const question = useUi((ui) => ui.question);
  const answer = useUi((ui) => ui.answer);
  if (!question) return null;
  return (
    <Dialog
      open
      onOpenChange={() => answer(null)}
      title={question.title}
      description={question.text}
      actions={question.answers.map(({ id, label, tone }) => (
        <Button key={id} variant={tone ?? 'default'} onClick={() => answer(id)}>
          {label}
        </Button>
      ))}
    />
  );
}
