// The list of templates. NEW TEMPLATE HERE: its file, its test, one line.

import { cifarResnet } from './cifarResnet.ts';
import { digitsCnn } from './digitsCnn.ts';
import { pointsMlp } from './pointsMlp.ts';
import type { AnyTemplate } from './template.ts';
import { unet } from './unet.ts';

export const templates = [unet, cifarResnet, digitsCnn, pointsMlp] as const satisfies readonly AnyTemplate[];

export function templateOf(id: string): AnyTemplate | undefined {
  return templates.find((template) => template.id === id);
}
