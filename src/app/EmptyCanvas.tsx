// What stands on an empty canvas: how to begin, and templates to begin with.

import { useMemo, useState } from 'react';
import { addLayer } from '../commands/canvas/actions.ts';
import { templates } from '../../templates/index.ts';
import { Button } from '../panels/controls/Button.tsx';
import { NetworkPicture } from '../panels/start/NetworkPicture.tsx';
import { defaultsOf, TemplateDialog, type TemplateEntry } from '../panels/start/TemplateDialog.tsx';
import { uiStore } from '../state/uiStore.ts';
import { useDocument } from '../panels/useStores.ts';

/** A few to begin with; the start page has all. */
const FIRST: ReadonlySet<string> = new Set(['points-mlp', 'digits-cnn', 'cifar-resnet', 'unet']);
const entries: readonly TemplateEntry[] = templates.filter(({ id }) => FIRST.has(id));

export function EmptyCanvas() {
  const [chosen, setChosen] = useState<TemplateEntry | null>(null);
  const readOnly = useDocument((d) => d.readOnly);
  const documents = useMemo(() => entries.map((template) => template.build(defaultsOf(template.params))), []);
  return (
    <div className="empty-canvas">
      <h2>An empty network</h2>
      <p>Drag a layer from the left onto the canvas, or click it: while a layer is selected, the next one connects itself below.</p>
      <Button variant="accent" disabled={readOnly} onClick={() => addLayer('input')}>
        Begin with an input
      </Button>
      <h3>or with a template</h3>
      <div className="empty-templates">
        {entries.map((template, i) => (
          <button key={template.id} type="button" className="empty-template" title={template.summary} disabled={readOnly} onClick={() => setChosen(template)}>
            <NetworkPicture document={documents[i]!} width={320} height={132} />
            <span>{template.label}</span>
          </button>
        ))}
      </div>
      <Button variant="quiet" onClick={() => uiStore.getState().setScreen('start')}>
        All {templates.length} templates
      </Button>
      {chosen ? <TemplateDialog template={chosen} onClose={() => setChosen(null)} /> : null}
    </div>
  );
}
