// What commands can do to the canvas, in one place to import from.

export { addLayer, branchLayer } from './addLayer.ts';
export { copySelection, cutSelection, duplicateSelection, pasteClipboard } from './clipboard.ts';
export { deleteSelection, nudgeSelection, selectAll } from './selection.ts';
