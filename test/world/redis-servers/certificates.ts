// Makes certificates at run time with nothing but node: an authority, and what it signs for a server.
import { createPrivateKey, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto'

const DAY = 24 * 60 * 60 * 1_000

export interface Certificate {
  /** PEM. */
  certificate: string
  /** PEM. */
  key: string
}

export interface CertificateOptions {
  name: string
  /** Host names and IPv4 addresses that it is for. */
  hosts?: readonly string[]
  /** Days from now. */
  from?: number
  until?: number
}

/** Signs itself, and may sign others. */
export function makeAuthority(name = 'a test authority'): Certificate {
  return make({ name }, undefined)
}

/** Signed by that authority, or by itself without one. */
export function makeCertificate(options: CertificateOptions, authority?: Certificate): Certificate {
  return make({ hosts: ['localhost', '127.0.0.1'], ...options }, authority)
}

// https://datatracker.ietf.org/doc/html/rfc5280#section-4.1
function make(
  { name, hosts, from = -1, until = 1 }: CertificateOptions,
  authority: Certificate | undefined,
): Certificate {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const issuerName = authority ? subjectOf.get(authority.certificate) : undefined
  const issuerKey = authority ? createPrivateKey(authority.key) : privateKey
  const extensions = [
    extension([0x55, 0x1d, 0x13], sequence(...(hosts ? [] : [tagged(0x01, Buffer.from([0xff]))])), true),
    ...(hosts ? [extension([0x55, 0x1d, 0x11], sequence(...hosts.map(alternativeName)))] : []),
  ]
  const body = sequence(
    tagged(0xa0, integer(Buffer.from([2]))),
    // A positive number.
    integer(Buffer.concat([Buffer.from([1]), randomBytes(8)])),
    ecdsaWithSha256,
    distinguished(issuerName ?? name),
    sequence(time(from), time(until)),
    distinguished(name),
    publicKey.export({ type: 'spki', format: 'der' }),
    tagged(0xa3, sequence(...extensions)),
  )
  const certificate = pem('CERTIFICATE', sequence(body, ecdsaWithSha256, bits(signature(body, issuerKey))))
  subjectOf.set(certificate, name)
  return { certificate, key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString() }
}

/** Of what was made here. */
const subjectOf = new Map<string, string>()

function signature(body: Buffer, key: KeyObject): Buffer {
  return sign('sha256', body, key)
}

function tagged(tag: number, ...parts: Buffer[]): Buffer {
  const content = Buffer.concat(parts)
  const short = content.length < 0x80
  const size = short ? [content.length] : [0x82, content.length >> 8, content.length & 0xff]
  return Buffer.concat([Buffer.from([tag, ...size]), content])
}

function sequence(...parts: Buffer[]): Buffer {
  return tagged(0x30, ...parts)
}

function integer(bytes: Buffer): Buffer {
  return tagged(0x02, bytes)
}

function bits(bytes: Buffer): Buffer {
  return tagged(0x03, Buffer.from([0]), bytes)
}

function identifier(bytes: readonly number[]): Buffer {
  return tagged(0x06, Buffer.from(bytes))
}

const ecdsaWithSha256 = sequence(identifier([0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x02]))

function distinguished(name: string): Buffer {
  return sequence(tagged(0x31, sequence(identifier([0x55, 0x04, 0x03]), tagged(0x0c, Buffer.from(name)))))
}

/** GeneralizedTime, which node takes for every year. */
function time(days: number): Buffer {
  const text = new Date(Date.now() + days * DAY).toISOString().replace(/[-:T]|\.\d+/g, '')
  return tagged(0x18, Buffer.from(text))
}

function extension(name: readonly number[], value: Buffer, critical = false): Buffer {
  return sequence(identifier(name), ...(critical ? [tagged(0x01, Buffer.from([0xff]))] : []), tagged(0x04, value))
}

function alternativeName(host: string): Buffer {
  return /^\d+(\.\d+){3}$/.test(host)
    ? tagged(0x87, Buffer.from(host.split('.').map(Number)))
    : tagged(0x82, Buffer.from(host))
}

function pem(what: string, bytes: Buffer): string {
  const lines = bytes.toString('base64').match(/.{1,64}/g) ?? []
  return `-----BEGIN ${what}-----\n${lines.join('\n')}\n-----END ${what}-----\n`
}
