// Which templates a search finds, best first. Pure.

import type { TemplateEntry } from './TemplateDialog.tsx';

/** How well one word fits; 0 where it does not. Names count more than keywords, beginnings more than middles. */
function fit(template: TemplateEntry, group: string, word: string): number {
  const [label, summary] = [template.label.toLowerCase(), template.summary.toLowerCase()];
  const keywords = template.keywords.map((keyword) => keyword.toLowerCase());
  if (label === word || template.id === word) return 6;
  if (label.startsWith(word)) return 5;
  if (label.split(/[\s-]/).some((part) => part.startsWith(word))) return 4;
  if (keywords.some((keyword) => keyword.startsWith(word))) return 3;
  if (label.includes(word) || group.toLowerCase().startsWith(word)) return 2;
  return keywords.some((keyword) => keyword.includes(word)) || summary.includes(word) || template.reference?.text.toLowerCase().includes(word) ? 1 : 0;
}

/** All templates for an empty search; else those that every word fits. */
export function searchTemplates(query: string, templates: readonly TemplateEntry[], groups: Readonly<Record<string, string>>): readonly TemplateEntry[] {
  const words = query.trim().toLowerCase().split(/\s+/).filter((word) => word !== '');
  if (words.length === 0) return templates;
  return templates
    .map((template) => {
      const fits = words.map((word) => fit(template, groups[template.group] ?? '', word));
      return { template, score: fits.includes(0) ? 0 : fits.reduce((a, b) => a + b, 0) };
    })
    .filter(({ score }) => score > 0)
    .toSorted((a, b) => b.score - a.score)
    .map(({ template }) => template);
}
