// A template before it opens: its params, the network they give, and what it costs.

import { ExternalLink } from 'lucide-react';
import { useMemo, useState } from 'react';
import { openUnsaved } from '../../commands/files.ts';
import { compile } from '../../compiler/compile.ts';
import type { NetloomDocument } from '../../graph/document.ts';
import type { Reference } from '../../layers/layer.ts';
import type { ParamSpecs, ParamValue } from '../../layers/params.ts';
import { Button } from '../controls/Button.tsx';
import { Dialog } from '../controls/Dialog.tsx';
import { ParamField } from '../inspector/ParamField.tsx';
import { countOf, countText, shortCountText } from '../quantities.ts';
import { NetworkPicture } from './NetworkPicture.tsx';

/** What the start page needs of a template; templates/ has them. */
export interface TemplateEntry {
  readonly id: string;
  readonly label: string;
  /** One of the groups that the start page knows. */
  readonly group: string;
  readonly summary: string;
  readonly keywords: readonly string[];
  readonly reference?: Reference;
  readonly params: ParamSpecs;
  build(params: Readonly<Record<string, ParamValue>>): NetloomDocument;
}

export const defaultsOf = (specs: ParamSpecs): Readonly<Record<string, ParamValue>> => Object.fromEntries(Object.entries(specs).map(([name, spec]) => [name, spec.default]));

/** Template params have no file to be undone in: ending a run of edits means nothing here. */
const nothing = (): void => undefined;

export function TemplateDialog({ template, onClose }: { readonly template: TemplateEntry; readonly onClose: () => void }) {
  const [params, setParams] = useState(() => defaultsOf(template.params));
  const document = useMemo(() => template.build(params), [template, params]);
  const { diagnostics, report } = useMemo(() => compile(document), [document]);
  const problem = diagnostics.find((d) => d.severity === 'error');
  const set = (name: string, value: ParamValue): void => setParams((all) => ({ ...all, [name]: value }));
  const open = (): void => {
    onClose();
    void openUnsaved(document);
  };
  return (
    <Dialog
      open
      onOpenChange={onClose}
      width={680}
      title={template.label}
      description={template.summary}
      actions={
        <>
          {template.reference?.url?.startsWith('https://') ? (
            <a className="template-reference" href={template.reference.url} target="_blank" rel="noreferrer">
              {template.reference.text}
              <ExternalLink size={11} aria-hidden="true" />
            </a>
          ) : (
            <span className="template-reference">{template.reference?.text}</span>
          )}
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" onClick={open}>
            Open
          </Button>
        </>
      }
    >
      <form
        className="template-form"
        onSubmit={(event) => {
          event.preventDefault();
          open();
        }}
      >
        <div className="template-params">
          {Object.entries(template.params).map(([name, spec]) =>
            spec.visible && !spec.visible(params) ? null : (
              <ParamField
                key={name}
                spec={spec}
                value={params[name] ?? spec.default}
                changed={JSON.stringify(params[name]) !== JSON.stringify(spec.default)}
                onValue={(value) => set(name, value)}
                onReset={() => set(name, spec.default)}
                onEnd={nothing}
              />
            ),
          )}
        </div>
        <div className="template-preview">
          <NetworkPicture document={document} width={320} height={190} />
          <p className="template-cost">
            {countOf(report.totals.layers, 'layer')} · {countText(report.totals.params)} parameters · {shortCountText(report.totals.macs)} multiply-adds
          </p>
          {problem ? <p className="field-problem">{problem.message}</p> : null}
        </div>
      </form>
    </Dialog>
  );
}
