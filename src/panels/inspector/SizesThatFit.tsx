// Which sizes the network's inputs may have: the rule, whether the present size fits, and the nearest that do, as buttons.

import { useEffect } from 'react';
import { sharedRule, type InputSizes } from '../../compiler/legalSizes/legalSizes.ts';
import { sameSizes, sizeSetText, type SizeSet } from '../../compiler/legalSizes/sizeSet.ts';
import { resizeData } from '../../compiler/dataSize.ts';
import type { Json } from '../../graph/document.ts';
import type { Edit } from '../../graph/edits.ts';
import type { Shape } from '../../layers/layer.ts';
import { documentStore } from '../../state/documentStore.ts';
import { legalSizesStore } from '../../state/legalSizesStore.ts';
import { Button } from '../controls/Button.tsx';
import { shapeText } from '../quantities.ts';
import { useDocument, useStore } from '../useStores.ts';
import { Section } from './Section.tsx';

/** Of one input, or of all. */
export function SizesThatFit({ input }: { readonly input?: string }) {
  useEffect(() => legalSizesStore.getState().watch(), []);
  const searching = useStore(legalSizesStore, (s) => s.searching);
  const found = useStore(legalSizesStore, (s) => s.sizes);
  const shown = input === undefined ? found : found.filter(({ inputs }) => inputs.includes(input));
  if (shown.length === 0) return null;
  return (
    <Section title="Sizes that fit">
      <div className="sizes" aria-busy={searching}>
        {shown.map((sizes) => (
          <Sizes key={sizes.inputs.join()} sizes={sizes} named={input === undefined ? found.length > 1 : sizes.inputs.length > 1} />
        ))}
      </div>
    </Section>
  );
}

function Sizes({ sizes, named }: { readonly sizes: InputSizes; readonly named: boolean }) {
  const readOnly = useDocument((d) => d.readOnly);
  const { inputs, shape, axes, together, wholeTogether, fitsNow, nearest, nearestWhole, most, independent, at } = sizes;
  const shared = sharedRule(sizes);
  const wholeDiffers = wholeTogether.kind !== 'none' && !sameSizes(wholeTogether, together);
  // Where some sizes lose rows, the others are worth more.
  // An open axis that fits needs no size.
  const open = fitsNow && shape.slice(0, -1).includes(null);
  const offered = open ? [] : fitsNow && wholeDiffers && nearestWhole.length > 0 ? nearestWhole : nearest;
  return (
    <div className="sizes-input" title={`Found by trying every size from 1 to ${most}`}>
      {named ? <p className="sizes-names">{inputs.join(', ')}{inputs.length > 1 ? ', together' : ''}</p> : null}
      {shared ? (
        <Rule name={axes.map(({ axis }) => axis).join(', ')} set={shared} />
      ) : (
        axes.map((axis) => <Rule key={axis.index} name={axis.axis} set={axis.sizes} />)
      )}
      {!shared && !independent && at ? <p className="sizes-note">Each beside {shapeText(at.slice(0, -1))}: what one side may be depends on the other.</p> : null}
      {wholeDiffers ? <Rule name="no row or column lost to a stride" set={wholeTogether} /> : null}
      {most < Math.max(...shape.map((dim) => dim ?? 0)) ? <p className="sizes-note">Tried up to {most} only: the network is large.</p> : null}
      <p className="sizes-verdict" data-fits={fitsNow}>
        {verdict(sizes)}
      </p>
      {offered.length > 0 && !readOnly ? (
        <div className="sizes-offers">
          {offered.map((shape) => (
            <Button key={shape.join()} size="sm" onClick={() => resize(sizes, shape)} aria-label={`Make the input ${shapeText(shape)}`}>
              {shapeText(shape.slice(0, -1))}
            </Button>
          ))}
        </div>
      ) : null}
    </div>
  );
}

function Rule({ name, set }: { readonly name: string; readonly set: SizeSet }) {
  return (
    <div className="size-step">
      <span className="size-axis">{name}</span>
      <span className="formula">{sizeSetText(set)}</span>
    </div>
  );
}

function verdict({ shape, fitsNow, wholeNow, together, axes }: InputSizes): string {
  const size = shapeText(shape.slice(0, -1));
  if (fitsNow && shape.slice(0, -1).includes(null)) return 'Left open here: every sample may have its own.';
  if (fitsNow) return wholeNow ? `${size} fits.` : `${size} fits, but a stride leaves rows or columns unseen.`;
  const none = together.kind === 'none' && axes.every(({ sizes }) => sizes.kind === 'none');
  return none ? `No input size helps; the layers themselves have to change.` : `${size} does not fit. Nearest:`;
}

/** Keeps each input's own channels; built-in data that had the old size is made in the new one. */
function resize({ inputs, shape: before }: InputSizes, shape: Shape): void {
  const { document, editDocument } = documentStore.getState();
  const spatial = shape.slice(0, -1);
  const resized = inputs.map((id): Edit => {
    const now = document.nodes.find((n) => n.id === id)?.params?.['shape'];
    const channels: Json = Array.isArray(now) ? (now.at(-1) ?? null) : (shape.at(-1) ?? null);
    return { kind: 'setParams', id, params: { shape: [...spatial, channels] } };
  });
  const data = shape.every((dim) => dim !== null) ? resizeData(document, before, shape) : [];
  editDocument(`Make the input ${shapeText(spatial)}`, [...resized, ...data]);
}
