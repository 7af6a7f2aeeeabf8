// Export picture: what it shows, in which theme, and where it goes. The preview is the picture itself.

import { Copy, Download } from 'lucide-react';
import { useEffect, useId, useMemo, useState } from 'react';
import { fileStem } from '../../commands/files.ts';
import { graphHere } from '../../state/currentGraph.ts';
import { compilationStore } from '../../state/compilationStore.ts';
import { platform } from '../../state/currentPlatform.ts';
import { documentStore } from '../../state/documentStore.ts';
import { uiStore, type Theme } from '../../state/uiStore.ts';
import { documentToFlow } from '../canvas/flow/documentToFlow.ts';
import { Button } from '../controls/Button.tsx';
import { Dialog } from '../controls/Dialog.tsx';
import { Field } from '../controls/Field.tsx';
import { Segments } from '../controls/Segments.tsx';
import { Select } from '../controls/Select.tsx';
import { Switch } from '../controls/Switch.tsx';
import { useUi } from '../useStores.ts';
import { drawPicture, type Picture } from './drawPicture.ts';
import { coloursOf, fontFaces, measurer } from './pictureColours.ts';
import { possibleScale, rasterize } from './rasterize.ts';
import './picture.css';

type Scope = 'all' | 'selection';

export default function PictureDialog() {
  const open = useUi((ui) => ui.overlay === 'picture');
  const setOverlay = useUi((ui) => ui.setOverlay);
  return (
    <Dialog open={open} onOpenChange={() => setOverlay(null)} title="Export picture" width={760}>
      {open ? <PictureForm /> : null}
    </Dialog>
  );
}

function draw(scope: Scope, theme: Theme, background: boolean, faces: string | undefined): Picture {
  const state = documentStore.getState();
  const view = graphHere(state);
  const { compilation } = compilationStore.getState();
  const flow = documentToFlow({ graph: view, compilation, selectedNodes: [], selectedEdges: [] });
  return drawPicture(flow, view, {
    colours: coloursOf(theme),
    name: state.document.name,
    background,
    measure: measurer(),
    ...(scope === 'selection' ? { only: new Set(uiStore.getState().selectedNodes) } : {}),
    ...(faces === undefined ? {} : { fontFaces: faces }),
  });
}

function PictureForm() {
  const ids = { scope: useId(), theme: useId(), background: useId(), scale: useId() };
  const selected = useUi((ui) => ui.selectedNodes.length);
  const shown = useUi((ui) => ui.theme);
  const [scope, setScope] = useState<Scope>(selected > 1 ? 'selection' : 'all');
  const [theme, setTheme] = useState<Theme>(shown);
  const [background, setBackground] = useState(true);
  const [scale, setScale] = useState<'1' | '2' | '3' | '4'>('2');
  const [faces, setFaces] = useState<string>();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const [said, setSaid] = useState('');
  useEffect(() => {
    // Without its fonts a picture is still a picture.
    fontFaces().then(setFaces, () => setFaces(''));
  }, []);
  const picture = draw(scope, theme, background, faces === '' ? undefined : faces);
  const factor = possibleScale(picture, Number(scale));
  const stem = fileStem(documentStore.getState().document.name);

  const attempt = async (action: () => Promise<string>): Promise<void> => {
    setBusy(true);
    setProblem(null);
    try {
      setSaid(await action());
    } catch (error) {
      setProblem(error instanceof Error ? error.message : String(error));
    } finally {
      setBusy(false);
    }
  };
  const savePng = async (): Promise<string> => {
    const blob = await rasterize(picture, factor);
    return `Saved: ${await platform().saveCopy({ name: `${stem}.png`, bytes: new Uint8Array(await blob.arrayBuffer()), type: 'image/png' })}.`;
  };
  const saveSvg = async (): Promise<string> => `Saved: ${await platform().saveCopy({ name: `${stem}.svg`, bytes: new TextEncoder().encode(picture.svg), type: 'image/svg+xml' })}.`;
  const copy = async (): Promise<string> => {
    // A promise, so that the browser still sees the click that asked for it.
    await navigator.clipboard.write([new ClipboardItem({ 'image/png': rasterize(picture, factor) })]);
    return 'The picture is on the clipboard.';
  };

  return (
    <div className="picture">
      <Preview picture={picture} theme={background ? theme : null} />
      <div className="picture-form">
        <Field id={ids.scope} label="Show">
          <Segments label="Show" value={scope} options={[{ value: 'all', label: 'All' }, { value: 'selection', label: selected === 0 ? 'Selection' : `Selection (${selected})` }]} onValue={(next) => (next === 'all' || selected > 0) && setScope(next)} />
        </Field>
        <Field id={ids.theme} label="Colours">
          <Segments label="Colours" value={theme} options={[{ value: 'light', label: 'Light' }, { value: 'dark', label: 'Dark' }]} onValue={setTheme} />
        </Field>
        <Field id={ids.background} label="Background">
          <Switch id={ids.background} value={background} onValue={setBackground} />
        </Field>
        <Field id={ids.scale} label="PNG size" hint={`${Math.round(picture.width * factor)} × ${Math.round(picture.height * factor)} px${factor < Number(scale) ? ', the largest that can be drawn' : ''}`}>
          <Select id={ids.scale} value={scale} options={(['1', '2', '3', '4'] as const).map((value) => ({ value, label: `${value}×` }))} onValue={setScale} />
        </Field>
      </div>
      <div className="picture-actions">
        <output className="picture-said">{said}</output>
        {problem === null ? null : (
          <span className="picture-problem" role="alert">
            {problem}
          </span>
        )}
        <Button icon={<Copy size={14} />} disabled={busy || faces === undefined} onClick={() => void attempt(copy)}>
          Copy
        </Button>
        <Button icon={<Download size={14} />} disabled={busy || faces === undefined} onClick={() => void attempt(savePng)}>
          Save PNG
        </Button>
        <Button variant="primary" icon={<Download size={14} />} disabled={busy || faces === undefined} onClick={() => void attempt(saveSvg)}>
          Save SVG
        </Button>
      </div>
    </div>
  );
}

function Preview({ picture, theme }: { readonly picture: Picture; readonly theme: Theme | null }) {
  const { svg, width, height } = picture;
  const url = useMemo(() => `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`, [svg]);
  return (
    <div className="picture-preview" data-transparent={theme === null}>
      <img src={url} width={width} height={height} alt="Preview" />
    </div>
  );
}
