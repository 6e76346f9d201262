// A browser on its way to sign in, with operations that do what a test says.
import { vi } from 'vitest'
import { type SignInWorld, signInRoutes } from '../../src/web/sign-in.ts'
import type { Finished } from '../../src/web/success.ts'
import { serve } from './serve.ts'

export const TICKET = 'Tk-canary_ticket'
export const QUERY = 'code=canary-code&state=canary-state'
export const PAGE = 'https://login.acme.test/authorize?client_id=x&state=s'

export const finished: Finished = {
  name: 'Ana',
  dremioName: 'ana@acme.test',
  team: 'T0ACME',
  wish: { kind: 'claim', request: 'r1' },
}

export async function begin(world: Partial<SignInWorld> = {}) {
  const openSignIn = vi.fn(world.openSignIn ?? (async () => ({ page: PAGE })))
  const finishSignIn = vi.fn(world.finishSignIn ?? (async () => finished))
  const { url, troubles } = await serve((troubles) =>
    signInRoutes({ openSignIn, finishSignIn, onTrouble: (...heard) => void troubles.push(...heard) }),
  )
  return { out: `${url}/dremio/sign-in/${TICKET}`, back: `${url}/dremio/callback`, openSignIn, finishSignIn, troubles }
}
