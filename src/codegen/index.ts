// The list of exporters. NEW EXPORTER HERE: its folder and one line. Nothing registers itself.

import type { ProjectFile } from './zipProject.ts';
import { exportProject, type ProjectInput } from './typescript/exportProject.ts';

/** A target that a network can be exported to. */
export interface Exporter<Id extends string> {
  /** Name on the command line (`--to`), for ever. */
  readonly id: Id;
  readonly label: string;
  /** One sentence for the dialog. */
  readonly summary: string;
  /** The files of the project, paths relative with "/", sorted. */
  export(input: ProjectInput): readonly ProjectFile[];
}

function defineExporter<const Id extends string>(exporter: Exporter<Id>): Exporter<Id> {
  return exporter;
}

export const exporters = [
  defineExporter({
    id: 'typescript',
    label: 'TypeScript project',
    summary: 'Readable TensorFlow.js code that trains and runs without Netloom, in Node and in a browser.',
    export: exportProject,
  }),
] as const;

export type ExporterId = (typeof exporters)[number]['id'];

/** The exporter of this name; undefined if there is none. */
export function exporterOf(id: string): Exporter<ExporterId> | undefined {
  return exporters.find((exporter) => exporter.id === id);
}
