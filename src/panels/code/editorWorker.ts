// Monaco's own worker, bundled with the app: nothing is fetched from elsewhere.

import 'monaco-editor/editor/editor.worker';
