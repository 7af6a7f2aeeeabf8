// The choice of data: a built-in set with its params, or files of the person's own with how they are read.

import { FilePlus2, FolderOpen } from 'lucide-react';
import { useId } from 'react';
import { datasetOf, datasets } from '../../datasets/index.ts';
import type { Json } from '../../graph/document.ts';
import { completeParams, type ParamValue } from '../../layers/params.ts';
import { AUTO_SIZE, type ImageOptions } from '../../state/dataLoading.ts';
import { dataStore, type OwnData } from '../../state/dataStore.ts';
import { documentStore } from '../../state/documentStore.ts';
import { IconButton } from '../controls/Button.tsx';
import { Field } from '../controls/Field.tsx';
import { NumberField } from '../controls/NumberField.tsx';
import { Select } from '../controls/Select.tsx';
import { ParamField } from '../inspector/ParamField.tsx';
import { useDocument } from '../useStores.ts';
import { useData } from '../useTraining.ts';
import { openDataFiles, openDataFolder } from './openData.ts';

const OWN = 'own files';

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

function BuiltinParams({ type, given }: { readonly type: string; readonly given: Readonly<Record<string, Json>> }) {
  const readOnly = useDocument((d) => d.readOnly);
  const definition = datasetOf(type);
  if (!definition) return null;
  const { params, problems } = completeParams(definition.params, given);
  const set = (name: string, value: ParamValue | undefined): void => {
    const spec = definition.params[name]!;
    // A default is left out of the file, as with layers.
    dataStore.getState().setParams({ [name]: value === undefined || same(value, spec.default) ? undefined : (value as Json) }, `data.${name}`);
  };
  const end = (): void => documentStore.getState().endGesture();
  return Object.entries(definition.params).map(([name, spec]) =>
    (spec.visible?.(params) ?? true) ? (
      <ParamField
        key={`${type} ${name}`}
        spec={spec}
        value={params[name]}
        changed={!same(params[name], spec.default)}
        problem={problems.find((problem) => problem.param === name)?.message}
        disabled={readOnly}
        onValue={(value) => set(name, value)}
        onReset={() => {
          set(name, undefined);
          end();
        }}
        onEnd={end}
      />
    ) : null,
  );
}

function OwnOptions({ own }: { readonly own: OwnData }) {
  const images = useData((d) => d.ownFacts?.images ?? true);
  const ids = { size: useId(), mode: useId(), crops: useId(), channels: useId() };
  const set = (options: Partial<ImageOptions>): void => dataStore.getState().setImageOptions(options);
  if (!images) return null;
  const { size, mode, cropsPerImage, channels } = own.options;
  const sizes = [...new Set([32, 64, 96, 128, 192, 256, ...(size === null ? [] : [size])])].sort((a, b) => a - b);
  return (
    <>
      <Field id={ids.mode} label="Samples">
        <Select
          id={ids.mode}
          value={mode}
          options={[
            { value: 'downscale', label: 'Whole, scaled', doc: 'Each image is one sample.' },
            { value: 'crop', label: 'Random crops', doc: 'Windows at full resolution.' },
          ]}
          onValue={(next) => set({ mode: next })}
        />
      </Field>
      <Field id={ids.size} label="Size">
        <Select
          id={ids.size}
          mono
          value={size === null ? 'auto' : String(size)}
          options={[{ value: 'auto', label: 'Auto', doc: `As they are, or ${AUTO_SIZE} × ${AUTO_SIZE} where larger.` }, ...sizes.map((s) => ({ value: String(s), label: `${s} × ${s}` }))]}
          onValue={(next) => set({ size: next === 'auto' ? null : Number(next) })}
        />
      </Field>
      {mode === 'crop' ? (
        <Field id={ids.crops} label="Crops each">
          <NumberField id={ids.crops} value={cropsPerImage} min={1} max={1000} integer onValue={(next) => set({ cropsPerImage: next })} />
        </Field>
      ) : null}
      <Field id={ids.channels} label="Channels">
        <Select
          id={ids.channels}
          value={channels === null ? 'auto' : String(channels)}
          options={[
            { value: 'auto', label: 'As the images' },
            { value: '1', label: 'Grey, 1' },
            { value: '3', label: 'Colour, 3' },
          ]}
          onValue={(next) => set({ channels: next === 'auto' ? null : next === '1' ? 1 : 3 })}
        />
      </Field>
    </>
  );
}

export function DataSource() {
  const id = useId();
  const data = useDocument((d) => d.document.training.data);
  const readOnly = useDocument((d) => d.readOnly);
  const own = useData((d) => d.own);
  const source = useData((d) => d.source);
  const facts = useData((d) => d.ownFacts);
  const definition = data ? datasetOf(data.type) : undefined;
  return (
    <div className="data-source">
      <span className="data-open">
        <label htmlFor={id}>Data</label>
        <IconButton size="sm" label="Open a folder of your own: images with masks, or a folder per class" icon={<FolderOpen size={15} />} onClick={() => void openDataFolder()} />
        <IconButton size="sm" label="Open IDX files of your own, as of MNIST" icon={<FilePlus2 size={15} />} onClick={() => void openDataFiles()} />
      </span>
        <Select
          id={id}
          value={source === 'own' ? OWN : (data?.type ?? '')}
          placeholder="Choose a data set"
          disabled={readOnly}
          options={[...datasets.map(({ type, label, summary }) => ({ value: type as string, label, doc: summary })), ...(own ? [{ value: OWN, label: own.name, doc: `Opened: ${own.files.length} files.` }] : [])]}
          onValue={(next) => (next === OWN ? dataStore.getState().chooseOwn() : dataStore.getState().chooseBuiltin(next))}
        />
      {definition && data ? (
        <>
          <p className="data-summary">{definition.summary}</p>
          <div className="data-form">
            <BuiltinParams type={data.type} given={data.params ?? {}} />
          </div>
        </>
      ) : source === 'own' && own ? (
        <>
          <p className="data-summary">{facts?.label ?? 'Own files'}. They stay where they are: the network file does not name them.</p>
          <div className="data-form">
            <OwnOptions own={own} />
          </div>
        </>
      ) : null}
    </div>
  );
}
