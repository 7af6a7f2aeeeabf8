// The window: top bar, palette, canvas, inspector, bottom panel, status bar, and what stands over them.

import { lazy, Suspense, useEffect } from 'react';
import { Group, Panel, Separator, usePanelRef } from 'react-resizable-panels';
import { templates } from '../../templates/index.ts';
import { templateGroups } from '../../templates/template.ts';
import { Canvas } from '../panels/canvas/Canvas.tsx';
import { TooltipProvider } from '../panels/controls/Tooltip.tsx';
import { Inspector } from '../panels/inspector/Inspector.tsx';
import { Palette } from '../panels/palette/Palette.tsx';
import { StartPage } from '../panels/start/StartPage.tsx';
import { useUi } from '../panels/useStores.ts';
import { AboutDialog } from './AboutDialog.tsx';
import { BottomPanel } from './BottomPanel.tsx';
import { CommandPalette } from './CommandPalette.tsx';
import { EmptyCanvas } from './EmptyCanvas.tsx';
import { FindNode } from './FindNode.tsx';
import { Notice } from './Notice.tsx';
import { QuestionDialog } from './QuestionDialog.tsx';
import { ShortcutsSheet } from './ShortcutsSheet.tsx';
import { StatusBar } from './StatusBar.tsx';
import { Tour } from './tour/Tour.tsx';
import { TourOffer } from './tour/TourOffer.tsx';
import { TopBar } from './TopBar.tsx';
import { ReadOnlyBanner } from './ReadOnlyBanner.tsx';
import { abandonedDrafts, discardDraft, recoveredFrom } from './autosave.ts';

// Seldom wanted: loaded when first opened.
const PictureDialog = lazy(() => import('../panels/picture/PictureDialog.tsx'));
const SummaryDialog = lazy(() => import('../panels/summary/SummaryDialog.tsx'));

/** Height of the tab row: what is left of the bottom panel when it is folded. */
const TABS_HEIGHT = 35;

function Editor() {
  const paletteOpen = useUi((ui) => ui.paletteOpen);
  const inspectorOpen = useUi((ui) => ui.inspectorOpen);
  const bottomOpen = useUi((ui) => ui.bottomOpen);
  const setBottomOpen = useUi((ui) => ui.setBottomOpen);
  const bottom = usePanelRef();

  useEffect(() => {
    const panel = bottom.current;
    if (!panel || panel.isCollapsed() === !bottomOpen) return;
    if (bottomOpen) panel.expand();
    else panel.collapse();
  }, [bottom, bottomOpen]);

  return (
    <div className="editor">
      {paletteOpen ? (
        <aside className="editor-palette" aria-label="Layers">
          <Palette />
        </aside>
      ) : null}
      <main className="editor-centre">
        <Group orientation="vertical" id="centre">
          <Panel minSize={140} id="canvas">
            <div className="editor-canvas">
              <ReadOnlyBanner />
              <Canvas emptyState={<EmptyCanvas />} />
            </div>
          </Panel>
          <Separator className="separator" aria-label="Resize the bottom panel" />
          <Panel
            id="bottom"
            panelRef={bottom}
            collapsible
            collapsedSize={TABS_HEIGHT}
            minSize={150}
            defaultSize="33%"
            groupResizeBehavior="preserve-pixel-size"
            onResize={(size) => setBottomOpen(size.inPixels > TABS_HEIGHT + 1)}
          >
            <BottomPanel />
          </Panel>
        </Group>
      </main>
      {inspectorOpen ? (
        <aside className="editor-inspector" aria-label="Inspector">
          <Inspector />
        </aside>
      ) : null}
    </div>
  );
}

export function App() {
  const screen = useUi((ui) => ui.screen);
  const overlay = useUi((ui) => ui.overlay);
  return (
    <TooltipProvider>
      <div className="window">
        <TopBar />
        {screen === 'start' ? <StartPage templates={templates} templateGroups={templateGroups} loadDrafts={abandonedDrafts} onDropDraft={discardDraft} onRecoverDraft={recoveredFrom} offer={<TourOffer />} /> : <Editor />}
        <StatusBar />
      </div>
      <Notice />
      <CommandPalette />
      <FindNode />
      <Tour />
      <ShortcutsSheet />
      <AboutDialog />
      <Suspense fallback={null}>
        {overlay === 'picture' ? <PictureDialog /> : null}
        {overlay === 'summary' ? <SummaryDialog /> : null}
      </Suspense>
      <QuestionDialog />
    </TooltipProvider>
  );
}
