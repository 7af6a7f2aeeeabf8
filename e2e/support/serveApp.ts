// Serves the built app for the end-to-end tests, by the same server and with the same headers as `npm start`.

import { appFolder, buildAll, isStale } from '../../scripts/build.ts';
import { serve } from '../../scripts/serve.ts';

if (isStale()) await buildAll();
const serving = await serve(appFolder, 41_990);
console.log(`serving ${serving.url}`);
