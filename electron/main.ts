// Entry of the desktop app: switches and scheme before it is ready, then the shell. Knows nothing of layers.

import { app } from 'electron';
import { declareScheme, serveApp } from './protocol.ts';
import { filesFromArguments, startShell, type Shell } from './shell.ts';
import { chromiumSwitches } from './switches.ts';
import { builtFiles } from './window.ts';

let shell: Shell | null = null;
/** Files that macOS hands over before the window is there. */
const early: string[] = filesFromArguments(process.argv.slice(1), process.cwd()).slice();

if (!app.requestSingleInstanceLock()) app.quit();
else {
  for (const { name, value } of chromiumSwitches(process.platform, process.env)) app.commandLine.appendSwitch(name, value);
  declareScheme();
  app.on('second-instance', (_event, args, folder) => {
    shell?.focus();
    for (const file of filesFromArguments(args.slice(1), folder)) shell?.openPath(file);
  });
  app.on('open-file', (event, file) => {
    event.preventDefault();
    if (shell) shell.openPath(file);
    else early.push(file);
  });
  app.on('web-contents-created', (_event, contents) => contents.on('will-attach-webview', (event) => event.preventDefault()));
  app.on('window-all-closed', () => app.quit());
  void app.whenReady().then(() => {
    serveApp(builtFiles(__dirname).app);
    shell = startShell(__dirname, app.getPath('userData'));
    for (const file of early) shell.openPath(file);
  });
}
