// Reads the certificates of the authorities that are trusted for Redis: PEM as text, or a file with it.
import { X509Certificate } from 'node:crypto'
import { readFileSync } from 'node:fs'

const PEM = /-----BEGIN (?:TRUSTED )?CERTIFICATE-----[\s\S]+?-----END (?:TRUSTED )?CERTIFICATE-----/g

/**
 * Returns the PEM text, or the problem. The problem never quotes the value, because the value may be a secret that was
 * pasted by mistake.
 */
export function readCertificates(value: string): { pem: string } | { problem: string } {
  const given = value.trim()
  let text = given
  if (!given.includes('-----BEGIN')) {
    try {
      text = readFileSync(given, 'utf8')
    } catch {
      return { problem: 'is neither a certificate (PEM) nor a file that can be read' }
    }
  }
  // Forms for environment variables take one line, so line breaks arrive as backslash and n.
  const found = text.replaceAll('\\r', '').replaceAll('\\n', '\n').match(PEM) ?? []
  if (found.length === 0) return { problem: 'holds no certificate: it must be PEM, -----BEGIN CERTIFICATE-----' }
  const isReadable = found.every((one) => {
    try {
      return new X509Certificate(one).subject !== ''
    } catch {
      return false
    }
  })
  return isReadable ? { pem: `${found.join('\n')}\n` } : { problem: 'holds a certificate that cannot be read' }
}
