// A file handed to the browser's downloads; in the desktop app Electron asks where to put it.

export function download(name: string, bytes: BlobPart, type: string): void {
  const url = URL.createObjectURL(new Blob([bytes], { type }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // The download has begun by then; revoking at once would cancel it in some browsers.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}

/** Saves a copy of something shown. Returns where it went, for people. */
export async function saveCopy({ name, bytes, type }: { readonly name: string; readonly bytes: Uint8Array<ArrayBuffer>; readonly type: string }): Promise<string> {
  download(name, bytes, type);
  return name;
}
