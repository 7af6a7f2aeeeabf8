// Lets the person choose files or a folder, and hands them to the data store. What goes wrong is said, and changes nothing.

import { platform } from '../../state/currentPlatform.ts';
import { dataStore } from '../../state/dataStore.ts';
import { uiStore } from '../../state/uiStore.ts';

const say = (error: unknown): void => uiStore.getState().notify('error', error instanceof Error ? error.message : String(error));

/** IDX files, images and labels together. */
export async function openDataFiles(): Promise<void> {
  try {
    const files = await platform().chooseFiles([]);
    if (!files || files.length === 0) return;
    const stem = files[0]!.path.split('/').at(-1)!.replace(/[-_.]?(images?|labels?)[-_.].*$/i, '').replace(/\.[^.]*$/, '');
    dataStore.getState().openOwn(stem || 'own data', files);
  } catch (error) {
    say(error);
  }
}

/** A folder of images and masks, of one folder per class, or of IDX files. */
export async function openDataFolder(): Promise<void> {
  try {
    const folder = await platform().chooseFolder('Choose a folder with images and masks, or with a folder per class');
    if (folder) dataStore.getState().openOwn(folder.name, folder.files);
  } catch (error) {
    say(error);
  }
}
