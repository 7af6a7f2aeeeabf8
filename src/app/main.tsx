// Start-up: fonts, platform, theme, then the window.

import '@fontsource-variable/inter/wght.css';
import '@fontsource-variable/jetbrains-mono/wght.css';
import './tokens.css';
import './app.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { setPlatform } from '../state/currentPlatform.ts';
import { keepSelectionLive } from '../state/liveSelection.ts';
import { App } from './App.tsx';
import { followTheme } from './followTheme.ts';
import { rememberSnapping } from './rememberSnapping.ts';
import { createBrowserPlatform } from './platform/browser.ts';
import { createDesktopPlatform } from './platform/desktop.ts';
import { startAutosave } from './autosave.ts';
import { connectPlatform } from './connectPlatform.ts';

const current = window.netloom ? createDesktopPlatform(window.netloom) : createBrowserPlatform();
setPlatform(current);
followTheme();
rememberSnapping();
connectPlatform(current);
startAutosave();
keepSelectionLive();

createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
