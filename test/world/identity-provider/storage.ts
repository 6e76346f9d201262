// The memory of the identity provider, and its list of clients, which may grow while it runs.
import type { Adapter, AdapterFactory, AdapterPayload } from 'oidc-provider'

/** `clients` is looked at each time. What has expired stays: the provider itself looks at the dates. */
export function createStorage(clients: ReadonlyMap<string, AdapterPayload>): AdapterFactory {
  const kept = new Map<string, AdapterPayload>()

  return (model): Adapter => {
    const key = (id: string) => `${model}:${id}`
    const first = (matches: (payload: AdapterPayload) => boolean) =>
      [...kept].find(([at, payload]) => at.startsWith(`${model}:`) && matches(payload))?.[1]
    return {
      async upsert(id, payload) {
        kept.set(key(id), payload)
      },
      find: async (id) => (model === 'Client' ? clients.get(id) : kept.get(key(id))),
      findByUid: async (uid) => first((payload) => payload.uid === uid),
      findByUserCode: async (userCode) => first((payload) => payload.userCode === userCode),
      async consume(id) {
        const found = kept.get(key(id))
        if (found) found.consumed = Math.floor(Date.now() / 1000)
      },
      async destroy(id) {
        kept.delete(key(id))
      },
      async revokeByGrantId(grantId) {
        for (const [at, payload] of kept) if (payload.grantId === grantId) kept.delete(at)
      },
    }
  }
}
