// Text in which `backticks` mark code. Never rendered as HTML.

export function InlineCode({ text }: { readonly text: string }) {
  return text.split('`').map((part, i) => (i % 2 === 1 ? <code key={`${i}${part}`} className="inline-code">{part}</code> : part));
}
