// What a Dremio personal access token looks like, and which token's id is in its value. Nothing here keeps a value.

/** 46 bytes in base64; some tools write `-` and `_` instead of `+` and `/`. */
const LETTER = '[A-Za-z0-9+/_-]'
/** Whatever stands before it: the value is what ends in its padding. */
const PADDED = new RegExp(`${LETTER}{62}==`, 'g')
/** Without its padding, which a double click leaves behind, it has to stand alone. */
const BARE = new RegExp(`(?<!${LETTER})${LETTER}{62}(?!${LETTER})`, 'g')

/**
 * The id of the token with this value: its first 16 bytes, a UUID v4. Undefined if the value is no personal access
 * token. Found by decoding the samples of Dremio's documentation; it is not documented, so confirm it by listing.
 */
export function tidOf(value: string): string | undefined {
  const bytes = Buffer.from(value, 'base64')
  if (bytes.length !== 46 || bytes.toString('base64') !== value) return undefined
  const hex = bytes.toString('hex', 0, 16)
  const tid = [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-')
  return /^.{14}4.{4}[89ab]/.test(tid) ? tid : undefined
}

/**
 * The ids of the tokens whose values stand in a text, each once, in their order: alone, in quotes, behind `Bearer`,
 * within a sentence, a command or a connection string, also encoded for a URL.
 */
export function tidsIn(text: string): string[] {
  const plain = decoded(text)
  const found = [...plain.matchAll(PADDED), ...plain.matchAll(BARE)]
  const inOrder = found.sort((one, other) => one.index - other.index).map(([value]) => tidOf(canonical(value)))
  return [...new Set(inOrder.filter((tid) => tid !== undefined))]
}

/**
 * Whether a text holds something shaped like a token, whole or nearly so: with a character too few, too many or wrong,
 * without its padding, or encoded for a URL. Meant to be asked wherever people write what is kept or said again.
 */
export function looksLikeSecret(text: string): boolean {
  const plain = decoded(text)
  if (new RegExp(`${LETTER}{40}={1,2}`).test(plain)) return true
  return plain.split(/[\s"'`“”„‘’<>()[\]{}=:,;|]+/).some(isNearlyOne)
}

/** A path in an address is as long now and then, but begins with its host; and digests have no capitals. */
function isNearlyOne(word: string): boolean {
  if (word.length < 56 || /^\/*[\w-]+(\.[\w-]+)+(\/|$)/.test(word)) return false
  const strange = word.replace(new RegExp(LETTER, 'g'), '').length
  return strange <= 1 && /[a-z]/.test(word) && /[A-Z]/.test(word) && /\d/.test(word)
}

function decoded(text: string): string {
  return text.replace(/%2B/gi, '+').replace(/%2F/gi, '/').replace(/%3D/gi, '=')
}

function canonical(value: string): string {
  return `${value.replace(/=+$/, '').replaceAll('-', '+').replaceAll('_', '/')}==`
}
