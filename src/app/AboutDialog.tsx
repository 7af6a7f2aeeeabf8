// What this is, and what it is made of.

import { version } from '../../package.json';
import { Dialog } from '../panels/controls/Dialog.tsx';
import { useUi } from '../panels/useStores.ts';

export function AboutDialog() {
  const open = useUi((ui) => ui.overlay === 'about');
  const setOverlay = useUi((ui) => ui.setOverlay);
  return (
    <Dialog open={open} onOpenChange={() => setOverlay(null)} title={`Netloom ${version}`} description="Draw a neural network, see its shapes, train it on WebGPU, take the code.">
      <p className="about-text">
        Everything happens on this computer: networks, data and weights never leave it. Training runs on TensorFlow.js in a worker of its own; the exported project contains the
        same code that trained here.
      </p>
      <p className="about-text">MIT licence.</p>
    </Dialog>
  );
}
