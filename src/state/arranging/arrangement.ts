// What is arranged: boxes and the links between them, and where they stand afterwards. Types only; knows neither ELK nor the document.

/** Top left corner, in canvas units. */
export type Place = readonly [x: number, y: number];

export interface Box {
  readonly id: string;
  readonly place: Place;
  readonly width: number;
  readonly height: number;
  /** Longest side of the map that leaves the layer; null where there is none or it is not known. */
  readonly extent: number | null;
  /** The group that it lies in: it moves with it, and the group is made to fit. */
  readonly group?: string;
  /** A remark belongs to no edge: it keeps its distance to what stands next to it. */
  readonly remark?: boolean;
}

export interface Link {
  readonly source: string;
  readonly target: string;
}

export interface Arrangement {
  readonly boxes: readonly Box[];
  readonly links: readonly Link[];
}

/** A box after arranging; the size differs from before only for groups. */
export interface Placed {
  readonly place: Place;
  readonly width: number;
  readonly height: number;
}
export type Places = ReadonlyMap<string, Placed>;
