// What a step of the crash matrix is: what comes before, the one click, and how its person goes on afterwards.
import { fileURLToPath } from 'node:url'
import type { WorldOptions } from '../world/world.ts'
import type { Life } from './life.ts'
import type { Click } from './next-clicks.ts'

export interface Step {
  name: string
  world: WorldOptions
  /** A sample holds every one of its calls. */
  whole?: boolean
  /** Something that began before the click never ends by itself. */
  hangs?: boolean
  /** Up to the click, with nothing under way; the click, which may never be answered. */
  prepare(life: Life): Promise<Click>
  /**
   * The click with which its person clears up after a first crash; undefined if there is nothing to press. What is next
   * on Ana's screen, if not said.
   */
  click?(life: Life): Click | undefined
  /** Goes on when the bot is back, until the intention is fulfilled; in a word or two what came of it. */
  again(life: Life): Promise<string>
}

export const policyFile = (name: string) => fileURLToPath(new URL(name, import.meta.url))

/** Without an audit channel: it is told beside the deeds, in calls whose order nobody can foresee. */
export const env = { ADMINS: 'UCARL', POLICY_FILE: policyFile('policy.yml') }
export const OAUTH: WorldOptions = { method: 'oauth', env }
export const TOKEN: WorldOptions = { method: 'token', env }
