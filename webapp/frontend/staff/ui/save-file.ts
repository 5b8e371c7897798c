// Saves something as a file on this computer, under a name of ours.

/** The browser's own download of `content`. */
export function saveFile(name: string, content: Blob): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(content);
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
}

/** The same of bytes that no browser opens by itself. */
export function saveBytes(name: string, bytes: Uint8Array): void {
  saveFile(
    name,
    new Blob([bytes as Uint8Array<ArrayBuffer>], { type: "application/octet-stream" }),
  );
}
