// A browser on its way to sign in, with operations that do what a test says.
import { vi } from 'vitest'
import { type SignInWorld, signInRoutes } from '../../src/web/sign-in.ts'
import type { Finished } from '../../src/web/success.ts'
import { english } from '../../src/words/words.ts'
import { serve } from './serve.ts'

export const TICKET = 'Tk-canary_ticket'
export const QUERY = 'code=canary-code&state=canary-state'
export const PAGE = 'https://login.acme.test/authorize?client_id=x&state=s'

export const finished: Finished = {
  person: 'UANA',
  dremioName: 'ana@acme.test',
  team: 'T0ACME',
  pendingAction: { kind: 'claim', request: 'r1' },
}

export async function begin(world: Partial<SignInWorld> = {}) {
  const openSignIn = vi.fn(world.openSignIn ?? (async () => ({ page: PAGE })))
  const checkSignInLink = vi.fn(world.checkSignInLink ?? (async () => ({})))
  const finishSignIn = vi.fn(world.finishSignIn ?? (async () => finished))
  const { url, troubles } = await serve((troubles) =>
    signInRoutes({
      openSignIn,
      checkSignInLink,
      finishSignIn,
      wordsOf: () => english,
      onTrouble: (...heard) => void troubles.push(...heard),
    }),
  )
  const [out, back] = [`${url}/dremio/sign-in/${TICKET}`, `${url}/dremio/callback`]
  return { out, back, openSignIn, checkSignInLink, finishSignIn, troubles }
}
