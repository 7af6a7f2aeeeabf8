// The app's own training worker, with its GPU programs counted.

import './countDispatches.ts';
import '../../src/training/worker.ts';
