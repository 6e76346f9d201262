// What a bot with these settings would have written in a place of Redis, for tests that put a record there themselves.
import { Secret } from '../../src/core/secret.ts'
import { type RecordPlace, signaturesWith } from '../../src/redis/signatures.ts'

export function signedText(env: Readonly<Record<string, string>>, place: RecordPlace, record: object): string {
  const keys = (env.ENCRYPTION_KEYS ?? '').split(',').filter((key) => key !== '')
  const { mac: _, ...body } = record as { mac?: string }
  return signaturesWith(keys.map((key) => new Secret(key))).sign(JSON.stringify(body), place)
}
