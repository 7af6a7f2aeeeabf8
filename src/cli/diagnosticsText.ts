// Prints diagnostics for a terminal: message, the arithmetic with the user's numbers, and the fixes.

import type { Diagnostic } from '../compiler/compilation.ts';

/** `error size-mismatch at join, port 1` and below it what it means and what would mend it. */
export function diagnosticText({ severity, code, node, port, param, message, steps, fixes }: Diagnostic): string {
  const place = [node === undefined ? '' : ` at ${printable(node)}`, port === undefined ? '' : `, port ${port}`, param === undefined ? '' : `, ${param}`].join('');
  const lines = [`${severity} ${code}${place}`, `  ${printable(message)}`];
  for (const step of steps ?? []) {
    lines.push(`    ${step.axis}: ${step.formula}`, `    ${' '.repeat(step.axis.length + 2)}${step.text}${step.note === undefined ? '' : `  (${step.note})`}`);
  }
  for (const fix of fixes) lines.push(`  fix: ${printable(fix.label)}`);
  return lines.join('\n');
}

export function diagnosticsText(diagnostics: readonly Diagnostic[]): string {
  return diagnostics.map((diagnostic) => `${diagnosticText(diagnostic)}\n`).join('\n');
}

/** `2 errors, 1 warning`. */
export function countsText(diagnostics: readonly Diagnostic[]): string {
  const parts = (['error', 'warning', 'info'] as const).flatMap((severity) => {
    const count = diagnostics.filter((diagnostic) => diagnostic.severity === severity).length;
    return count === 0 ? [] : [`${count} ${severity === 'info' ? 'hint' : severity}${count === 1 ? '' : 's'}`];
  });
  return parts.length === 0 ? 'no problems' : parts.join(', ');
}

/** Without control characters: text from a file must not steer the terminal. */
export const printable = (text: string): string =>
  // eslint-disable-next-line no-control-regex
  text.replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g, '�').replace(/\n/g, '\n  ');
