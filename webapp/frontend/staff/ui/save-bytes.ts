// Bytes given to the disk under a name of ours, as nothing that a browser opens by itself.

/** The browser saves them, or asks where. */
export function saveBytes(bytes: Uint8Array, name: string): void {
  const link = document.createElement("a");
  const blob = new Blob([bytes as Uint8Array<ArrayBuffer>], { type: "application/octet-stream" });
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
}
