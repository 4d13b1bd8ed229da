/** User data travels as base64 of UTF-8; people edit text. */

export const MAX_BYTES = 32_768

export function toBase64(text: string): string {
  const bytes = new TextEncoder().encode(text)
  let binary = ''
  for (const byte of bytes) binary += String.fromCharCode(byte)
  return btoa(binary)
}

/** The text, or null when it is not base64 of UTF-8 text (gzip, MIME parts with binaries). */
export function fromBase64(encoded: string): string | null {
  try {
    const binary = atob(encoded.replace(/\s+/g, ''))
    const bytes = Uint8Array.from(binary, (one) => one.charCodeAt(0))
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return null
  }
}

export type Format = 'cloud-config' | 'script' | 'mime' | 'include' | 'unknown' | 'empty'

/** What cloud-init makes of it, by its first line (cloud-init's documentation, "User-data formats"). */
export function formatOf(text: string): Format {
  if (text.trim() === '') return 'empty'
  const first = text.split('\n', 1)[0].trim()
  if (first === '#cloud-config') return 'cloud-config'
  if (first.startsWith('#!')) return 'script'
  if (first.startsWith('#include')) return 'include'
  if (/^(content-type|mime-version):/i.test(first)) return 'mime'
  return 'unknown'
}

export function bytesOf(text: string): number {
  return new TextEncoder().encode(text).length
}

/** Beginnings that people can fill in. */
export const EXAMPLES = {
  packages: '#cloud-config\npackage_update: true\npackages:\n  - nginx\n',
  user: '#cloud-config\nusers:\n  - name: ada\n    groups: sudo\n    shell: /bin/bash\n    sudo: ALL=(ALL) NOPASSWD:ALL\n    ssh_authorized_keys:\n      - ssh-ed25519 AAAA…\n',
  script: '#!/bin/sh\nset -eu\necho "first boot of $(hostname)" > /var/log/first-boot\n',
} as const
