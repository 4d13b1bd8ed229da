/** Saves a blob under a name that is a file's everywhere. */
export function download(blob: Blob, title: string, suffix: string): void {
  const name = `${title.replace(/[^\p{L}\p{N}._-]+/gu, '-') || 'console'}-${new Date().toISOString().replace(/[:.]/g, '-').slice(0, 19)}${suffix}`
  const link = document.createElement('a')
  link.href = URL.createObjectURL(blob)
  link.download = name
  link.click()
  window.setTimeout(() => URL.revokeObjectURL(link.href), 10_000)
}
