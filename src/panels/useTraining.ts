// React's view of the training and data stores.

import { useStore } from 'zustand';
import { useShallow } from 'zustand/react/shallow';
import { dataStore, type DataState } from '../state/dataStore.ts';
import { trainingStore, type TrainingState } from '../state/trainingStore.ts';

export const useTraining = <T>(select: (state: TrainingState) => T): T => useStore(trainingStore, select);
export const useTrainingShallow = <T>(select: (state: TrainingState) => T): T => useStore(trainingStore, useShallow(select));
export const useData = <T>(select: (state: DataState) => T): T => useStore(dataStore, select);
