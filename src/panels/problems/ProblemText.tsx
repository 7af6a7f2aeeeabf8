// One diagnostic in words: message, formula with the person's numbers, fixes as buttons, best first.

import { Wand2 } from 'lucide-react';
import { applyFix } from '../../commands/canvas/applyFix.ts';
import type { Diagnostic } from '../../compiler/compilation.ts';
import { Button } from '../controls/Button.tsx';
import { InlineCode } from '../InlineCode.tsx';

/** The formula, its last number (the result) in the tone of the problem. */
export function FormulaText({ text, wrong }: { readonly text: string; readonly wrong?: boolean }) {
  const at = text.lastIndexOf('= ');
  if (!wrong || at < 0) return <code className="formula">{text}</code>;
  return (
    <code className="formula">
      {text.slice(0, at + 2)}
      <span className="formula-wrong">{text.slice(at + 2)}</span>
    </code>
  );
}

export function ProblemFixes({ diagnostic, disabled }: { readonly diagnostic: Diagnostic; readonly disabled?: boolean }) {
  if (diagnostic.fixes.length === 0) return null;
  return (
    <span className="problem-fixes">
      {diagnostic.fixes.map((fix, i) => (
        <Button key={fix.label} size="sm" variant={i === 0 ? 'accent' : 'default'} icon={i === 0 ? <Wand2 size={13} /> : undefined} disabled={disabled} onClick={() => applyFix(fix)}>
          <span>
            <InlineCode text={fix.label} />
          </span>
        </Button>
      ))}
    </span>
  );
}
