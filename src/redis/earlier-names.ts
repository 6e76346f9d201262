// Reads records that were stored under earlier field names, so that a new version finds what an older one wrote.

const presentNames: Readonly<Record<string, string>> = {
  chasedAt: 'receiptReminderAt',
  elsewhere: 'externalTokens',
  leftBehind: 'orphanPossible',
  letGo: 'doNotRenew',
  lookAt: 'nextCheckAt',
  notes: 'tokens',
  place: 'location',
  rotates: 'replaces',
  standings: 'reviewerRoles',
  wish: 'pendingAction',
}

/** A record as JSON; the same with today's names, at every depth. Throws `SyntaxError`. */
export function parseStored(text: string): unknown {
  return JSON.parse(text, (key, value: unknown) => {
    if (key === 'shown' && value === 'let go') return 'not renewed'
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
    if (!Object.keys(value).some((name) => Object.hasOwn(presentNames, name))) return value
    return Object.fromEntries(
      Object.entries(value).map(([name, field]) => [
        Object.hasOwn(presentNames, name) ? (presentNames[name] as string) : name,
        field as unknown,
      ]),
    )
  })
}
