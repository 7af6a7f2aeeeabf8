// The graph that the canvas shows and the commands edit. The one place that knows which part of the document that is. Knows no React.

import type { Graph } from '../graph/document.ts';
import type { DocumentState } from './documentStore.ts';

/** Nodes and edges that are being edited; the same object for as long as they are the same. */
export const graphHere = ({ document }: Pick<DocumentState, 'document'>): Graph => document;
