// `npm run package`: builds and packs the desktop app for this system into release/. Needs Electron's runtime, or a folder that stands for it.

import { build, Platform } from 'electron-builder';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildAll, isStale, root } from './build.ts';

export interface PackageOptions {
  /** A folder with an unpacked Electron runtime; left out, electron-builder fetches it. */
  readonly electronDist?: string;
  readonly output?: string;
  /** Only the unpacked folder, no installers. */
  readonly unpacked?: boolean;
}

/** Packs what stands in dist/. Resolves to the files made. */
export function packageApp(options: PackageOptions = {}): Promise<string[]> {
  return build({
    projectDir: root,
    targets: options.unpacked ? Platform.current().createTarget('dir') : Platform.current().createTarget(),
    publish: 'never',
    config: {
      extends: path.join(root, 'electron-builder.yml'),
      ...(options.electronDist ? { electronDist: options.electronDist } : {}),
      ...(options.output ? { directories: { output: options.output } } : {}),
    },
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  if (isStale()) await buildAll();
  const local = path.join(root, 'node_modules/electron/dist');
  const made = await packageApp({ unpacked: process.argv.includes('--dir'), ...(existsSync(local) ? { electronDist: local } : {}) });
  console.log(made.join('\n'));
}
