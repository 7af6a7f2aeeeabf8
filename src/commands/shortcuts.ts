// Shortcuts as text: reading, matching a key press, and showing them as each system writes them.

/** Whether this system writes shortcuts with ⌘ and ⌥. */
export const isMac: boolean = typeof navigator !== 'undefined' && /mac/i.test(navigator.platform);

interface Keys {
  readonly mod: boolean;
  readonly shift: boolean;
  readonly alt: boolean;
  readonly key: string;
}

function read(shortcut: string): Keys {
  const parts = shortcut.split('+');
  const key = parts.at(-1) || '+';
  return { mod: parts.includes('Mod'), shift: parts.includes('Shift'), alt: parts.includes('Alt'), key: key.toLowerCase() };
}

/** The keys that write another sign with Shift, as shortcuts call them. */
const SIGN_KEYS: Readonly<Record<string, string>> = { Period: '.', Comma: ',', Slash: '/', Minus: '-', Equal: '=' };

/** What of a key press matters here, so that tests need no browser. */
export type KeyPress = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'shiftKey' | 'altKey'> & { readonly code?: string };

export function matches(event: KeyPress, shortcut: string, mac = isMac): boolean {
  const want = read(shortcut);
  const mod = mac ? event.metaKey : event.ctrlKey;
  const foreign = mac ? event.ctrlKey : event.metaKey;
  if (mod !== want.mod || foreign || event.altKey !== want.alt) return false;
  const plain = SIGN_KEYS[event.code ?? ''];
  const shifted = want.shift && event.shiftKey ? plain : undefined;
  // With Alt a Mac gives the letter that the key writes then, with Shift every system another sign: the key itself tells which it was.
  const key = shifted ?? (want.alt && event.code?.startsWith('Key') ? event.code.slice(3).toLowerCase() : event.key.toLowerCase());
  // `?` and `+` already need Shift on most keyboards, so Shift only counts for letters and named keys, and where it is asked for.
  const shiftCounts = want.shift || plain === want.key || /^[a-z]$/.test(want.key) || want.key.length > 1;
  return key === want.key && (!shiftCounts || event.shiftKey === want.shift);
}

const MAC_SIGNS: Readonly<Record<string, string>> = { Mod: '⌘', Shift: '⇧', Alt: '⌥', Delete: '⌫', Enter: '↵', Escape: 'esc' };
const ARROWS: Readonly<Record<string, string>> = { ArrowUp: '↑', ArrowDown: '↓', ArrowLeft: '←', ArrowRight: '→' };

/** `Ctrl K` here, `⌘K` on a Mac. */
export function shortcutText(shortcut: string, mac = isMac): string {
  const parts = (shortcut === '+' ? ['+'] : shortcut.split(/\+(?=.)/)).map((part) => ARROWS[part] ?? part);
  return mac ? parts.map((part) => MAC_SIGNS[part] ?? part.toUpperCase()).join('') : parts.map((part) => (part === 'Mod' ? 'Ctrl' : part)).join(' ');
}
